// The stored model is compiled with `with_computed`, which publishes for each measured total what
// the model computes for it from everything else that was measured (step). For "free" it is
// compiled once more with the inputs alone as measured.
#include "inspect/residuals.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "host/stage_clock.h"
#include "model/names.h"
#include "pipeline/measured_inputs.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"
#include "telemetry/semantic_series.h"

namespace flowtime {
namespace {

constexpr const char* kConservationCodes[] = {
    "class_conservation_mismatch", "edge_class_mismatch",     "edge_flow_mismatch_incoming",
    "edge_flow_mismatch_outgoing", "errors_exceed_arrivals",  "queue_depth_mismatch",
    "router_class_leakage",        "served_exceeds_arrivals", "served_exceeds_available"};

// Keeps all bins of some series.
class KeepSome : public TileSink {
 public:
  explicit KeepSome(std::vector<SeriesIndex> kept) : kept_(std::move(kept)), rows(kept_.size()) {}
  void accept(const SeriesTile& tile) override {
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const std::span<const double> values = tile[kept_[i]];
      rows[i].insert(rows[i].end(), values.begin(), values.end());
    }
  }

 private:
  std::vector<SeriesIndex> kept_;

 public:
  std::vector<std::vector<double>> rows;
};

class Comparing {
 public:
  Comparing(const RunHost& host, std::shared_ptr<const OpenedRun> run,
            const ResidualsRequest& request)
      : host_(host), request_(request), run_(*run->run) {
    found_.run = std::move(run);
    found_.basis = request.basis;
    for (const std::string& id : run_.info().telemetry->measured) {
      if (measured_total(id) == id) totals_.insert(id);
    }
  }

  Result<Residuals> compare() {
    FT_TRY(const std::vector<std::size_t> nodes, run_.find_nodes(request_.nodes));
    FT_RETURN_IF_PROBLEM(compute());
    list_series(nodes);
    for (const std::size_t node : nodes) balance(node);
    std::erase_if(found_.nodes, [](const NodeResiduals& node) { return node.series.empty(); });
    for (const Finding& finding : run_.info().findings) {
      const auto* end = std::end(kConservationCodes);
      if (std::find(std::begin(kConservationCodes), end, finding.code) != end) {
        found_.checks.push_back(finding);
      }
    }
    return std::move(found_);
  }

 private:
  Result<Compiled> compiled(ModelSource source, bool with_computed) {
    StageClock clock(host_.env, host_.observer);
    source.with_computed = with_computed;
    return compile_model(run_.model(), source, host_.limits, clock);
  }

  // What the model computes for every measured total, and which of them it computes from nothing
  // else that was measured.
  Result<Done> compute() {
    const ModelSource source = source_of(run_.run(), run_.model_text());
    FT_TRY(const Compiled step, compiled(source, true));
    // An input is computed from nothing that was measured: its residual is an assumption, not an
    // error.
    inputs_ = measured_inputs(step.plan, totals_);
    if (request_.basis == ResidualBasis::kStep) return evaluate_plan(step.plan, true);
    ModelSource free = source;
    free.measured = measured_of(*source.measured, inputs_);
    FT_TRY(const Compiled whole, compiled(free, true));
    return evaluate_plan(whole.plan, false);
  }

  // Of an input always what the model assumes for it.
  Result<Done> evaluate_plan(const Plan& plan, bool as_computed) {
    std::vector<SeriesIndex> kept;
    std::vector<std::string> names;
    for (const std::string& id : totals_) {
      // The model has a value of its own for an input, although readers get the measured one.
      const bool assumed = as_computed || inputs_.count(id) > 0;
      const auto index = plan.series.find(assumed ? computed_id(id) : id);
      if (!index) continue;
      kept.push_back(*index);
      names.push_back(id);
    }
    KeepSome keep(std::move(kept));
    if (evaluate(plan, {}, keep, &host_.observer) == Outcome::kStopped) {
      return StageClock(host_.env, host_.observer).stopped();
    }
    for (std::size_t i = 0; i < names.size(); ++i) computed_[names[i]] = std::move(keep.rows[i]);
    return Done{};
  }

  void list_series(const std::vector<std::size_t>& nodes) {
    std::unordered_map<std::string, std::size_t> place;
    for (const std::size_t node : nodes) {
      place.emplace(run_.topology().nodes[node].id, found_.nodes.size());
      found_.nodes.push_back({.node_id = run_.topology().nodes[node].id, .series = {}});
    }
    std::set<std::string> listed;
    for (const SemanticSeries& one : semantic_series(run_.model())) {
      const auto at = place.find(one.node_id);
      if (totals_.count(one.series_id) > 0) listed.insert(one.series_id);
      if (at != place.end()) add(found_.nodes[at->second], one.metric, one.series_id);
    }
    // Series of no node are left out where nodes were asked for.
    if (!request_.nodes.empty()) return;
    for (const std::string& id : totals_) {
      if (listed.count(id) > 0) continue;
      found_.nodes.push_back({.node_id = id, .series = {}});
      add(found_.nodes.back(), "Series", id);
    }
  }

  void add(NodeResiduals& node, const std::string& metric, const std::string& id) {
    const auto computed = computed_.find(id);
    const auto row = run_.run().find(id);
    if (totals_.count(id) == 0 || computed == computed_.end() || !row) return;
    SeriesResidual residual{.metric = metric,
                            .series_id = id,
                            .is_input = inputs_.count(id) > 0,
                            .figures = {},
                            .measured = run_.run().values(*row),
                            .computed = computed->second};
    residual.figures = residual_figures(residual.measured, residual.computed);
    node.series.push_back(std::move(residual));
  }

  bool is_measured(const Rare<SeriesRef>& ref) const { return ref && totals_.count(ref->id) > 0; }
  SeriesIn row(const std::string& id) const {
    const auto found = run_.run().find(id);
    return found ? SeriesIn(run_.run().values(*found)) : SeriesIn();
  }

  void balance(std::size_t node) {
    const TopologyNode& about = run_.topology().nodes[node];
    const Semantics& roles = about.semantics;
    if (!is_measured(roles[Role::kArrivals]) || !is_measured(roles[Role::kServed])) return;
    const auto at = std::find_if(found_.nodes.begin(), found_.nodes.end(),
                                 [&](const auto& one) { return one.node_id == about.id; });
    if (const auto depth = queue_depth_id(run_.model(), about)) {
      if (totals_.count(*depth) > 0) at->balance = queue_balance(node, *depth);
      return;
    }
    const bool is_plain = about.category == NodeCategory::kService && !roles[Role::kQueueDepth];
    if (is_plain && !takes_time(run_.series(), about)) at->balance = service_balance(node);
  }

  // What left is what was served; behind a schedule what the gate let through.
  MeasuredBalance queue_balance(std::size_t node, const std::string& depth) const {
    const TopologyNode& about = run_.topology().nodes[node];
    const checks::NodeSeries& series = run_.series().of(node);
    // An authored served says what could have been served; the gate decides what left.
    const bool gated = schedule_of(run_.model(), about) != nullptr;
    const SeriesIndex out = gated ? series.served_effective : series[Role::kServed];
    const std::vector<double> lost =
        sum_of(run_.values(series[Role::kErrors]), row(snake_case(about.id) + "_overflow"));
    return measured_balance(run_.values(run_.queue_inflow(node)), run_.values(out), lost,
                            row(depth), about.initial_queue_depth.value_or(0));
  }

  MeasuredBalance service_balance(std::size_t node) const {
    const checks::NodeSeries& series = run_.series().of(node);
    const SeriesIn errors = run_.values(series[Role::kErrors]);
    const SeriesIn failures = run_.values(series[Role::kFailures]);
    std::vector<double> lost;
    for (std::int64_t t = 0; t < run_.bins() && !(errors.empty() && failures.empty()); ++t) {
      const auto bin = static_cast<std::size_t>(t);
      lost.push_back(
          // Failures may contain the errors, so the larger counts and not the sum.
          std::max(errors.empty() ? 0 : errors[bin], failures.empty() ? 0 : failures[bin]));
    }
    return measured_balance(run_.values(series[Role::kArrivals]),
                            run_.values(series[Role::kServed]), lost, {}, 0);
  }

  static std::vector<double> sum_of(SeriesIn a, SeriesIn b) {
    std::vector<double> sum(std::max(a.size(), b.size()), 0.0);
    for (std::size_t t = 0; t < sum.size(); ++t) {
      sum[t] = (a.empty() ? 0 : a[t]) + (b.empty() ? 0 : b[t]);
    }
    return sum;
  }

  const RunHost& host_;
  const ResidualsRequest& request_;
  const StoredRun& run_;
  Residuals found_;
  std::set<std::string> totals_, inputs_;  // bare ids
  std::unordered_map<std::string, std::vector<double>> computed_;
};

}  // namespace

const char* name_of(ResidualBasis basis) {
  switch (basis) {
    case ResidualBasis::kStep: return "step";
    case ResidualBasis::kFree: return "free";
  }
  return "";
}

std::optional<ResidualBasis> parse_residual_basis(std::string_view text) {
  if (text == "step") return ResidualBasis::kStep;
  if (text == "free") return ResidualBasis::kFree;
  return std::nullopt;
}

bool Residuals::conserved() const {
  return std::all_of(nodes.begin(), nodes.end(), [](const NodeResiduals& node) {
    return !node.balance || node.balance->holds;
  });
}

Result<Residuals> residuals_of(const RunHost& host, std::shared_ptr<const OpenedRun> run,
                               const ResidualsRequest& request) {
  const RunInfo& info = run->run->info();
  if (!info.telemetry || info.telemetry->measured.empty()) {
    return Problem{.code = "not_measured",
                   .message = "no series of the run '" + info.id + "' was measured",
                   .remedy = "Name a telemetry run: 'flowtime run --mode telemetry' makes one."};
  }
  return Comparing(host, std::move(run), request).compare();
}

}  // namespace flowtime
