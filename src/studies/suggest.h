// Suggestions: the smallest change of one parameter after which nothing waits beyond its promise
// and nothing is dropped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "eval/evaluate.h"
#include "studies/study_subject.h"

namespace flowtime::studies {

// A figure that a change makes worse.
// Both values in `unit`: "minutes", "items", "ratio" or "verdict".
struct SideEffect {
  std::string figure{};  // "load(Fulfilment)", "inflow(run)"
  double from = 0, to = 0;
  std::string unit{};
  std::string text{};  // "Fulfilment is loaded up to 95 %, before 90 %"
};

// `from` and `to` are values of the parameter in `unit`.
struct Suggestion {
  std::string parameter{}, title{}, unit{};
  double from = 0, to = 0;
  std::string effect{};  // one sentence
  std::vector<SideEffect> worsens{};
  double relative_size() const;  // of the change
};

struct Suggestions {
  std::string headline{};             // what the run says now
  bool is_met = false;                // there is nothing to suggest: the target holds already
  double harmed = 0;                  // items late or dropped now
  std::vector<Suggestion> entries{};  // the smallest relative change first
  std::string why_none{};             // where the target does not hold and there is no entry
  std::int64_t evaluations = 0;
};

struct SuggestOptions {
  int threads = 0;  // 0: as the machine has; changes nothing
  StopToken* stop = nullptr;
  std::vector<std::string> parameters{};  // only these; empty: all but those that shape the grid
};

// Each parameter is moved up and down in its steps, to its bound or to eight times its value. Where
// half of that or all of it reaches the target, the smallest step that does is found by bisection;
// the value is a multiple of the step. One entry per parameter: the smaller of its two changes.
// Problems: stopped, unknown_parameter, those of the subject.
// The same for any number of threads.
Result<Suggestions> suggest(const OpenedSubject& opened, const SuggestOptions& options = {});

// {"target","met","harmed","headline","entries":[{"parameter","title","unit","from","to","effect",
//  "worsens":[{"figure","from","to","unit","text"}]}],"next":the first entry with "text", or null,
//  "message","evaluations"}, with the members of `more` in front.
std::string to_json(const Suggestions& suggestions, const std::string& run_id,
                    const std::string& template_id);

}  // namespace flowtime::studies
