// ExpectationOutcome: what became of one expectation of a run, as it is stored and answered.
// The grammar and its rules: docs/expectations.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "series/absent.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {

// Owns its texts. `value` is in `unit`; `shown` is the value with its unit, for people.
struct ExpectationOutcome {
  std::string text;    // as written: "p95Wait(Payment) <= 15 min"
  std::string figure;  // its left side: "p95Wait(Payment)"
  std::string id;      // of the series, node or constraint that it is about; "run"
  bool holds = false;
  double value = kAbsent;  // of the figure
  std::string unit, shown;
  // The value is a lower bound: items have not left yet.
  bool at_least = false;
  std::string why{};                 // where it does not hold: "it is 27 min", one clause
  std::vector<std::int64_t> bins{};  // where it does not hold and bins can be named: the first five
};

// "expectations": [...], or nothing without any.
// In the order in which they were written by the author.
void expectations_member(JsonWriter& json, const std::vector<ExpectationOutcome>& outcomes);
// Unknown members are passed over; missing ones have their defaults.
// Consumes one JSON value, also when it is not an array.
std::vector<ExpectationOutcome> read_expectations(JsonReader& json);

// One finding expectation_failed for each that does not hold.
// In the order of the outcomes.
std::vector<Finding> expectation_findings(const std::vector<ExpectationOutcome>& outcomes,
                                          Severity severity);

// What came out, as one clause: "it is 429", "it never falls".
std::string came_out(const ExpectationOutcome& outcome);

// "max(queue) < 100 does not hold: it is 429".
std::string sentence_of(const ExpectationOutcome& outcome);

}  // namespace flowtime
