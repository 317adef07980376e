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
struct MetricInput {
  std::string role{};       // "served"
  std::string series_id{};  // bare id; "" where there is none or a number is given
  double value = 0;
};

// `value` is what src/metrics computes; `formula` evaluates to it.
struct ComputedMetric {
  std::string name{}, unit{}, rule{};  // "utilization", "ratio", "served / effective capacity"
  double value = 0;
  FormulaNode formula{};
  // The inputs that carry the value, and how much of it: all of it for a ratio (the divisor is only
  // named), each its own part for a sum.
  struct Carrier {
    std::string series_id{};
    double amount = 0;
  };
  std::vector<Carrier> carriers{};
  std::string absent_because{};  // of an absent value
};

// "utilization", "latencyMinutes" ...; in the order in which they are documented, those of
// path_metrics.h last.
std::vector<std::string_view> computed_metric_names();

using ReadInput = std::function<MetricInput(const std::string& role)>;

// Nothing for an unknown name. `read` gives the roles of the node by name; "served" is what left in
// truth, "parallelism" may be a number.
// `bin_ms`: width of a bin in milliseconds. An absent value is not an error: absent_because says
// why.
std::optional<ComputedMetric> compute_metric(std::string_view name, const TopologyNode& node,
                                             double bin_ms, const ReadInput& read);

}  // namespace flowtime
