// The value of a figure of a run.
#pragma once

#include <string>

#include "series/absent.h"

namespace flowtime::figures {

// `unit` is a word for programs; people read `shown`.
struct FigureValue {
  double value = kAbsent;    // kVerdict: 1 good, 2 warning, 3 critical
  std::string unit{};        // "items", "minutes", "ratio", "share", "verdict", or of the series
  bool at_least = false;     // a lower bound: not everything has left by the end
  std::string why_absent{};  // one clause, where there is no value
};
// As people read it: "429", "14 %", "≥ 5.1 h", "critical"; "-" where absent.
std::string shown(const FigureValue& value);

}  // namespace flowtime::figures
