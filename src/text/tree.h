// What every way of building a tree has to agree on.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "text/yaml.h"

namespace flowtime::yaml {

// A plain scalar that means "no value": null, Null, NULL, ~ or nothing at all.
// Asked only of scalars without quotes; a key that reads so is a text.
bool is_null_text(std::string_view plain);

// The first pair of members with equal keys, by index, or nothing. Cost n log n.
// The pair whose later member comes first in the document.
std::optional<std::pair<std::size_t, std::size_t>> equal_keys(const std::vector<Member>& members);

}  // namespace flowtime::yaml
