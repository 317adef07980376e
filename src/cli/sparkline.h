// Curves in one line of text, and the clock below them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "series/time_grid.h"

namespace flowtime::cli {

// How many characters show `bins` bins in a line that has room for `width`: several bins share
// a character of a long grid, a bin of a short one is at most 4 characters wide.
// In characters on the screen, not bytes.
std::size_t spark_columns(std::size_t bins, std::size_t width);

// Which of the values that share a character it shows.
enum class Shown { kLargest, kSmallest };

// " ▁▂▃▄▅▆▇█", one character per column; `full` is the value of the tallest. What is above 0 is
// never blank; absent values and what is below 0 are.
std::string sparkline(const std::vector<double>& values, std::size_t columns, double full,
                      Shown shown = Shown::kLargest);
// Against its own largest value.
std::string sparkline(const std::vector<double>& values, std::size_t columns);

// The largest value, 0 without any.
double largest_of(const std::vector<double>& values);

// Clock times (bins without a start), each above the place of its bin: "00:00   06:00   12:00".
// Times are whole hours, days and so on where the grid has such bins.
// Empty where no step gives marks that keep apart.
std::string spark_axis(const TimeGrid& grid, std::size_t columns);

}  // namespace flowtime::cli
