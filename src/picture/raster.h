// Raster: areas with smooth edges in pixels.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "picture/picture.h"

namespace flowtime {

using Outline = std::vector<PicturePoint>;  // closed: the last point is joined to the first

// Not thread safe. Edges are smooth by coverage: exact across a row, sixteen lines down it.
class Raster {
 public:
  using Colour = std::array<std::uint8_t, 3>;
  // Both positive. The whole ground is painted at once.
  Raster(int width, int height, Colour ground);

  // What the outlines surround (nonzero winding: an outline that turns the other way is a hole).
  // `opacity` from 0 to 1, over what is there. What lies outside the picture is cut off.
  void fill(const std::vector<Outline>& outlines, Colour colour, double opacity);

  int width() const { return width_; }
  int height() const { return height_; }
  // Rows from the top, three bytes for each pixel.
  const std::vector<std::uint8_t>& pixels() const { return pixels_; }

 private:
  int width_, height_;
  std::vector<std::uint8_t> pixels_;
};

// "#1a2b3c"
// A text of another form gives some colour, never a crash: colours are written by the program.
Raster::Colour colour_of(const std::string& text);

}  // namespace flowtime
