#include "study/plan_pair.h"

#include <map>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

bool same_values(const Parameter& a, const Parameter& b, std::int64_t bins) {
  // One value and the same value in every bin are the same.
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
  // What to_text() does not show but evaluation or readers depend on.
  for (const ColumnIndex column : plan.series_columns) text += std::to_string(column.value) + " ";
  for (const Column& column : plan.columns) {
    text += is_finite(column.before_first_bin) ? format_number(column.before_first_bin) : "absent";
    text += " ";
  }
  return text;
}

PlanPair::PlanPair(const Plan& before, const Plan& after, bool models_differ)
    : before_(before), after_(after) {
  structure_differs_ = models_differ || structure_text(before) != structure_text(after);
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

PlanPair::Scenario PlanPair::scenario(const Coalition& coalition) const {
  Scenario made;
  made.is_after = structure_differs_ && coalition.back() != 0;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    const bool is_made = coalition[i] != 0;
    // A change is made in the second plan and not made in the first, so only the other cases
    // replace.
    if (is_made == made.is_after) continue;  // the plan has this value already
    const ParameterIndex own = made.is_after ? in_after_[i] : in_before_[i];
    const std::vector<double>& values = made.is_after
                                            ? before_.parameters[in_before_[i].value].values
                                            : after_.parameters[in_after_[i].value].values;
    made.replaced.push_back({own, values});
  }
  return made;
}

}  // namespace flowtime
