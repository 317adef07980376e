#include "judge/node_activity.h"

#include <algorithm>
#include <cmath>

#include "metrics/load.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

using checks::exists;

// A constraint that the node is a member of, as the run stores it.
struct Share {
  std::uint32_t constraint = kNobody;
  SeriesIn limited, allocation;
};

std::vector<Share> shares_of(const JudgedRun& run, const TopologyNode& node) {
  std::vector<Share> shares;
  for (const std::string& id : node.constraints) {
    const auto& all = run.model.topology.constraints;
    const auto found = std::find_if(
        all.begin(), all.end(), [&](const Constraint& constraint) { return constraint.id == id; });
    if (found == all.end()) continue;
    shares.push_back({static_cast<std::uint32_t>(found - all.begin()),
                      run.values(run.series.find(limited_id(node, id))),
                      run.values(run.series.find(allocation_id(node, id)))});
  }
  return shares;
}

class ActivityFinder {
 public:
  ActivityFinder(const JudgedRun& run, Deciders& deciders, const NodeFlows& flows,
                 const ItemWaits* waits)
      : deciders_(deciders),
        flows_(flows),
        waits_(waits),
        shares_(shares_of(run, flows.node())),
        pile_(is_pile(run, flows.index())) {}

  Activities find() {
    found_.of_bin.resize(flows_.bins());
    for (std::size_t t = 0; t < flows_.bins(); ++t) found_.of_bin[t] = activity(t);
    return std::move(found_);
  }

 private:
  // Of several constraints that limit the node the smallest share binds.
  // The order of the questions is the order of the documented table: the first that applies holds.
  NodeActivity activity(std::size_t t) {
    return flows_.has_queue() ? with_queue(t) : without_queue(t);
  }

  NodeActivity with_queue(std::size_t t) {
    const double depth = flows_.depth()[t];
    if (is_absent(depth)) return NodeActivity::kUnknown;
    if (!(depth > 0)) return quiet(t);
    if (pile_) return NodeActivity::kPile;
    if (flows_.schedule() != nullptr) {
      // Rounding must not make an item that waited exactly one period late.
      if (waits_->oldest_age()[t] <= period() * (1 + 1e-9)) return NodeActivity::kScheduled;
      if (flows_.is_closed(t)) return like_latest_open(t);
    }
    return held_activity(t);
  }

  // What held the queue in the latest open bin still does.
  // Kept between calls: all closed bins after an open one ask for the same answer.
  NodeActivity like_latest_open(std::size_t t) {
    std::size_t open = t;
    while (open > 0 && flows_.is_closed(open)) --open;
    if (flows_.is_closed(open)) return NodeActivity::kScheduled;
    if (known_open_ != open) {
      open_activity_ = held_activity(open);
      open_decider_ = last_decider_;
      open_holder_ = last_holder_;
      known_open_ = open;
    }
    if (open_decider_ != kNobody || open_holder_ != kNobody) note(t, open_decider_, open_holder_);
    return open_activity_;
  }

  // The walk through the plan comes last, as it costs most.
  NodeActivity held_activity(std::size_t t) {
    last_decider_ = last_holder_ = kNobody;
    if (is_shared(t)) return NodeActivity::kShared;
    if (is_out(t)) return NodeActivity::kOutage;
    if (flows_.load(t) >= kFullLoad) return limited(NodeActivity::kSaturated);
    const Decider decider =
        deciders_.of(flows_.index(), static_cast<std::int64_t>(t), flows_.noise().empty);
    note(t, decider.series, decider.successor);
    return decider.successor != kNobody ? limited(NodeActivity::kDownstream) : NodeActivity::kHeld;
  }

  NodeActivity without_queue(std::size_t t) {
    if (is_absent(value_at(flows_.served(), t)) && is_absent(value_at(flows_.offered(), t))) {
      return NodeActivity::kUnknown;
    }
    if (is_shared(t)) return NodeActivity::kShared;
    if (is_out(t)) return NodeActivity::kOutage;
    if (flows_.load(t) >= kFullLoad && turns_away(t)) return limited(NodeActivity::kSaturated);
    return quiet(t);
  }

  NodeActivity quiet(std::size_t t) const {
    const double moved = finite_or_zero(value_at(flows_.entered(), t)) +
                         finite_or_zero(value_at(flows_.served(), t)) + flows_.depth_before(t);
    return flows_.noise().is_empty(moved) ? NodeActivity::kEmpty : NodeActivity::kFlowing;
  }

  bool turns_away(std::size_t t) const {
    const double dust = flows_.noise().empty;
    return finite_or_zero(value_at(flows_.refused(), t)) > dust ||
           finite_or_zero(value_at(flows_.offered(), t)) > value_at(flows_.capacity(), t) + dust;
  }

  // A capacity of 0 alone is not an outage: without anything to do the node is empty.
  bool is_out(std::size_t t) {
    if (!flows_.has_capacity() || !(flows_.capacity()[t] <= flows_.noise().empty)) return false;
    const double came = finite_or_zero(value_at(flows_.offered(), t));
    const bool waits = flows_.has_queue() && flows_.depth()[t] > 0;
    if (!waits && flows_.noise().is_empty(came)) return false;
    limited(NodeActivity::kOutage);
    return true;
  }

  bool is_shared(std::size_t t) {
    const Share* smallest = nullptr;
    for (const Share& share : shares_) {
      if (!(value_at(share.limited, t) > 0)) continue;
      const double own = value_at(flows_.capacity(), t), given = value_at(share.allocation, t);
      // The flag may be set although the node's own capacity was the smaller one; then the
      // constraint did not hold it.
      if (is_finite(own) && given > own + flows_.noise().empty) continue;
      if (smallest == nullptr || given < value_at(smallest->allocation, t)) smallest = &share;
    }
    if (smallest == nullptr) return false;
    note(t, kNobody, smallest->constraint);
    limited(NodeActivity::kShared);
    return true;
  }

  NodeActivity limited(NodeActivity activity) {
    found_.saturated_or_limited = true;
    return activity;
  }

  void note(std::size_t t, std::uint32_t decider, std::uint32_t holder) {
    if (found_.decider.empty()) {
      found_.decider.assign(flows_.bins(), kNobody);
      found_.holder.assign(flows_.bins(), kNobody);
    }
    found_.decider[t] = last_decider_ = decider;
    found_.holder[t] = last_holder_ = holder;
  }

  double period() const { return static_cast<double>(flows_.schedule()->period_bins); }

  Deciders& deciders_;
  const NodeFlows& flows_;
  const ItemWaits* waits_;
  std::vector<Share> shares_;
  bool pile_;
  NodeActivity open_activity_ = NodeActivity::kScheduled;  // of the bin known_open_
  std::size_t known_open_ = static_cast<std::size_t>(-1);
  std::uint32_t open_decider_ = kNobody, open_holder_ = kNobody;
  std::uint32_t last_decider_ = kNobody, last_holder_ = kNobody;
  Activities found_;
};

}  // namespace

bool is_pile(const JudgedRun& run, std::size_t index) {
  const TopologyNode& node = run.model.topology.nodes[index];
  if (node.category == NodeCategory::kDlq) return true;
  if (exists(run.series.of(index)[Role::kCapacity]) || run.series.incoming(index).empty()) {
    return false;
  }
  if (schedule_of(run.model, node) != nullptr) return false;
  const auto has_type = [&](std::uint32_t edge, EdgeType type) {
    return run.series.edges()[edge].type == type;
  };
  const auto in = run.series.incoming(index), out = run.series.outgoing(index);
  return std::all_of(in.begin(), in.end(),
                     [&](std::uint32_t e) { return has_type(e, EdgeType::kTerminal); }) &&
         std::none_of(out.begin(), out.end(),
                      [&](std::uint32_t e) { return has_type(e, EdgeType::kThroughput); });
}

Activities activities_of(const JudgedRun& run, Deciders& deciders, const NodeFlows& flows,
                         const ItemWaits* waits) {
  return ActivityFinder(run, deciders, flows, waits).find();
}

void mark_transit(Activities& activities) {
  for (NodeActivity& activity : activities.of_bin) {
    if (activity == NodeActivity::kHeld) activity = NodeActivity::kTransit;
  }
}

}  // namespace flowtime::judge
