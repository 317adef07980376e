// Letters of one typeface, Inter, in two weights: how wide words are, and what they look like.
// The tables are read once, at the first question; afterwards all functions may be called by any
// number of threads. Sizes are heights in pixels, as `font-size` is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowtime {

enum class Weight { kRegular, kStrong };  // 400 and 600

// In thousandths of the size; an outline as written in picture/glyph_outlines.inc.
// `outline` has the commands m, l, q and z of an SVG path, relative, with y upwards.
struct Glyph {
  double advance = 0;
  std::string_view outline{};
};
// nullptr: there is no outline of it. Latin letters, digits and the signs that sentences use.
// Valid for the life of the program.
const Glyph* find_glyph(char32_t code_point, Weight weight);

// The code points of a UTF-8 text; U+FFFD for bytes that are none.
std::u32string code_points(std::string_view text);
bool has_outlines(std::string_view text);  // of all letters

// In pixels. Letters without an outline count as wide as they are high.
double width_of(std::string_view text, double size, Weight weight);
// The text, or as much of it as fits with an ellipsis.
// Never cuts within a letter, nor leaves a blank before the ellipsis. Pure.
std::string fitted(std::string_view text, double within, double size, Weight weight);
// The words on at most so many lines; the last one is fitted.
// Breaks at blanks alone; a word that is wider than a line is fitted as well. At least one line.
std::vector<std::string> wrapped(std::string_view text, double within, double size, Weight weight,
                                 std::size_t most_lines);

}  // namespace flowtime
