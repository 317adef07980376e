#include "pipeline/values_file.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(ValuesFile, Forms) {
  const std::vector<double> expected{1, 2.5, -3};
  for (const char* text :
       {"1\n2.5\n-3\n", "1\r\n2.5\r\n-3", "value\n1\n2.5\n-3\n", "\n1\n\n2.5\n-3\n\n",
        "\xEF\xBB\xBFvalue\n1\n2.5\n-3\n", "bin_index,value\n0,1\n1,2.5\n2,-3\n",
        "t,value\n1,2.5\n0,1\n2,-3\n", "bin_index,classId,value\n0,A,1\n1,A,2.5\n2,A,-3\n"}) {
    const auto values = read_values_csv(text, "x.csv");
    ASSERT_TRUE(values) << text << to_text(values.problems(), "");
    EXPECT_EQ(*values, expected) << text;
  }
}

TEST(ValuesFile, Refusals) {
  struct Refused {
    const char *text, *code;
    SourcePos where;
  };
  const Refused rows[] = {
      {"", "values_file_empty", {}},
      {"value\n", "values_file_empty", {}},
      {"bin_index,value\n", "values_file_empty", {}},
      {"1\ntwo\n", "csv_value", {2, 1}},
      {"value\nnan\n", "csv_value", {2, 1}},
      {"bin_index,value\n0,1\n1,\n", "csv_value", {}},
      {"bin_index,value\n0,1\n1,Infinity\n", "csv_value", {}},
      {"bin_index,value\n0,1\n2,1\n", "csv_bin_out_of_range", {3, 1}},
      {"period,count\n0,1\n", "csv_header", {1, 1}},
      {"bin_index,classId,value\n0,A,1\n0,B,1\n", "csv_columns", {}},
  };
  for (const Refused& row : rows) {
    const auto values = read_values_csv(row.text, "x.csv");
    ASSERT_FALSE(values) << row.text;
    const Problem& problem = values.problems().front();
    EXPECT_EQ(problem.code, row.code) << row.text;
    EXPECT_EQ(problem.where, row.where) << row.text;
    EXPECT_EQ(problem.file, "x.csv") << row.text;
    EXPECT_FALSE(problem.remedy.empty()) << row.text;
  }
}

}  // namespace
}  // namespace flowtime
