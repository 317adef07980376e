// EdgeReader: every series that is shown of an edge, over some bins of a run.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "metrics/each_bin.h"
#include "series/bin_window.h"
#include "state/edge_metric.h"
#include "state/stored_run.h"

namespace flowtime {

// Not thread safe: answers are made in buffers of its own. One per request, for all edges.
class EdgeReader {
 public:
  // `run` outlives the reader.
  EdgeReader(const StoredRun& run, BinWindow bins) : run_(run), bins_(bins) {}

  // From now on the answers are about this edge. What was handed out before is void.
  // Its place in the topology.
  void select(std::size_t edge);
  // One value per bin, valid until the next select(); empty: the edge has no such series.
  SeriesIn operator()(EdgeMetric metric);
  // False where the series is stored as it is shown.
  // For `origin` in answers: "derived" or "explicit".
  bool is_derived(EdgeMetric metric) const;

  // The classes that the stored flow distinguishes, by id in any case, last the unattributed part
  // ("*") where there is any of it in the run; and the part of one of them.
  // Empty in a model without classes.
  std::vector<std::string> classes() const;
  // Empty where the class has no part. Valid as long as the run: parts are stored.
  SeriesIn class_part(EdgeMetric metric, const std::string& class_id) const;

 private:
  SeriesIn compute(EdgeMetric metric);
  SeriesIn raw(SeriesIndex series) const;
  SeriesIndex stored(EdgeMetric metric) const;
  SeriesIndex part(EdgeMetric metric, const std::string& class_id) const;
  // Attempts and failures are those of the node the edge leaves, `lag` bins back.
  bool follows_source() const;
  SeriesIn lagged_source(EdgeMetric metric);

  const StoredRun& run_;
  BinWindow bins_;
  std::size_t edge_ = 0;
  std::array<std::vector<double>, kEdgeMetricCount> scratch_;
  std::array<std::optional<SeriesIn>, kEdgeMetricCount> known_;
};

}  // namespace flowtime
