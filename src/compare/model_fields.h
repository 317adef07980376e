// The items of a model as names and texts, so that two models can be compared field by field.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/model.h"

namespace flowtime {

// `item` is the kind ("node", "edge"), `id` is unique among items of that kind.
struct ModelItem {
  std::string item, id;
  std::vector<std::pair<std::string, std::string>>
      fields{};  // in a fixed order; "" where not given
};

// Everything but the values of const nodes: a const node has its kind only, and where its values
// come from.
// In the order of the model; copies, which outlive it.
// A node of another kind has other fields, so fields are compared by name and not by position.
std::vector<ModelItem> items_of(const Model& model);

}  // namespace flowtime
