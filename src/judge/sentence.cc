#include "judge/sentence.h"

#include "series/absent.h"

namespace flowtime::judge {

SentenceParts& SentenceParts::words(const std::string& text) {
  if (!parts_.empty() && is_absent(parts_.back().value)) {
    parts_.back().text += text;
  } else {
    parts_.push_back({.text = text});
  }
  return *this;
}

SentenceParts& SentenceParts::figure(double value, std::string shown, std::string series,
                                     std::int64_t bin, std::string unit) {
  parts_.push_back({.text = std::move(shown),
                    .value = value,
                    .series = std::move(series),
                    .bin = bin,
                    .unit = std::move(unit)});
  return *this;
}

}  // namespace flowtime::judge
