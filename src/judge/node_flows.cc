#include "judge/node_flows.h"

#include <algorithm>
#include <cmath>

#include "checks/class_flows.h"
#include "metrics/fifo.h"
#include "metrics/latency.h"
#include "metrics/load.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

using checks::exists;

}  // namespace

NodeFlows::NodeFlows(const JudgedRun& run, std::size_t node)
    : run_(run),
      index_(node),
      bins_(static_cast<std::size_t>(run.model.grid.bins)),
      node_(&run.model.topology.nodes[node]),
      schedule_(schedule_of(run.model, *node_)),
      initial_(node_->initial_queue_depth.value_or(0)) {
  find_flows();
  find_capacity();
  clean_depth();
  sort_errors();
}

SeriesIn NodeFlows::role(Role role) const { return run_.values(run_.series.of(index_)[role]); }

// The queue's own inflow, where the run has it, counts before the arrivals of the node: it is what
// fills the depth.
void NodeFlows::find_flows() {
  offered_series_ = run_.series.of(index_)[Role::kArrivals];
  for (const std::string& id : queue_inflow_ids(run_.model, *node_)) {
    const SeriesIndex found = run_.series.find(id);
    if (!exists(found)) continue;
    offered_series_ = found;
    break;
  }
  offered_ = run_.values(offered_series_);
  served_ = run_.values(run_.series.of(index_).served_effective);
  attempts_ = role(Role::kAttempts);
  exhausted_ = role(Role::kExhaustedFailures);
  echo_ = role(Role::kRetryEcho);
  overflow_ = run_.values(run_.series.find(snake_case(node_->id) + "_overflow"));
  // Overflow is a part of what was offered and never entered.
  entered_ = offered_;
  if (overflow_.empty() || offered_.empty()) return;
  own_entered_.resize(bins_);
  entered_flow(offered_, overflow_, own_entered_);
  entered_ = own_entered_;
}

void NodeFlows::find_capacity() {
  capacity_ = role(Role::kCapacity);
  if (capacity_.empty()) return;
  const checks::NodeSeries& series = run_.series.of(index_);
  const SeriesIn parallelism = run_.values(series.parallelism);
  if (parallelism.empty() && series.parallelism_number == 1) return;
  own_capacity_.resize(bins_);
  for (std::size_t t = 0; t < bins_; ++t) {
    const double servers = parallelism.empty() ? series.parallelism_number : parallelism[t];
    own_capacity_[t] = working_capacity(capacity_[t], servers);
  }
  capacity_ = own_capacity_;
}

// A level below the noise is empty for everything that is derived from it.
// The dust is taken away in a copy; without dust the stored series itself is used.
void NodeFlows::clean_depth() {
  if (node_->queue_semantics) depth_ = role(Role::kQueueDepth);
  const double entered = peak_magnitude(offered_), deepest = peak_magnitude(depth_);
  noise_ = noise_of(entered, deepest);
  // Most queues of a healthy model are exactly empty all the time.
  if (depth_.empty() || deepest == 0) return;
  bool dusty = false;
  for (const double depth : depth_) {
    const bool empty = noise_.is_empty(depth);
    ever_waits_ |= !empty && is_finite(depth);
    dusty |= empty && depth != 0;
  }
  if (!dusty) return;
  own_depth_.assign(depth_.begin(), depth_.end());
  for (double& depth : own_depth_) {
    if (noise_.is_empty(depth)) depth = 0;
  }
  depth_ = own_depth_;
}

// Errors are failed attempts where they are declared so, or where they take capacity: served +
// errors is all that could be worked on in every bin in which something waits.
void NodeFlows::sort_errors() {
  const SeriesIn errors = role(Role::kErrors);
  failures_ = role(Role::kFailures);
  if (errors.empty()) return;
  if (!failures_.empty()) {
    // Both roles may name the same series; then nothing is refused.
    if (failures_.data() == errors.data()) return;
    own_refused_.resize(bins_);
    for (std::size_t t = 0; t < bins_; ++t) {
      own_refused_[t] = std::max(0.0, finite_or_zero(errors[t]) - finite_or_zero(failures_[t]));
    }
    refused_ = own_refused_;
    return;
  }
  // Without a bin in which something waits the run says nothing; then errors are refusals.
  bool all = has_capacity() && !depth_.empty() && !served_.empty() && ever_waits_;
  for (std::size_t t = 0; t < bins_ && all; ++t) {
    if (!(depth_[t] > 0)) continue;
    const double there = depth_before(t) + finite_or_zero(entered_.empty() ? 0 : entered_[t]);
    const double could = std::min(finite_or_zero(capacity_[t]), there);
    all = std::fabs(served_[t] + finite_or_zero(errors[t]) - could) <= noise_.empty;
  }
  errors_are_failures_ = all;
  (all ? failures_ : refused_) = errors;
}

double NodeFlows::work(std::size_t t) const {
  return work_of(value_at(attempts_, t), value_at(served_, t), value_at(failures_, t));
}

bool NodeFlows::is_closed(std::size_t t) const {
  return schedule_ != nullptr && !is_dispatch_bin(*schedule_, static_cast<std::int64_t>(t));
}

void NodeFlows::keep_loads() {
  if (capacity_.empty()) return;
  loads_.resize(bins_);
  loads(loads_);
}

void NodeFlows::loads(SeriesOut out) const {
  if (capacity_.empty()) return;
  // Most nodes do what they serve, at any time.
  if (attempts_.empty() && failures_.empty() && !served_.empty() && schedule_ == nullptr) {
    for (std::size_t t = 0; t < bins_; ++t) out[t] = load_of(served_[t], served_[t], capacity_[t]);
    return;
  }
  for (std::size_t t = 0; t < bins_; ++t) out[t] = compute_load(t);
}

std::optional<ClassQueues> NodeFlows::class_queues() const {
  return checks::class_queues_of(run_.series, index_,
                                 {.inflow = offered_series_,
                                  .initial_depth = noise_.is_empty(initial_) ? 0 : initial_,
                                  .dust = noise_.empty,
                                  .values = run_.values});
}

ItemWaits item_waits(const NodeFlows& flows) {
  const auto classes = flows.class_queues();
  if (classes) return ItemWaits(classes->queues());
  const Noise& noise = flows.noise();
  return ItemWaits(
      {.inflow = flows.entered(),
       .depth = flows.depth(),
       .initial_depth = noise.is_empty(flows.initial_depth()) ? 0 : flows.initial_depth(),
       .dust = noise.empty});
}

bool NodeFlows::is_quiet() const {
  return has_queue() && !ever_holds() && failures_.empty() && refused_.empty() &&
         overflow_.empty() && attempts_.empty() && schedule_ == nullptr &&
         node_->constraints.empty() && !served_.empty() && !offered_.empty();
}

double NodeFlows::compute_load(std::size_t t) const {
  if (capacity_.empty() || is_closed(t)) return kAbsent;
  return load_of(value_at(served_, t), work(t), capacity_[t]);
}

}  // namespace flowtime::judge
