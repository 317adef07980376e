#include "explain/computed_metric.h"

#include <cmath>

#include "metrics/capacity.h"
#include "metrics/latency.h"
#include "metrics/retry.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// Computes one metric of one node in one bin.
class Metrics {
 public:
  Metrics(const TopologyNode& node, double bin_ms, const ReadInput& read)
      : node_(node), bin_ms_(bin_ms), read_(read) {}

  ComputedMetric effective_capacity() {
    const FormulaNode capacity = input("capacity"), parallelism = input("parallelism");
    ComputedMetric made =
        carried("effectiveCapacity", "items/bin", "capacity * parallelism",
                flowtime::effective_capacity(capacity.value, parallelism.value), capacity);
    const bool several = is_finite(parallelism.value) && parallelism.value > 0;
    made.formula =
        call("multiply", made.value, {capacity, several ? parallelism : number(1, "parallelism")});
    made.absent_because = "the node's capacity has no value there";
    return made;
  }

  ComputedMetric utilization() {
    const FormulaNode served = input("served");
    const ComputedMetric capacity = effective_capacity();
    ComputedMetric made = carried("utilization", "ratio", "served / effective capacity",
                                  flowtime::utilization(served.value, capacity.value), served);
    made.formula = call("divide", made.value, {served, named(capacity, "effective capacity")});
    made.absent_because = is_absent(served.value)     ? "served has no value there"
                          : is_absent(capacity.value) ? "the node's capacity has no value there"
                                                      : "the capacity is not above 0";
    return made;
  }

  ComputedMetric queue_time() {
    const FormulaNode depth = input("queueDepth"), served = input("served");
    const double value =
        node_.queue_semantics ? queue_time_ms(depth.value, served.value, bin_ms_) : kAbsent;
    ComputedMetric made =
        carried("queueTimeMs", "ms", "queueDepth / served * bin width", value, depth);
    made.formula =
        call("multiply", value,
             {call("divide", ratio_or_absent(depth.value, served.value), {depth, served}),
              number(bin_ms_, "bin width")});
    made.absent_because = !node_.queue_semantics    ? "the node has no queue"
                          : is_absent(depth.value)  ? "queueDepth has no value there"
                          : is_absent(served.value) ? "served has no value there"
                                                    : "nothing was served";
    return made;
  }

  ComputedMetric latency() {
    const ComputedMetric time = queue_time();
    ComputedMetric made = time;
    made.name = "latencyMinutes";
    made.unit = "min";
    made.rule = "queueDepth / served * bin width / 60000";
    made.value = latency_minutes(time.value);
    made.formula =
        call("divide", made.value, {named(time, "queue time"), number(60000, "ms per minute")});
    for (ComputedMetric::Carrier& carrier : made.carriers) carrier.amount = made.value;
    return made;
  }

  ComputedMetric service_time() {
    const FormulaNode work = input("processingTimeMsSum"), count = input("servedCount");
    const double value =
        node_.service_semantics ? service_time_ms(work.value, count.value) : kAbsent;
    ComputedMetric made =
        carried("serviceTimeMs", "ms", "processingTimeMsSum / servedCount", value, work);
    made.formula = call("divide", value, {work, count});
    made.absent_because = !node_.service_semantics ? "the node is not a service"
                          : is_absent(work.value)  ? "processingTimeMsSum has no value there"
                          : is_absent(count.value) ? "servedCount has no value there"
                                                   : "servedCount is not above 0";
    return made;
  }

  ComputedMetric cycle_time() {
    const ComputedMetric queue = queue_time(), service = service_time();
    ComputedMetric made{.name = "cycleTimeMs", .unit = "ms", .rule = "queue time + service time"};
    made.value = cycle_time_ms(queue.value, service.value);
    made.formula =
        call("add", made.value, {part(queue, "queue time"), part(service, "service time")});
    for (const ComputedMetric* part : {&queue, &service}) {
      if (is_absent(part->value)) continue;
      made.carriers.insert(made.carriers.end(), part->carriers.begin(), part->carriers.end());
    }
    made.absent_because = queue.absent_because + ", and " + service.absent_because;
    return made;
  }

  ComputedMetric flow_efficiency() {
    const ComputedMetric service = service_time(), cycle = cycle_time();
    ComputedMetric made = service;
    made.name = "flowEfficiency";
    made.unit = "ratio";
    made.rule = "service time / cycle time";
    made.value = flowtime::flow_efficiency(service.value, cycle.value);
    made.formula =
        call("divide", made.value, {named(service, "service time"), named(cycle, "cycle time")});
    for (ComputedMetric::Carrier& carrier : made.carriers) carrier.amount = made.value;
    if (!is_absent(service.value)) made.absent_because = "the cycle time is not above 0";
    return made;
  }

  ComputedMetric throughput_ratio() {
    const FormulaNode served = input("served"), arrivals = input("arrivals");
    ComputedMetric made = carried("throughputRatio", "ratio", "served / arrivals, at most 1",
                                  flowtime::throughput_ratio(served.value, arrivals.value), served);
    FormulaNode ratio =
        call("divide", ratio_or_absent(served.value, arrivals.value), {served, arrivals});
    made.formula = call("clamp", made.value, {std::move(ratio), number(0, ""), number(1, "")});
    made.absent_because = is_absent(served.value)     ? "served has no value there"
                          : is_absent(arrivals.value) ? "arrivals have no value there"
                                                      : "nothing arrived";
    return made;
  }

  // Of a node without a series of attempts.
  ComputedMetric attempts() {
    const FormulaNode served = input("served"), failures = input("failures");
    const bool known = node_.service_semantics;
    ComputedMetric made{.name = "attempts", .unit = "items/bin", .rule = "served + failures"};
    made.value = known ? attempts_from(served.value, failures.value) : kAbsent;
    made.formula = call("add", made.value, {served, failures});
    made.carriers = {{served.series_id, served.value}, {failures.series_id, failures.value}};
    made.absent_because = !known                    ? "the node is not a service"
                          : is_absent(served.value) ? "served has no value there"
                                                    : "failures have no value there";
    return made;
  }

  ComputedMetric retry_tax() {
    const FormulaNode served = input("served");
    const FormulaNode attempts = attempts_node(served);
    ComputedMetric made = carried("retryTax", "ratio", "(attempts - served) / attempts, at least 0",
                                  flowtime::retry_tax(attempts.value, served.value), attempts);
    made.formula = call(
        "divide", made.value,
        {call("max", std::fmax(0, attempts.value - served.value),
              {number(0, ""), call("subtract", attempts.value - served.value, {attempts, served})}),
         attempts});
    if (attempts.series_id.empty()) made.carriers = {{input("failures").series_id, made.value}};
    made.absent_because = is_absent(attempts.value) ? "attempts have no value there"
                          : is_absent(served.value) ? "served has no value there"
                                                    : "nothing was attempted";
    return made;
  }

 private:
  FormulaNode input(const char* role) {
    const MetricInput given = read_(role);
    FormulaNode node{.op = given.series_id.empty() ? "number" : "series",
                     .role = role,
                     .value = given.value,
                     .series_id = given.series_id};
    return node;
  }
  FormulaNode attempts_node(const FormulaNode& served) {
    FormulaNode attempts = input("attempts");
    if (!attempts.series_id.empty()) return attempts;
    FormulaNode failures = input("failures");
    FormulaNode sum = call("add", attempts_from(served.value, failures.value), {served, failures});
    sum.role = "attempts";
    return sum;
  }
  static FormulaNode number(double value, const char* role) {
    return {.op = "number", .role = role, .value = value};
  }
  static FormulaNode call(const char* op, double value, std::vector<FormulaNode> operands) {
    return {.op = op, .value = value, .operands = std::move(operands)};
  }
  static FormulaNode named(const ComputedMetric& metric, const char* role) {
    FormulaNode node = metric.formula;
    node.role = role;
    return node;
  }
  // Of a sum in which an absent part counts as 0.
  static FormulaNode part(const ComputedMetric& metric, const char* role) {
    return is_absent(metric.value) ? number(0, role) : named(metric, role);
  }
  static ComputedMetric carried(const char* name, const char* unit, const char* rule, double value,
                                const FormulaNode& carrier) {
    ComputedMetric made{.name = name, .unit = unit, .rule = rule, .value = value};
    if (!carrier.series_id.empty()) made.carriers = {{carrier.series_id, value}};
    return made;
  }

  const TopologyNode& node_;
  double bin_ms_;
  const ReadInput& read_;
};

struct MetricRow {
  std::string_view name;
  ComputedMetric (Metrics::*compute)();
};
constexpr MetricRow kMetrics[] = {
    {"effectiveCapacity", &Metrics::effective_capacity},
    {"utilization", &Metrics::utilization},
    {"queueTimeMs", &Metrics::queue_time},
    {"latencyMinutes", &Metrics::latency},
    {"serviceTimeMs", &Metrics::service_time},
    {"cycleTimeMs", &Metrics::cycle_time},
    {"flowEfficiency", &Metrics::flow_efficiency},
    {"throughputRatio", &Metrics::throughput_ratio},
    {"retryTax", &Metrics::retry_tax},
    {"attempts", &Metrics::attempts},
};

}  // namespace

std::vector<std::string_view> computed_metric_names() {
  std::vector<std::string_view> names;
  for (const MetricRow& row : kMetrics) names.push_back(row.name);
  names.insert(names.end(), {"flowLatencyMs", "backlogAgeMinutes", "fifoDelayMinutes"});
  return names;
}

std::optional<ComputedMetric> compute_metric(std::string_view name, const TopologyNode& node,
                                             double bin_ms, const ReadInput& read) {
  for (const MetricRow& row : kMetrics) {
    if (row.name == name) return (Metrics(node, bin_ms, read).*row.compute)();
  }
  return std::nullopt;
}

}  // namespace flowtime
