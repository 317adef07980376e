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

struct PicturePoint {
  double x = 0, y = 0;
};

struct PictureWords {
  enum class Align { kLeft, kMiddle, kRight };
  double size = 16;
  Weight weight = Weight::kRegular;
  std::string colour = "#000000";
  Align align = Align::kLeft;
  std::string halo{};  // colour around the letters; empty: none
};

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

class Picture {
 public:
  Picture(int width, int height, std::string ground)
      : width_(width), height_(height), ground_(std::move(ground)) {}

  void area(std::vector<PicturePoint> corners, std::string colour, double opacity = 1);
  void box(double x, double y, double width, double height, std::string colour, double opacity = 1);
  void line(std::vector<PicturePoint> course, std::string colour, double width = 1, double dash = 0,
            double gap = 0);
  void disc(PicturePoint centre, double radius, std::string colour);
  // `at` is on the line that letters stand on.
  void words(PicturePoint at, std::string text, PictureWords look);

  int width() const { return width_; }
  int height() const { return height_; }
  const std::string& ground() const { return ground_; }
  const std::vector<PictureShape>& shapes() const { return shapes_; }

 private:
  int width_, height_;
  std::string ground_;
  std::vector<PictureShape> shapes_;
};

// `title` is what screen readers say. Words keep their width in any font of the reader.
std::string to_svg(const Picture& picture, const std::string& title);
// Letters that the built-in outlines lack are empty boxes.
std::string to_png(const Picture& picture);

}  // namespace flowtime
