#include "pipeline/values_file.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

constexpr std::int64_t kMidnight = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

TimeGrid grid_of(std::int64_t bins) {
  return {.bins = bins, .bin_size = 1, .bin_unit = BinUnit::kHours, .start_unix_ms = kMidnight};
}

Result<std::vector<double>> read(const std::string& text, std::int64_t bins,
                                 const std::string& column = "", BinRange range = {0, 0}) {
  FT_TRY(const ValuesTable table, read_values_table(text, "x.csv", column, "b"));
  if (range.end == 0) range.end = bins;
  return values_of_bins(table, range, grid_of(bins));
}

TEST(ValuesFile, Forms) {
  const std::vector<double> expected{1, 2.5, -3};
  for (const char* text :
       {"1\n2.5\n-3\n", "1\r\n2.5\r\n-3", "value\n1\n2.5\n-3\n", "\n1\n\n2.5\n-3\n\n",
        "\xEF\xBB\xBFvalue\n1\n2.5\n-3\n", "bin_index,value\n0,1\n1,2.5\n2,-3\n",
        "t,value\n1,2.5\n0,1\n2,-3\n", "bin_index,classId,value\n0,A,1\n1,A,2.5\n2,A,-3\n",
        "bin,value\n0,1\n1,2.5\n2,-3\n", "bin,\"calls, at the desk\"\n0,1\n1,2.5\n2,-3\n",
        "Bin,\"Value\"\n\"0\",1\n1,2.5\n2,-3\n", "0,1\n1,2.5\n2,-3\n", "2,-3\n1,2.5\n0,1\n",
        "time,value\n2026-01-01T00:00:00Z,1\n2026-01-01T01:00:00Z,2.5\n2026-01-01T02:30:00Z,-3\n",
        "2026-01-01T02:00Z,-3\n2026-01-01T00:00Z,1\n2026-01-01T01:00Z,2.5\n",
        "bin,start,a,b\n0,2026-01-01T00:00:00Z,9,1\n1,2026-01-01T01:00:00Z,9,2.5\n"
        "2,2026-01-01T02:00:00Z,9,-3\n"}) {
    const auto values = read(text, 3);
    ASSERT_TRUE(values) << text << to_text(values.problems(), "");
    EXPECT_EQ(*values, expected) << text;
  }
}

TEST(ValuesFile, AColumnIsNamed) {
  const std::string text = "bin,start,a,b\n0,2026-01-01T00:00:00Z,9,1\n1,,8,2\n";
  EXPECT_EQ(*read(text, 2, "a"), (std::vector<double>{9, 8}));
  EXPECT_EQ(*read(text, 2, "b"), (std::vector<double>{1, 2}));
  EXPECT_EQ(parse_values_path("out/x.csv#a").column, "a");
  EXPECT_EQ(parse_values_path("out/x.csv#a").path, "out/x.csv");
  EXPECT_EQ(parse_values_path("x.csv").column, "");
}

// A file of one numbered bin says nothing of the others.
TEST(ValuesFile, RowsOfBinsAreNoValueForAll) {
  EXPECT_EQ(*read("7\n", 3), (std::vector<double>{7}));  // without a number it is for all
  const auto one = read("bin,value\n1,7\n", 3);
  ASSERT_FALSE(one);
  EXPECT_EQ(one.problems().front().code, "csv_gap");
  EXPECT_EQ(one.problems().front().message, "Bins 0, 2 have no finite value.");
  EXPECT_EQ(*read("bin,value\n1,7\n", 3, "", {1, 2}), (std::vector<double>{7}));
  EXPECT_EQ(*read("bin,value\n0,5\n1,7\n2,9\n", 3, "", {1, 3}), (std::vector<double>{7, 9}));
}

TEST(ValuesFile, Refusals) {
  struct Refused {
    const char *text, *code, *says;
    SourcePos where;
  };
  const Refused rows[] = {
      {"", "values_file_empty", "no values", {}},
      {"value\n", "values_file_empty", "no values", {}},
      {"bin_index,value\n", "values_file_empty", "no values", {}},
      {"1\ntwo\n", "csv_value", "two", {2, 1}},
      {"bin,value\n0,\"1,000\"\n", "csv_value", "'1,000' is not a number", {2, 1}},
      {"bin;value\n0;1,5\n", "csv_separator", "semicolons", {1, 1}},
      {"bin\tvalue\n0\t1\n", "csv_separator", "tabs", {1, 1}},
      {"1O\n2\n", "csv_value", "1O", {1, 1}},  // a first row of data, mistyped
      {"value\nnan\n", "csv_gap", "no finite value", {2, 1}},
      {"bin_index,value\n0,1\n1,\n", "csv_gap", "Bin 1 has", {}},
      {"bin_index,value\n0,1\n1,Infinity\n", "csv_value", "Infinity", {3, 1}},
      {"bin_index,value\n0,1\n2,1\n", "csv_bin_out_of_range", "Bin 2 is outside", {3, 1}},
      {"bin,value\n0,1\n0,2\n", "csv_duplicate_bin", "Bin 0 has more", {3, 1}},
      {"bin,value\n-1,1\n", "csv_bin_index", "-1", {2, 1}},
      {"bin,value\n0.5,1\n", "csv_bin_index", "0.5", {2, 1}},
      {"bin,value\n0,1,2\n", "csv_columns", "3 fields, not 2", {2, 1}},
      {"period,count\n0,1\n", "csv_columns", "'period', 'count'", {1, 1}},
      {"time,value\nsoon,1\n", "csv_time", "soon", {2, 1}},
      {"time,value\n2026-01-01T00:00Z,1\n2026-01-01T00:30Z,2\n",
       "csv_duplicate_bin",
       "Bin 0",
       {3, 1}},
      {"time,value\n2025-12-31T23:59Z,1\n", "csv_bin_out_of_range", "2025-12-31", {2, 1}},
      {"bin_index,classId,value\n0,A,1\n0,B,1\n", "csv_columns", "'A', 'B'", {3, 1}},
      {"1,2,3\n4,5,6\n", "csv_columns", "no header", {1, 1}},
      {"bin,time\n0,1\n", "csv_columns", "no column of values", {1, 1}},
  };
  for (const Refused& row : rows) {
    const auto values = read(row.text, 2);
    ASSERT_FALSE(values) << row.text;
    const Problem& problem = values.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.text;
    EXPECT_NE(problem.message.find(row.says), std::string::npos) << problem.message;
    EXPECT_EQ(problem.where, row.where) << row.text;
    EXPECT_EQ(problem.file, "x.csv") << row.text;
    EXPECT_FALSE(problem.remedy.empty()) << row.text;
  }
  const auto column = read("bin,demand\n0,1\n1,2\n", 2, "demend");
  EXPECT_EQ(column.problems().front().remedy, "Did you mean 'demand'?");
  EXPECT_EQ(read("1\n2\n", 2, "a").problems().front().code, "csv_column");
}

TEST(ValuesFile, TimesNeedAStart) {
  const auto table = read_values_table("time,value\n2026-01-01T00:00Z,1\n", "x.csv", "");
  ASSERT_TRUE(table);
  TimeGrid grid;
  grid.bins = 1;
  const auto values = values_of_bins(*table, {0, 1}, grid);
  EXPECT_EQ(values.problems().front().code, "csv_needs_start");
}

}  // namespace
}  // namespace flowtime
