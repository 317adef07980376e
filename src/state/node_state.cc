#include "state/node_state.h"

#include <algorithm>

#include "metrics/capacity.h"
#include "metrics/threshold_table.h"
#include "metrics/waits.h"
#include "model/names.h"
#include "state/judged_state.h"
#include "state/node_facts.h"

namespace flowtime {
namespace {

Rare<DispatchSchedule> schedule_copy(const StoredRun& run, const NodeSources& sources) {
  const DispatchSchedule* schedule = schedule_of(run.model(), *sources.node);
  return schedule == nullptr ? Rare<DispatchSchedule>() : *schedule;
}

SlaEntry entry(std::string_view kind, SlaSeries series, double threshold = kAbsent) {
  return {.kind = kind,
          .status = series.status,
          .threshold = threshold,
          .values = std::move(series.values)};
}

SlaEntry backlog_age(const NodeSources& sources, NodeReader& reader) {
  SlaEntry age{.kind = "backlogAge", .status = SlaStatus::kUnavailable};
  age.threshold = sources.node->semantics.sla_minutes.value_or(kAbsent);
  const SeriesIn minutes = reader(NodeMetric::kBacklogAgeMinutes);
  age.values.assign(minutes.begin(), minutes.end());
  if (minutes.empty()) age.values.assign(reader.bins().size(), kAbsent);
  // Unavailable only if no bin in view has an age.
  if (!std::all_of(age.values.begin(), age.values.end(), is_absent)) age.status = SlaStatus::kOk;
  return age;
}

// The verdict of a service level in each bin, from the run's judgement.
class SlaJudge {
 public:
  SlaJudge(const StoredRun& run, const NodeSources& sources, NodeReader& reader)
      : judged_(run.judgement_of(sources.index)),
        limits_(judge::limits_of(run.info().thresholds, *sources.node)),
        completion_target_(sources.node->semantics.completion_target) {
    const SeriesIn depth = reader(NodeMetric::kQueue);
    // A copy: the reader computes other metrics before it is used.
    depth_.assign(depth.begin(), depth.end());
    if (judged_ != nullptr) of_node_ = verdicts_in(*judged_, reader.bins(), run.bins());
  }

  void give_verdicts(SlaEntry& entry) const {
    entry.verdicts.assign(entry.values.size(), Verdict::kNone);
    if (judged_ == nullptr) return;
    for (std::size_t i = 0; i < entry.values.size(); ++i) {
      // Without a verdict of the node a service level has none either: closed and idle bins.
      if (is_absent(entry.values[i]) || of_node_[i] == Verdict::kNone) continue;
      const Verdict own = entry.kind == "backlogAge"   ? of_age(entry.values[i])
                          : entry.kind == "completion" ? of_completion(entry.values[i])
                                                       : of_departure(entry.values[i], i);
      // A service level is never worse than its node: the node's verdict has seen all figures.
      entry.verdicts[i] = std::min(own, of_node_[i]);
    }
  }

 private:
  Verdict of_age(double minutes) const {
    const judge::Limits& limits = limits_[static_cast<std::size_t>(judge::Row::kWait)];
    // The rounding keeps a wait that is exactly the promise.
    const double promises = minutes / (judged_->promise_minutes * (1 + kWaitRounding));
    if (promises > limits.critical && judged_->promise_declared) return Verdict::kCritical;
    return promises > limits.warning ? Verdict::kWarning : Verdict::kGood;
  }

  Verdict of_completion(double share) const {
    // Declared: the share itself is judged. Else only what the node's rows say of undone work.
    if (completion_target_) {
      const judge::Limits& limits = limits_[static_cast<std::size_t>(judge::Row::kCompletion)];
      const double missing = *completion_target_ - share;
      if (!(missing > kWaitRounding)) return Verdict::kGood;
      if (missing > limits.critical) return Verdict::kCritical;
      return missing > limits.warning ? Verdict::kWarning : Verdict::kGood;
    }
    if (share >= 1) return Verdict::kGood;
    constexpr judge::Row kUndone[] = {judge::Row::kDropped, judge::Row::kUsefulShare,
                                      judge::Row::kFailing, judge::Row::kRefused,
                                      judge::Row::kUnaccounted};
    Verdict worst = Verdict::kGood;
    for (const JudgedRow& row : judged_->rows) {
      const bool undone = std::any_of(std::begin(kUndone), std::end(kUndone), [&](judge::Row one) {
        return row.row == judge::about(one).name;
      });
      if (undone) worst = std::max(worst, row.verdict);
    }
    return worst;
  }

  Verdict of_departure(double adherence, std::size_t at) const {
    const judge::Limits& limits = limits_[static_cast<std::size_t>(judge::Row::kDeparture)];
    const bool missed = !(adherence > 0) && value_at(depth_, at) > judged_->dust;
    // One missed departure is a figure of 1.
    if (missed && limits.critical < 1) return Verdict::kCritical;
    return missed && limits.warning < 1 ? Verdict::kWarning : Verdict::kGood;
  }

  const NodeJudgement* judged_;
  judge::Thresholds limits_;
  std::optional<double> completion_target_;
  std::vector<double> depth_;
  std::vector<Verdict> of_node_;
};

double first_of(NodeReader& reader, NodeMetric metric) { return value_at(reader(metric), 0); }

ClassFlows flows_of(NodeReader& reader) {
  return {first_of(reader, NodeMetric::kArrivals), first_of(reader, NodeMetric::kServed),
          first_of(reader, NodeMetric::kErrors)};
}

}  // namespace

Verdict SlaEntry::worst() const {
  const auto found = std::max_element(verdicts.begin(), verdicts.end());
  return found == verdicts.end() ? Verdict::kNone : *found;
}

namespace {

std::vector<SlaEntry> levels_of(const StoredRun& run, const NodeSources& sources,
                                NodeReader& reader) {
  std::vector<SlaEntry> entries;
  entries.reserve(3);
  const auto schedule = schedule_copy(run, sources);
  const BinWindow bins = reader.bins();
  // The figure of the bin before the window: a window's first bins show what was last known.
  const double before = completion_at(
      run.values(sources.served), run.values(sources[Role::kArrivals]), bins.first - 1, schedule);
  SeriesIn ratio = reader(NodeMetric::kThroughputRatio);
  const std::vector<double> nothing(ratio.empty() ? bins.size() : 0, kAbsent);
  if (ratio.empty()) ratio = nothing;
  const Semantics& semantics = sources.node->semantics;
  entries.push_back(entry("completion", completion_sla(ratio, bins.first, schedule, before),
                          semantics.completion_target.value_or(kAbsent)));
  if (sources.node->queue_semantics) entries.push_back(backlog_age(sources, reader));
  if (!schedule) return entries;
  SeriesIn served = reader(NodeMetric::kServed);
  if (served.empty()) served = nothing;
  // `nothing` is empty when there is a ratio; then there is no served series to judge.
  if (served.empty()) return entries;
  entries.push_back(
      entry("scheduleAdherence", schedule_adherence_sla(served, bins.first, *schedule), 1));
  return entries;
}

}  // namespace

std::vector<SlaEntry> sla_entries(const StoredRun& run, const NodeSources& sources,
                                  NodeReader& reader) {
  std::vector<SlaEntry> entries = levels_of(run, sources, reader);
  const SlaJudge table(run, sources, reader);
  for (SlaEntry& entry : entries) table.give_verdicts(entry);
  return entries;
}

std::vector<ConstraintState> constraint_states(const StoredRun& run, std::size_t node,
                                               BinWindow bins) {
  std::vector<ConstraintState> states;
  const auto part = [&](SeriesIndex series) {
    const SeriesIn all = run.values(series);
    return all.empty() ? all : all.subspan(static_cast<std::size_t>(bins.first), bins.size());
  };
  for (const std::size_t at : run.constraints_of(node)) {
    const Constraint& constraint = run.topology().constraints[at];
    ConstraintState state{.constraint = &constraint};
    state.arrivals = part(run.series().find(constraint.arrivals));
    state.served = part(run.series().find(constraint.served));
    state.errors = part(run.series().find(constraint.errors));
    state.latency_minutes = part(run.series().find(constraint.latency_minutes));
    state.limited = part(run.series().find(limited_id(run.topology().nodes[node], constraint.id)));
    if (!state.arrivals.empty() && !state.served.empty()) {
      state.shortfall.resize(bins.size());
      each_bin(state.shortfall, constraint_shortfall, state.arrivals, state.served);
    }
    states.push_back(std::move(state));
  }
  return states;
}

bool served_is_derived(const StoredRun& run, const NodeSources& sources, BinWindow bins) {
  const SeriesIn authored = run.values(sources[Role::kServed]);
  const SeriesIn effective = run.values(sources.served);
  const auto first = static_cast<std::size_t>(bins.first);
  // The same row: nothing was computed from it.
  if (!authored.empty() && !effective.empty() && authored.data() != effective.data()) {
    const SeriesIn asked = authored.subspan(first, bins.size());
    const SeriesIn left = effective.subspan(first, bins.size());
    if (!std::equal(asked.begin(), asked.end(), left.begin())) return true;
  }
  const TopologyNode& node = run.topology().nodes[sources.index];
  for (const std::size_t at : run.constraints_of(sources.index)) {
    const std::string id = limited_id(node, run.topology().constraints[at].id);
    const SeriesIn limited = run.values(run.series().find(id));
    // Runs of other programs may lack it.
    if (limited.empty()) continue;
    const SeriesIn part = limited.subspan(first, bins.size());
    if (std::find(part.begin(), part.end(), 1.0) != part.end()) return true;
  }
  return false;
}

bool is_always_shown(const TopologyNode& node, NodeMetric metric) {
  return metric == NodeMetric::kFlowLatencyMs && node.category == NodeCategory::kDependency;
}

std::vector<QueueLatencyStatus> latency_statuses(const StoredRun& run, const NodeSources& sources,
                                                 NodeReader& reader) {
  std::vector<QueueLatencyStatus> statuses;
  const auto schedule = schedule_copy(run, sources);
  if (!schedule || !sources.node->queue_semantics) return statuses;
  const SeriesIn depth = reader(NodeMetric::kQueue), served = reader(NodeMetric::kServed);
  bool any = false;
  for (std::size_t i = 0; i < reader.bins().size(); ++i) {
    const std::int64_t bin = reader.bins().first + static_cast<std::int64_t>(i);
    statuses.push_back(
        queue_latency_status(schedule, bin, value_at(depth, i), value_at(served, i)));
    any = any || statuses.back() != QueueLatencyStatus::kNone;
  }
  // The member is left out where every bin would say null.
  if (!any) statuses.clear();
  return statuses;
}

ClassTruth class_truth(const std::vector<NodeClass>& classes, NodeReader& totals,
                       NodeReader& class_reader) {
  ClassTruth truth;
  std::vector<ClassFlows> flows;
  for (const NodeClass& part : classes) {
    class_reader.select(part.sources);
    flows.push_back(flows_of(class_reader));
    (part.id == "*" ? truth.has_fallback : truth.has_specific) = true;
  }
  // The rest alone is all of it: it always adds up.
  if (!truth.has_specific) return truth;
  truth.totals = compare_class_totals(flows_of(totals), flows);
  return truth;
}

std::optional<StateWarning> class_warning(const NodeSources& sources, const ClassTruth& truth) {
  if (truth.totals.mismatched.empty()) return std::nullopt;
  std::string names;
  for (const std::string& name : truth.totals.mismatched)
    names += (names.empty() ? "" : ", ") + name;
  return StateWarning{
      .code = "class_totals_mismatch",
      .message = "the node '" + sources.node->id + "' has classes that do not add up to " + names,
      .node_id = sources.node->id};
}

std::vector<std::string> telemetry_sources(const StoredRun& run, const TopologyNode& node) {
  std::vector<std::string> files;
  if (run.info().telemetry) {
    for (const RunTelemetry::Source& source : run.info().telemetry->sources) {
      if (source.node_id == node.id) files.push_back("file://telemetry/" + source.path);
    }
  }
  for (const Rare<SeriesRef>& ref : node.semantics.roles) {
    if (ref && ref->kind == SeriesRef::Kind::kFile) files.push_back("file:" + ref->id);
  }
  return files;
}

}  // namespace flowtime
