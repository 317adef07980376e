// Settable: something in a model that takes values from beside it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "pipeline/setting.h"
#include "text/yaml.h"

namespace flowtime {

struct Settable {
  enum class Kind { kConst, kNumber, kLimit, kEdgeWeight, kRouteWeight };
  Kind kind = Kind::kConst;
  std::string name;              // as settings name it
  std::size_t index = 0;         // of the node, the topology node or the edge
  std::size_t route = 0;         // of the router
  std::vector<double> values{};  // one for the grid, or one per bin; empty: the model says none
};

// Problems: unknown_parameter, setting_not_const (with what the node is computed from),
// setting_limit_series and setting_weight_series (what is a series has a node to set),
// setting_no_queue.
Result<Settable> find_settable(const Model& model, const Setting& setting);
std::vector<std::string> settable_names(const Model& model);

// Applies one setting. Problems: setting_needs_values, setting_length, setting_number
// and those of edit_values.
Result<Done> edit(Settable& settable, const Setting& setting, const TimeGrid& grid);

// The number that an expression is, when it reads no series and no clock: "72", "-(2 * 36)".
std::optional<double> number_of(const Expr& expr);

// Puts the values where they belong in the tree of the model. What was one number and is now one
// per bin becomes a const node of its own.
void write_into(yaml::Value& root, const Model& model, const Settable& settable);

}  // namespace flowtime
