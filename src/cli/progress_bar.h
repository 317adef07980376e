// How far long work is, on standard error where that is a terminal; elsewhere nothing is shown.
#pragma once

#include <cstdint>
#include <string>

#include "terminal/console.h"

namespace flowtime::cli {

// 40 signs wide. Not thread safe. The bar is removed before anything else is printed: call clear().
class ProgressBar {
 public:
  // `unit` is what is counted: "bins", "MB".
  ProgressBar(Console& console, std::string unit);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Shows nothing in the first 0.4 seconds. `total` 0: it is not known.
  // `done` and `total` in the unit. Writes only when the text differs from what is shown.
  void show(std::int64_t done, std::int64_t total);
  void clear();

 private:
  std::string text_of(std::int64_t done, std::int64_t total) const;
  Console& console_;
  std::string unit_;
  std::int64_t started_ns_ = 0;
  std::string shown_;  // empty: no bar is on the screen
};

}  // namespace flowtime::cli
