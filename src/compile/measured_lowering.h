// MeasuredLowering: series whose values were measured.
#pragma once

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// A parameter takes the place of what the model computes, which is kept beside it as long as
// something reads it (a shared capacity, the shares of classes).
// Three cases for a series x with measurements m:
//
//     always measured            x = m
//     measured before bin u      x[t] = m[t] for t < u, else what the model computes
//     total measured, not parts  parts of x = computed parts, scaled to m
//
// Slot::column is what readers get, Slot::raw what the model computes.
class MeasuredLowering : SeriesWriter {
 public:
  explicit MeasuredLowering(World& world) : SeriesWriter(world) {}
  // After decide_classed, since "served@Gold" names a part column. Ids that are unknown are
  // skipped; of two measurements of one series the first wins.
  void declare();
  // Last of all mechanisms: scaling needs the parts that the others computed.
  void lower();

 private:
  void keep_raw_parts(Slot& slot);
  void declare_total(const MeasuredSeries& measured, Slot& slot);
  void add_measured(const MeasuredSeries& measured, ColumnIndex column,
                    std::optional<Slot::Released>& released);
  // Joins m before the bin and the computed values from it on.
  void release(const Slot& slot);
  void declare_part(const MeasuredSeries& measured, Slot& slot, std::size_t part);
};

}  // namespace flowtime::compile_detail
