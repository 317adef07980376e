// Which series the topology of a model speaks of, and under which metric.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

struct SemanticSeries {
  std::string node_id;    // of a topology node, or of a constraint
  std::string metric;     // "Arrivals", "Served", ..., "Parallelism", "WipLimit"; of a constraint
                          // "ConstraintArrivals", ...
  std::string series_id;  // bare id, of a class "x@Gold"
};

// In the order of the topology, constraints behind the nodes. A queue's depth is listed also where
// the model leaves its name to us. References to files are left out.
// A series that several nodes speak of is listed for each.
std::vector<SemanticSeries> semantic_series(const Model& model);

// The name of the role in the model, with a capital.
std::string metric_name(Role role);  // "Arrivals", "QueueDepth", ...

}  // namespace flowtime
