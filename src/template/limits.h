// How large a template may be, beside the limits of its YAML and of the model that it becomes. The
// API reports these figures; exceeding one is refused with its name.
#pragma once

#include <cstddef>

namespace flowtime {

inline constexpr std::size_t kMaxParameters = 1'000;         // of a template, and given to one
inline constexpr std::size_t kMaxPlaceholders = 100'000;     // of a template
inline constexpr std::size_t kMaxPlaceholdersPerText = 100;  // of one scalar
// A text with holes is copied once for each of them.
inline constexpr std::size_t kMaxTextWithPlaceholders = 64u << 10;  // bytes of that scalar
inline constexpr std::size_t kMaxMadeValues = 1'000'000;            // that parameters put in
inline constexpr std::size_t kMaxMadeBytes = 64u << 20;             // of their text

// Problems listed for one template; what is beyond is left out.
inline constexpr std::size_t kMaxTemplateProblems = 1'000;

}  // namespace flowtime
