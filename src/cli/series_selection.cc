#include "cli/series_selection.h"

#include "base/nearest_name.h"

namespace flowtime::cli {
namespace {

Problem unknown_series(const SeriesCatalog& series, const std::string& pattern) {
  std::vector<std::string_view> known;
  for (const SeriesInfo& info : series.all()) known.push_back(info.id);
  const std::string nearest = nearest_name(pattern, known);
  return {.code = "unknown_series",
          .message = "no series is called \"" + pattern + "\"",
          .remedy = nearest.empty() ? "Leave out --series to see all of them."
                                    : "Did you mean \"" + nearest + "\"?"};
}

}  // namespace

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
    bool any = false;
    for (std::uint32_t s = 0; s < series.size(); ++s) {
      if (!matches(pattern, series[SeriesIndex{s}].id)) continue;
      chosen[s] = any = true;
    }
    if (!any) problems.push_back(unknown_series(series, pattern));
  }
  if (!problems.empty()) return problems;
  std::vector<SeriesIndex> selected;
  for (std::uint32_t s = 0; s < series.size(); ++s) {
    if (chosen[s]) selected.push_back(SeriesIndex{s});
  }
  return selected;
}

}  // namespace flowtime::cli
