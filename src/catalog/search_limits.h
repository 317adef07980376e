// What a search for runs may ask.
#pragma once

#include <cstddef>

namespace flowtime {

inline constexpr std::size_t kMaxSearchWords = 32;

}  // namespace flowtime
