// Model against measurement: of a telemetry run what was measured, beside what the model computes.
//
// Nothing of it is stored: the stored model is compiled and evaluated again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "host/run_host.h"
#include "inspect/query_run.h"
#include "metrics/residual.h"
#include "text/json_writer.h"

namespace flowtime {

// What a computed value is made from.
// residual = measured - computed, bin by bin.
// Of an input both are the same: what the model assumes for it.
enum class ResidualBasis {
  kStep,  // everything else as it was measured: an error stays with the series that makes it
  kFree,  // the inputs as they were measured, all else as computed: what a simulation is off by
};
const char* name_of(ResidualBasis basis);  // "step"
std::optional<ResidualBasis> parse_residual_basis(std::string_view text);

// `measured` is a view into the run, which Residuals::run keeps open.
// Absent measured bins have no residual. In the unit of the series.
struct SeriesResidual {
  std::string metric, series_id;  // "Served", "payment_served"
  // The model computes it from nothing that was measured: what it assumes against what was.
  bool is_input = false;
  ResidualFigures figures;
  SeriesIn measured;             // of the run, one per bin
  std::vector<double> computed;  // one per bin
};

// A measured series that belongs to no node is listed under its own id.
struct NodeResiduals {
  std::string node_id;
  std::vector<SeriesResidual> series;  // those that were measured
  // Where arrivals and served were measured, and the depth of what has one; not of a node that
  // takes time and has no depth, nor of a router or a dependency.
  std::optional<MeasuredBalance> balance{};
};

// Only totals are compared, not the parts of classes. `checks` are findings about conservation.
struct Residuals {
  std::shared_ptr<const OpenedRun> run;
  ResidualBasis basis = ResidualBasis::kStep;
  std::vector<NodeResiduals> nodes;  // in the order of the topology, those with measured series
  std::vector<Finding> checks;       // findings of the run about what was measured against itself
  // True also where no node has a balance.
  bool conserved() const;  // every balance holds
};

// With nodes, measured series that belong to no node are left out.
struct ResidualsRequest {
  ResidualBasis basis = ResidualBasis::kStep;
  std::vector<std::string> nodes{};  // empty: all
};

// Problems: not_measured (a simulation), unknown_node, run_damaged, those of compile_model;
// stopped.
// Compiles and evaluates once, with kFree twice; host.observer may stop it.
Result<Residuals> residuals_of(const RunHost& host, std::shared_ptr<const OpenedRun> run,
                               const ResidualsRequest& request);

// docs/telemetry.md, "Model against measurement". With `values` also every bin.
std::string to_json(const Residuals& residuals, bool values,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);

}  // namespace flowtime
