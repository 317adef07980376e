#include <gtest/gtest.h>

#include "text/yaml.h"

namespace flowtime::yaml {
namespace {

// Every row asks where the character 'X' of the value's text stands.
TEST(YamlPosition, FollowsEveryStyleOfScalar) {
  struct Row {
    const char* text;
    SourcePos where;
  };
  const Row rows[] = {
      {"a: abXc", {1, 6}},
      {"a: 'abXc'", {1, 7}},
      {"a: 'it''sXc'", {1, 10}},
      {"a: \"a\\tXc\"", {1, 8}},
      {"a: \"\\u00e9X\"", {1, 11}},
      {"a: \"\xC3\xA9X\"", {1, 6}},
      {"a: \xC3\xA9 X", {1, 6}},
      {"\xEF\xBB\xBF"
       "a: bX",
       {1, 5}},
      {"a: one\n   two X", {2, 8}},
      {"a: one\n\n\n  X", {4, 3}},
      {"a: 'one  \n   X'", {2, 4}},
      {"a: \"one \\\n   X\"", {2, 4}},
      {"a: \"one\n\n   X\"", {3, 4}},
      {"a: |\n  one\n   X\n", {3, 4}},
      {"a: |\n\n    one X\n", {3, 9}},
      {"a: |-\n  X\n", {2, 3}},
      {"a: >\n  one X\n", {2, 7}},
      {"a: b\r\nc: X\r\n", {2, 4}},
      {"a: |\r\n  one\r\n  X\r\n", {3, 3}},
  };
  for (const Row& row : rows) {
    const Result<Document> document = parse(row.text, "t");
    ASSERT_TRUE(document) << row.text;
    const Value& value = document->root.members.back().value;
    const std::size_t offset = value.scalar.find('X');
    ASSERT_NE(offset, std::string::npos) << row.text;
    const SourcePos where = position_in(*document, value, offset);
    EXPECT_EQ(where, row.where) << row.text << " at " << where.line << ":" << where.column;
  }
}

TEST(YamlPosition, TheEndOfTheTextIsAPlace) {
  const Result<Document> document = parse("a: \"ab\"\n", "t");
  ASSERT_TRUE(document);
  EXPECT_EQ(position_in(*document, *document->root.find("a"), 2), (SourcePos{1, 7}));
  EXPECT_EQ(position_in(*document, *document->root.find("a"), 99), (SourcePos{1, 7}));
}

TEST(YamlPosition, AValueThatWasNotReadHereKeepsItsOwnPlace) {
  const Result<Document> document = parse("a: 1\n", "t");
  ASSERT_TRUE(document);
  Value made;
  made.kind = Kind::kScalar;
  made.scalar = "demand";
  made.where = {7, 9};
  EXPECT_EQ(position_in(*document, made, 3), (SourcePos{7, 9}));
}

TEST(YamlPosition, WhatWasPutIntoAScalarStandsWhereItsHoleBegins) {
  Result<Document> document = parse("a: 'x + ${gain} * zz'\n", "t");
  ASSERT_TRUE(document);
  Value& value = document->root.members[0].value;
  document->filled.push_back(
      {.offset = value.offset,
       .style = value.style,
       .written = value.scalar,
       .parts = {{.begin = 4, .end = 8, .written_begin = 4, .written_end = 11}}});
  value.scalar = "x + 0.25 * zz";
  value.style = ScalarStyle::kDoubleQuoted;
  EXPECT_EQ(position_in(*document, value, 0), (SourcePos{1, 5}));
  EXPECT_EQ(position_in(*document, value, 4), (SourcePos{1, 9}));
  EXPECT_EQ(position_in(*document, value, 7), (SourcePos{1, 9}));
  EXPECT_EQ(position_in(*document, value, 11), (SourcePos{1, 19}));
}

}  // namespace
}  // namespace flowtime::yaml
