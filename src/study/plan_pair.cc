#include "study/plan_pair.h"

#include <map>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

bool same_values(const Parameter& a, const Parameter& b, std::int64_t bins) {
  if (a.values.size() == b.values.size()) return a.values == b.values;
  for (std::int64_t t = 0; t < bins; ++t) {
    const auto at = [t](const Parameter& p) {
      return p.values.size() == 1 ? p.values[0] : p.values[static_cast<std::size_t>(t)];
    };
    if (at(a) != at(b)) return false;
  }
  return true;
}

}  // namespace

std::string structure_text(const Plan& plan) {
  Plan bare = plan;
  for (Parameter& parameter : bare.parameters) parameter.values.clear();
  std::string text = to_text(bare);
  for (const SeriesInfo& info : plan.series.all()) text += info.id + "\n";
  for (const ColumnIndex column : plan.series_columns) text += std::to_string(column.value) + " ";
  for (const Column& column : plan.columns) {
    text += is_finite(column.before_first_bin) ? format_number(column.before_first_bin) : "absent";
    text += " ";
  }
  return text;
}

PlanPair::PlanPair(const Plan& before, const Plan& after) : before_(before), after_(after) {
  structure_differs_ = structure_text(before) != structure_text(after);
  std::map<std::string, std::uint32_t> after_by_name;
  for (std::uint32_t i = 0; i < after.parameters.size(); ++i) {
    after_by_name.emplace(after.parameters[i].name, i);
  }
  if (before.bins != after.bins) return;  // values per bin have no counterpart
  for (std::uint32_t i = 0; i < before.parameters.size(); ++i) {
    const auto found = after_by_name.find(before.parameters[i].name);
    if (found == after_by_name.end()) continue;
    const Parameter& other = after.parameters[found->second];
    if (same_values(before.parameters[i], other, before.bins)) continue;
    changed_.push_back(other.name);
    in_before_.push_back({i});
    in_after_.push_back({found->second});
  }
}

LaneParameters PlanPair::lane_of(const Coalition& coalition, const Plan& base) const {
  LaneParameters lane;
  const bool is_before = &base == &before_;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    const bool changed = coalition[i] != 0;
    if (changed != is_before) continue;  // the base has this value already
    const ParameterIndex own = is_before ? in_before_[i] : in_after_[i];
    const std::vector<double>& values = is_before ? after_.parameters[in_after_[i].value].values
                                                  : before_.parameters[in_before_[i].value].values;
    lane.push_back({own, values});
  }
  return lane;
}

Result<std::vector<double>> PlanPair::figures(std::span<const Coalition> coalitions,
                                              const Figure& figure, int threads) const {
  std::vector<double> figures(coalitions.size());
  for (const Plan* base : {&before_, &after_}) {
    std::vector<LaneParameters> lanes;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < coalitions.size(); ++i) {
      const bool on_after = structure_differs_ && coalitions[i].back() != 0;
      if (on_after != (base == &after_)) continue;
      lanes.push_back(lane_of(coalitions[i], *base));
      places.push_back(i);
    }
    if (lanes.empty()) continue;
    const auto series = base->series.find(figure.series);
    if (!series) {
      return Problem{.code = "unknown_series",
                     .message = "one of the runs has no series \"" + figure.series + "\"",
                     .remedy = "Choose a series that both runs have."};
    }
    const std::vector<double> values = lane_figures(*base, lanes, *series, figure, threads);
    for (std::size_t i = 0; i < places.size(); ++i) figures[places[i]] = values[i];
  }
  return figures;
}

}  // namespace flowtime
