// A metric is the stored series of its role where there is one, else a formula of src/metrics over
// other metrics, asked for through operator() so that each is computed once. has() says whether
// operator() would give something and must list the same conditions: series exist by their inputs
// alone, never by their values.
#include "state/node_reader.h"

#include <algorithm>

#include "metrics/capacity.h"
#include "metrics/class_coverage.h"
#include "metrics/fifo.h"
#include "metrics/latency.h"
#include "metrics/load.h"
#include "metrics/noise.h"
#include "metrics/oldest_age.h"
#include "metrics/retry.h"
#include "metrics/useful_share.h"
#include "model/names.h"
#include "model/retry_kernel.h"

namespace flowtime {
namespace {

using checks::exists;
using checks::kNoSeries;
using enum NodeMetric;

std::optional<Role> role_of(NodeMetric metric) {
  switch (metric) {
    case kArrivals: return Role::kArrivals;
    case kErrors: return Role::kErrors;
    case kAttempts: return Role::kAttempts;
    case kFailures: return Role::kFailures;
    case kExhaustedFailures: return Role::kExhaustedFailures;
    case kRetryBudgetRemaining: return Role::kRetryBudgetRemaining;
    case kRetryEcho: return Role::kRetryEcho;
    case kExternalDemand: return Role::kExternalDemand;
    case kQueue: return Role::kQueueDepth;
    case kProcessingTimeMsSum: return Role::kProcessingTimeMsSum;
    case kServedCount: return Role::kServedCount;
    case kCapacity: return Role::kCapacity;
    case kServed:
    case kRetryTax:
    case kUtilization:
    case kParallelism:
    case kThroughputRatio:
    case kLatencyMinutes:
    case kServiceTimeMs:
    case kQueueTimeMs:
    case kCycleTimeMs:
    case kFlowEfficiency:
    case kFlowLatencyMs:
    case kBacklogAgeMinutes:
    case kFifoDelayMinutes:
    case kLoad:
    case kUsefulShare:
    case kWorkMinutes:
    case kWait: return std::nullopt;
  }
  return std::nullopt;
}

bool needs_service(NodeMetric metric) {
  return metric == kAttempts || metric == kFailures || metric == kExhaustedFailures ||
         metric == kRetryBudgetRemaining || metric == kRetryEcho || metric == kRetryTax;
}

// The series of one class of `total`, or kNoSeries.
SeriesIndex part_of(const StoredRun& run, SeriesIndex total, const std::string& class_id) {
  if (!exists(total)) return kNoSeries;
  const SeriesInfo& info = run.catalog()[total];
  // A role may name a class part itself; it has no parts.
  if (!info.class_id.empty()) return kNoSeries;
  return run.series().find(info.id + "@" + class_id);
}

NodeSources class_sources(const StoredRun& run, const NodeSources& total,
                          const std::string& class_id) {
  NodeSources part = total;
  part.is_class = true;
  for (SeriesIndex& role : part.roles) role = part_of(run, role, class_id);
  part.served = part_of(run, total.served, class_id);
  // Servers are shared by all classes.
  part.parallelism = kNoSeries;
  part.parallelism_number.reset();
  return part;
}

// What no class accounts for is shown where there is any of it in the run.
bool has_rest(const StoredRun& run, const NodeSources& total) {
  for (const Role role : {Role::kArrivals, Role::kErrors, Role::kQueueDepth}) {
    if (run.has_rest(total[role])) return true;
  }
  return run.has_rest(total.served);
}

bool has_any(const NodeSources& part) {
  for (const Role role : {Role::kArrivals, Role::kErrors, Role::kQueueDepth}) {
    if (exists(part[role])) return true;
  }
  return exists(part.served);
}

}  // namespace

NodeSources sources_of(const StoredRun& run, std::size_t node) {
  const checks::NodeSeries& series = run.series().of(node);
  NodeSources sources;
  sources.node = &run.topology().nodes[node];
  sources.index = node;
  sources.roles = series.roles;
  sources.served = series.served_effective;
  sources.parallelism = series.parallelism;
  const auto& parallelism = sources.node->semantics.parallelism;
  if (parallelism && std::holds_alternative<double>(*parallelism)) {
    sources.parallelism_number = std::get<double>(*parallelism);
  }
  return sources;
}

std::vector<NodeClass> classes_of(const StoredRun& run, std::size_t node) {
  std::vector<NodeClass> classes;
  if (run.model().classes.empty()) return classes;
  const NodeSources total = sources_of(run, node);
  std::vector<std::string> ids;
  for (const FlowClass& flow_class : run.model().classes) ids.push_back(flow_class.id);
  if (has_rest(run, total)) ids.emplace_back(kDefaultClass);
  for (const std::string& id : class_display_order(std::move(ids))) {
    // In files the rest is DEFAULT, in answers "*".
    NodeClass part{.id = id == kDefaultClass ? "*" : id, .sources = class_sources(run, total, id)};
    if (has_any(part.sources)) classes.push_back(std::move(part));
  }
  return classes;
}

SeriesIndex stored_series(const NodeSources& sources, NodeMetric metric) {
  if (metric == kServed) return sources.served;
  if (metric == kParallelism) return sources.parallelism;
  // A queue may declare such a role for its own sake; only a service has retries.
  if (needs_service(metric) && !sources.node->service_semantics) return kNoSeries;
  const std::optional<Role> role = role_of(metric);
  return role ? sources[*role] : kNoSeries;
}

void NodeReader::select(const NodeSources& sources) {
  sources_ = sources;
  known_.fill(std::nullopt);
  // The scratch buffers stay: their bins are overwritten.
  effective_capacity_.clear();
  working_capacity_.clear();
}

std::vector<double>& NodeReader::scratch(NodeMetric metric) {
  std::vector<double>& values = scratch_[static_cast<std::size_t>(metric)];
  values.resize(bins_.size());
  return values;
}

SeriesIn NodeReader::raw(SeriesIndex series) const {
  const SeriesIn all = run_.values(series);
  return all.empty() ? all : all.subspan(static_cast<std::size_t>(bins_.first), bins_.size());
}

bool NodeReader::has(NodeMetric metric) const {
  const bool service = sources_.node->service_semantics;
  const bool failures = exists(sources_[Role::kFailures]) || exists(sources_[Role::kErrors]);
  const bool queue = sources_.node->queue_semantics && exists(sources_[Role::kQueueDepth]);
  const bool timed = service && exists(sources_[Role::kProcessingTimeMsSum]) &&
                     exists(sources_[Role::kServedCount]);
  const bool capacity = exists(sources_[Role::kCapacity]);
  const NodeJudgement* judged = run_.judgement_of(sources_.index);
  // First: a class part has fewer metrics than its node, whatever series it has.
  if (sources_.is_class && !about(metric).by_class) return false;
  if (exists(stored_series(sources_, metric))) return true;
  switch (metric) {
    case kAttempts:
    case kRetryTax:
      return service && exists(sources_.served) && (exists(sources_[Role::kAttempts]) || failures);
    case kFailures:
    case kRetryEcho: return service && failures;
    case kUtilization: return capacity && exists(sources_.served);
    case kParallelism: return sources_.parallelism_number.has_value();
    case kThroughputRatio: return exists(sources_[Role::kArrivals]) && exists(sources_.served);
    case kLatencyMinutes:
    case kQueueTimeMs: return queue && exists(sources_.served);
    case kServiceTimeMs: return timed;
    case kFlowEfficiency: return timed;
    case kCycleTimeMs: return timed || (queue && exists(sources_.served));
    case kBacklogAgeMinutes:
    case kFifoDelayMinutes: return queue && exists(run_.queue_inflow(sources_.index));
    case kLoad: return judged != nullptr && capacity && exists(sources_.served);
    case kUsefulShare: return judged != nullptr && is_finite(judged->useful_norm);
    case kWorkMinutes: return judged != nullptr && capacity && queue;
    case kWait: return judged != nullptr && queue;
    case kArrivals:
    case kServed:
    case kErrors:
    case kExhaustedFailures:
    case kRetryBudgetRemaining:
    case kExternalDemand:
    case kQueue:
    case kProcessingTimeMsSum:
    case kServedCount:
    case kCapacity:
    // It belongs to the whole graph (state/flow_latencies.h).
    case kFlowLatencyMs: return false;
  }
  return false;
}

SeriesIn NodeReader::operator()(NodeMetric metric) {
  std::optional<SeriesIn>& known = known_[static_cast<std::size_t>(metric)];
  if (!known) known = has(metric) ? compute(metric) : SeriesIn{};
  return *known;
}

SeriesIn NodeReader::effective_capacity_series() {
  if (effective_capacity_.empty()) {
    effective_capacity_.resize(bins_.size());
    effective_capacity((*this)(kCapacity), (*this)(kParallelism), effective_capacity_);
  }
  return effective_capacity_;
}

// Nobody there can do nothing, unlike what older clients are shown as utilization.
SeriesIn NodeReader::working_capacity() {
  const SeriesIn capacity = (*this)(kCapacity), parallelism = (*this)(kParallelism);
  if (parallelism.empty()) return capacity;
  if (working_capacity_.empty()) {
    working_capacity_.resize(bins_.size());
    each_bin(
        working_capacity_, [](double c, double p) { return flowtime::working_capacity(c, p); },
        capacity, parallelism);
  }
  return working_capacity_;
}

// Failed attempts over the whole grid: as declared, else errors where the judgement found that
// they take capacity.
SeriesIn NodeReader::failed_work() const {
  if (exists(sources_[Role::kFailures])) return whole(Role::kFailures);
  const NodeJudgement* judged = run_.judgement_of(sources_.index);
  return judged != nullptr && judged->errors_are_failures ? whole(Role::kErrors) : SeriesIn{};
}

SeriesIn NodeReader::compute(NodeMetric metric) {
  const SeriesIndex stored = stored_series(sources_, metric);
  if (exists(stored)) return raw(stored);
  NodeReader& of = *this;
  if (metric == kFailures) return failures_or_errors({}, raw(sources_[Role::kErrors]));
  std::vector<double>& out = scratch(metric);
  switch (metric) {
    case kAttempts: attempts_or_fallback({}, of(kServed), of(kFailures), out); break;
    case kRetryEcho: compute_retry_echo(out); break;
    case kRetryTax: retry_tax(of(kAttempts), of(kServed), out); break;
    case kUtilization: utilization(of(kServed), effective_capacity_series(), out); break;
    case kParallelism: std::fill(out.begin(), out.end(), *sources_.parallelism_number); break;
    case kThroughputRatio: throughput_ratio(of(kServed), of(kArrivals), out); break;
    case kLatencyMinutes: latency_minutes(of(kQueueTimeMs), out); break;
    case kServiceTimeMs: service_time_ms(of(kProcessingTimeMsSum), of(kServedCount), out); break;
    case kQueueTimeMs: queue_time_ms(of(kQueue), of(kServed), run_.grid().bin_ms(), out); break;
    case kCycleTimeMs: cycle_time_ms(of(kQueueTimeMs), of(kServiceTimeMs), out); break;
    case kFlowEfficiency: flow_efficiency(of(kServiceTimeMs), of(kCycleTimeMs), out); break;
    case kBacklogAgeMinutes: compute_backlog_age(out); break;
    case kFifoDelayMinutes: compute_fifo_delay(out); break;
    case kLoad: compute_load(out); break;
    case kUsefulShare: compute_useful_share(out); break;
    case kWorkMinutes: compute_work_minutes(out); break;
    case kWait: compute_wait(out); break;
    case kArrivals:
    case kServed:
    case kErrors:
    case kFailures:
    case kExhaustedFailures:
    case kRetryBudgetRemaining:
    case kExternalDemand:
    case kQueue:
    case kProcessingTimeMsSum:
    case kServedCount:
    case kCapacity:
    case kFlowLatencyMs: FT_CHECK(false && "a stored series is not computed");
  }
  return out;
}

// Over as many bins before the window as the kernel reaches back, so that every bin sees the same
// failures in the same order as in any other window.
void NodeReader::compute_retry_echo(SeriesOut out) const {
  const auto& written = sources_.node->semantics.retry_kernel;
  const std::vector<double> kernel =
      apply_kernel_policy(written.value_or(std::vector<double>())).kernel;
  const SeriesIn failures = failures_or_errors(whole(Role::kFailures), whole(Role::kErrors));
  const auto first = static_cast<std::size_t>(bins_.first);
  // At most 32 bins.
  const std::size_t back = std::min(first, kernel.size());
  std::vector<double> longer(back + out.size());
  retry_echo(failures.subspan(first - back, longer.size()), kernel, longer);
  std::copy(longer.begin() + static_cast<std::ptrdiff_t>(back), longer.end(), out.begin());
}

void NodeReader::compute_backlog_age(SeriesOut out) const {
  // Over whole series: it looks back as far as the oldest item, which may be before the window.
  OldestAge age(run_.values(run_.queue_inflow(sources_.index)), whole(Role::kQueueDepth));
  const double minutes = run_.grid().bin_minutes();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = canonical(age(bins_.first + static_cast<std::int64_t>(i)) * minutes);
  }
}

// The delay of what came in a bin depends on later bins, so the whole grid is looked at.
void NodeReader::compute_fifo_delay(SeriesOut out) const {
  const FifoQueue queue{.inflow = run_.values(run_.queue_inflow(sources_.index)),
                        .depth = whole(Role::kQueueDepth),
                        .initial_depth = sources_.node->initial_queue_depth.value_or(0)};
  std::vector<double> delay(queue.depth.size());
  fifo_delay_bins(queue, delay);
  const double minutes = run_.grid().bin_minutes();
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = canonical(delay[static_cast<std::size_t>(bins_.first) + i] * minutes);
  }
}

void NodeReader::compute_load(SeriesOut out) {
  const DispatchSchedule* schedule = schedule_of(run_.model(), *sources_.node);
  const SeriesIn capacity = working_capacity(), served = (*this)(kServed);
  const SeriesIn attempts = whole(Role::kAttempts), failures = failed_work();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t bin = bins_.first + static_cast<std::int64_t>(i);
    const auto t = static_cast<std::size_t>(bin);
    const double work = work_of(value_at(attempts, t), served[i], value_at(failures, t));
    // A closed bin has no load: nothing could be done in it.
    const bool closed = schedule != nullptr && !is_dispatch_bin(*schedule, bin);
    out[i] = closed ? kAbsent : load_of(served[i], work, capacity[i]);
  }
}

// The trailing window of a bin may begin before the bins asked for.
void NodeReader::compute_useful_share(SeriesOut out) const {
  const auto end = static_cast<std::size_t>(bins_.end);
  const SeriesIn served = run_.values(sources_.served).subspan(0, end);
  const SeriesIn attempts = whole(Role::kAttempts), failures = failed_work();
  std::vector<double> work(end), share, tried;
  for (std::size_t t = 0; t < end; ++t) {
    work[t] = work_of(value_at(attempts, t), served[t], value_at(failures, t));
  }
  // From bin 0: the window of 200 attempts may begin at any bin, and sums must not depend on the
  // request.
  trailing_useful_share(served, work, share, tried);
  std::copy(share.begin() + static_cast<std::ptrdiff_t>(bins_.first), share.end(), out.begin());
}

void NodeReader::compute_work_minutes(SeriesOut out) {
  const double dust = run_.judgement_of(sources_.index)->dust;
  const SeriesIn depth = (*this)(kQueue), capacity = working_capacity();
  const double bin_minutes = run_.grid().bin_minutes();
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double waiting = Noise{.empty = dust}.is_empty(depth[i]) ? 0 : depth[i];
    out[i] = canonical(work_waiting_bins(waiting, capacity[i]) * bin_minutes);
  }
}

void NodeReader::compute_wait(SeriesOut out) const {
  const NodeJudgement& judged = *run_.judgement_of(sources_.index);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = judged.wait_minutes(bins_.first + static_cast<std::int64_t>(i));
  }
}

}  // namespace flowtime
