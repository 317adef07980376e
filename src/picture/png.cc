// A picture in pixels, and their file.
// Shapes become outlines, outlines become covered pixels (raster.h), pixels a PNG: a signature and
// three chunks. A halo is drawn as strokes along the letters' edges, under the letters.
#include <zlib.h>

#include <charconv>
#include <cmath>

#include "base/check.h"
#include "picture/picture.h"
#include "picture/raster.h"

namespace flowtime {
namespace {

// The outline of a glyph, read into outlines at a place and size. Curves become short lines.
class GlyphPen {
 public:
  GlyphPen(PicturePoint at, double size, std::vector<Outline>& out)
      : at_(at), scale_(size / 1000), out_(out) {}

  void draw(std::string_view outline) {
    const char* next = outline.data();
    const char* const end = next + outline.size();
    while (next < end) {
      const char command = *next++;
      double numbers[6] = {};
      int count = 0;
      // Numbers follow each other without a blank where a minus sign separates them.
      while (next < end && (*next == ' ' || *next == '-' || (*next >= '0' && *next <= '9'))) {
        if (*next == ' ') ++next;
        int value = 0;
        next = std::from_chars(next, end, value).ptr;
        if (count < 6) numbers[count++] = value;
      }
      carry_out(command, numbers);
    }
  }

 private:
  void carry_out(char command, const double* n) {
    switch (command) {
      case 'm':
        out_.emplace_back();
        go(n[0], n[1]);
        break;
      case 'l': go(n[0], n[1]); break;
      case 'q': curve(n[0], n[1], n[2], n[3]); break;
      default: break;  // z: outlines are closed
    }
  }
  void go(double dx, double dy) {
    pen_ = {pen_.x + dx, pen_.y + dy};
    put(pen_);
  }
  void curve(double cx, double cy, double dx, double dy) {
    constexpr int kParts = 6;
    for (int i = 1; i <= kParts; ++i) {
      const double t = static_cast<double>(i) / kParts;
      // A quadratic curve from the pen, by its control point and its end, both relative.
      put({pen_.x + 2 * t * (1 - t) * cx + t * t * dx, pen_.y + 2 * t * (1 - t) * cy + t * t * dy});
    }
    pen_ = {pen_.x + dx, pen_.y + dy};
  }
  void put(PicturePoint glyph) {
    out_.back().push_back({at_.x + glyph.x * scale_, at_.y - glyph.y * scale_});
  }

  PicturePoint at_, pen_{};
  double scale_;
  std::vector<Outline>& out_;
};

// A straight stroke.
Outline stroke(PicturePoint a, PicturePoint b, double width) {
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  if (!(length > 0)) return {};
  const double x = (b.y - a.y) / length * width / 2, y = (a.x - b.x) / length * width / 2;
  return {{a.x + x, a.y + y}, {b.x + x, b.y + y}, {b.x - x, b.y - y}, {a.x - x, a.y - y}};
}

// The strokes of one straight piece; `done` is how much of the dashes was drawn before.
void dashed(const PictureShape& line, PicturePoint a, PicturePoint b, double& done,
            std::vector<Outline>& out) {
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  const double period = line.dash + line.gap;
  const auto at = [&](double share) {
    return PicturePoint{a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
  };
  for (double from = 0; from < length;) {
    const double phase = std::fmod(done + from, period);
    const bool is_ink = phase < line.dash;
    const double to =
        // At least a millionth of a pixel: a phase that rounds to the period's end would not move
        // on.
        std::min(length, from + std::max(1e-6, (is_ink ? line.dash : period) - phase));
    if (is_ink) out.push_back(stroke(at(from / length), at(to / length), line.width));
    from = to;
  }
  done += length;
}

std::vector<Outline> line_outlines(const PictureShape& line) {
  std::vector<Outline> out;
  double done = 0;
  for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
    if (line.dash > 0)
      dashed(line, line.points[i], line.points[i + 1], done, out);
    else
      out.push_back(stroke(line.points[i], line.points[i + 1], line.width));
  }
  return out;
}

Outline disc_outline(PicturePoint centre, double radius) {
  constexpr int kCorners = 48;
  Outline out;
  for (int i = 0; i < kCorners; ++i) {
    const double turn = 2 * std::acos(-1.0) * i / kCorners;
    out.push_back({centre.x + radius * std::cos(turn), centre.y + radius * std::sin(turn)});
  }
  return out;
}

std::vector<Outline> letter_outlines(const PictureShape& shape) {
  const PictureWords& look = shape.words;
  PicturePoint at = shape.points.front();
  const double width = width_of(shape.text, look.size, look.weight);
  if (look.align == PictureWords::Align::kRight) at.x -= width;
  if (look.align == PictureWords::Align::kMiddle) at.x -= width / 2;
  std::vector<Outline> out;
  for (const char32_t point : code_points(shape.text)) {
    const Glyph* glyph = find_glyph(point, look.weight);
    GlyphPen(at, look.size, out)
        .draw(glyph == nullptr ? "m90 0l820 0l0 730l-820 0zm60 60l0 610l700 0l0-610z"
                               : glyph->outline);
    at.x += (glyph == nullptr ? 1000 : glyph->advance) * look.size / 1000;
  }
  return out;
}

void paint_words(const PictureShape& shape, Raster& raster) {
  const std::vector<Outline> letters = letter_outlines(shape);
  if (!shape.words.halo.empty()) {
    std::vector<Outline> around;
    for (const Outline& letter : letters) {
      for (std::size_t i = 0; i < letter.size(); ++i) {
        around.push_back(stroke(letter[i], letter[(i + 1) % letter.size()], 4));
      }
    }
    for (const Outline& piece : around) {
      if (!piece.empty()) raster.fill({piece}, colour_of(shape.words.halo), 1);
    }
  }
  raster.fill(letters, colour_of(shape.words.colour), 1);
}

void paint(const PictureShape& shape, Raster& raster) {
  const Raster::Colour colour = colour_of(shape.colour);
  switch (shape.kind) {
    case PictureShape::Kind::kArea: return raster.fill({shape.points}, colour, shape.opacity);
    case PictureShape::Kind::kDisc:
      return raster.fill({disc_outline(shape.points.front(), shape.width)}, colour, 1);
    case PictureShape::Kind::kWords: return paint_words(shape, raster);
    case PictureShape::Kind::kLine:
      for (const Outline& piece : line_outlines(shape)) raster.fill({piece}, colour, 1);
  }
}

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

std::string chunk(const std::string& kind_and_bytes) {
  const auto* bytes = reinterpret_cast<const Bytef*>(kind_and_bytes.data());
  // The sum covers kind and bytes, the length the bytes alone.
  const auto sum = crc32(0, bytes, static_cast<uInt>(kind_and_bytes.size()));
  return big_endian(static_cast<std::uint32_t>(kind_and_bytes.size() - 4)) + kind_and_bytes +
         big_endian(static_cast<std::uint32_t>(sum));
}

// Rows as PNG has them: each as it differs from the row above.
// Differences are mostly 0 in a picture of plain areas, and pack well.
std::string filtered(const Raster& raster) {
  constexpr char kUp = 2;
  const auto wide = static_cast<std::size_t>(raster.width()) * 3;
  const std::vector<std::uint8_t>& pixels = raster.pixels();
  std::string rows;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    if (i % wide == 0) rows += kUp;
    rows += static_cast<char>(pixels[i] - (i < wide ? 0 : pixels[i - wide]));
  }
  return rows;
}

std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string packed(size, '\0');
  const int done =
      compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()), 9);
  FT_CHECK(done == Z_OK);
  packed.resize(size);
  return packed;
}

}  // namespace

std::string to_png(const Picture& picture) {
  Raster raster(picture.width(), picture.height(), colour_of(picture.ground()));
  for (const PictureShape& shape : picture.shapes()) paint(shape, raster);
  const std::string head = big_endian(static_cast<std::uint32_t>(picture.width())) +
                           big_endian(static_cast<std::uint32_t>(picture.height())) +
                           std::string("\x08\x02\0\0\0", 5);  // 8 bits of red, green and blue
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR" + head) + chunk("IDAT" + deflated(filtered(raster))) +
         chunk("IEND");
}

}  // namespace flowtime
