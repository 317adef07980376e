// Profiles: how an expected value is spread over the grid.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowtime::template_detail {

// "weekday-office", "three-shift", "hub-rush-hour", in any case: 288 weights with mean 1, twelve
// equal ones for each hour of a day. Nothing for another name.
// One weight per five minutes of a day.
std::optional<std::vector<double>> builtin_profile(std::string_view name);
// Valid for the life of the program.
std::span<const std::string_view> builtin_profile_names();

// The weights stretched over `bins`, with mean 1. Equal lengths are copied; else bin i reads at
// i / bins x (length - 1), between the two weights around it. The shape covers the whole grid,
// whatever its duration. Requires at least one weight and a positive sum.
// Example: weights 0, 2 over 4 bins read 0, 0.5, 1, 1.5 and become 0, 0.67, 1.33, 2.
std::vector<double> spread(std::span<const double> weights, std::size_t bins);

// The weights divided by their mean, which must be positive.
// So that a profile changes when items come, not how many.
std::vector<double> with_mean_one(std::vector<double> weights);

}  // namespace flowtime::template_detail
