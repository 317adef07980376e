#include <span>

#include "metrics/edges.h"
#include "metrics/pooling.h"
#include "metrics/retry.h"
#include "model/names.h"
#include "page/node_rows.h"

namespace flowtime::page {
namespace {

// A row is valid until the next one: both buffers are reused.
class EdgeRows {
 public:
  explicit EdgeRows(const judge::JudgedRun& run)
      : run_(run), scratch_(static_cast<std::size_t>(run.model.grid.bins)) {}

  SeriesIn operator()(std::size_t index) {
    const Edge& edge = run_.model.topology.edges[index];
    const SeriesIn flow = run_.values(run_.series.flow_of(index));
    // What the edge has of its own comes first.
    if (!flow.empty()) return flow;
    const bool fails = edge.type == EdgeType::kTerminal;
    if (follows_source(edge)) return lagged(edge, fails ? failures(edge) : attempts(edge));
    // The model may give the series of an edge itself.
    const char* name = fails ? "failuresVolume" : "attemptsVolume";
    return run_.values(run_.series.find(edge_series_id(edge, name)));
  }

 private:
  const TopologyNode& source(const Edge& edge) const {
    return run_.model.topology.nodes[edge.from.value];
  }
  SeriesIn role(const Edge& edge, Role role) const {
    return run_.values(run_.series.of(edge.from.value)[role]);
  }

  SeriesIn failures(const Edge& edge) const {
    // Queues and the like neither try nor fail.
    if (!source(edge).service_semantics) return {};
    if (effective_measure(edge) == EdgeMeasure::kExhaustedFailures)
      return role(edge, Role::kExhaustedFailures);
    return failures_or_errors(role(edge, Role::kFailures), role(edge, Role::kErrors));
  }

  SeriesIn attempts(const Edge& edge) {
    if (!source(edge).service_semantics) return {};
    const SeriesIn given = role(edge, Role::kAttempts), failed = failures(edge);
    if (!given.empty() || failed.empty()) return given;
    const SeriesIn served = run_.values(run_.series.of(edge.from.value).served_effective);
    if (served.empty()) return {};
    tried_.resize(scratch_.size());
    // Attempts that the model does not give are what was served and what failed.
    attempts_or_fallback({}, served, failed, tried_);
    return tried_;
  }

  SeriesIn lagged(const Edge& edge, SeriesIn values) {
    if (values.empty()) return values;
    lagged_volume(values, edge.lag, edge_factor(edge), scratch_);
    return scratch_;
  }

  const judge::JudgedRun& run_;
  std::vector<double> scratch_, tried_;
};

}  // namespace

void edge_rows(const judge::JudgedRun& run, std::size_t bins_per_point,
               std::vector<double>& block) {
  EdgeRows rows(run);
  const std::size_t points =
      point_count(static_cast<std::size_t>(run.model.grid.bins), bins_per_point);
  const std::size_t edges = run.model.topology.edges.size();
  block.assign(edges * points, kAbsent);
  for (std::size_t edge = 0; edge < edges; ++edge) {
    const SeriesIn values = rows(edge);
    if (values.empty()) continue;
    pool(values, bins_per_point, Pooling::kMean, std::span(block).subspan(edge * points, points));
  }
}

}  // namespace flowtime::page
