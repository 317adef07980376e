// Numbers and times as a person reads them; JSON has full doubles and bins.
#pragma once

#include <cstdint>
#include <string>

#include "series/time_grid.h"

namespace flowtime {

// At most four significant digits: "429.1", "0.06", "36480"; "absent" for an absent value.
// Rounded to nearest, then written with format_number.
std::string short_text(double value);
// The same with thousands: "4,320".
// The sign stays in front; numbers with an exponent have no separators.
std::string told_number(double value);
// "14:00" on a grid within one day, "2026-03-05" where bins are days or longer, else
// "2026-03-05 14:00"; "bin 7" without a clock. When the bin begins.
// In UTC, as all times.
std::string told_time(const TimeGrid& grid, std::int64_t bin);

}  // namespace flowtime
