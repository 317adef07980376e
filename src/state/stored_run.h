// StoredRun: one run, opened for questions. Its values, its model, and where the series of every
// node and edge are. Immutable, so that threads may share it; every query reads from it alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "checks/run_series.h"
#include "metrics/each_bin.h"
#include "model/model.h"
#include "run/open_run.h"
#include "series/series_view.h"
#include "state/edge_metric.h"

namespace flowtime {

// Opening reads the model's text and the stored judgement; values are mapped and read when they are
// asked for. Everything that queries give points into it, so answers keep it by shared_ptr.
class StoredRun {
 public:
  // Reads model/model.yaml of the run. Problems: run_damaged (the file is named),
  // provenance_mismatch, and those of the model.
  // `judge_again` makes the judgement of a run that has none of this version.
  using JudgeAgain = std::function<std::optional<Judgement>(const StoredRun&)>;
  // Never null on success. Linear in the model, and a pass over the unattributed parts.
  static Result<std::shared_ptr<const StoredRun>> open(Run run, const JudgeAgain& judge_again = {});
  StoredRun(const StoredRun&) = delete;
  StoredRun& operator=(const StoredRun&) = delete;

  const Run& run() const { return run_; }
  const RunInfo& info() const { return run_.info(); }
  // The stored model, with the seed of the run.
  const Model& model() const { return model_; }
  const Topology& topology() const { return model_.topology; }
  // As stored; line numbers of the model's places are its lines.
  const std::string& model_text() const { return model_text_; }
  const TimeGrid& grid() const { return run_.info().grid; }
  std::int64_t bins() const { return grid().bins; }

  // What the run says about itself; nullptr where it cannot be made again, and without a
  // topology.
  const Judgement* judgement() const { return judgement_ ? &*judgement_ : nullptr; }
  // Of one node; nullptr likewise.
  // By the node's place in the topology.
  const NodeJudgement* judgement_of(std::size_t node) const {
    return judgement_ ? &judgement_->nodes[node] : nullptr;
  }

  // Where things are. A SeriesIndex is a row of the run.
  // By node and role; catalog() by id.
  const checks::RunSeries& series() const { return *series_; }
  const SeriesCatalog& catalog() const { return catalog_; }
  // All bins of a series; empty for kNoSeries.
  // Valid as long as the run; one value per bin.
  SeriesIn values(SeriesIndex series) const;

  // The stored series of an edge.
  // kNoSeries where the run has none.
  SeriesIndex edge_series(std::size_t edge, EdgeMetric metric) const {
    return edge_series_[edge][static_cast<std::size_t>(metric)];
  }

  // What entered a node's queue: inflow with the overflow of others, else the inflow of the queue
  // in nodes[], else arrivals.
  SeriesIndex queue_inflow(std::size_t node) const { return queue_inflow_[node]; }

  // The constraints a node is a member of, into topology().constraints, as the node lists them.
  const std::vector<std::size_t>& constraints_of(std::size_t node) const {
    return constraints_[node];
  }

  // True where the series has a part that no class accounts for, somewhere in the run.
  bool has_rest(SeriesIndex total) const;

  // Problem no_topology.
  // Asked first by every query about nodes.
  Result<Done> check_topology() const;
  // Problem unknown_node, with the nearest id.
  // The place in the topology. O(1), and linear for the suggestion.
  Result<std::size_t> find_node(const std::string& id) const;
  // In the order of the topology, each once; without ids every node. Problem unknown_node.
  // Stops at the first unknown id.
  Result<std::vector<std::size_t>> find_nodes(const std::vector<std::string>& ids) const;

 private:
  StoredRun() = default;
  Result<Done> read_model_file();
  void add_measured_events();
  void bind_files();
  void find_flows();
  void find_edges();
  void find_rests();

  Run run_;
  std::string model_text_;
  Model model_;
  std::optional<Judgement> judgement_;
  SeriesCatalog catalog_;
  std::unique_ptr<checks::RunSeries> series_;
  std::vector<std::array<SeriesIndex, kEdgeMetricCount>> edge_series_;
  std::vector<SeriesIndex> queue_inflow_;
  std::vector<std::vector<std::size_t>> constraints_;
  std::vector<std::uint8_t> has_rest_;  // by series
};

}  // namespace flowtime
