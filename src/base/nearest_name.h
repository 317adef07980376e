// The known name closest to a misspelt one, for "did you mean".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowtime {

// The candidate that equals `name` but for case, else the one at the smallest edit distance that is
// at most a third of the longer length (at least 1); first of equals; empty when none is close.
// Cost is bounded: candidates whose length differs too much are skipped.
// Example: "paymet_queue" finds "payment_queue"; "foo" finds nothing. Quadratic in the lengths of
// two names, linear in the candidates: callers limit how often they ask.
// Letters count as equal in both cases. Names longer than 128 bytes are found only when they are
// equal but for case.
std::string nearest_name(std::string_view name, const std::vector<std::string_view>& candidates);

// The first candidate that equals `name` but for case; empty without one.
// Includes a candidate that is equal in every byte. Linear in the candidates.
std::string same_but_for_case(std::string_view name,
                              const std::vector<std::string_view>& candidates);

}  // namespace flowtime
