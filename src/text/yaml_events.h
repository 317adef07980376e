// The authority on what a YAML text says: every document that read_plain declines is read here.
#pragma once

#include <string_view>

#include "text/yaml.h"

namespace flowtime::yaml {

// The tree of the document that starts at byte `first` of `text`. Depth and size are counted while
// events are pulled, so that hostile nesting costs nothing. Problems: those of parse().
// Not depth of the call stack: collections that are open lie in a vector. Duplicate keys are
// gathered, at most 1,000 of them; every other problem ends the reading.
Result<Value> read_events(std::string_view text, std::size_t first, const Limits& limits);

}  // namespace flowtime::yaml
