// Sources: series at which a walk ends because nothing of the flow made them: arrivals from
// outside, capacities, limits, however the author computed them. "Orders added 4,542" says more
// than that the shape of the day did.
// Not thread safe: answers are kept by column.
#pragma once

#include <cstdint>
#include <vector>

#include "explain/series_facts.h"
#include "trace/plan_index.h"

namespace flowtime {

class Sources {
 public:
  // All three outlive this object.
  Sources(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts)
      : plan_(plan), index_(index), facts_(facts), known_(plan.columns.size(), kUnknown) {}

  // The column is a series that depends on no other series that something passed: neither an
  // arrival, nor what was served or lost, nor a depth. A plain sum of series is none: its members
  // say more.
  // Of a class part its total is asked. A search of more than 1,000 columns ends with false: the
  // walk then continues, which is never wrong.
  bool is_source(ColumnIndex column);

 private:
  // kUnknown: not asked yet.
  enum : std::uint8_t { kUnknown, kNo, kYes };
  bool find(ColumnIndex column) const;
  // Class parts of the series itself do not count as other series.
  bool depends_on_flow(ColumnIndex column, const std::string& own) const;
  // `a + b + c` in the same bin, without numbers and earlier bins.
  bool is_sum_of_series(ColumnIndex column) const;

  const Plan& plan_;
  const PlanIndex& index_;
  const SeriesFacts& facts_;
  std::vector<std::uint8_t> known_;  // by column
};

}  // namespace flowtime
