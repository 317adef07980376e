// What a state answer has to say beside its numbers. Codes: docs/semantics.md, "Checks".
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "base/sentence.h"
#include "series/bin_window.h"
#include "state/node_reader.h"
#include "state/stored_run.h"
#include "text/json_writer.h"

namespace flowtime {

// A finding of the run as an answer has it, or something that only reading shows.
struct StateWarning {
  std::string code{};
  Sentence message{};
  Severity severity = Severity::kWarning;
  std::string node_id{};  // may be empty
  std::optional<std::int64_t> start_bin{}, end_bin{};
  std::string signal{};              // the series it is about; may be empty
  std::vector<std::int64_t> bins{};  // of a finding of the run
  std::optional<double> value{};
  std::vector<std::string> node_ids{};  // of a note about several nodes: all of them
};

// Of the run itself: its findings, and what its sources lack.
// Findings first, in their order.
std::vector<StateWarning> run_warnings(const StoredRun& run);
// Those of them that name edges, by edge.
std::map<std::string, std::vector<StateWarning>> edge_warnings(const StoredRun& run);

// About one node, read by `reader` (which has it selected). In a window the steadiness of arrivals
// is judged too.
// In an order that does not depend on the bins that were asked for.
std::vector<StateWarning> node_warnings(const StoredRun& run, const NodeSources& sources,
                                        NodeReader& reader, bool is_window);
// Streaks of one node in a window: growing, overloaded, late.
// At least three bins in a row (metrics/stationarity.h).
std::vector<StateWarning> streak_warnings(const NodeSources& sources, NodeReader& reader);

// In simulation every series that a node cannot do without must be there and finite in the bins
// asked for, unless the run was published with a finding that says so.
// Problems: missing_node_data, mode_validation_failed.
// A run that was published with such a finding is answered: its reader knows.
Result<Done> validate_mode(const StoredRun& run, BinWindow bins);

// [{"code","message","severity","nodeId","startBin"?,"endBin"?,"signal"?,...}, ...]
// The list alone; the caller writes the member's name.
void write_warnings(JsonWriter& json, const std::vector<StateWarning>& warnings);
// The same as a node's telemetry shows them: {"code","message","severity"}.
void write_node_warnings(JsonWriter& json, const std::vector<StateWarning>& warnings);

}  // namespace flowtime
