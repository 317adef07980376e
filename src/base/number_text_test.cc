#include "base/number_text.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

struct Row {
  double value;
  const char* text;
};

TEST(NumberText, ShortestDigitsThatReadBackEqual) {
  const Row rows[] = {{0.1 + 0.2, "0.30000000000000004"},
                      {1.0 / 3, "0.3333333333333333"},
                      {100, "100"},
                      {-2.5, "-2.5"},
                      {1e15, "1000000000000000"},
                      {123456789012345, "123456789012345"},
                      {1e16, "10000000000000000"},
                      {1e17, "1e+17"},
                      {1e-5, "0.00001"},
                      {9e-6, "9e-06"},
                      {5e-324, "5e-324"},
                      {-0.0, "0"},
                      {0, "0"}};
  for (const Row& row : rows) {
    EXPECT_EQ(format_number(row.value), row.text);
    EXPECT_EQ(parse_number(row.text), row.value);
  }
}

TEST(NumberText, RefusesWhatIsNoDecimalNumber) {
  for (const char* text :
       {"", " 1", "1 ", "nan", "inf", "-inf", "0x10", "1e", "--1", "+-1", "1,5"}) {
    EXPECT_FALSE(parse_number(text)) << text;
  }
  EXPECT_EQ(parse_number("+4"), 4);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("2."), 2);
}

TEST(NumberText, Integers) {
  EXPECT_EQ(parse_integer("12"), 12);
  EXPECT_EQ(parse_integer("-3"), -3);
  for (const char* text : {"", "1.0", "1e3", "9223372036854775808"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

}  // namespace
}  // namespace flowtime
