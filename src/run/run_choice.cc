#include "run/run_choice.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/hex.h"

namespace flowtime {
namespace {

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    // An empty word between commas is not a choice, and is refused as one.
    words.push_back(std::string(trimmed(text.substr(begin, end - begin), " ")));
    begin = end + 1;
  }
  return words;
}

std::string kind_choices() {
  std::string all;
  for (int i = 0; i < kFindingKindCount; ++i) {
    all += (i > 0 ? ", " : "") + std::string(name_of(static_cast<FindingKind>(i)));
  }
  return all + ", or several with commas";
}

template <class Choice, class Parse>
Result<std::vector<Choice>> choices_in(std::string_view name, const std::string& text, Parse parse,
                                       const std::string& choices) {
  std::vector<Choice> wanted;
  for (const std::string& word : split_at_commas(text)) {
    const std::optional<Choice> choice = parse(word);
    if (!choice) return not_a_choice(name, word, choices);
    wanted.push_back(*choice);
  }
  return wanted;
}

// With or without its tag, in any case.
Result<std::string> content_hash_in(const std::string& text) {
  constexpr std::string_view kTag = "sha256:";
  const std::string lower = lower_case(text);
  const std::string hex = lower.starts_with(kTag) ? lower.substr(kTag.size()) : lower;
  const bool is_hash = hex.size() == 64 && hex.find_first_not_of(kHexDigits) == hex.npos;
  if (is_hash) return std::string(kTag) + hex;
  return not_a_choice("contentHash", text,
                      "sha256: and 64 hexadecimal digits, as answers about runs have it");
}

}  // namespace

Problem not_a_choice(std::string_view name, const std::string& text, const std::string& choices) {
  return {.code = "invalid_query",
          .message = "'" + std::string(name) + "' cannot be '" + text.substr(0, 100) + "'.",
          .remedy = "Use " + choices + "."};
}

Result<Done> set_choice(RunChoice& choice, std::string_view name, const std::string& text) {
  if (text.empty()) return Done{};
  if (name == "verdict") {
    FT_TRY(choice.verdicts,
           choices_in<Verdict>(name, text, parse_verdict,
                               "good, warning or critical, or several with commas"));
  } else if (name == "kind") {
    FT_TRY(choice.kinds, choices_in<FindingKind>(name, text, parse_finding_kind, kind_choices()));
  } else if (name == "contentHash") {
    FT_TRY(choice.content_hash, content_hash_in(text));
  }
  return Done{};
}

}  // namespace flowtime
