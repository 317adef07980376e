#include "cli/series_selection.h"

#include "base/nearest_name.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kMaxSuggested = 20;  // unknown names for which a like one is looked for

Problem unknown_series(const SeriesCatalog& series, const std::string& pattern, bool suggest) {
  const std::string all = "Leave out --series to see all of them.";
  std::vector<std::string_view> known;
  for (const SeriesInfo& info : series.all()) {
    if (suggest) known.push_back(info.id);
  }
  const std::string nearest = nearest_name(pattern, known);
  return {.code = "unknown_series",
          .message = "no series is called '" + pattern + "'",
          .remedy = nearest.empty() ? all : "Did you mean '" + nearest + "'?"};
}

// A name without wildcards is looked up: many of them do not make many passes over the series.
bool choose(const SeriesCatalog& series, const std::string& pattern, std::vector<bool>& chosen) {
  if (pattern.find_first_of("*?") == std::string::npos) {
    const auto found = series.find(pattern);
    if (found) chosen[found->value] = true;
    return found.has_value();
  }
  bool any = false;
  for (std::uint32_t s = 0; s < series.size(); ++s) {
    if (!matches(pattern, series[SeriesIndex{s}].id)) continue;
    chosen[s] = any = true;
  }
  return any;
}

}  // namespace

// Greedy with one way back: after a mismatch the last '*' takes one more character. An earlier '*'
// never needs another try, since the last one can take all that it could.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

Result<std::vector<SeriesIndex>> select_series(const SeriesCatalog& series,
                                               const std::vector<std::string>& patterns) {
  std::vector<bool> chosen(series.size(), patterns.empty());
  Problems problems;
  for (const std::string& pattern : patterns) {
    if (choose(series, pattern, chosen)) continue;
    // Looking for like names costs a pass over all series: only for the first few.
    problems.push_back(unknown_series(series, pattern, problems.size() < kMaxSuggested));
  }
  if (!problems.empty()) return problems;
  std::vector<SeriesIndex> selected;
  for (std::uint32_t s = 0; s < series.size(); ++s) {
    if (chosen[s]) selected.push_back(SeriesIndex{s});
  }
  return selected;
}

}  // namespace flowtime::cli
