#include "picture/picture.h"

#include <cmath>

#include "base/number_text.h"
#include "base/xml_text.h"

namespace flowtime {
namespace {

// Hundredths of a pixel are enough to see.
std::string coordinate(double value) { return format_number(std::round(value * 100) / 100); }

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + value + "\"";
}

std::string path_of(const PictureShape& shape) {
  std::string path;
  for (const PicturePoint& point : shape.points) {
    path += (path.empty() ? "M" : "L") + coordinate(point.x) + " " + coordinate(point.y);
  }
  return path;
}

std::string faint(const PictureShape& shape) {
  return shape.opacity < 1 ? attribute("opacity", coordinate(shape.opacity)) : "";
}

std::string words_of(const PictureShape& shape) {
  constexpr const char* kAnchors[] = {"start", "middle", "end"};
  const PictureWords& look = shape.words;
  std::string text = "<text" + attribute("x", coordinate(shape.points.front().x)) +
                     attribute("y", coordinate(shape.points.front().y)) +
                     attribute("font-size", coordinate(look.size)) +
                     attribute("font-weight", look.weight == Weight::kStrong ? "600" : "400") +
                     attribute("fill", look.colour);
  if (look.align != PictureWords::Align::kLeft) {
    text += attribute("text-anchor", kAnchors[static_cast<int>(look.align)]);
  }
  if (!look.halo.empty()) {
    text += attribute("stroke", look.halo) +
            " stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
  }
  // The reader may not have the typeface: the width of ours is forced upon theirs, so that nothing
  // overlaps. Words of other scripts have no known width and keep their own.
  if (has_outlines(shape.text)) {
    text += attribute("textLength", coordinate(width_of(shape.text, look.size, look.weight))) +
            " lengthAdjust=\"spacingAndGlyphs\"";
  }
  return text + ">" + xml_text(shape.text) + "</text>";
}

std::string svg_of(const PictureShape& shape) {
  switch (shape.kind) {
    case PictureShape::Kind::kArea:
      return "<path" + attribute("d", path_of(shape) + "Z") + attribute("fill", shape.colour) +
             faint(shape) + "/>";
    case PictureShape::Kind::kLine: {
      std::string text = "<path" + attribute("d", path_of(shape)) + " fill=\"none\"" +
                         attribute("stroke", shape.colour) +
                         attribute("stroke-width", coordinate(shape.width));
      if (shape.dash > 0) {
        text += attribute("stroke-dasharray", coordinate(shape.dash) + " " + coordinate(shape.gap));
      }
      return text + "/>";
    }
    case PictureShape::Kind::kDisc:
      return "<circle" + attribute("cx", coordinate(shape.points.front().x)) +
             attribute("cy", coordinate(shape.points.front().y)) +
             attribute("r", coordinate(shape.width)) + attribute("fill", shape.colour) + "/>";
    case PictureShape::Kind::kWords: return words_of(shape);
  }
  return "";
}

}  // namespace

void Picture::area(std::vector<PicturePoint> corners, std::string colour, double opacity) {
  shapes_.push_back(
      {.points = std::move(corners), .colour = std::move(colour), .opacity = opacity});
}

void Picture::box(double x, double y, double width, double height, std::string colour,
                  double opacity) {
  area({{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, std::move(colour),
       opacity);
}

void Picture::line(std::vector<PicturePoint> course, std::string colour, double width, double dash,
                   double gap) {
  shapes_.push_back({.kind = PictureShape::Kind::kLine,
                     .points = std::move(course),
                     .colour = std::move(colour),
                     .width = width,
                     .dash = dash,
                     .gap = gap});
}

void Picture::disc(PicturePoint centre, double radius, std::string colour) {
  shapes_.push_back({.kind = PictureShape::Kind::kDisc,
                     .points = {centre},
                     .colour = std::move(colour),
                     .width = radius});
}

void Picture::words(PicturePoint at, std::string text, PictureWords look) {
  shapes_.push_back({.kind = PictureShape::Kind::kWords,
                     .points = {at},
                     .text = std::move(text),
                     .words = std::move(look)});
}

std::string to_svg(const Picture& picture, const std::string& title) {
  const std::string width = std::to_string(picture.width()),
                    height = std::to_string(picture.height());
  std::string text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("width", width) +
      attribute("height", height) + attribute("viewBox", "0 0 " + width + " " + height) +
      " role=\"img\" font-family=\"Inter, 'FT Inter', system-ui, sans-serif\">\n" + "<title>" +
      xml_text(title) + "</title>\n<rect width=\"100%\" height=\"100%\"" +
      attribute("fill", picture.ground()) + "/>\n";
  for (const PictureShape& shape : picture.shapes()) text += svg_of(shape) + "\n";
  return text + "</svg>\n";
}

}  // namespace flowtime
