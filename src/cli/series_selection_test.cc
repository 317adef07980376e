#include "cli/series_selection.h"

#include <gtest/gtest.h>

namespace flowtime::cli {
namespace {

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
  EXPECT_EQ(unknown.problems().front().remedy, "Did you mean 'served'?");
}

}  // namespace
}  // namespace flowtime::cli
