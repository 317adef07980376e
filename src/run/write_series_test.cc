// values.f64: the same bytes and hashes however the tiles and the bands fall.
#include "run/write_series.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "sys/memory_env.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

double value_at(std::uint64_t row, std::uint64_t bin) {
  if (row == 1 && bin == 2) return std::numeric_limits<double>::infinity();
  return static_cast<double>(row) * 1000 + static_cast<double>(bin) / 8;
}

// What is to be in the file: infinite values are absent ones.
std::vector<double> matrix_of(const ValuesMatrix& shape) {
  std::vector<double> values;
  for (std::uint64_t row = 0; row < shape.rows; ++row) {
    for (std::uint64_t bin = 0; bin < shape.bins; ++bin) {
      values.push_back(row == 1 && bin == 2 ? kAbsent : value_at(row, bin));
    }
  }
  return values;
}

void write_tile(MatrixWriter& writer, std::uint64_t first, std::uint64_t bins) {
  std::vector<std::vector<double>> columns(static_cast<std::size_t>(writer.shape().rows));
  std::vector<const double*> pointers;
  std::vector<std::uint8_t> finite;
  for (std::uint64_t row = 0; row < columns.size(); ++row) {
    for (std::uint64_t bin = first; bin < first + bins; ++bin) {
      columns[row].push_back(value_at(row, bin));
    }
    pointers.push_back(columns[row].data());
    finite.push_back(row == 1 ? 0 : 1);
  }
  EXPECT_TRUE(writer.write({.first_bin = static_cast<std::int64_t>(first),
                            .bins = static_cast<std::int64_t>(bins),
                            .series = pointers,
                            .all_finite = finite}));
}

struct Fall {
  std::uint64_t rows, bins, tile, band_values;
};

void expect_matrix(const Fall& fall) {
  SCOPED_TRACE(testing::Message() << fall.rows << " x " << fall.bins << ", tiles of " << fall.tile
                                  << ", bands of " << fall.band_values << " values");
  const ValuesMatrix shape{fall.rows, fall.bins};
  MemoryEnv env;
  auto file = env.open_file("values.f64", OpenMode::kCreate);
  ASSERT_TRUE(file && (*file)->allocate(shape.bytes()));
  MatrixWriter writer(std::move(*file), shape, fall.band_values);
  for (std::uint64_t at = 0; at < fall.bins; at += fall.tile) {
    write_tile(writer, at, std::min(fall.tile, fall.bins - at));
  }
  const auto finished = writer.finish_hashes();
  ASSERT_TRUE(finished);
  const std::vector<std::string>& hashes = *finished;
  const std::vector<double> wanted = matrix_of(shape);
  EXPECT_EQ(*env.read_file("values.f64"), as_bytes(wanted));
  ASSERT_EQ(hashes.size(), fall.rows);
  for (std::uint64_t row = 0; row < fall.rows; ++row) {
    const std::span<const double> values(wanted.data() + row * fall.bins, fall.bins);
    EXPECT_EQ(hashes[row], sha256_tagged(as_bytes(values))) << row;
  }
}

TEST(MatrixWriter, WritesTheSameHoweverTilesAndBandsFall) {
  for (const Fall& fall : std::initializer_list<Fall>{
           {3, 10, 10, 1000},                              // one tile, one band
           {3, 10, 4, 1000},                               // tiles within a band
           {3, 10, 3, 12},                                 // a band ends within a tile
           {3, 10, 10, 6},                                 // many bands in a tile
           {3, 10, 1, 1},                                  // a band is never less than one bin
           {3, 10, 7, 30},                                 // exactly one band
           {1, 300'000, 1024, MatrixWriter::kBandValues},  // a second thread writes all
           {2, 300'000, 1024, 400'000},                    // a second thread hashes each band
           {0, 10, 4, 12},
           {3, 0, 4, 12}}) {
    expect_matrix(fall);
  }
}

// All bins in one band: the caller goes on, the rows are there, and what failed is said at the end.
TEST(MatrixWriter, SaysAtTheEndWhatTheSecondThreadCouldNotWrite) {
  constexpr int kNoRoom = 28;  // ENOSPC
  const ValuesMatrix shape{2, 100'000};
  MemoryEnv env;
  auto file = env.open_file("values.f64", OpenMode::kCreate);
  ASSERT_TRUE(file);
  env.reset_writes();
  env.set_fault({.at_write = 1, .error_number = kNoRoom});
  MatrixWriter writer(std::move(*file), shape);
  write_tile(writer, 0, shape.bins);
  EXPECT_EQ(writer.written_rows(), as_bytes(matrix_of(shape)));
  const auto hashes = writer.finish_hashes();
  ASSERT_FALSE(hashes);
  EXPECT_EQ(hashes.problems().front().code, io_codes::kNoSpace);
}

}  // namespace
}  // namespace flowtime
