#include "compare/series_changes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <tuple>

#include "metrics/noise.h"
#include "model/names.h"
#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::span<const double>;

// `dust`: smaller values are 0.
std::optional<SeriesChange> change_of(Values before, Values after, std::int64_t bins, double dust) {
  SeriesChange change;
  const auto cleaned = [dust](double value) { return std::fabs(value) < dust ? 0 : value; };
  // Of both runs, so that the order of the runs does not change what counts as a difference.
  change.scale = std::max(cleaned(peak_magnitude(before)), cleaned(peak_magnitude(after)));
  const Noise noise{.change = kNoChangeShare * change.scale};
  double sum = 0, squares = 0;
  std::int64_t both = 0;
  for (std::int64_t t = 0; t < bins; ++t) {
    const double was = cleaned(before[static_cast<std::size_t>(t)]);
    const double is = cleaned(after[static_cast<std::size_t>(t)]);
    // A value that only one run has is a difference, of no size.
    const bool differs = is_absent(was) || is_absent(is) ? is_absent(was) != is_absent(is)
                                                         : noise.is_change(is - was);
    if (differs && change.differing_bins++ == 0) change.first_bin = t;
    if (is_absent(was) || is_absent(is)) {
      change.absent_in_one += differs;
      continue;
    }
    // What is below the noise counts as 0 in the mean and the root as well.
    const double difference = differs ? is - was : 0;
    sum += difference;
    squares += difference * difference;
    ++both;
    if (std::fabs(difference) <= change.max_abs) continue;
    change.max_abs = std::fabs(difference);
    change.at_bin = t;
  }
  if (change.differing_bins == 0) return std::nullopt;
  // Only absent values differ: the first such bin is shown.
  if (change.max_abs == 0) change.at_bin = change.first_bin;
  change.before = before[static_cast<std::size_t>(change.at_bin)];
  change.after = after[static_cast<std::size_t>(change.at_bin)];
  change.mean = both == 0 ? kAbsent : sum / static_cast<double>(both);
  if (std::fabs(change.mean) < noise.change) change.mean = 0;
  change.rms = both == 0 ? kAbsent : std::sqrt(squares / static_cast<double>(both));
  return change;
}

// What the series of a model are for.
class Groups {
 public:
  explicit Groups(const SeriesMeanings& facts) : model_(facts.model) {
    for (std::size_t i = 0; i < model_.topology.nodes.size(); ++i) {
      add_node(model_.topology.nodes[i], i < facts.dust.size() ? facts.dust[i] : 0);
    }
    for (const Constraint& constraint : model_.topology.constraints) {
      roles_.insert(id_of(constraint.arrivals));
      roles_.insert(id_of(constraint.served));
    }
    // A count of what was served may be what was served.
    // A served count may be the very series of `served`, which is a role.
    for (const std::string& id : roles_) times_.erase(id);
  }
  // Of a series or its class parts.
  double dust_of(const std::string& id) const {
    const auto found = dust_.find(id.substr(0, id.find('@')));
    return found == dust_.end() ? 0 : found->second;
  }
  SeriesGroup of(const std::string& id) const {
    if (times_.count(id) > 0) return SeriesGroup::kHelper;
    if (roles_.count(id) > 0) return SeriesGroup::kNode;
    const std::string measure = id.substr(0, id.find('@'));
    const bool named = model_.find_node(measure) != nullptr || roles_.count(measure) > 0;
    return named && times_.count(measure) == 0 ? SeriesGroup::kOther : SeriesGroup::kHelper;
  }

 private:
  void add_node(const TopologyNode& node, double dust) {
    for (int i = 0; i < kRoleCount; ++i) {
      const auto role = static_cast<Role>(i);
      const auto& ref = node.semantics[role];
      if (!ref || ref->kind != SeriesRef::Kind::kSeries) continue;
      const bool is_time = role == Role::kProcessingTimeMsSum || role == Role::kServedCount;
      (is_time ? times_ : roles_).insert(id_of(*ref));
    }
    if (const auto depth = queue_depth_id(model_, node)) {
      roles_.insert(*depth);
      dust_.emplace(*depth, dust);
    }
    roles_.insert(snake_case(node.id) + "_overflow");
    dust_.emplace(snake_case(node.id) + "_overflow", dust);
  }

  const Model& model_;
  std::set<std::string> roles_, times_;
  std::map<std::string, double> dust_;  // by measure
};

}  // namespace

const char* name_of(SeriesGroup group) {
  switch (group) {
    case SeriesGroup::kNode: return "node";
    case SeriesGroup::kOther: return "other";
    case SeriesGroup::kHelper: return "helper";
  }
  return "";
}

SeriesChanges compare_series(const Run& before, const SeriesMeanings& before_facts,
                             const Run& after, const SeriesMeanings& after_facts) {
  SeriesChanges changes;
  const Groups old_groups(before_facts), new_groups(after_facts);
  const TimeGrid &old_grid = before.info().grid, &new_grid = after.info().grid;
  changes.comparable = old_grid.bin_minutes() == new_grid.bin_minutes();
  changes.compared_bins = changes.comparable ? std::min(old_grid.bins, new_grid.bins) : 0;
  for (std::size_t row = 0; row < before.series().size(); ++row) {
    const SeriesEntry& entry = before.series()[row];
    const auto other = after.find(entry.bare_id);
    if (!other) {
      changes.only_before.push_back(entry.bare_id);
      continue;
    }
    ++changes.compared;
    const double dust =
        std::max(old_groups.dust_of(entry.bare_id), new_groups.dust_of(entry.bare_id));
    auto change = change_of(before.values(row), after.values(*other), changes.compared_bins, dust);
    if (!change) continue;
    change->id = entry.bare_id;
    change->unit = entry.unit;
    // The smaller is the more interesting one.
    change->group = std::min(old_groups.of(change->id), new_groups.of(change->id));
    changes.changed.push_back(std::move(*change));
  }
  for (const SeriesEntry& entry : after.series()) {
    if (!before.find(entry.bare_id)) changes.only_after.push_back(entry.bare_id);
  }
  std::sort(changes.changed.begin(), changes.changed.end(), [](const auto& a, const auto& b) {
    const double relative_a = a.relative(), relative_b = b.relative();
    return std::tie(a.group, relative_b, a.id) < std::tie(b.group, relative_a, b.id);
  });
  return changes;
}

}  // namespace flowtime
