// What differs between two models: values that the model gives, and everything else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"

namespace flowtime {

// A const node whose values differ.
// Bins that only one of the grids has are not compared, but count in its mean.
// In the unit of the node. `first_bin` counts from 0.
struct InputChange {
  std::string id{};
  std::int64_t changed_bins = 0, first_bin = 0;
  double before = 0, after = 0;            // in the first bin that differs
  double mean_before = 0, mean_after = 0;  // over all bins
  bool is_one_stretch = false;             // bins that follow one another, with one value each
};

// One node, topology node, edge, constraint, class ... that one model has and the other has not, or
// one field of it that differs.
// Of an item that was added or removed, the text is its expression, else its kind, else the ends of
// an edge.
struct StructureChange {
  enum class Kind { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string item{};  // "node", "topology node", "edge", "constraint", "class", "model"
  std::string id{};
  std::string field{};            // of kChanged: "expr", "weight", "served"
  std::string before{}, after{};  // as text; "" where there is nothing
};
const char* name_of(StructureChange::Kind kind);  // "added"

struct ModelChanges {
  std::vector<InputChange> inputs{};         // in the order of the first model
  std::vector<StructureChange> structure{};  // removed and changed in the order of the first model,
                                             // then added in the order of the second
};
// By id: an item that was renamed is removed and added.
// Expressions are compared as they are written; comments and the layout of the YAML do not count.
ModelChanges compare_models(const Model& before, const Model& after);

}  // namespace flowtime
