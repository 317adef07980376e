#include "state/state_warning.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "metrics/capacity.h"
#include "metrics/stationarity.h"
#include "model/node_category.h"

namespace flowtime {
namespace {

using checks::exists;

constexpr double kAttemptsTolerance = 1e-4;

StateWarning warning(const NodeSources& sources, std::string code, const std::string& what) {
  return {.code = std::move(code),
          .message = "the node '" + sources.node->id + "' " + what,
          .node_id = sources.node->id};
}

StateWarning warning_of(const Finding& finding) {
  return {.code = finding.code,
          .message = finding.message,
          .severity = finding.severity,
          .node_id = finding.node_id,
          .bins = finding.bins,
          .value = finding.value,
          .node_ids = finding.node_ids};
}

bool is_telemetry(const StoredRun& run) { return run.info().mode == "telemetry"; }

bool all_absent(SeriesIn series) { return std::all_of(series.begin(), series.end(), is_absent); }

struct DeclaredRow {
  Role role;
  const char* code;
};
constexpr DeclaredRow kDeclared[] = {
    {Role::kAttempts, "attempts_series_missing"},
    {Role::kFailures, "failures_series_missing"},
    {Role::kRetryEcho, "retry_echo_series_missing"},
    {Role::kExhaustedFailures, "exhausted_failures_series_missing"},
};

void add_declared(const StoredRun& run, const NodeSources& sources,
                  std::vector<StateWarning>& warnings) {
  for (const DeclaredRow& row : kDeclared) {
    const bool declared = sources.node->semantics[row.role].has_value();
    // Empty counts as absent throughout: declared and not there is the same to a reader.
    if (!declared || !all_absent(run.values(sources[row.role]))) continue;
    const std::string role = kRoleNames[static_cast<std::size_t>(row.role)];
    warnings.push_back(
        warning(sources, row.code, "declares '" + role + "', which has no value in any bin"));
  }
}

// Attempts that are neither served nor failed.
void add_attempts(const NodeSources& sources, NodeReader& reader,
                  std::vector<StateWarning>& warnings) {
  if (!exists(sources[Role::kAttempts]) || !sources.node->service_semantics) return;
  const SeriesIn attempts = reader(NodeMetric::kAttempts), served = reader(NodeMetric::kServed);
  const SeriesIn failures = reader(NodeMetric::kFailures);
  if (served.empty() || failures.empty()) return;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const double difference = attempts[i] - served[i] - failures[i];
    if (!(std::fabs(difference) > kAttemptsTolerance)) continue;
    const std::int64_t bin = reader.bins().first + static_cast<std::int64_t>(i);
    warnings.push_back(warning(sources, "attempts_conservation_mismatch",
                               "has attempts that are neither served nor failed: " +
                                   format_number(difference) + " in bin " + std::to_string(bin)));
    // One bin says it; a list of all would be as long as the series.
    return;
  }
}

void add_kernel(const StoredRun& run, const NodeSources& sources,
                std::vector<StateWarning>& warnings) {
  for (const Finding& note : run.model().notes) {
    if (note.code != "retry_kernel_policy" || note.node_id != sources.node->id) continue;
    warnings.push_back({.code = note.code, .message = note.message, .node_id = note.node_id});
  }
}

constexpr Role kMustBeFinite[] = {Role::kArrivals, Role::kServed,   Role::kQueueDepth,
                                  Role::kAttempts, Role::kFailures, Role::kRetryEcho};

SeriesIn part(const StoredRun& run, SeriesIndex series, BinWindow bins) {
  const SeriesIn all = run.values(series);
  return all.empty() ? all : all.subspan(static_cast<std::size_t>(bins.first), bins.size());
}

bool has_hole(const StoredRun& run, SeriesIndex series, BinWindow bins) {
  const SeriesIn values = part(run, series, bins);
  return std::any_of(values.begin(), values.end(), is_absent);
}

void add_sources(const StoredRun& run, const NodeSources& sources, BinWindow bins,
                 std::vector<StateWarning>& warnings) {
  std::string holes, unresolved;
  for (std::size_t role = 0; role < sources.roles.size(); ++role) {
    const bool declared = sources.node->semantics.roles[role].has_value();
    // Declared, but the run has no series: its file was not in the capture.
    if (declared && !exists(sources.roles[role]))
      unresolved += (unresolved.empty() ? "'" : ", '") + std::string(kRoleNames[role]) + "'";
  }
  for (const Role role : kMustBeFinite) {
    if (!has_hole(run, sources[role], bins)) continue;
    holes += (holes.empty() ? "'" : ", '") +
             std::string(kRoleNames[static_cast<std::size_t>(role)]) + "'";
  }
  if (!unresolved.empty()) {
    warnings.push_back(
        warning(sources, "telemetry_sources_unresolved", "has no source for " + unresolved));
  }
  if (!holes.empty()) {
    warnings.push_back(
        warning(sources, "telemetry_series_invalid", "has bins without a value in " + holes));
  }
}

// Files of the run's capture that somebody removed from its folder, by node.
bool is_gone(const StoredRun& run, const RunTelemetry::Source& source) {
  return !run.run().has_file("model/telemetry/" + source.path);
}

void add_gone(const StoredRun& run, const NodeSources& sources,
              std::vector<StateWarning>& warnings) {
  if (!run.info().telemetry) return;
  std::string gone;
  for (const RunTelemetry::Source& source : run.info().telemetry->sources) {
    if (source.node_id != sources.node->id || !is_gone(run, source)) continue;
    gone += (gone.empty() ? "'" : ", '") + source.path + "'";
  }
  if (gone.empty()) return;
  warnings.push_back(
      warning(sources, "telemetry_sources_unresolved", "has lost its measured series " + gone));
}

bool lost_sources(const StoredRun& run) {
  if (!run.info().telemetry) return false;
  const auto& sources = run.info().telemetry->sources;
  return std::any_of(sources.begin(), sources.end(),
                     [&](const RunTelemetry::Source& source) { return is_gone(run, source); });
}

StateWarning streak_warning(const NodeSources& sources, const BinWindow& bins, const Streak& streak,
                            const char* code, const char* signal, const std::string& what) {
  StateWarning found = warning(sources, code, what);
  found.start_bin = bins.first + streak.start_bin;
  found.end_bin = bins.first + streak.end_bin;
  found.signal = signal;
  return found;
}

bool was_found(const StoredRun& run, const std::string& node_id) {
  const auto& findings = run.info().findings;
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.node_id == node_id &&
           (finding.code == "series_not_finite" || finding.code == "missing_node_data");
  });
}

Problem invalid(const char* code, const std::string& node, const std::string& what) {
  return Problem{.code = code,
                 .message = "the node '" + node + "' " + what,
                 .remedy = "Verify the run; its files may have changed since it was made."};
}

}  // namespace

std::vector<StateWarning> run_warnings(const StoredRun& run) {
  std::vector<StateWarning> warnings;
  for (const Finding& finding : run.info().findings) warnings.push_back(warning_of(finding));
  if (!is_telemetry(run)) return warnings;
  if (lost_sources(run)) {
    warnings.push_back({.code = "telemetry_sources_missing",
                        .message = "some measured series that the run was made from are missing"});
  }
  // Below: runs of other programs, which have no list of sources.
  if (run.info().telemetry) return warnings;  // its findings say so when nothing was measured
  const std::size_t nodes = run.topology().nodes.size();
  for (std::size_t node = 0; node < nodes; ++node) {
    const NodeSources sources = sources_of(run, node);
    if (std::any_of(sources.roles.begin(), sources.roles.end(), exists)) return warnings;
  }
  warnings.push_back(
      {.code = "telemetry_sources_missing", .message = "no series of the run has a source"});
  return warnings;
}

std::map<std::string, std::vector<StateWarning>> edge_warnings(const StoredRun& run) {
  std::map<std::string, std::vector<StateWarning>> by_edge;
  for (const Finding& finding : run.info().findings) {
    for (const std::string& id : finding.edge_ids) by_edge[id].push_back(warning_of(finding));
  }
  return by_edge;
}

std::vector<StateWarning> node_warnings(const StoredRun& run, const NodeSources& sources,
                                        NodeReader& reader, bool is_window) {
  std::vector<StateWarning> warnings;
  add_kernel(run, sources, warnings);
  add_declared(run, sources, warnings);
  add_attempts(sources, reader, warnings);
  if (is_telemetry(run)) add_sources(run, sources, reader.bins(), warnings);
  if (is_telemetry(run)) add_gone(run, sources, warnings);
  // One bin has no halves to compare.
  if (is_window && sources.node->queue_semantics && reader.has(NodeMetric::kQueueTimeMs) &&
      is_non_stationary(reader(NodeMetric::kArrivals))) {
    StateWarning found = warning(sources, "littles-law-non-stationary",
                                 "has arrivals that drift, so that queue / served is not a fair "
                                 "estimate of the wait");
    found.start_bin = reader.bins().first;
    found.end_bin = reader.bins().last();
    found.signal = "queueTimeMs";
    warnings.push_back(std::move(found));
  }
  return warnings;
}

std::vector<StateWarning> streak_warnings(const NodeSources& sources, NodeReader& reader) {
  std::vector<StateWarning> warnings;
  if (!reader.has(NodeMetric::kQueueTimeMs) || all_absent(reader(NodeMetric::kQueueTimeMs))) {
    return warnings;
  }
  const BinWindow bins = reader.bins();
  if (const auto streak = backlog_growth_streak(reader(NodeMetric::kQueue))) {
    warnings.push_back(streak_warning(
        sources, bins, *streak, "backlog_growth_streak", "queueDepth",
        "has a queue that grew in " + std::to_string(streak->length) + " bins in a row"));
  }
  std::vector<double> capacity(bins.size());
  effective_capacity(reader(NodeMetric::kCapacity), reader(NodeMetric::kParallelism), capacity);
  const SeriesIn arrivals = reader(NodeMetric::kArrivals);
  if (const auto streak = overload_streak(arrivals, capacity)) {
    warnings.push_back(streak_warning(
        sources, bins, *streak, "backlog_overload_ratio", "overloadRatio",
        "received more than it can serve in " + std::to_string(streak->length) + " bins in a row"));
  }
  const double sla = sources.node->semantics.sla_minutes.value_or(kAbsent);
  if (const auto streak = age_risk_streak(reader(NodeMetric::kLatencyMinutes), sla)) {
    warnings.push_back(streak_warning(sources, bins, *streak, "backlog_age_risk", "latencyMinutes",
                                      "kept items waiting longer than its SLA in " +
                                          std::to_string(streak->length) + " bins in a row"));
  }
  return warnings;
}

Result<Done> validate_mode(const StoredRun& run, BinWindow bins) {
  if (is_telemetry(run)) return Done{};
  for (std::size_t i = 0; i < run.topology().nodes.size(); ++i) {
    const NodeSources sources = sources_of(run, i);
    const std::string& id = sources.node->id;
    for (const Role role : kMustBeFinite) {
      const bool missing = requires_role(*sources.node, role) && !exists(sources[role]);
      if (!missing && !has_hole(run, sources[role], bins)) continue;
      // The run says so itself, in its findings.
      if (was_found(run, id)) break;
      const std::string name = kRoleNames[static_cast<std::size_t>(role)];
      if (missing) return invalid("missing_node_data", id, "has no series of '" + name + "'");
      return invalid("mode_validation_failed", id, "has a bin without a value in '" + name + "'");
    }
  }
  return Done{};
}

void write_warnings(JsonWriter& json, const std::vector<StateWarning>& warnings) {
  json.begin_array();
  for (const StateWarning& found : warnings) {
    json.begin_object().member("code", found.code).member("message", found.message);
    json.member("severity", name_of(found.severity)).key("nodeId");
    if (found.node_id.empty()) {
      json.null();
    } else {
      json.string(found.node_id);
    }
    if (found.start_bin) json.member("startBin", *found.start_bin);
    if (found.end_bin) json.member("endBin", *found.end_bin);
    if (!found.signal.empty()) json.member("signal", found.signal);
    if (!found.bins.empty()) {
      json.key("bins").begin_array();
      for (const std::int64_t bin : found.bins) json.integer(bin);
      json.end_array();
    }
    if (found.value) json.member("value", *found.value);
    if (!found.node_ids.empty()) {
      json.key("nodeIds").begin_array();
      for (const std::string& id : found.node_ids) json.string(id);
      json.end_array().member("count", static_cast<std::int64_t>(found.node_ids.size()));
    }
    json.end_object();
  }
  json.end_array();
}

void write_node_warnings(JsonWriter& json, const std::vector<StateWarning>& warnings) {
  json.begin_array();
  for (const StateWarning& found : warnings) {
    json.begin_object().member("code", found.code).member("message", found.message);
    json.member("severity", name_of(found.severity)).end_object();
  }
  json.end_array();
}

}  // namespace flowtime
