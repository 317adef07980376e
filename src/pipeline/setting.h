// Setting: a value given beside the model, in the form of `--set`.
//
//   id=3                      every bin
//   id=1,2,3                  one value per bin
//   id=@file.csv              one value per row of a file
//   id*=1.2                   every bin, from what the model says; also += -= /=
//   id[3..5]=0                some bins: 3, 4 and 5 (bin_range.h)
//   id[14:00..15:00]*=1.2     some bins: those that start from 14:00 to just before 15:00
//
// `id` is a parameter of the template; a const node, or an expr node that is a number; or
// <TopologyId>.wipLimit, <EdgeId>.weight, <Router>-><target>.weight. A parameter wins over a node
// of its name; node:id is the node. A file may say which of its columns: @file.csv#served.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pipeline/values_file.h"

namespace flowtime {

struct Setting {
  enum class Operator : std::uint8_t { kAssign, kAdd, kSubtract, kMultiply, kDivide };
  std::string label{};                 // what messages call it, e.g. "--set capacity=3"
  std::string path{};                  // of its Problems
  std::string text{};                  // as given
  std::string target{};                // what is set, without node:
  bool is_node = false;                // written node:id, so that no parameter is meant
  std::optional<std::string> range{};  // the text between the brackets
  Operator op = Operator::kAssign;
  std::vector<double> values{};       // at least one, unless they are in `file`
  std::string file{};                 // path as given, without its column
  std::string column{};               // of the file; empty: the one there is
  std::optional<ValuesTable> rows{};  // of the file, once it is read
  bool is_one_value() const { return !range && file.empty() && values.size() == 1; }
};

// Problems: setting_syntax, setting_number. `label` becomes the file of the Problem.
Result<Setting> parse_setting(std::string_view text, std::string label, std::string path = "");

// The setting with its values written out: what a file held is part of it, "id[3..5]*=1.2",
// "node:id=1,2,3". Parsed again it is the same setting.
std::string written_out(const Setting& setting);

const char* name_of(Setting::Operator op);  // "=", "+=", ...

// left <op> right; a division by zero gives 0, as everywhere.
double combine(Setting::Operator op, double left, double right);

}  // namespace flowtime
