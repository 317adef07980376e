// The parts of a node's state that are neither series nor constant: service levels, shared
// constraints, why a latency is missing, how well classes account for totals. Used alike by the
// snapshot of one bin and by the window.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answers/judgement.h"
#include "metrics/class_coverage.h"
#include "metrics/latency.h"
#include "metrics/sla.h"
#include "state/node_reader.h"
#include "state/state_warning.h"
#include "state/stored_run.h"

namespace flowtime {

// One service level of one node. Values and verdicts have one entry per bin of the reader.
struct SlaEntry {
  std::string_view kind;  // "completion", "backlogAge", "scheduleAdherence"
  SlaStatus status = SlaStatus::kNoEvents;
  double threshold = kAbsent;
  std::vector<double> values{};  // one per bin
  // One per bin, none better than the figure and none worse than the node's own:
  //   backlogAge         the age against the promise, by the row `wait` of the table of verdicts
  //   completion         in a bin that the node's verdict marks and in which some did not complete,
  //                      that verdict, at most the worst of its rows about items that never
  //                      complete: dropped, usefulShare, failing, refused, unaccounted
  //   scheduleAdherence  a missed departure with items waiting, by the row `departure`
  // kNone where the value is absent and where the node has no verdict.
  std::vector<Verdict> verdicts{};
  // kNone without bins.
  Verdict worst() const;
};
// In the order of the contract: completion always, backlogAge with queue semantics,
// scheduleAdherence with a dispatch schedule.
// Needs the reader to have the node selected.
std::vector<SlaEntry> sla_entries(const StoredRun& run, const NodeSources& sources,
                                  NodeReader& reader);

// What a member sees of a constraint.
// Spans are of stored series, valid as long as the run.
struct ConstraintState {
  const Constraint* constraint = nullptr;
  SeriesIn arrivals{}, served{}, errors{}, latency_minutes{};  // empty: no such series
  std::vector<double> shortfall{};                             // empty: cannot be known
  SeriesIn limited{};                                          // 1 where it bit this node
};
// In the order in which the node lists its constraints.
std::vector<ConstraintState> constraint_states(const StoredRun& run, std::size_t node,
                                               BinWindow bins);

// Whether in one of these bins what left is not what was authored: a queue had less, or a shared
// constraint gave less.
// Compares values, so an answer about other bins may say otherwise.
bool served_is_derived(const StoredRun& run, const NodeSources& sources, BinWindow bins);

// Whether an answer has this series of the node even where no bin has a value: a dependency has a
// flow latency by contract, though nothing flows through it.
bool is_always_shown(const TopologyNode& node, NodeMetric metric);

// Why the node has no latency, one per bin; empty where no bin has a reason.
// Only nodes with a schedule and a queue have a reason.
std::vector<QueueLatencyStatus> latency_statuses(const StoredRun& run, const NodeSources& sources,
                                                 NodeReader& reader);
inline constexpr const char* kGateClosedMessage =
    "Queue latency is unavailable: the dispatch gate is closed.";

// How the classes account for the totals in the first bin of the readers. The class reader is
// selected anew.
// For `classTruth` in answers. Specific: a declared class has a series; fallback: the rest has one.
struct ClassTruth {
  ClassTotals totals;
  bool has_specific = false, has_fallback = false;
};
ClassTruth class_truth(const std::vector<NodeClass>& classes, NodeReader& totals,
                       NodeReader& class_reader);
// class_totals_mismatch, where the classes do not add up.
std::optional<StateWarning> class_warning(const NodeSources& sources, const ClassTruth& truth);

// The files that the node's series come from in a run of measurements.
std::vector<std::string> telemetry_sources(const StoredRun& run, const TopologyNode& node);

}  // namespace flowtime
