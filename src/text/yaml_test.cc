#include "text/yaml.h"

#include <gtest/gtest.h>

#include "text/tree_text_test_support.h"

namespace flowtime::yaml {
namespace {

Value read(const std::string& text) {
  Result<Document> document = parse(text, "test.yaml");
  if (!document) {
    ADD_FAILURE() << to_text(document.problems(), "test.yaml");
    return {};
  }
  return std::move(document->root);
}

TEST(Yaml, ResolvesPlainScalarsByTheCoreSchema) {
  struct Row {
    const char* text;
    std::optional<double> number;
    std::optional<std::int64_t> integer;
    std::optional<bool> boolean;
  };
  const Row rows[] = {
      {"3", 3, 3, {}},          {"-2", -2, -2, {}},       {"+4", 4, 4, {}},
      {"3.0", 3, {}, {}},       {".5", .5, {}, {}},       {"2.", 2, {}, {}},
      {"1e3", 1000, {}, {}},    {"007", 7, 7, {}},        {"true", {}, {}, true},
      {"FALSE", {}, {}, false}, {"True", {}, {}, true},   {"yes", {}, {}, {}},
      {"'3'", {}, {}, {}},      {"\"true\"", {}, {}, {}}, {"!!str 3", {}, {}, {}},
      {".nan", {}, {}, {}},     {".inf", {}, {}, {}},     {"nan", {}, {}, {}},
      {"inf", {}, {}, {}},      {"Infinity", {}, {}, {}}, {"1e999", {}, {}, {}},
      {"12:30", {}, {}, {}},    {"1_000", {}, {}, {}},    {"0x1F", {}, {}, {}},
      {"3 4", {}, {}, {}},      {"!!int 5", 5, 5, {}},
  };
  for (const Row& row : rows) {
    const Value root = read(std::string("x: ") + row.text);
    ASSERT_EQ(root.members.size(), 1u) << row.text;
    const Value& value = root.members[0].value;
    EXPECT_EQ(value.number(), row.number) << row.text;
    EXPECT_EQ(value.integer(), row.integer) << row.text;
    EXPECT_EQ(value.boolean(), row.boolean) << row.text;
  }
}

TEST(Yaml, ReadsTheSameTreeFromEveryForm) {
  struct Row {
    const char* text;
    const char* tree;
  };
  const Row rows[] = {
      {"a: 1\nb: [x, 'y', \"z\"]\n", "{a=1, b=[x, 'y, \"z]}"},
      {"a:\n- 1\n- b: 2\n  c: 3\nd:\n  - - 4\n", "{a=[1, {b=2, c=3}], d=[[4]]}"},
      {"a: ~\nb: null\nc:\nd: ''\ne: NULL\nnull: f",
       "{a=null, b=null, c=null, d=', e=null, null=f}"},
      {"{a: {b: [1, [2]]}, \"c\": [],}", "{a={b=[1, [2]]}, c=[]}"},
      {"a: |\n  x\n  y\nb: >\n  x\n  y\n", "{a=|x\\ny\\n, b=>x y\\n}"},
      {"a: one\n  two\nb: 'it''s'\nc: \"\\t\\u00e9\\\\\"",
       "{a=one two, b='it's, c=\"\t\xC3\xA9\\}"},
      {"base: &b {x: 1}\nuse: [*b, *b]", "{base={x=1}, use=[{x=1}, {x=1}]}"},
      {"- &a 1\n- {k: *a, l: [*a]}", "[1, {k=1, l=[1]}]"},
      {"a: &x\n  - &y [1, &z 2]\nb: [*y, *z]\nc: *x", "{a=[[1, 2]], b=[[1, 2], 2], c=[[1, 2]]}"},
      {"# note\n\na: b # note\n\n  # more\nc: d#e\n", "{a=b, c=d#e}"},
      {"---\na: 1\n...\n", "{a=1}"},
      {"? a\n: 1\n", "{a=1}"},
      {"a: http://h:80/x\nb: q:served\n", "{a=http://h:80/x, b=q:served}"},
      {"<<: 1\n", "{<<=1}"},
  };
  for (const Row& row : rows) EXPECT_EQ(tree_text(read(row.text)), row.tree) << row.text;
}

TEST(Yaml, AcceptsByteOrderMarkAndBothLineEnds) {
  const std::string tree = "{a=1, b=[x, \"y]}";
  for (const std::string text :
       {"a: 1\nb:\n  - x\n  - \"y\"\n", "a: 1\r\nb:\r\n  - x\r\n  - \"y\"\r\n",
        "\xEF\xBB\xBF"
        "a: 1\nb: [x, \"y\"]\n"}) {
    const Value root = read(text);
    EXPECT_EQ(tree_text(root), tree) << text;
    EXPECT_EQ(root.members[0].key_where, (SourcePos{1, 1})) << text;
    EXPECT_EQ(root.members[0].value.where, (SourcePos{1, 4})) << text;
  }
}

TEST(Yaml, KnowsWhereEveryValueStands) {
  const Value root = read("# \xC3\xA9\na: \"\xC3\xA9\"\nb:   [1,  {k: v}]\nc:\n  - x\n  -\nd:\n");
  const auto at = [](const Value& value) {
    return std::pair{value.where.line, value.where.column};
  };
  EXPECT_EQ(at(root), (std::pair{2, 1}));
  EXPECT_EQ(at(*root.find("a")), (std::pair{2, 4}));
  EXPECT_EQ(at(*root.find("b")), (std::pair{3, 6}));
  EXPECT_EQ(at(root.find("b")->items[1]), (std::pair{3, 11}));
  EXPECT_EQ(at(*root.find("b")->items[1].find("k")), (std::pair{3, 15}));
  EXPECT_EQ(at(*root.find("c")), (std::pair{5, 3}));
  EXPECT_EQ(at(root.find("c")->items[1]), (std::pair{6, 4}));
  EXPECT_EQ(at(*root.find("d")), (std::pair{7, 3}));
  EXPECT_EQ(root.members[3].key_where, (SourcePos{7, 1}));
  EXPECT_EQ(root.find("e"), nullptr);
  EXPECT_EQ(root.find("b")->offset, 18u);  // bytes: each accented letter takes two
}

TEST(Yaml, AliasesKeepThePlaceOfTheirAnchor) {
  const Value root = read("a: &x [7]\nb: *x\n");
  EXPECT_EQ(root.find("b")->where, (SourcePos{1, 4}));
  EXPECT_EQ(root.find("b")->items[0].where, (SourcePos{1, 8}));
}

struct Refusal {
  const char* text;
  const char* code;
  SourcePos where;
};

TEST(Yaml, RefusesWithPlaceAndRemedy) {
  const Refusal rows[] = {
      {"", "yaml_empty", {1, 1}},
      {"# only a comment\n", "yaml_empty", {1, 1}},
      {"---\n", "yaml_empty", {1, 1}},
      {"a: 1\na: 2\n", "yaml_duplicate_key", {2, 1}},
      {"{a: 1, b: {c: 2, c: 3}}", "yaml_duplicate_key", {1, 18}},
      {"a: 1\n---\nb: 2\n", "yaml_multiple_documents", {2, 1}},
      {"a: *b\n", "yaml_unknown_alias", {1, 4}},
      {"a: &b [*b]\n", "yaml_unknown_alias", {1, 8}},
      {"a: !thing 1\n", "yaml_unknown_tag", {1, 4}},
      {"[a]: 1\n", "yaml_key_not_scalar", {1, 1}},
      {"{{a: 1}: 1}\n", "yaml_key_not_scalar", {1, 2}},
      {"a: b: c\n", "yaml_syntax", {1, 5}},
      {"a: [1, 2\nb: 3\n", "yaml_syntax", {2, 2}},
      {"a: {b: 1\n", "yaml_syntax", {2, 1}},
      {"a: 'x\n", "yaml_syntax", {2, 1}},
      {"a:\n\t- 1\n", "yaml_syntax", {2, 1}},
      {"a: @x\n", "yaml_syntax", {1, 4}},
      {"a: 1\n b: 2\n", "yaml_syntax", {2, 3}},
      {"- a\nb: 1\n", "yaml_syntax", {2, 1}},
      {"a:\n  b: 1\n c: 2\n", "yaml_syntax", {3, 2}},
      {"a: - b\n", "yaml_syntax", {1, 4}},
      {"a: \"\\q\"\n", "yaml_syntax", {1, 5}},
      {"a\nb: 1\n", "yaml_syntax", {2, 2}},
      {"a: ]\n", "yaml_syntax", {1, 4}},
      {"a: x\xFFy\n", "yaml_syntax", {1, 5}},
      {"b: 1\na: x\x01y\n", "yaml_syntax", {2, 5}},
      {"%FOO\n", "yaml_syntax", {1, 5}},
  };
  for (const Refusal& row : rows) {
    const Result<Document> document = parse(row.text, "test.yaml");
    ASSERT_FALSE(document) << row.text;
    const Problem& problem = document.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.text << problem.message;
    EXPECT_EQ(problem.where, row.where) << row.text << problem.message << " at "
                                        << problem.where.line << ":" << problem.where.column;
    EXPECT_FALSE(problem.message.empty()) << row.text;
    EXPECT_EQ(problem.message.find("{opened}"), std::string::npos) << row.text;
    EXPECT_EQ(problem.message.find("not valid YAML"), std::string::npos) << problem.message;
    EXPECT_FALSE(problem.remedy.empty()) << row.text;
  }
}

TEST(Yaml, NamesBothPlacesOfADuplicateKeyAndReportsEveryMapping) {
  const Result<Document> document = parse("a: {x: 1, x: 2}\nb: {y: 1,\n  y: 2}\n", "t");
  ASSERT_FALSE(document);
  ASSERT_EQ(document.problems().size(), 2u);
  EXPECT_EQ(document.problems()[0].message, "The key 'x' is written here and at line 1, column 5.");
  EXPECT_EQ(document.problems()[1].message, "The key 'y' is written here and at line 2, column 5.");
  EXPECT_EQ(document.problems()[1].where, (SourcePos{3, 3}));
}

TEST(Yaml, SaysWhereAnUnclosedThingBegan) {
  const Result<Document> document = parse("a: 1\nb: [1,\n  2\nc: 3\n", "t");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.problems()[0].message,
            "The list that begins at line 2, column 4 lacks a ',' or ']' here.");
}

TEST(Yaml, FindsDuplicatesAmongManyKeys) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  EXPECT_TRUE(parse(text, "t"));
  const Result<Document> document = parse(text + "key500: 2\n", "t");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.problems()[0].where, (SourcePos{1001, 1}));
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Yaml, EndsHostileDocumentsEarly) {
  struct Row {
    std::string text;
    const char* code;
    SourcePos where;
  };
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string from = "*a" + std::to_string(i - 1) + ", ";
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(from, 10) + "]\n";
  }
  const Row rows[] = {
      {repeated("[", 100'000), "yaml_too_deep", {1, 65}},
      {repeated("{a: ", 100'000), "yaml_too_deep", {1, 257}},
      {repeated("- ", 100'000), "yaml_too_deep", {1, 129}},
      {bomb, "yaml_alias_bomb", {6, 45}},
  };
  for (const Row& row : rows) {
    const Result<Document> document = parse(row.text, "t");
    ASSERT_FALSE(document) << row.code;
    EXPECT_EQ(document.problems()[0].code, row.code);
    EXPECT_EQ(document.problems()[0].where, row.where)
        << row.code << " at " << document.problems()[0].where.line << ":"
        << document.problems()[0].where.column;
  }
}

TEST(Yaml, KeepsToItsLimits) {
  const auto code = [](const std::string& text, const Limits& limits) -> std::string {
    const Result<Document> document = parse(text, "t", limits);
    return document ? "" : document.problems()[0].code;
  };
  EXPECT_EQ(code("a: 1", {.bytes = 4}), "");
  EXPECT_EQ(code("a: 12", {.bytes = 4}), "yaml_too_large");
  EXPECT_EQ(code("[1, 2, 3]", {.values = 4}), "");
  EXPECT_EQ(code("[1, 2, 3]", {.values = 3}), "yaml_too_large");
  EXPECT_EQ(code("[1, \"\xC3\xA9\", 3]", {.values = 3}), "yaml_too_large");
  EXPECT_EQ(code("[[1]]", {.depth = 2}), "");
  EXPECT_EQ(code("[[1]]", {.depth = 1}), "yaml_too_deep");
  EXPECT_EQ(code("[&a [1], [*a]]", {.depth = 3}), "");
  EXPECT_EQ(code("[&a [1], [*a]]", {.depth = 2}), "yaml_too_deep");
  EXPECT_EQ(code("[&a [1, 2], *a]", {.alias_copies = 3}), "");
  EXPECT_EQ(code("[&a [1, 2], *a]", {.alias_copies = 2}), "yaml_alias_bomb");
  // Texts and keys are charged by their bytes, wherever the alias stands.
  const std::string text = "&a \"" + std::string(1280, 'x') + "\"";
  EXPECT_EQ(code("[" + text + ", *a]", {.alias_copies = 11}), "");
  EXPECT_EQ(code("[" + text + ", *a]", {.alias_copies = 10}), "yaml_alias_bomb");
  EXPECT_EQ(code("[" + text + ", {*a : 1}]", {.alias_copies = 10}), "yaml_alias_bomb");
  EXPECT_EQ(code("[&a {" + std::string(1000, 'k') + ": 1}, *a]", {.alias_copies = 8}),
            "yaml_alias_bomb");
}

TEST(Yaml, KeepsTheTextAsItWasRead) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a: 1\r\n";
  const Result<Document> document = parse(text, "model.yaml");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->text, text);
  EXPECT_EQ(document->file, "model.yaml");
}

}  // namespace
}  // namespace flowtime::yaml
