#include "run/expectation_outcome.h"

#include "series/absent.h"

namespace flowtime {
namespace {

void write_outcome(JsonWriter& json, const ExpectationOutcome& outcome) {
  json.begin_object().member("text", outcome.text).member("holds", outcome.holds);
  json.member("figure", outcome.figure).member("id", outcome.id).key("value").number(outcome.value);
  json.member("unit", outcome.unit).member("shown", outcome.shown);
  if (outcome.at_least) json.member("atLeast", true);
  if (!outcome.why.empty()) json.member("why", outcome.why);
  if (!outcome.bins.empty()) {
    json.key("bins").begin_array();
    for (const std::int64_t bin : outcome.bins) json.integer(bin);
    json.end_array();
  }
  json.end_object();
}

ExpectationOutcome outcome_of(JsonReader& json) {
  ExpectationOutcome outcome;
  json.members([&](std::string_view name) {
    if (name == "text") outcome.text = json.text();
    if (name == "figure") outcome.figure = json.text();
    if (name == "id") outcome.id = json.text();
    if (name == "holds") outcome.holds = json.boolean().value_or(false);
    if (name == "value") outcome.value = json.number().value_or(kAbsent);
    if (name == "unit") outcome.unit = json.text();
    if (name == "shown") outcome.shown = json.text();
    if (name == "atLeast") outcome.at_least = json.boolean().value_or(false);
    if (name == "why") outcome.why = json.text();
    if (name == "bins") {
      json.items([&] {
        if (const auto bin = json.integer()) outcome.bins.push_back(*bin);
      });
    }
  });
  return outcome;
}

}  // namespace

void expectations_member(JsonWriter& json, const std::vector<ExpectationOutcome>& outcomes) {
  if (outcomes.empty()) return;
  json.key("expectations").begin_array();
  for (const ExpectationOutcome& outcome : outcomes) write_outcome(json, outcome);
  json.end_array();
}

std::vector<ExpectationOutcome> read_expectations(JsonReader& json) {
  std::vector<ExpectationOutcome> outcomes;
  json.items([&] { outcomes.push_back(outcome_of(json)); });
  return outcomes;
}

std::vector<Finding> expectation_findings(const std::vector<ExpectationOutcome>& outcomes,
                                          Severity severity) {
  std::vector<Finding> findings;
  for (const ExpectationOutcome& outcome : outcomes) {
    if (outcome.holds) continue;
    Finding finding;
    finding.severity = severity;
    finding.code = "expectation_failed";
    finding.message = sentence_of(outcome);
    // Also the id of a series or constraint: the finding has no other place for it.
    finding.node_id = outcome.id;
    finding.bins = outcome.bins;
    if (is_finite(outcome.value)) finding.value = outcome.value;
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::string came_out(const ExpectationOutcome& outcome) {
  if (!outcome.why.empty()) return outcome.why;
  // monotone(id) is the one figure that is true or not; `why` says where it is not.
  return outcome.unit == "truth" ? "it never falls" : "it is " + outcome.shown;
}

std::string sentence_of(const ExpectationOutcome& outcome) {
  return "'" + outcome.text + "' " + (outcome.holds ? "holds: " : "does not hold: ") +
         came_out(outcome);
}

}  // namespace flowtime
