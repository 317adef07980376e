// The formulas of src/metrics, as something to explain: which values they read and what of them
// carries the result.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/formula.h"
#include "model/model.h"

namespace flowtime {

// What a formula reads of a node; the value is absent where the node has no such series.
// By role: what the formula calls it and where it comes from.
// Without a series id the value is a number that the model gives, or absent.
struct MetricInput {
  std::string role{};       // "served"
  std::string series_id{};  // bare id; "" where there is none or a number is given
  double value = 0;
};

// `value` is what src/metrics computes; `formula` evaluates to it.
// Units: "items/bin", "ratio", "ms", "min". `formula` shows an absent part of a sum as 0.
struct ComputedMetric {
  std::string name{}, unit{}, rule{};  // "utilization", "ratio", "served / effective capacity"
  double value = 0;
  FormulaNode formula{};
  // The inputs that carry the value, and how much of it: all of it for a ratio (the divisor is only
  // named), each its own part for a sum.
  // In the unit of the metric.
  struct Carrier {
    std::string series_id{};
    double amount = 0;
  };
  std::vector<Carrier> carriers{};
  std::string absent_because{};  // of an absent value
};

// "utilization", "latencyMinutes" ...; in the order in which they are documented, those of
// path_metrics.h last.
// Texts live as long as the program.
std::vector<std::string_view> computed_metric_names();

// May be called several times for one role, and must answer alike.
using ReadInput = std::function<MetricInput(const std::string& role)>;

// Nothing for an unknown name. `read` gives the roles of the node by name; "served" is what left in
// truth, "parallelism" may be a number.
// `bin_ms`: width of a bin in milliseconds. An absent value is not an error: absent_because says
// why.
// Those of path_metrics.h are nothing here: they need more than one bin or one node.
std::optional<ComputedMetric> compute_metric(std::string_view name, const TopologyNode& node,
                                             double bin_ms, const ReadInput& read);

}  // namespace flowtime
