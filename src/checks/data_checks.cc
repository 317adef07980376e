// Values that contradict what they claim to be: missing, absent, infinite or negative.
#include <utility>

#include "checks/check_makers.h"
#include "checks/notice_fold.h"
#include "checks/value_fold.h"
#include "model/names.h"
#include "model/node_category.h"

namespace flowtime::checks {
namespace {

// Roles whose values are data: a hole in one of them is a fault.
constexpr Role kDataRoles[] = {
    Role::kArrivals,       Role::kServed,
    Role::kErrors,         Role::kAttempts,
    Role::kFailures,       Role::kExhaustedFailures,
    Role::kRetryEcho,      Role::kQueueDepth,
    Role::kExternalDemand, Role::kProcessingTimeMsSum,
    Role::kServedCount,
};

const char* name_of(Role role) { return kRoleNames[static_cast<std::size_t>(role)]; }

template <class Fault>
FoldPtr fold_over(std::vector<Watched> watched, const char* before) {
  if (watched.empty()) return nullptr;
  return std::make_unique<ValueFold<Fault>>(std::move(watched), before);
}

}  // namespace

FoldPtr missing_node_data(const RunSeries& run) {
  std::vector<Notice> notices;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    for (const Role role : {Role::kArrivals, Role::kServed, Role::kQueueDepth}) {
      const bool missing = requires_role(run.nodes()[i], role) && !exists(run.of(i)[role]);
      if (missing) notices.push_back({&run.nodes()[i].id, name_of(role)});
    }
  }
  if (notices.empty()) return nullptr;
  return std::make_unique<NoticeFold>(std::move(notices), "lacks ",
                                      ", a series it cannot do without");
}

FoldPtr series_not_finite(const RunSeries& run) {
  std::vector<Watched> watched;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    for (const Role role : kDataRoles) {
      const SeriesIndex series = run.of(i)[role];
      if (exists(series)) watched.push_back({&run.nodes()[i].id, name_of(role), series});
    }
  }
  return fold_over<NotFinite>(std::move(watched), "has absent or infinite ");
}

// All other series, of which absent values are fair: a ratio may be absent, but not infinite.
FoldPtr series_infinite(const RunSeries& run) {
  std::vector<bool> judged(run.catalog().size(), false);
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    for (const Role role : kDataRoles) {
      const SeriesIndex series = run.of(i)[role];
      if (exists(series)) judged[series.value] = true;
    }
  }
  std::vector<Watched> watched;
  for (std::uint32_t s = 0; s < judged.size(); ++s) {
    const SeriesInfo& info = run.catalog()[{s}];
    if (!judged[s] && info.class_id.empty()) watched.push_back({&info.id, "", {s}});
  }
  return fold_over<Infinite>(std::move(watched), "is infinite");
}

FoldPtr role_negative(const RunSeries& run, Role role) {
  std::vector<Watched> watched;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const SeriesIndex series = run.of(i)[role];
    if (exists(series)) watched.push_back({&run.nodes()[i].id, name_of(role), series});
  }
  return fold_over<Negative>(std::move(watched), "has negative ");
}

FoldPtr dispatch_capacity_negative(const RunSeries& run) {
  std::vector<Watched> watched;
  const auto watch = [&](const std::string& id, const Rare<DispatchSchedule>& schedule) {
    if (!schedule) return;
    const SeriesIndex capacity = run.find(schedule->capacity_series);
    if (exists(capacity)) watched.push_back({&id, "capacitySeries", capacity});
  };
  for (const TopologyNode& node : run.nodes()) watch(node.id, node.dispatch_schedule);
  for (const Node& node : run.model().nodes) watch(node.id, node.dispatch_schedule);
  return fold_over<Negative>(std::move(watched), "releases nothing: negative ");
}

FoldPtr wip_limit_clamped(const RunSeries& run) {
  std::vector<Watched> watched;
  for (const TopologyNode& node : run.nodes()) {
    const SeriesIndex limit = run.find(node.wip_limit_series);
    if (exists(limit)) watched.push_back({&node.id, "wipLimitSeries", limit});
  }
  return fold_over<NegativeOrNotFinite>(std::move(watched), "is limited to 0: negative or absent ");
}

FoldPtr delay_lag_clamped(const RunSeries& run) {
  std::vector<Watched> watched;
  for (const Node& node : run.model().nodes) {
    const auto clamped = delay_clamped_id(node);
    const SeriesIndex series = clamped ? run.find(*clamped) : kNoSeries;
    if (exists(series)) watched.push_back({&node.id, "", series});
  }
  return fold_over<NotZero>(
      std::move(watched), "has a DELAY whose lag is below its smallest or above its largest value");
}

FoldPtr constraint_capacity_clamped(const RunSeries& run) {
  std::vector<Watched> watched;
  for (const Constraint& constraint : run.model().topology.constraints) {
    const SeriesIndex capacity = run.find(constraint.served);
    if (exists(capacity)) watched.push_back({&constraint.id, "capacity", capacity});
  }
  return fold_over<NegativeOrNotFinite>(std::move(watched), "allows nothing: negative or absent ");
}

}  // namespace flowtime::checks
