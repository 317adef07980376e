// Published values by id, for laws that speak of series by name.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "laws/law.h"
#include "series/absent.h"

namespace flowtime::tests {

class SeriesReader {
 public:
  explicit SeriesReader(const LawModel& law) : law_(law), table_(evaluate_all(law.plan)) {}

  std::int64_t bins() const { return law_.plan.bins; }
  bool has(const std::string& id) const { return law_.plan.series.find(id).has_value(); }
  double at(const std::string& id, std::int64_t bin) const {
    const std::optional<SeriesIndex> index = law_.plan.series.find(id);
    FT_CHECK(index.has_value());
    return table_[*index][static_cast<std::size_t>(bin)];
  }
  // What a queue or an edge makes of it: absent counts as nothing.
  double flow(const std::string& id, std::int64_t bin) const { return finite_or_zero(at(id, bin)); }

  const LawModel& law() const { return law_; }

 private:
  const LawModel& law_;
  SeriesTable table_;
};

// Equal to within 1e-9 of the larger one, and at least 1e-9.
inline bool nearly(double a, double b) {
  return std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

}  // namespace flowtime::tests
