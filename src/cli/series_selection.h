// Which series a command shows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "series/series_view.h"

namespace flowtime::cli {

// '*' matches any characters, '?' for one; everything else for itself.
// Linear in the text for one '*', at worst pattern x text.
bool matches(std::string_view pattern, std::string_view text);

// The series that match some pattern, in the order of the catalogue; all of them without patterns.
// Problem unknown_series (with the nearest id), for a pattern that matches none.
Result<std::vector<SeriesIndex>> select_series(const SeriesCatalog& series,
                                               const std::vector<std::string>& patterns);

}  // namespace flowtime::cli
