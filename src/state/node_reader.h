// NodeReader: every series that is shown of a node, over some bins of a run.
//
// The one place where stored series meet the formulas of src/metrics. A value depends on the node,
// the metric and the bin, never on which other bins are asked for.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "metrics/each_bin.h"
#include "series/bin_window.h"
#include "state/node_metric.h"
#include "state/stored_run.h"

namespace flowtime {

// Which stored series are the roles of a node, or of one class of it.
// Positions of series in the run; kNoSeries where there is none. Points into the run's model.
struct NodeSources {
  const TopologyNode* node = nullptr;
  std::size_t index = 0;  // of the node
  std::array<SeriesIndex, kRoleCount> roles{};
  SeriesIndex served = checks::kNoSeries;  // what left in truth
  SeriesIndex parallelism = checks::kNoSeries;
  // Where the model writes a number instead of a series.
  std::optional<double> parallelism_number;
  bool is_class = false;
  SeriesIndex operator[](Role role) const { return roles[static_cast<std::size_t>(role)]; }
};
// Of the totals. O(1).
NodeSources sources_of(const StoredRun& run, std::size_t node);

// One class of a node.
struct NodeClass {
  std::string id;  // of the class; "*" for what no class accounts for
  NodeSources sources;
};
// The classes of which the node has a series, by id in any case; last what no class accounts for,
// where there is any of it in the run.
// Empty in a model without classes.
std::vector<NodeClass> classes_of(const StoredRun& run, std::size_t node);

// The series a metric is read from where it is stored as such; kNoSeries where it is computed.
// Whether the values are stored decides `origin` in answers.
SeriesIndex stored_series(const NodeSources& sources, NodeMetric metric);

// Not thread safe: computed series are kept in buffers of its own. One per request; select() one
// node after the other.
class NodeReader {
 public:
  // `run` outlives the reader.
  NodeReader(const StoredRun& run, BinWindow bins) : run_(run), bins_(bins) {}

  // From now on the answers are about this. What was handed out before is void.
  // O(1): nothing is read before it is asked for.
  void select(const NodeSources& sources);
  // One value per bin, valid until the next select(); empty: the node has no such series.
  // kFlowLatencyMs belongs to the whole graph: state/flow_latencies.h. kLoad, kUsefulShare,
  // kWorkMinutes and kWait need the run's judgement.
  // Computed once per selection, and only for the bins of the reader.
  SeriesIn operator()(NodeMetric metric);
  // True when operator() gives something; nothing is computed.
  bool has(NodeMetric metric) const;

  // Capacity x parallelism, as the judgement counts it: C of docs/semantics.md, "Judgement".
  // Valid until the next select(); empty where the node has no capacity.
  SeriesIn working_capacity();

  // Fixed for the life of the reader.
  BinWindow bins() const { return bins_; }

 private:
  SeriesIn compute(NodeMetric metric);
  SeriesIn raw(SeriesIndex series) const;
  SeriesIn whole(Role role) const { return run_.values(sources_[role]); }
  SeriesIn effective_capacity_series();
  SeriesIn failed_work() const;
  void compute_load(SeriesOut out);
  void compute_useful_share(SeriesOut out) const;
  void compute_work_minutes(SeriesOut out);
  void compute_wait(SeriesOut out) const;
  void compute_retry_echo(SeriesOut out) const;
  void compute_backlog_age(SeriesOut out) const;
  void compute_fifo_delay(SeriesOut out) const;
  std::vector<double>& scratch(NodeMetric metric);

  const StoredRun& run_;
  BinWindow bins_;
  NodeSources sources_;
  std::array<std::vector<double>, kNodeMetricCount> scratch_;
  std::array<std::optional<SeriesIn>, kNodeMetricCount> known_;
  std::vector<double> effective_capacity_, working_capacity_;
};

}  // namespace flowtime
