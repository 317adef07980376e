// Figures and times as people read them: at most four digits, units that scale, clock times. One
// place, so that sentences, tables and drawings print a figure alike.
// For people: what is printed here is not read back. Numbers that tools read use format_number.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "series/time_grid.h"

namespace flowtime {

// "72", "1,227", "8,178", "36,490", "9.5", "0.25": at most four digits.
// Absent: "an unknown number of". Rounded half up at the fourth digit; 36,487 is "36,490".
std::string shown_amount(double value);
// "20 ms", "45 s", "12.5 min", "30 min", "5.1 h", "3.2 days".
// The unit is the one in which the number has one to three digits before the point.
// Below half a millisecond "0 s"; absent "an unknown time".
std::string shown_minutes(double minutes);
// "10 s", "5 min", "hour", "2 days": the width of a bin, as it is read after "per".
// As in "72 orders per 5 min".
std::string shown_bin_width(const TimeGrid& grid);
// The start of a bin: "09:00", "09:00:30" on a grid of seconds, "3 Mar 09:00" on a grid of several
// days, "3 Mar" for bins of days; "bin 108" without a start.
// Times are UTC, as everywhere.
// `bin` may be the number of bins: the end of the grid.
std::string shown_time(const TimeGrid& grid, std::int64_t bin);
// A share in hundredths: "37", "0.25", "99.6", "100.2". "100" is said of a full share alone: a
// service that is loaded to 99.6 % has room left, and one at 100.2 % has not.
std::string shown_hundredths(double share);
// The same with its sign: "37 %".
std::string shown_percent(double share);
// "a third", "half", "11 %".
// Words within 1.5 points of a simple fraction, else per cent.
std::string shown_share(double share);
// "Search, Checkout and Reports"; of more than four the first three and how many more.
// Empty for no names.
// The order is the caller's.
std::string shown_list(const std::vector<std::string>& names);

}  // namespace flowtime
