// Sentences: findings in words, for people who skim. Past tense; figures print as series/shown.h
// has them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "series/shown.h"

namespace flowtime::judge {

// Builds the parts of a sentence.
// Example: words("Payment was overloaded: ").figure(4588, "4,588", "payment_queue", 12). Calls can
// be chained; take() empties it.
class SentenceParts {
 public:
  // Words that follow words are one part.
  SentenceParts& words(const std::string& text);
  // `value` in full, `shown` as it is read; series: bare id; bin -1: of the whole run.
  SentenceParts& figure(double value, std::string shown, std::string series = "",
                        std::int64_t bin = -1, std::string unit = "");
  std::vector<SentencePart> take() { return std::move(parts_); }

 private:
  std::vector<SentencePart> parts_;
};

}  // namespace flowtime::judge
