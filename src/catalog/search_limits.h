// What a search for runs may ask.
#pragma once

#include <cstddef>

namespace flowtime {

// Each word is a pass over the text of every run that has the words before it.
inline constexpr std::size_t kMaxSearchWords = 32;

}  // namespace flowtime
