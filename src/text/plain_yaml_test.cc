// The quick reader may decline whatever it likes, but what it returns is what libyaml says.
#include "text/plain_yaml.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "text/tree_text_test_support.h"
#include "text/yaml_events.h"

namespace flowtime::yaml {
namespace {

const std::vector<std::string> kPlainDocuments = {
    "a: 1\n",
    "a: 1",
    "a: 1\r\nb:\r\n  - c\r\n  - d: e\r\n    f: g\r\n",
    "\n# model\n\nschemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\nnodes:\n"
    "  - id: demand\n    kind: const\n    values: [1, 2.5, -3, 1e3, .5]\n"
    "  - {id: served, kind: expr, expr: \"MIN(demand, 8) # no comment\"} # comment\n"
    "  - id: 'it''s'\n    kind: expr\n    expr: demand * 0.8 # eight tenths\n",
    "topology:\n  nodes:\n  - id: A\n    semantics:\n      arrivals: a\n      served: b\n"
    "    initialCondition:\n      queueDepth: 3\n  edges:\n  - {from: 'A:out', to: B:in, weight: "
    "2}\n",
    "- - 1\n  - 2\n-\n  - 3\n- \n- x:\n    y:\n  z: 1\n",
    "a:\nb:\n- 1\n- 2\nc: ~\nd: null\ne: ''\nf: \"\"\n",
    "[1, [2, 3], {a: b}, ]",
    "{\n  \"a\": [1,\n    2, # two\n    3\n  ],\n  \"b\": {\"c\": \"d\\n\\\"\\\\\\/\\t\"}\n}\n",
    "a: x:y\nb: a#b\nc: a - b\nd: a, b [c] {d}\ne: (1 + 2) * 3\nf: -x\ng: /path/to:it\n",
    "url: http://host:80/a?b=c&d\nport: {a: x:y, b: http://h/p}\n",
    "  a: 1\n  b: 2\n",
    "\"quoted key\": 1\n'other': 2\n? : 3\n",
    "a: 1   \nb:   [ 1 , 2 ]   # c\n\n\n",
    "key with spaces: value with spaces\n",
    "a: {}\nb: []\nc: {x: [], y: {}}\n",
    "1: 2\ntrue: false\nnull: ~\n~: null\n",
    "a:\n  # comment first\n  b: 1\n# at the margin\n  c: 2\n",
    "x: \"a: b\"\ny: 'c: #d'\n",
    "a:\n  b:\n    c:\n      - d:\n          e: f\n",
};

std::string said_by_libyaml(const std::string& text) {
  const Result<Value> tree = read_events(text, 0, {});
  return tree ? tree_text(*tree, true) : "refused: " + tree.problems()[0].message;
}

void expect_agreement(const std::string& text) {
  const std::optional<Value> plain = read_plain(text, 0, {});
  if (!plain) return;
  EXPECT_EQ(tree_text(*plain, true), said_by_libyaml(text)) << text;
}

TEST(PlainYaml, ReadsWhatModelsAreWrittenIn) {
  int read = 0;
  for (const std::string& text : kPlainDocuments) {
    read += read_plain(text, 0, {}).has_value() ? 1 : 0;
    expect_agreement(text);
  }
  EXPECT_EQ(read, static_cast<int>(kPlainDocuments.size()) - 1);  // all but the one with '? '
}

TEST(PlainYaml, DeclinesEverythingElse) {
  for (const char* text : {"",
                           "# nothing\n",
                           "a: &x 1\n",
                           "a: *x\n",
                           "a: !!str 1\n",
                           "---\na: 1\n",
                           "a: |\n  x\n",
                           "a: >\n  x\n",
                           "a: one\n  two\n",
                           "a: 'one\n  two'\n",
                           "a: 1\na: 2\n",
                           "a: b: c\n",
                           "a: [1\n",
                           "a:\tb\n",
                           "a: \"\\u0041\"\n",
                           "a: \xC3\xA9\n",
                           "a: - b\n",
                           "- a\nb: 1\n",
                           "[a: 1]",
                           "{a, b}",
                           "{a: }",
                           "{[a]: 1}",
                           "a: 1\n b: 2\n",
                           "a: 1\n...\n",
                           "a: @x\n",
                           "%YAML 1.2\n",
                           "a: [1]x\n",
                           "a: 'x'y\n",
                           "a: [1]#x\n",
                           "a: 1\rb: 2\n",
                           "a: {b: 1}\n  c: 2\n",
                           "a\n",
                           "a: ]\n"}) {
    const std::optional<Value> value = read_plain(text, 0, {});
    if (std::string(text) == "a\n") {
      EXPECT_TRUE(value) << "a lone scalar is plain";
    } else {
      EXPECT_FALSE(value) << text;
    }
  }
}

// A small generator of its own, so that every platform tries the same documents.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t bound) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_;
};

std::string mutated(std::string text, Random& random) {
  static const std::vector<std::string> kPieces = {
      " ",    "\n", "  ",   ":",  ": ",  ",",   "- ",   "-",  "#", " #", "[", "]",
      "{",    "}",  "'",    "\"", "\\",  "?",   "&a ",  "*a", "!", "|",  ">", "\t",
      "\r\n", "~",  "null", ".",  "...", "---", "a: b", "x",  "0", "%"};
  const std::size_t changes = 1 + random.below(3);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    switch (random.below(4)) {
      case 0: text.erase(at, 1 + random.below(3)); break;
      case 1: text.insert(at, kPieces[random.below(kPieces.size())]); break;
      case 2: text.replace(at, 1, kPieces[random.below(kPieces.size())]); break;
      case 3: text.insert(at, text.substr(random.below(text.size()), 1 + random.below(6))); break;
    }
  }
  return text;
}

TEST(PlainYaml, AgreesWithLibyamlOnDamagedDocuments) {
  Random random(20260101);
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = mutated(kPlainDocuments[random.below(kPlainDocuments.size())], random);
    accepted += read_plain(text, 0, {}).has_value() ? 1 : 0;
    expect_agreement(text);
    if (HasFailure()) break;
  }
  EXPECT_GT(accepted, 2'000);
}

TEST(PlainYaml, AgreesOnEveryShortDocument) {
  constexpr char kAlphabet[] = {'a', ' ', '\n', ':', '-', '[', ',', '}', '#', '"'};
  constexpr int kLength = 5;
  for (int code = 0; code < 100'000; ++code) {
    std::string text;
    for (int rest = code, i = 0; i < kLength; ++i, rest /= 10) text += kAlphabet[rest % 10];
    expect_agreement(text);
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace flowtime::yaml
