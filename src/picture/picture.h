// Picture: plain shapes on a ground of fixed size, written as SVG, where words stay words, or as
// PNG, without a browser and without a font of the machine.
//
// Pixels, y downwards; colours "#rrggbb". What is added later lies on top. Not shared by threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "picture/glyphs.h"

namespace flowtime {

// From the upper left corner; fractions of a pixel are drawn as they are.
struct PicturePoint {
  double x = 0, y = 0;
};

// How words look. `size` is the height of the letters' square, in pixels.
struct PictureWords {
  enum class Align { kLeft, kMiddle, kRight };
  double size = 16;
  Weight weight = Weight::kRegular;
  std::string colour = "#000000";
  Align align = Align::kLeft;
  std::string halo{};  // colour around the letters; empty: none
};

// One shape; which members count follows from its kind.
struct PictureShape {
  enum class Kind { kArea, kLine, kDisc, kWords };
  Kind kind = Kind::kArea;
  std::vector<PicturePoint>
      points{};  // of an area its corners; of a line its course; else the place
  std::string colour{};
  double opacity = 1;
  double width = 1;          // of a line; of a disc its radius
  double dash = 0, gap = 0;  // of a line; 0: whole
  std::string text{};        // of words
  PictureWords words{};
};

// Owns its shapes. O(1) for each that is added; nothing is drawn before to_svg or to_png.
class Picture {
 public:
  Picture(int width, int height, std::string ground)
      : width_(width), height_(height), ground_(std::move(ground)) {}

  // Closed: the last corner is joined to the first. `opacity` is from 0 to 1.
  void area(std::vector<PicturePoint> corners, std::string colour, double opacity = 1);
  // `x` and `y` are the upper left corner.
  void box(double x, double y, double width, double height, std::string colour, double opacity = 1);
  // `dash` and `gap` are lengths in pixels along the course.
  void line(std::vector<PicturePoint> course, std::string colour, double width = 1, double dash = 0,
            double gap = 0);
  // A circle of 48 corners in pixels.
  void disc(PicturePoint centre, double radius, std::string colour);
  // `at` is on the line that letters are on.
  void words(PicturePoint at, std::string text, PictureWords look);

  int width() const { return width_; }
  int height() const { return height_; }
  const std::string& ground() const { return ground_; }
  // In the order in which they were added, the lowest first.
  const std::vector<PictureShape>& shapes() const { return shapes_; }

 private:
  int width_, height_;
  std::string ground_;
  std::vector<PictureShape> shapes_;
};

// `title` is what screen readers say. Words keep their width in any font of the reader.
// The same picture gives the same bytes, here and on any other machine.
std::string to_svg(const Picture& picture, const std::string& title);
// Letters that the built-in outlines lack are empty boxes.
// Eight bits of red, green and blue, no transparency. Costs about a pass over the pixels of each
// shape.
std::string to_png(const Picture& picture);

}  // namespace flowtime
