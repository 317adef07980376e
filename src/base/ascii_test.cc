#include "base/ascii.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(Ascii, LowerCase) {
  struct Row {
    std::string_view text, lower;
  };
  for (const Row& row : std::initializer_list<Row>{{"", ""},
                                                   {"AZaz", "azaz"},
                                                   {"@[`{09_", "@[`{09_"},
                                                   {"Stra\xC3\x9F"
                                                    "e \xC3\x84",
                                                    "stra\xC3\x9F"
                                                    "e \xC3\x84"}}) {
    EXPECT_EQ(lower_case(row.text), row.lower);
  }
}

TEST(Ascii, SameIgnoringCase) {
  struct Row {
    std::string_view a, b;
    bool is_same;
  };
  for (const Row& row : std::initializer_list<Row>{{"", "", true},
                                                   {"Gold", "gOLD", true},
                                                   {"gold", "golds", false},
                                                   {"@", "`", false},
                                                   {"\xC3\x84", "\xC3\xA4", false}}) {
    EXPECT_EQ(same_ignoring_case(row.a, row.b), row.is_same) << row.a << " and " << row.b;
    EXPECT_EQ(same_ignoring_case(row.b, row.a), row.is_same) << row.b << " and " << row.a;
  }
}

TEST(Ascii, Trimmed) {
  struct Row {
    std::string_view text, blanks, left;
  };
  for (const Row& row : std::initializer_list<Row>{{"", " \t", ""},
                                                   {" \t ", " \t", ""},
                                                   {"\t a b\t", " \t", "a b"},
                                                   {" a\r", " \t", "a\r"},
                                                   {" a\r\n", " \t\r\n", "a"},
                                                   {"\ta ", " ", "\ta"},
                                                   {" a ", "", " a "}}) {
    EXPECT_EQ(trimmed(row.text, row.blanks), row.left) << "'" << row.text << "'";
  }
  EXPECT_EQ(trimmed(" \ta\n "), "a\n");
}

TEST(Ascii, ContinuationBytes) {
  struct Row {
    char byte;
    bool continues;
  };
  for (const Row& row : std::initializer_list<Row>{{'a', false},
                                                   {'\x7F', false},
                                                   {'\x80', true},
                                                   {'\xBF', true},
                                                   {'\xC0', false},
                                                   {'\xF4', false}}) {
    EXPECT_EQ(is_utf8_continuation(row.byte), row.continues) << static_cast<int>(row.byte);
  }
}

TEST(Ascii, ByteOrderMark) { EXPECT_EQ(kByteOrderMark, "\xEF\xBB\xBF"); }

}  // namespace
}  // namespace flowtime
