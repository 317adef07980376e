#include "explain/explain.h"

#include <algorithm>
#include <cmath>

#include "base/nearest_name.h"
#include "explain/computed_metric.h"
#include "explain/contributions.h"
#include "explain/path_metrics.h"
#include "explain/trend.h"
#include "metrics/noise.h"
#include "model/names.h"
#include "series/absent.h"

namespace flowtime {

// Makes one explanation; holds what was evaluated for it.
class ExplanationMaker {
 public:
  ExplanationMaker(const Explainer& explainer, const ExplainQuery& query,
                   const ExplainLimits& limits)
      : run_(explainer.run_),
        model_(explainer.model()),
        plan_(explainer.plan()),
        index_(explainer.index_),
        facts_(explainer.facts_),
        query_(query),
        limits_(limits),
        values_(plan_, index_, explainer.stored_),
        breakdowns_(plan_, index_, values_) {}

  Result<Explanation> make() {
    made_.run_id = run_.id;
    made_.source_file = run_.source_file;
    made_.bin = query_.bin;
    made_.grid = run_.grid;
    FT_RETURN_IF_PROBLEM(check_bin());
    if (!query_.series.empty()) {
      FT_TRY(const SeriesIndex series, find_series(query_.series));
      explain_series(series);
    } else {
      FT_RETURN_IF_PROBLEM(explain_metric());
    }
    made_.words = explain_in_words(made_);
    return std::move(made_);
  }

 private:
  Result<Done> check_bin() {
    if (query_.bin < 0 || query_.bin >= plan_.bins) {
      return Problem{.code = "bin_outside_grid",
                     .message = "bin " + std::to_string(query_.bin) + " is outside the grid",
                     .remedy = "The run has bins 0 to " + std::to_string(plan_.bins - 1) + "."};
    }
    made_.bin_start_unix_ms = run_.grid.bin_start_unix_ms(query_.bin);
    made_.next_bin_start_unix_ms = run_.grid.bin_start_unix_ms(query_.bin + 1);
    return Done{};
  }

  std::string whose() const { return run_.id.empty() ? "the model" : "the run '" + run_.id + "'"; }

  Result<SeriesIndex> find_series(const std::string& id) const {
    if (const auto series = plan_.series.find(id)) return *series;
    const auto stored = std::find(run_.stored_ids.begin(), run_.stored_ids.end(), id);
    if (stored != run_.stored_ids.end()) {
      return SeriesIndex{static_cast<std::uint32_t>(stored - run_.stored_ids.begin())};
    }
    std::vector<std::string_view> known;
    for (const SeriesInfo& info : plan_.series.all()) known.push_back(info.id);
    const std::string nearest = nearest_name(id, known);
    return Problem{.code = "unknown_series",
                   .message = whose() + " has no series '" + id + "'",
                   .remedy = nearest.empty() ? "'flowtime runs show' lists the series of a run."
                                             : "Did you mean '" + nearest + "'?"};
  }

  std::string unit_of(const std::string& bare_id) const {
    const auto series = plan_.series.find(bare_id);
    return series ? run_.units[series->value] : "";
  }

  void explain_series(SeriesIndex series) {
    const SeriesInfo& info = plan_.series[series];
    const ColumnIndex column = plan_.series_columns[series.value];
    made_.series_id = info.id;
    made_.value = values_.at(column, query_.bin);
    made_.unit = unit_of(info.id);
    if (const TopologyNode* node = facts_.node_of(info.measure)) made_.node_id = node->id;
    made_.role = facts_.role_of(info.measure);
    made_.alias = alias_of(info.measure);
    made_.parameters = facts_.parameters_of(info.measure, info.class_id);
    describe_definition(info);
    made_.formula = formula_tree(plan_, index_, breakdowns_, column, query_.bin);
    made_.rule = formula_text(made_.formula, query_.bin);
    print_values();
    if (is_absent(made_.value)) {
      made_.absence = why_absent(plan_, index_, breakdowns_, column, query_.bin);
      return;
    }
    made_.trend = trend_of(whole(info.id).values, query_.bin);
    made_.build_up = build_up(plan_, index_, facts_, breakdowns_, column, query_.bin, limits_.bins);
    const WalkStart start{column, query_.bin, {made_.value, 0}};
    walk({&start, 1});
  }

  void print_values() {
    made_.with_values = formula_values_text(made_.formula);
    made_.with_short_values = formula_values_text(made_.formula, Digits::kFour);
  }

  void walk(std::span<const WalkStart> starts) {
    WalkResult walked = walk_back(index_, plan_, facts_, breakdowns_, starts, limits_.walk);
    made_.cells_walked = walked.cells;
    const ContributionSource source{plan_, index_, facts_, values_};
    made_.contributions = contributions_of(source, std::move(walked), limits_);
    for (Contribution& contribution : made_.contributions) {
      contribution.unit = unit_of(contribution.series_id);
    }
    made_.residual = residual_of(made_.value, made_.contributions);
  }

  // What the node calls it; its queueDepth may be called "queue".
  std::string alias_of(const std::string& measure) const {
    const TopologyNode* node = facts_.node_of(measure);
    if (node == nullptr) return "";
    const auto& aliases = node->semantics.aliases;
    std::string role = facts_.role_of(measure);
    if (role == "servedEffective") role = "served";
    auto found = aliases.find(role);
    if (found == aliases.end() && role == "queueDepth") found = aliases.find("queue");
    return found == aliases.end() ? "" : found->second;
  }

  void describe_definition(const SeriesInfo& info) {
    made_.where = facts_.position_of(info.measure);
    if (!info.class_id.empty()) {
      made_.kind = "class part";
    } else if (info.kind == SeriesKind::kEdge) {
      made_.kind = "edge";
    } else if (const Node* node = model_.find_node(info.measure)) {
      describe_node(*node);
    } else {
      made_.kind = made_.role.empty() ? "made by the compiler" : made_.role;
    }
  }
  void describe_node(const Node& node) {
    constexpr const char* kKinds[] = {"const", "expr", "pmf", "serviceWithBuffer", "router"};
    made_.kind = kKinds[node.body.index()];
    if (const auto* expr = std::get_if<ExprNodeBody>(&node.body)) made_.written = expr->text;
  }

  Result<const TopologyNode*> find_node() const {
    const auto found = model_.topology_index(query_.node);
    if (found) return &model_.topology.nodes[found->value];
    std::vector<std::string_view> known;
    for (const TopologyNode& node : model_.topology.nodes) known.push_back(node.id);
    const std::string nearest = nearest_name(query_.node, known);
    return Problem{.code = "unknown_node",
                   .message = "the model has no node '" + query_.node + "'",
                   .remedy = nearest.empty() ? "'flowtime runs show' lists the nodes of a run."
                                             : "Did you mean '" + nearest + "'?"};
  }

  // The series of a role, "" without one; nothing for a name that is no role. Failures that have no
  // series of their own are the errors.
  std::optional<std::string> series_of_role(const TopologyNode& node,
                                            const std::string& role) const {
    const auto by_name = std::find(kRoleNames.begin(), kRoleNames.end(), role);
    if (role == "queue" || role == "queueDepth") {
      const auto depth = queue_depth_id(model_, node);
      if (depth) return *depth;
    }
    if (role == "served") return served_effective_id(model_, node).value_or("");
    if (by_name == kRoleNames.end())
      return role == "queue" ? std::optional<std::string>("") : std::nullopt;
    const auto& ref = node.semantics[static_cast<Role>(by_name - kRoleNames.begin())];
    if (ref) return id_of(*ref);
    return role == "failures" ? series_of_role(node, "errors") : "";
  }

  MetricInput read_input(const TopologyNode& node, const std::string& role) {
    MetricInput made{.role = role, .value = kAbsent};
    if (role == "parallelism") {
      if (!node.semantics.parallelism) return made;
      if (const double* number = std::get_if<double>(&*node.semantics.parallelism)) {
        made.value = *number;
        return made;
      }
      made.series_id = std::get<SeriesRef>(*node.semantics.parallelism).id;
    } else {
      made.series_id = series_of_role(node, role).value_or("");
    }
    const auto series = plan_.series.find(made.series_id);
    if (!series) return {.role = role, .value = kAbsent};
    made.value = values_.at(plan_.series_columns[series->value], query_.bin);
    return made;
  }

  Result<Done> explain_metric() {
    FT_TRY(const TopologyNode* node, find_node());
    made_.metric = query_.metric;
    const auto id = series_of_role(*node, query_.metric);
    if (!query_.class_id.empty()) return explain_class_part(*node, id.value_or(""));
    if (id && !id->empty()) {
      FT_TRY(const SeriesIndex series, find_series(*id));
      explain_series(series);
      made_.node_id = node->id;
      return Done{};
    }
    auto computed = compute(query_.metric, *node);
    if (!computed) computed = compute_along_paths(*node);
    if (!computed) return id ? no_series(*node) : unknown_metric();
    // A role that others make up for, when there are any.
    if (id && computed->carriers.front().series_id.empty()) return no_series(*node);
    explain_computed(*node, std::move(*computed));
    return Done{};
  }

  Result<Done> explain_class_part(const TopologyNode& node, const std::string& total) {
    const std::string& wanted = query_.class_id;
    std::vector<std::string_view> known{"*"};
    for (const FlowClass& one : model_.classes) known.push_back(one.id);
    if (std::find(known.begin(), known.end(), wanted) == known.end()) {
      const std::string nearest = nearest_name(wanted, known);
      return Problem{.code = "unknown_class",
                     .message = "the model has no class '" + wanted + "'",
                     .remedy = nearest.empty() ? "The metadata of a run lists its classes."
                                               : "Did you mean '" + nearest + "'?"};
    }
    const std::string part = total + "@" + (wanted == "*" ? std::string(kDefaultClass) : wanted);
    const auto series = plan_.series.find(part);
    if (!series) {
      return Problem{.code = "metric_without_series",
                     .message = "the node '" + node.id + "' has no series for '" + query_.metric +
                                "' of the class '" + wanted + "'",
                     .remedy = "Leave the class out, or ask for another metric."};
    }
    explain_series(*series);
    made_.node_id = node.id;
    return Done{};
  }

  std::optional<ComputedMetric> compute(std::string_view metric, const TopologyNode& node) {
    const auto read = [&](const std::string& role) { return read_input(node, role); };
    return compute_metric(metric, node, run_.grid.bin_ms(), read);
  }

  std::optional<ComputedMetric> compute_along_paths(const TopologyNode& node) {
    const double minutes = run_.grid.bin_minutes();
    if (query_.metric == "backlogAgeMinutes") {
      return backlog_age_metric(curves_of(node), query_.bin, minutes);
    }
    if (query_.metric == "fifoDelayMinutes") {
      return fifo_delay_metric(curves_of(node), query_.bin, minutes);
    }
    if (query_.metric == "flowLatencyMs") return flow_latency(node);
    return std::nullopt;
  }

  bool has(const std::string& id) const {
    const auto series = plan_.series.find(id);
    return series && !run_.values[series->value].empty();
  }
  WholeSeries whole(const std::string& id) const {
    if (!has(id)) return {};
    return {id, run_.values[plan_.series.find(id)->value]};
  }
  std::string queue_inflow_id(const TopologyNode& node) const {
    for (const std::string& id : queue_inflow_ids(model_, node)) {
      if (has(id)) return id;
    }
    return series_of_role(node, "arrivals").value_or("");
  }
  QueueCurves curves_of(const TopologyNode& node) const {
    if (!node.queue_semantics) return {};
    return {.inflow = whole(queue_inflow_id(node)),
            .depth = whole(series_of_role(node, "queueDepth").value_or("")),
            .initial_depth = node.initial_queue_depth.value_or(0)};
  }

  ComputedMetric flow_latency(const TopologyNode& node) {
    const Topology& topology = model_.topology;
    PathSource source;
    source.cycle_time = [&](std::size_t v) { return *compute("cycleTimeMs", topology.nodes[v]); };
    source.passed = [&](std::size_t v) {
      const bool sink = topology.nodes[v].category == NodeCategory::kSink;
      return read_input(topology.nodes[v], sink ? "arrivals" : "served").value;
    };
    source.flow = [&](std::size_t e) {
      const WholeSeries flow = whole(edge_series_id(topology.edges[e], "flowVolume"));
      const double value = value_at(flow.values, static_cast<std::size_t>(query_.bin));
      return MetricInput{.role = "flow", .series_id = flow.series_id, .value = value};
    };
    const auto at = static_cast<std::size_t>(&node - topology.nodes.data());
    return flow_latency_metric(topology, at, source);
  }
  Problem no_series(const TopologyNode& node) const {
    return {.code = "metric_without_series",
            .message = "the node '" + node.id + "' has no series for '" + query_.metric + "'",
            .remedy = "Name it in the semantics of the node, or ask for another metric."};
  }
  Problem unknown_metric() const {
    std::vector<std::string_view> known = computed_metric_names();
    for (const std::string_view role : kRoleNames) {
      if (std::find(known.begin(), known.end(), role) == known.end()) known.push_back(role);
    }
    const std::string nearest = nearest_name(query_.metric, known);
    std::string all;
    for (const std::string_view name : known) all += (all.empty() ? "" : ", ") + std::string(name);
    return {
        .code = "unknown_metric",
        .message = "there is no metric '" + query_.metric + "'",
        .remedy = nearest.empty() ? "Metrics: " + all + "." : "Did you mean '" + nearest + "'?"};
  }

  static void set_bin(FormulaNode& node, std::int64_t bin) {
    node.bin = bin;
    for (FormulaNode& operand : node.operands) set_bin(operand, bin);
  }

  void explain_computed(const TopologyNode& node, ComputedMetric computed) {
    made_.series_id = node.id + ":" + computed.name;
    made_.node_id = node.id;
    made_.is_stored = false;
    made_.kind = "metric";
    made_.where = node.where;
    made_.value = computed.value;
    made_.unit = computed.unit;
    made_.rule = computed.rule;
    made_.formula = std::move(computed.formula);
    set_bin(made_.formula, query_.bin);
    print_values();
    if (is_absent(made_.value)) {
      made_.absence = Absence{{}, computed.absent_because};
      return;
    }
    std::vector<WalkStart> starts;
    Twofold left{made_.value, 0};
    for (const ComputedMetric::Carrier& carrier : computed.carriers) {
      const auto series = plan_.series.find(carrier.series_id);
      if (!series || is_absent(carrier.amount)) continue;
      starts.push_back(
          {plan_.series_columns[series->value], query_.bin, Twofold{carrier.amount, 0}});
      left += -starts.back().amount;
    }
    if (!starts.empty()) starts.back().amount += left;  // the last one closes
    walk(starts);
  }

  const ExplainedRun& run_;
  const Model& model_;
  const Plan& plan_;
  const PlanIndex& index_;
  const SeriesFacts& facts_;
  const ExplainQuery& query_;
  const ExplainLimits& limits_;
  ColumnValues values_;
  Breakdowns breakdowns_;
  Explanation made_;
};

bool is_nothing_beside(const Explanation& explanation, double amount) {
  const double in = explanation.build_up ? explanation.build_up->inflow : 0;
  const double beside = std::max(std::fabs(explanation.value), std::fabs(in));
  return std::fabs(amount) < kNoChangeShare * beside;
}

Explainer::Explainer(ExplainedRun run)
    : run_(std::move(run)),
      index_(plan()),
      facts_(model(), plan().series, run_.parameters),
      stored_(plan().columns.size()) {
  FT_CHECK(run_.values.size() == plan().series.size() && run_.units.size() == run_.values.size());
  for (std::size_t s = 0; s < run_.values.size(); ++s) {
    if (!run_.values[s].empty()) stored_[plan().series_columns[s].value] = run_.values[s];
  }
}

Result<Explanation> Explainer::explain(const ExplainQuery& query,
                                       const ExplainLimits& limits) const {
  return ExplanationMaker(*this, query, limits).make();
}

}  // namespace flowtime
