// OutputPatterns: which series the patterns of outputs name, without looking at every series for
// every pattern.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "series/series_view.h"

namespace flowtime {

// Not thread safe: names are sorted at the first prefix that is asked for. O(log n + rows) per
// pattern after that.
class OutputPatterns {
 public:
  // `series` outlives the object.
  explicit OutputPatterns(const SeriesCatalog& series) : series_(series) {}

  // The rows whose measure `pattern` names, in order: all for "*", for "prefix/*" those that begin
  // with the prefix in any case. Whoever has done with a row may take it out: the same pattern does
  // not name it again. Valid until the next call.
  // `pattern` is "*" or ends with "/*".
  std::vector<std::uint32_t>& rows(std::string_view pattern);

 private:
  // Once: O(n log n) comparisons of lower-case measures.
  void sort_names();
  // In the order of the catalogue, not of the names.
  std::vector<std::uint32_t> find(std::string_view prefix);

  const SeriesCatalog& series_;
  std::vector<std::pair<std::string, std::uint32_t>> by_name_;  // lower case; made when needed
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> left_;  // by prefix
};

}  // namespace flowtime
