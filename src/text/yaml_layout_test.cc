#include "text/yaml_layout.h"

#include <gtest/gtest.h>

namespace flowtime::yaml {
namespace {

std::string even(const std::string& text) {
  const auto document = parse(text, "t.yaml");
  if (!document) return to_text(document.problems(), "t.yaml");
  const std::string even = laid_out(*document);
  const auto again = parse(even, "t.yaml");
  EXPECT_TRUE(again) << even;
  if (again) {
    EXPECT_TRUE(same_content(document->root, again->root)) << text << "\n->\n" << even;
    EXPECT_EQ(laid_out(*again), even) << text;
  }
  return even;
}

TEST(YamlLayout, MovesWithoutChange) {
  struct Row {
    const char *text, *even;
  };
  const Row rows[] = {
      {"a: 1\n", "a: 1\n"},
      {"a: 1", "a: 1\n"},
      {"a: 1  \r\n\r\n\r\n\r\nb: 2\r\n\r\n", "a: 1\n\nb: 2\n"},
      {"\n\na: 1\n", "a: 1\n"},
      {"a:\n    b: 1\n    c:\n        d: 2\n", "a:\n  b: 1\n  c:\n    d: 2\n"},
      {"a:\n- 1\n- 2\n", "a:\n  - 1\n  - 2\n"},
      {"a:\n-   b: 1\n    c: 2\n", "a:\n  - b: 1\n    c: 2\n"},
      {"a:\n      - - 1\n        - 2\n", "a:\n  - - 1\n    - 2\n"},
      // Comments go with what follows them; those behind a value stay there.
      {"# top\na:\n# of b\n    b: 1   # one\n# of c\nc: 2\n",
       "# top\na:\n  # of b\n  b: 1   # one\n# of c\nc: 2\n"},
      {"a: 1\n# the end\n", "a: 1\n# the end\n"},
      // What goes on over several lines moves as a whole.
      {"a:\n    b: {c: 1,\n        d: 2}\n", "a:\n  b: {c: 1,\n      d: 2}\n"},
      {"a:\n    b: [1,\n      2]\n    c: 3\n", "a:\n  b: [1,\n    2]\n  c: 3\n"},
      {"a:\n    t: |\n        # no comment\n\n\n          x  \n    u: 1\n",
       "a:\n  t: |\n      # no comment\n\n\n        x  \n  u: 1\n"},
      {"a:\n    t: >-\n      one\n      two\n", "a:\n  t: >-\n    one\n    two\n"},
      {"a:\n    t: one\n      two\n", "a:\n  t: one\n    two\n"},
      {"a: &x\n    b: 1\nc: *x\n", "a: &x\n  b: 1\nc: *x\n"},
      {"a: 'it''s'\nb: \"\\t\"\n", "a: 'it''s'\nb: \"\\t\"\n"},
  };
  for (const Row& row : rows) EXPECT_EQ(even(row.text), row.even) << row.text;
}

}  // namespace
}  // namespace flowtime::yaml
