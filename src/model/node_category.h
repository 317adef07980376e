// What a topology node's kind and role make of it (docs/semantics.md, "Node kinds").
#pragma once

#include <string_view>

#include "model/model.h"

namespace flowtime {

// nodeRole sink wins over the kind; an unknown or empty kind is a service. Case does not matter.
NodeCategory category_of(std::string_view kind, std::string_view role);

// serviceWithBuffer, queue and dlq have a queue whatever their queueDepth says.
bool kind_has_queue(std::string_view kind);

}  // namespace flowtime
