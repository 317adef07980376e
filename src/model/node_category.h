// What a topology node's kind and role make of it (docs/semantics.md, "Node kinds").
#pragma once

#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

// Whether there is such a kind, in any case; none at all means a service.
bool is_topology_kind(std::string_view kind);
// The kinds as they are written, the usual ones first.
std::vector<std::string_view> topology_kinds();

// nodeRole sink wins over the kind; an empty kind is a service. Case does not matter.
NodeCategory category_of(std::string_view kind, std::string_view role);

// serviceWithBuffer, queue and dlq have a queue whatever their queueDepth says.
bool kind_has_queue(std::string_view kind);

}  // namespace flowtime
