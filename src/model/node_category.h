// What a topology node's kind and role make of it (docs/semantics.md, "Node kinds").
// All functions are pure lookups in tables; the views that they give are of literals.
#pragma once

#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

// Whether there is such a kind, in any case; none at all means a service.
bool is_topology_kind(std::string_view kind);
// The kinds as they are written, the usual ones first.
// Those of nodes[] (const, expr, pmf) are in it: a topology may show such a node.
std::vector<std::string_view> topology_kinds();

// nodeRole sink wins over the kind; an empty kind is a service. Case does not matter.
NodeCategory category_of(std::string_view kind, std::string_view role);

// What the parts of the program ask about a category.
// One row per category: a question about kinds is a column here, not a comparison elsewhere.
struct CategoryTraits {
  NodeCategory category{};
  const char* name = "";  // as answers have it
  bool receives = true;   // it cannot do without arrivals
  bool works = false;     // it is expected to serve up to a capacity
  bool computed = false;  // a node of nodes[] without a place in the topology
};
// Valid for the life of the program.
const CategoryTraits& traits_of(NodeCategory category);

// A node of nodes[] shown as if it were in the topology: const, expr or pmf.
// It has an id, a kind and a category; no semantics.
TopologyNode stand_in_of(const Node& node);

// The node's arrivals, served or queueDepth are a series that it cannot do without.
// For every role but these three the answer is no.
bool requires_role(const TopologyNode& node, Role role);

// serviceWithBuffer, queue and dlq have a queue whatever their queueDepth says.
bool kind_has_queue(std::string_view kind);

}  // namespace flowtime
