#include "pipeline/edit_values.h"

#include <algorithm>

#include "pipeline/bin_range.h"
#include "series/absent.h"

namespace flowtime {
namespace {

Result<BinRange> range_of(const Setting& setting, const TimeGrid& grid) {
  // No text of a range: it cannot be outside the grid.
  if (!setting.range) return BinRange{0, grid.bins};
  auto range = parse_bin_range(*setting.range, grid);
  if (range) return range;
  const Problem& problem = range.problems().front();
  return setting_refusal(setting, problem.code.c_str(), problem.message, problem.remedy);
}

Result<Done> check_length(const Setting& setting, std::int64_t room, const char* of_what) {
  const auto given = static_cast<std::int64_t>(setting.values.size());
  if (given == 1 || given == room) return Done{};
  return setting_refusal(
      setting, "setting_length",
      std::to_string(given) + " values are given for " + std::to_string(room) + " bins",
      "Give one value, or one for every bin of the " + std::string(of_what) + ".");
}

// As many bins as the grid has: the present values spelled out.
void spell_out(std::vector<double>& values, std::int64_t bins) {
  if (values.size() == 1) values.assign(static_cast<std::size_t>(bins), values.front());
}

double value_at(const Setting& setting, std::size_t i) {
  return setting.values.size() == 1 ? setting.values.front() : setting.values[i];
}

Result<Done> edit_range(const Setting& setting, const TimeGrid& grid, std::vector<double>& values) {
  FT_TRY(const BinRange range, range_of(setting, grid));
  // Before anything is changed.
  FT_RETURN_IF_PROBLEM(check_length(setting, range.size(), "range"));
  spell_out(values, grid.bins);
  for (std::int64_t bin = range.first; bin < range.end; ++bin) {
    double& value = values[static_cast<std::size_t>(bin)];
    value =
        combine(setting.op, value, value_at(setting, static_cast<std::size_t>(bin - range.first)));
  }
  return Done{};
}

Result<Done> edit_whole(const Setting& setting, const TimeGrid& grid, std::vector<double>& values) {
  FT_RETURN_IF_PROBLEM(check_length(setting, grid.bins, "grid"));
  // Assigned values keep their number: one value stays one, and the text stays short.
  if (setting.op == Setting::Operator::kAssign) {
    values = setting.values;
    return Done{};
  }
  // By one value a constant stays a constant.
  if (setting.values.size() > 1) spell_out(values, grid.bins);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = combine(setting.op, values[i], value_at(setting, i));
  }
  return Done{};
}

}  // namespace

Problem setting_refusal(const Setting& setting, const char* code, std::string message,
                        std::string remedy) {
  return {.code = code,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .path = setting.path,
          .file = setting.label};
}

Result<Done> write_out_file(Setting& setting, const TimeGrid& grid) {
  if (!setting.rows) return Done{};
  FT_TRY(const BinRange range, range_of(setting, grid));
  FT_TRY(setting.values, values_of_bins(*setting.rows, range, grid));
  return Done{};
}

Result<Done> edit_values(const Setting& setting, const TimeGrid& grid,
                         std::vector<double>& values) {
  FT_RETURN_IF_PROBLEM(setting.range ? edit_range(setting, grid, values)
                                     : edit_whole(setting, grid, values));
  // Products of large numbers are infinite, which counts as absent.
  if (std::none_of(values.begin(), values.end(), is_absent)) return Done{};
  return setting_refusal(setting, "setting_number", "the result is too large for a number",
                         "Values stay below 1.8e308.");
}

}  // namespace flowtime
