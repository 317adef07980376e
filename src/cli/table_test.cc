#include "cli/table.h"

#include <gtest/gtest.h>

#include "cli/series_selection.h"
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

TEST(SeriesSelection, Patterns) {
  struct Row {
    const char *pattern, *text;
    bool matches;
  };
  const Row rows[] = {
      {"served", "served", true}, {"served", "served_2", false},
      {"s*d", "served", true},    {"*", "", true},
      {"*", "anything", true},    {"s?rved", "served", true},
      {"s?rved", "srved", false}, {"*_queue", "a_queue_queue", true},
      {"a*b*c", "a1b2b3c", true}, {"a*b*c", "a1b2b3", false},
      {"x@*", "x@Gold", true},    {"", "", true},
      {"", "x", false},           {"**", "x", true},
  };
  for (const Row& row : rows) EXPECT_EQ(matches(row.pattern, row.text), row.matches) << row.pattern;
}

TEST(SeriesSelection, KeepsTheOrderOfTheCatalogue) {
  SeriesCatalog series;
  for (const char* id : {"served", "arrivals", "served_2"}) {
    series.add({.id = id, .measure = id, .class_id = ""});
  }
  const auto two = select_series(series, {"served_2", "serv*"});
  ASSERT_TRUE(two);
  ASSERT_EQ(two->size(), 2u);
  EXPECT_EQ((*two)[0].value, 0u);
  EXPECT_EQ((*two)[1].value, 2u);
  EXPECT_EQ(select_series(series, {})->size(), 3u);
  const auto unknown = select_series(series, {"servd"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.problems().front().code, "unknown_series");
  EXPECT_EQ(unknown.problems().front().remedy, "Did you mean \"served\"?");
}

}  // namespace
}  // namespace flowtime::cli
