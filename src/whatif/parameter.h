// Parameter: something of a model or a template that a study may vary.
//
// What a plain model offers, by id:
//   capacity                    a const node: one number for every bin, or one per bin
//   Packing.wipLimit            the limit of a queue
//   share                       an expression that is one number
//   orders.Express              the rate of a class that traffic brings to a node
//   Packing.initialCondition    what a queue begins with; walk.initial: an expression before bin 0
//   split.Night.weight          the weight of a route; of an edge: toNight.weight,
//   toNight.multiplier
// A template offers its parameters that are numbers or lists of them, and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowtime::whatif {

enum class ParameterKind : std::uint8_t {
  kConst,
  kWipLimit,
  kExpression,
  kClassRate,
  kInitialCondition,
  kWeight,
  kTemplate,
};
const char* name_of(ParameterKind kind);  // "const"

// A description, without the model: valid for itself.
struct Parameter {
  std::string id{};
  ParameterKind kind = ParameterKind::kConst;
  std::string title{};                 // for people; may be empty
  std::string unit{};                  // may be empty
  std::vector<double> values{};        // now: one number, or one per bin or element
  std::optional<double> min{}, max{};  // inclusive
  double step = 1;                     // above 0: by how much a control changes it
  bool is_integer = false;
  bool shapes_grid = false;  // decides the number or width of bins: results are hard to compare

  // The first of its values, which stands for a parameter that is one number.
  double value() const { return values.empty() ? 0 : values.front(); }
  bool is_number() const { return values.size() == 1; }
};

// The step of a parameter that names none: some hundredth of its value, a power of ten.
// 1 of 0; 0.1 of 1 to 9.99; 1 of 10 to 999; 10 of 1,000 to 9,999.
double natural_step(double value);
// The multiple of the step nearest to `value`, as a person would write it.
double on_step(double value, double step);

}  // namespace flowtime::whatif
