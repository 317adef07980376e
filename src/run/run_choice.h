// RunChoice: the words by which runs are chosen, alike in every list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "answers/judgement.h"
#include "base/result.h"

namespace flowtime {

// All three hold together.
struct RunChoice {
  std::vector<Verdict> verdicts{};   // one of them; empty: any
  std::vector<FindingKind> kinds{};  // one of them is the headline's; empty: any
  std::string content_hash{};        // "sha256:..."; empty: any
  bool is_any() const { return verdicts.empty() && kinds.empty() && content_hash.empty(); }
};

// Takes `verdict`, `kind` (several separated by commas) or `contentHash` (with its tag or without,
// in any case). An empty text counts as not given, other names are ignored.
// Problem invalid_query, which lists the choices.
// After a problem the choice is as before.
// Names of the words are exact. Blanks around a choice are ignored; an empty choice between commas
// is refused.
Result<Done> set_choice(RunChoice& choice, std::string_view name, const std::string& text);

// Of a problem about a word that is not among the choices: "sort cannot be 'x'."
Problem not_a_choice(std::string_view name, const std::string& text, const std::string& choices);

}  // namespace flowtime
