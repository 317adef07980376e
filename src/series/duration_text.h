// Durations as people write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

// Minutes of "30 s", "15s", "2 min", "1.5 h", "250 ms", "2 days" or of a bare number, which are
// minutes; nothing for any other text and below 0.
std::optional<double> parse_minutes(std::string_view text);

// As parse_minutes reads it: "30 s", "2.5 min".
std::string minutes_text(double minutes);

}  // namespace flowtime
