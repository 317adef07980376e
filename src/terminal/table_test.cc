#include "terminal/table.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime::cli {
namespace {

TEST(Table, ColumnsAreAsWideAsTheyNeedToBe) {
  EXPECT_EQ(table_text({{"name"}, {"n", Align::kRight}}, {{"a", "1"}, {"größe", "100"}}),
            "name     n\n"
            "a        1\n"
            "größe  100\n");
  EXPECT_EQ(table_text({{"name"}, {"note"}}, {{"a", ""}}), "name  note\na\n");
}

TEST(Table, NumbersForPeople) {
  const std::pair<double, const char*> rows[] = {
      {0, "0"},
      {12, "12"},
      {33.333333333333336, "33.3333"},
      {1234567, "1234567"},
      {0.1, "0.1"},
      {123456.789, "123457"},
      {12345678, "1.23457e+07"},
      {-2.5, "-2.5"},
      {kAbsent, "-"},
      {1e300, "1e+300"},
      {0.000123456789, "0.000123457"},
  };
  for (const auto& [value, text] : rows) EXPECT_EQ(short_number(value), text);
}

TEST(Table, Amounts) {
  EXPECT_EQ(counted(1, "bin"), "1 bin");
  EXPECT_EQ(counted(0, "bin"), "0 bins");
  EXPECT_EQ(byte_text(999), "999 bytes");
  EXPECT_EQ(byte_text(1234), "1.23 kB");
  EXPECT_EQ(byte_text(5'000'000'000), "5 GB");
}

}  // namespace
}  // namespace flowtime::cli
