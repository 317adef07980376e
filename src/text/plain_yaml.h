// A quick reader for the plain part of YAML, in which nearly every model is written: ASCII, block
// and flow collections, plain and quoted scalars of one line, comments.
#pragma once

#include <optional>
#include <string_view>

#include "text/yaml.h"

namespace flowtime::yaml {

// The tree of the document that starts at byte `first` of `text`, or nothing when the document
// needs anything else: anchors, tags, directives, block scalars, scalars of several lines, tabs,
// other characters, or when anything at all is wrong with it. Then read_events() has the word. What
// is returned equals what read_events() returns.
// One pass; a text that it declines costs what was read so far on top. Limits that are exceeded
// decline, too, so that one place words the problem.
std::optional<Value> read_plain(std::string_view text, std::size_t first, const Limits& limits);

}  // namespace flowtime::yaml
