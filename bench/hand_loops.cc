#include "hand_loops.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "series/absent.h"
#include "series/arithmetic.h"

namespace flowtime::bench {
namespace {

double next_depth(double depth, double arrivals, double served) {
  const double left = (depth + finite_or_zero(arrivals)) - finite_or_zero(served);
  return left > 0 ? left : 0.0;
}

bool all_finite(const double* values, std::size_t count) {
  std::size_t absent = 0;
  for (std::size_t t = 0; t < count; ++t) absent += !is_finite(values[t]);
  return absent == 0;
}

double convolve_one(const double* x, std::size_t t, std::size_t taps) {
  double sum = 0;
  for (std::size_t j = 0; j < taps && j <= t; ++j) {
    if (is_finite(x[t - j])) sum += 0.015625 * x[t - j];
  }
  return sum;
}

char* append_cell(char* at, std::int64_t bin, double value) {
  at = std::to_chars(at, at + 24, bin).ptr;
  *at++ = ',';
  if (is_finite(value)) at = std::to_chars(at, at + 32, value).ptr;
  *at++ = '\n';
  return at;
}

}  // namespace

void run_chain_by_hand(const std::vector<double>& demand, const std::vector<double>& capacities,
                       ChainColumns& columns) {
  const std::size_t bins = demand.size();
  const double* arrivals = demand.data();
  for (std::size_t i = 0; i < capacities.size(); ++i) {
    double* served = columns.served.data() + i * bins;
    double* depths = columns.depth.data() + i * bins;
    double depth = 0;
    for (std::size_t t = 0; t < bins; ++t) {
      served[t] = arithmetic::min(capacities[i], arrivals[t] + depth);
      depth = next_depth(depth, arrivals[t], served[t]);
      depths[t] = depth;
    }
    arrivals = served;
  }
}

void run_convolutions_by_hand(const std::vector<double>& demand, int convolutions,
                              std::vector<double>& columns) {
  constexpr std::size_t kTaps = 64;
  const std::size_t bins = demand.size();
  const double* x = demand.data();
  for (std::size_t i = 0; i < static_cast<std::size_t>(convolutions); ++i) {
    double* out = columns.data() + i * bins;
    const std::size_t warm_up = all_finite(x, bins) ? std::min(bins, kTaps - 1) : bins;
    for (std::size_t t = 0; t < warm_up; ++t) out[t] = convolve_one(x, t, kTaps);
    for (std::size_t t = warm_up; t < bins; ++t) {
      double sum = 0;
      for (std::size_t j = 0; j < kTaps; ++j) sum += 0.015625 * x[t - j];
      out[t] = sum;
    }
    x = out;
  }
}

std::int64_t write_csvs_by_hand(const SeriesTable& table, const std::string& directory) {
  std::int64_t bytes = 0;
  std::vector<char> buffer(static_cast<std::size_t>(table.bins()) * 64 + 64);
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    constexpr char kHeader[] = "bin_index,value\n";
    std::memcpy(buffer.data(), kHeader, sizeof kHeader - 1);
    char* at = buffer.data() + sizeof kHeader - 1;
    std::int64_t bin = 0;
    for (const double value : table[SeriesIndex{i}]) at = append_cell(at, bin++, value);
    std::FILE* file = std::fopen((directory + "/" + std::to_string(i) + ".csv").c_str(), "wb");
    FT_CHECK(file != nullptr);
    const auto size = static_cast<std::size_t>(at - buffer.data());
    FT_CHECK(std::fwrite(buffer.data(), 1, size, file) == size);
    FT_CHECK(std::fclose(file) == 0);
    bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

}  // namespace flowtime::bench
