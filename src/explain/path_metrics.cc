#include "explain/path_metrics.h"

#include "metrics/fifo.h"
#include "metrics/flow_latency.h"
#include "metrics/oldest_age.h"
#include "series/absent.h"

namespace flowtime {
namespace {

FormulaNode leaf(const WholeSeries& series, const char* role, std::int64_t bin) {
  const double value = value_at(series.values, static_cast<std::size_t>(bin));
  return {.op = "series", .role = role, .value = value, .series_id = series.series_id};
}

FormulaNode number(double value, std::string role) {
  return {.op = "number", .role = std::move(role), .value = value};
}

FormulaNode call(const char* op, double value, std::vector<FormulaNode> operands) {
  return {.op = op, .value = value, .operands = std::move(operands)};
}

bool has_queue(const QueueCurves& queue) {
  return !queue.inflow.values.empty() && !queue.depth.values.empty();
}

// In bins, by the name of the formula, and in minutes.
ComputedMetric in_minutes(ComputedMetric made, const char* op, double in_bins, double bin_minutes,
                          const QueueCurves& queue, std::int64_t bin) {
  made.unit = "min";
  made.value = canonical(in_bins * bin_minutes);
  made.formula =
      call("multiply", made.value,
           {call(op, in_bins, {leaf(queue.inflow, "inflow", bin), leaf(queue.depth, "depth", bin)}),
            number(bin_minutes, "bin width")});
  return made;
}

// The latency of one node and of all that lead to it, in one bin.
class PathLatency {
 public:
  PathLatency(const Topology& topology, const PathSource& source)
      : topology_(topology), order_(flow_latency_order(topology)) {
    FlowLatencyInput input;
    for (std::size_t v = 0; v < topology.nodes.size(); ++v) {
      cycle_times_.push_back(source.cycle_time(v));
      passed_.push_back(source.passed(v));
      cycle_values_.push_back(cycle_times_.back().value);
    }
    for (std::size_t e = 0; e < topology.edges.size(); ++e) {
      flows_.push_back(source.flow(e));
      flow_values_.push_back(flows_.back().value);
    }
    for (const double& value : cycle_values_) input.cycle_time_ms.emplace_back(&value, 1u);
    for (const double& value : passed_) input.passed.emplace_back(&value, 1u);
    for (const double& value : flow_values_) input.flow_volume.emplace_back(&value, 1u);
    latency_ = flow_latency_ms(topology, input, 1);
    place_.resize(order_.size());
    for (std::size_t i = 0; i < order_.size(); ++i) place_[order_[i].value] = i;
  }

  ComputedMetric of(std::size_t node) {
    ComputedMetric made{.name = "flowLatencyMs",
                        .unit = "ms",
                        .rule = "cycle time + flow latency of the nodes before, weighted by flow"};
    made.value = latency_[node][0];
    made.formula = formula(node);
    made.carriers = carriers(node);
    made.absent_because = is_absent(passed_[node]) || passed_[node] <= 0
                              ? "nothing passed the node"
                              : "neither the node nor one before it has a cycle time";
    return made;
  }

 private:
  // The edges whose source had a latency by the time the node was computed.
  std::vector<std::size_t> edges_before(std::size_t node) const {
    std::vector<std::size_t> edges;
    for (std::size_t e = 0; e < topology_.edges.size(); ++e) {
      const Edge& edge = topology_.edges[e];
      const std::size_t from = edge.from.value;
      const bool leads = edge.to.value == node && edge.type != EdgeType::kTerminal;
      if (!leads || place_[from] >= place_[node] || is_absent(latency_[from][0])) continue;
      if (is_finite(flow_values_[e]) && flow_values_[e] > 0) edges.push_back(e);
    }
    return edges;
  }

  FormulaNode formula(std::size_t node) const {
    FormulaNode own = cycle_times_[node].formula;
    own.role = "cycle time";
    if (own.op.empty()) own = number(cycle_values_[node], "cycle time");
    if (is_absent(cycle_values_[node])) own = number(0, "cycle time");
    const std::vector<std::size_t> edges = edges_before(node);
    if (edges.empty()) return call("add", latency_[node][0], {own, number(0, "no node before")});
    std::vector<UpstreamFlow> upstream;
    std::vector<FormulaNode> operands;
    for (const std::size_t e : edges) {
      const TopologyNode& from = topology_.nodes[topology_.edges[e].from.value];
      const double latency = latency_[topology_.edges[e].from.value][0];
      upstream.push_back({flow_values_[e], latency});
      operands.push_back({.op = "series",
                          .role = "flow from " + from.id,
                          .value = flow_values_[e],
                          .series_id = flows_[e].series_id});
      operands.push_back(number(latency, "flow latency of " + from.id));
    }
    FormulaNode before = call("weighted_mean", upstream_latency_ms(upstream), std::move(operands));
    before.role = "nodes before";
    return call("add", latency_[node][0], {std::move(own), std::move(before)});
  }

  // Back through the order of evaluation: what of the latency belongs to each node.
  std::vector<ComputedMetric::Carrier> carriers(std::size_t node) const {
    std::vector<ComputedMetric::Carrier> made;
    std::vector<double> weight(topology_.nodes.size(), 0);
    weight[node] = 1;
    for (std::size_t i = place_[node] + 1; i-- > 0;) {
      const std::size_t v = order_[i].value;
      if (weight[v] <= 0) continue;
      for (const ComputedMetric::Carrier& carrier : cycle_times_[v].carriers) {
        made.push_back({carrier.series_id, weight[v] * carrier.amount});
      }
      const std::vector<std::size_t> edges = edges_before(v);
      double total = 0;
      for (const std::size_t e : edges) total += flow_values_[e];
      for (const std::size_t e : edges) {
        weight[topology_.edges[e].from.value] += weight[v] * (flow_values_[e] / total);
      }
    }
    return made;
  }

  const Topology& topology_;
  std::vector<TopologyIndex> order_;
  std::vector<std::size_t> place_;  // of a node in the order
  std::vector<ComputedMetric> cycle_times_;
  std::vector<MetricInput> flows_;
  std::vector<double> cycle_values_, passed_, flow_values_;
  std::vector<std::vector<double>> latency_;
};

}  // namespace

ComputedMetric backlog_age_metric(const QueueCurves& queue, std::int64_t bin, double bin_minutes) {
  ComputedMetric made{.name = "backlogAgeMinutes",
                      .unit = "min",
                      .rule = "bins since the oldest of what waits came in * bin width"};
  made.value = kAbsent;
  made.absent_because = has_queue(queue) ? "the depth has no value there" : "the node has no queue";
  if (!has_queue(queue)) return made;
  OldestAge age(queue.inflow.values, queue.depth.values);
  made.carriers = {{queue.depth.series_id, 0}};
  made = in_minutes(std::move(made), "oldest_age", age(bin), bin_minutes, queue, bin);
  made.carriers[0].amount = made.value;
  return made;
}

ComputedMetric fifo_delay_metric(const QueueCurves& queue, std::int64_t bin, double bin_minutes) {
  ComputedMetric made{.name = "fifoDelayMinutes",
                      .unit = "min",
                      .rule = "mean bins until what came in the bin had left * bin width"};
  made.value = kAbsent;
  made.absent_because = "the node has no queue";
  if (!has_queue(queue)) return made;
  const auto t = static_cast<std::size_t>(bin);
  const FifoQueue curves{.inflow = queue.inflow.values,
                         .depth = queue.depth.values,
                         .initial_depth = queue.initial_depth};
  std::vector<double> delay(queue.depth.values.size());
  fifo_delay_bins(curves, delay);
  made = in_minutes(std::move(made), "fifo_delay", delay[t], bin_minutes, queue, bin);
  const bool waits = finite_or_zero(queue.depth.values[t]) > 0;
  made.carriers = {{(waits ? queue.depth : queue.inflow).series_id, made.value}};
  made.absent_because = finite_or_zero(queue.inflow.values[t]) > 0
                            ? "some of what came in the bin had not left at the end of the run"
                            : "nothing came in the bin";
  return made;
}

ComputedMetric flow_latency_metric(const Topology& topology, std::size_t node,
                                   const PathSource& source) {
  return PathLatency(topology, source).of(node);
}

}  // namespace flowtime
