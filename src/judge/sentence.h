// Sentences: findings in words, for people who skim. Past tense, clock times, at most four digits.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"
#include "run/judgement.h"
#include "series/time_grid.h"

namespace flowtime::judge {

// "72", "1,227", "8,178", "36,490", "9.5", "0.25": at most four digits.
std::string shown_amount(double value);
// "45 s", "12.5 min", "30 min", "5.1 h", "3.2 days".
std::string shown_minutes(double minutes);
// "5 min", "1 h", "1 day": the width of a bin.
std::string shown_bin_width(const TimeGrid& grid);
// The start of a bin: "09:00", "3 Mar 09:00" on a grid of several days, "3 Mar" for bins of days;
// "bin 108" without a start.
std::string shown_time(const TimeGrid& grid, std::int64_t bin);
// "a third", "half", "11 %".
std::string shown_share(double share);
// "Search, Checkout and Reports".
std::string shown_list(const std::vector<std::string>& names);

// Builds the parts of a sentence.
class SentenceParts {
 public:
  SentenceParts& words(const std::string& text);
  SentenceParts& figure(double value, std::string shown, std::string series = "",
                        std::int64_t bin = -1, std::string unit = "");
  std::vector<SentencePart> take() { return std::move(parts_); }

 private:
  std::vector<SentencePart> parts_;
};

}  // namespace flowtime::judge
