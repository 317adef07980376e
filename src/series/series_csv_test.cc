#include "series/series_csv.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cstring>
#include <limits>
#include <random>

#include "base/number_text.h"
#include "series/absent.h"
#include "series/values_matrix.h"

namespace flowtime {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

TEST(SeriesCsv, OneRowPerBinAbsentIsEmpty) {
  const std::vector<double> values{8, 0.1, kAbsent, -0.0, 1e300, -2.5, kInf};
  EXPECT_EQ(series_csv(values), "bin_index,value\n0,8\n1,0.1\n2,\n3,0\n4,1e+300\n5,-2.5\n6,\n");
  EXPECT_EQ(series_csv({}), "bin_index,value\n");
}

TEST(SeriesCsv, BlocksJoinToTheWholeAlsoAcrossNewDigits) {
  std::vector<double> values(12'345);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) / 4;
  SeriesCsvBlock block;
  std::string joined;
  for (std::size_t at = 0; at < values.size(); at += 997) {
    const std::size_t count = std::min<std::size_t>(997, values.size() - at);
    joined += block.format(static_cast<std::int64_t>(at), std::span(values).subspan(at, count));
  }
  EXPECT_EQ(joined, series_csv(values));
  std::string plain(kSeriesCsvHeader);
  for (std::size_t i = 0; i < values.size(); ++i) {
    plain += std::to_string(i) + "," + format_number(values[i]) + "\n";
  }
  EXPECT_EQ(joined, plain);
  EXPECT_EQ(block.format(999'999'999'999, std::vector<double>{1, 2}),
            "999999999999,1\n1000000000000,2\n");
}

TEST(SeriesCsv, RoundTripKeepsEveryBitButTheSignOfZero) {
  std::mt19937_64 random(7);
  std::vector<double> values{0, 5e-324, 1.7976931348623157e308, 1e-5, 9.999e-6, 1e17, 123456.75};
  for (int i = 0; i < 20'000; ++i) {
    const double value = std::bit_cast<double>(random());
    values.push_back(is_finite(value) ? value : kAbsent);
    values.push_back(static_cast<double>(static_cast<std::int64_t>(random() >> (i % 60))));
  }
  const auto read =
      read_series_csv(series_csv(values), static_cast<std::int64_t>(values.size()), "");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(as_bytes((*read)[0].values), as_bytes(values));
}

// Whole numbers take a shorter way to the same bytes.
TEST(SeriesCsv, WholeNumbersPrintAsToCharsPrintsThem) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 100'000; ++i) {
    const auto whole = static_cast<double>(static_cast<std::int64_t>(random()) >> (i % 63));
    if (whole == 0 || std::fabs(whole) >= 1e17) continue;
    char text[kMaxNumberChars];
    const char* end = std::to_chars(text, text + sizeof text, whole, std::chars_format::fixed).ptr;
    ASSERT_EQ(format_number(whole), std::string(static_cast<const char*>(text), end));
  }
}

std::string shown(const std::vector<CsvSeries>& all) {
  std::string text;
  for (const CsvSeries& series : all) {
    text += "[" + series.class_id + ":";
    for (const double value : series.values) {
      text += value == kInf      ? " inf"
              : value == -kInf   ? " -inf"
              : is_absent(value) ? " _"
                                 : " " + format_number(value);
    }
    text += "]";
  }
  return text;
}

TEST(ReadSeriesCsv, AcceptedForms) {
  const struct {
    std::string in, out;
  } rows[] = {
      {"bin_index,value\n0,1\n1,2\n2,3\n", "[: 1 2 3]"},
      {"\xef\xbb\xbf"
       "bin_index,value\r\n0,1\r\n1,2\r\n2,3\r\n",
       "[: 1 2 3]"},
      {"BIN_INDEX,Value\n2,3\n0,1", "[: 1 _ 3]"},
      {"t,value\n1,2.5\n", "[: _ 2.5 _]"},
      {"bin_index,value\n\n0,\n1,NaN\n2,nan\n\n", "[: _ _ _]"},
      {"bin_index,value\n0, -1e3 \n 1 ,+4\n2,5e-324\n", "[: -1000 4 5e-324]"},
      {"bin_index,value\n0,Infinity\n1,-Infinity\n2,inf\n", "[: inf -inf inf]"},
      {"bin_index,value\n", "[: _ _ _]"},
      {"bin_index,classId,value\n0,DEFAULT,3\n0,Gold,1\n1,Gold,2\n",
       "[DEFAULT: 3 _ _][Gold: 1 2 _]"},
  };
  for (const auto& row : rows) {
    const auto read = read_series_csv(row.in, 3, "x.csv");
    ASSERT_TRUE(read) << row.in << to_text(read.problems(), "");
    EXPECT_EQ(shown(*read), row.out) << row.in;
  }
}

TEST(ReadSeriesCsv, RefusalsNameLineAndColumn) {
  const struct {
    std::string in, code;
    int line, column;
  } rows[] = {
      {"", "csv_header", 1, 1},
      {"\n \n", "csv_header", 1, 1},
      {"0,1\n", "csv_header", 1, 1},
      {"bin_index;value\n", "csv_header", 1, 1},
      {"bin_index,value,extra\n", "csv_header", 1, 1},
      {"bin_index,value\n0\n", "csv_columns", 2, 1},
      {"bin_index,value\n0,1,000\n", "csv_columns", 2, 5},
      {"bin_index,value\nx,1\n", "csv_bin_index", 2, 1},
      {"bin_index,value\n0.5,1\n", "csv_bin_index", 2, 1},
      {"bin_index,value\n0,1\n3,1\n", "csv_bin_out_of_range", 3, 1},
      {"bin_index,value\n-1,1\n", "csv_bin_out_of_range", 2, 1},
      {"bin_index,value\n0,1\n\n0,2\n", "csv_duplicate_bin", 4, 1},
      {"bin_index,classId,value\n0,A,1\n0,A,2\n", "csv_duplicate_bin", 3, 1},
      {"bin_index,value\n0,  one\n", "csv_value", 2, 5},
      {"bin_index,value\n0,0x10\n", "csv_value", 2, 3},
  };
  for (const auto& row : rows) {
    const auto read = read_series_csv(row.in, 3, "x.csv");
    ASSERT_FALSE(read) << row.in;
    const Problem& problem = read.problems()[0];
    EXPECT_EQ(problem.code, row.code) << row.in;
    EXPECT_EQ(problem.where, (SourcePos{row.line, row.column})) << row.in;
    EXPECT_EQ(problem.file, "x.csv");
    EXPECT_FALSE(problem.remedy.empty());
  }
}

TEST(ReadSeriesCsv, AllProblemsOfAFileAreReportedUpToALimit) {
  const auto two = read_series_csv("bin_index,value\nx,1\n0,y\n", 3, "");
  ASSERT_FALSE(two);
  EXPECT_EQ(two.problems().size(), 2u);
  std::string many = "bin_index,value\n";
  for (int i = 0; i < 100; ++i) many += "x,1\n";
  EXPECT_EQ(read_series_csv(many, 3, "").problems().size(), 20u);
}

TEST(ValuesMatrix, OffsetsAreRowsOfBins) {
  const ValuesMatrix matrix{.rows = 3, .bins = 10};
  EXPECT_EQ(matrix.bytes(), 240u);
  EXPECT_EQ(matrix.offset(0, 0), 0u);
  EXPECT_EQ(matrix.offset(2, 3), 184u);
  EXPECT_EQ(as_bytes(std::vector<double>{1.0}), std::string_view("\0\0\0\0\0\0\xf0\x3f", 8));
}

TEST(ValuesMatrix, OnlyFiniteValuesAreStoredAsTheyAre) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(stored_value(value)); };
  EXPECT_EQ(bits(-0.0), std::uint64_t{1} << 63);
  EXPECT_EQ(bits(1e300), std::bit_cast<std::uint64_t>(1e300));
  for (const double value : {kAbsent, kInf, -kInf, -std::bit_cast<double>(0x7ff8000000000001)}) {
    EXPECT_EQ(bits(value), 0x7ff8000000000000u);
  }
}

}  // namespace
}  // namespace flowtime
