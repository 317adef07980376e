// Figure: one number that a series comes to, such as the peak of a queue.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime {

struct Figure {
  enum class Kind : std::uint8_t { kMax, kMin, kMean, kSum, kLast, kAt };
  std::string series{};  // bare id
  Kind kind = Kind::kMax;
  std::int64_t bin = 0;  // of kAt
  bool operator==(const Figure&) const = default;
};

// "api_queue:max", "served:sum", "api_queue:160" (the value in bin 160); max where nothing follows.
// Problem figure_syntax.
Result<Figure> parse_figure(std::string_view text);
std::string to_text(const Figure& figure);

// A figure while it is being read, bin after bin. Absent values are passed over; a figure without
// any value is absent.
class FigureReader {
 public:
  explicit FigureReader(const Figure& figure) : figure_(figure) {}
  void read(std::int64_t bin, double value);
  double result() const;

 private:
  Figure figure_;
  double value_ = 0;
  std::int64_t seen_ = 0;
};

double figure_of(const Figure& figure, std::span<const double> values);

}  // namespace flowtime
