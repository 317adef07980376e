// Series as JSON arrays, pooled if need be.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/each_bin.h"
#include "state/pooling.h"
#include "text/json_writer.h"

namespace flowtime {

// Not thread safe; one per answer, so that its buffers are used again.
class SeriesText {
 public:
  // 1: every bin as it is, whatever the pooling.
  explicit SeriesText(std::size_t bins_per_point) : bins_per_point_(bins_per_point) {}

  // Writes the array. Many series of one node are equal bit for bit (a cycle time without service
  // time is the queue time), so their digits are made once: `keep` remembers `series`, which must
  // then stay as it is until forget().
  // Absent values become null.
  void write(JsonWriter& json, SeriesIn series, Pooling pooling, bool keep = false);
  void forget() { kept_.clear(); }

 private:
  struct Kept {
    SeriesIn series;
    Pooling pooling;
    std::string text;
  };
  const Kept* find(SeriesIn series, Pooling pooling) const;
  void print(SeriesIn values);

  std::size_t bins_per_point_;
  std::vector<double> points_;
  std::string text_;
  std::vector<Kept> kept_;
};

}  // namespace flowtime
