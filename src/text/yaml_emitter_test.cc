#include "text/yaml_emitter.h"

#include <gtest/gtest.h>

#include "text/tree_text_test_support.h"

namespace flowtime::yaml {
namespace {

Value tree_of(const std::string& text) {
  Result<Document> document = parse(text, "t");
  EXPECT_TRUE(document) << text;
  return document ? std::move(document->root) : Value{};
}

TEST(YamlEmitter, WritesOneStableForm) {
  struct Row {
    const char* text;
    const char* emitted;
  };
  const Row rows[] = {
      {"{a: 1, b: {c: [1, 2]}}", "a: 1\nb:\n  c: [1, 2]\n"},
      {"[{a: 1, b: 2}, [3], {c: {d: e}}, []]", "- a: 1\n  b: 2\n- [3]\n- c:\n    d: e\n- []\n"},
      {"[[[1], [2]], x]", "- - [1]\n  - [2]\n- x\n"},
      {"a: {}\nb: []\nc: ~\n", "a: {}\nb: []\nc: null\n"},
      {"a: \"text\"\nb: 'true'\nc: \"3\"\nd: 'no'\n",
       "a: text\nb: \"true\"\nc: \"3\"\nd: \"no\"\n"},
      {"a: 1.0.0\nb: 2026-01-01\n", "a: 1.0.0\nb: 2026-01-01\n"},
      {"a: 'x: y'\nb: 'x #y'\nc: '- z'\nd: ' e'\ne: ''\n",
       "a: \"x: y\"\nb: \"x #y\"\nc: \"- z\"\nd: \" e\"\ne: \"\"\n"},
      {"a: [x, 'y, z', 'q:r']\n", "a: [x, \"y, z\", \"q:r\"]\n"},
      {"a: |\n  one\n  two\n", "a: \"one\\ntwo\\n\"\n"},
      {"a: \"say \\\"hi\\\" \\\\\"", "a: say \"hi\" \\\n"},
      {"'true': 1\n'k: l': 2\n", "\"true\": 1\n\"k: l\": 2\n"},
      {"expr: \"MIN(a, b) * 2\"\n", "expr: MIN(a, b) * 2\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(emit(tree_of(row.text)), row.emitted) << row.text;
}

// The tree with quotes forgotten: what must survive a round trip.
Value without_quotes(Value value) {
  if (value.kind == Kind::kScalar && value.style != ScalarStyle::kPlain) {
    value.style = ScalarStyle::kDoubleQuoted;
  } else if (value.kind == Kind::kScalar && !value.number() && !value.boolean()) {
    value.style = ScalarStyle::kDoubleQuoted;
  }
  for (Value& item : value.items) item = without_quotes(item);
  for (Member& member : value.members) member.value = without_quotes(member.value);
  return value;
}

TEST(YamlEmitter, WhatItWritesReadsBackAsTheSameTree) {
  for (const char* text :
       {"a: [1, 'two', \"th\\tree\", null, true, 'null', '~', '-', '- x', '-x', '?', '...', "
        "'---']\n",
        "'': 1\n' ': 2\n'#': 3\n'a#': 4\n'a #': 5\n'a:': 6\n'@': 7\n'\"': 8\n\"\\x01\": 9\n'%': "
        "0\n",
        "- [[]]\n- [{}]\n- {a: []}\n- - - x\n    - y\n", "x: |\n  a\n\n   b\n  c\n",
        "s: '1e5'\nt: '.5'\nu: '+1'\nv: '0x10'\nw: 'Yes'\nx: '=' \ny: '<<'\n",
        "\xC3\xA9: \"\xE2\x82\xAC\"\n", "a: 'b: c'\nd: 'e:f'\ng: 'h:'\n", "just text\n", "'3'\n"}) {
    const Value before = tree_of(text);
    EXPECT_EQ(tree_text(without_quotes(tree_of(emit(before)))), tree_text(without_quotes(before)))
        << text;
    EXPECT_EQ(emit(tree_of(emit(before))), emit(before)) << text;
  }
}

}  // namespace
}  // namespace flowtime::yaml
