// Knob: one parameter and how the value of a study is put into it.
//
//   capacity                    the value, in every bin
//   capacity*                   what the model says times the value; also + - /
//   capacity[14:00..15:00]      the value in some bins (pipeline/bin_range.h)
//   capacity[14:00..15:00]*     times the value in these bins
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pipeline/setting.h"

namespace flowtime::whatif {

struct Knob {
  std::string text;  // as written; the name that points and answers use
  Setting pattern;   // with no value yet
  const std::string& target() const { return pattern.target; }
  bool is_plain() const {  // the value replaces the parameter
    return !pattern.range && pattern.op == Setting::Operator::kAssign;
  }
  // The same change as a `--set` of this value.
  // Its text and label are "capacity*=1.2", for messages.
  Setting with(double value) const;
};

// Problems: those of parse_setting. The parameter is not looked up.
Result<Knob> parse_knob(std::string_view text);

using Knobs = std::vector<Knob>;

}  // namespace flowtime::whatif
