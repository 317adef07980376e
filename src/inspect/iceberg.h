// The iceberg: how busy a node was above a line, where 1 is full, and how long one waited below it,
// where 1 is the promise. Two icebergs never differ in scale.
#pragma once

#include <vector>

#include "picture/picture.h"

namespace flowtime {

// At most some hundred columns are drawn; of a longer grid each shows the largest of its bins.
// `load` is a ratio, 1 at full; what is above 1 is drawn as 1. `wait` in promises: 1 is the
// promise.
struct IcebergCurves {
  std::vector<double> load;  // per bin; absent: not known
  std::vector<double> wait;  // in promises; empty: nothing is promised
};

// Pixels of the picture, from its top left corner.
struct IcebergPlace {
  double x = 0, y = 0, width = 0, height = 0;
  double cap = 3.5;  // of the ink over full bins
};

// Where its parts lie.
// Heights (y) in pixels: the line of a full load, the water line, the line of the promise.
struct IcebergLines {
  double full = 0, base = 0, promise = 0;
  // Of a value below the line; what is deeper than the picture is cut.
  // Waits of more than two promises are cut.
  double depth_of(double promises) const;
};

// Colour of a load from 0 to 1, light to dark.
// "#RRGGBB", mixed in equal steps.
// An absent load has the colour of 0; outside of 0 to 1 it is clamped.
std::string load_colour(double load);
inline constexpr const char* kInk = "#17181B";
inline constexpr const char* kQuiet = "#54575E";  // words beside the ink
inline constexpr const char* kRule = "#CFCFC9";   // lines that only divide
inline constexpr const char* kPage = "#FBFBFA";

// Adds shapes to the picture; words are the caller's.
// Without waits the water line is at the bottom of the place, and nothing is drawn below it. At
// most 430 columns.
IcebergLines draw_iceberg(const IcebergCurves& curves, const IcebergPlace& place, Picture& picture);

}  // namespace flowtime
