#include "run/output_patterns.h"

#include <algorithm>
#include <numeric>

#include "base/ascii.h"

namespace flowtime {

void OutputPatterns::sort_names() {
  if (!by_name_.empty()) return;
  std::uint32_t row = 0;
  for (const SeriesInfo& info : series_.all()) {
    by_name_.emplace_back(lower_case(info.measure), row++);
  }
  std::sort(by_name_.begin(), by_name_.end());
}

std::vector<std::uint32_t> OutputPatterns::find(std::string_view prefix) {
  std::vector<std::uint32_t> rows;
  if (prefix.empty()) {
    rows.resize(series_.size());
    std::iota(rows.begin(), rows.end(), 0u);
    return rows;
  }
  sort_names();
  const auto before = [](const auto& named, std::string_view wanted) {
    return named.first < wanted;
  };
  auto at = std::lower_bound(by_name_.begin(), by_name_.end(), prefix, before);
  while (at != by_name_.end() && at->first.starts_with(prefix)) rows.push_back(at++->second);
  // Rows of one prefix are together by name; callers want the order of the catalogue.
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<std::uint32_t>& OutputPatterns::rows(std::string_view pattern) {
  const std::string_view written =
      pattern == "*" ? std::string_view{} : pattern.substr(0, pattern.size() - 2);
  const std::string prefix = lower_case(written);
  const auto found = left_.find(prefix);
  // What is left of a pattern is kept, because outputs may name it again.
  return found != left_.end() ? found->second : left_.emplace(prefix, find(prefix)).first->second;
}

}  // namespace flowtime
