// Settings on one list of values: which bins they change, and to what.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "pipeline/setting.h"
#include "series/time_grid.h"

namespace flowtime {

// A Problem about a setting, in its own terms.
Problem setting_refusal(const Setting& setting, const char* code, std::string message,
                        std::string remedy);

// Puts the values of the setting's file into `setting.values`. Problems: those of bin_range.h and
// of values_of_bins.
Result<Done> write_out_file(Setting& setting, const TimeGrid& grid);

// `values` are one for the whole grid or one per bin; a setting of some bins spells them out.
// Problems, with the setting's label as file: setting_length, setting_number and the codes of
// bin_range.h.
// After a problem `values` may be half changed; callers drop them.
Result<Done> edit_values(const Setting& setting, const TimeGrid& grid, std::vector<double>& values);

}  // namespace flowtime
