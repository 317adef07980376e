// Setting: a value given beside the model, in the form of `--set`.
//
//   id=3                      every bin
//   id=1,2,3                  one value per bin
//   id=@file.csv              one value per row of a file
//   id*=1.2                   every bin, from what the model says; also += -= /=
//   id[3..5]=0                some bins: 3, 4 and 5 (bin_range.h)
//   id[14:00..15:00]*=1.2     some bins: those that start from 14:00 to just before 15:00
//
// `id` is a const node, or <TopologyId>.wipLimit, which takes one number for the whole grid.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

struct Setting {
  enum class Operator : std::uint8_t { kAssign, kAdd, kSubtract, kMultiply, kDivide };
  std::string label{};                 // what messages call it, e.g. "--set capacity=3"
  std::string text{};                  // as given
  std::string target{};                // const node id, or "<TopologyId>.wipLimit"
  std::optional<std::string> range{};  // the text between the brackets
  Operator op = Operator::kAssign;
  std::vector<double> values{};  // at least one, unless they are in `file`
  std::string file{};            // path as given
};

// Problems: setting_syntax, setting_number. `label` becomes the file of the Problem.
Result<Setting> parse_setting(std::string_view text, std::string label);

// left <op> right; a division by zero gives 0, as everywhere.
double combine(Setting::Operator op, double left, double right);

}  // namespace flowtime
