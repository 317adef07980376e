// MeasuredLowering: series whose values were measured.
#pragma once

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// A parameter takes the place of what the model computes, which is kept beside it as long as
// something reads it (a shared capacity, the shares of classes).
class MeasuredLowering : SeriesWriter {
 public:
  explicit MeasuredLowering(World& world) : SeriesWriter(world) {}
  void declare();
  void lower();

 private:
  void keep_raw_parts(Slot& slot);
  void declare_total(const MeasuredSeries& measured, Slot& slot);
  void add_measured(const MeasuredSeries& measured, ColumnIndex column,
                    std::optional<Slot::Released>& released);
  void release(const Slot& slot);
  void declare_part(const MeasuredSeries& measured, Slot& slot, std::size_t part);
};

}  // namespace flowtime::compile_detail
