#include "picture/raster.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace flowtime {
namespace {

// Lines that a row of pixels is looked at along; across, coverage is exact.
constexpr int kLinesPerRow = 16;

struct Crossing {
  double x = 0;
  int turn = 0;  // +1 downwards, -1 upwards
};

// Where the edges cross the line at y, from left to right.
void crossings_at(const std::vector<Outline>& outlines, double y, std::vector<Crossing>& found) {
  found.clear();
  for (const Outline& outline : outlines) {
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const PicturePoint& a = outline[i];
      const PicturePoint& b = outline[(i + 1) % outline.size()];
      // Half open: a corner on the line counts for one of its two edges.
      if ((a.y <= y) == (b.y <= y)) continue;
      found.push_back({a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y <= y ? 1 : -1});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Crossing& a, const Crossing& b) { return a.x < b.x; });
}

// Adds what [from, to] covers of each pixel of a row, `share` where it covers all of it.
void cover(double from, double to, double share, std::vector<double>& row) {
  from = std::clamp(from, 0.0, static_cast<double>(row.size()));
  to = std::clamp(to, 0.0, static_cast<double>(row.size()));
  for (double x = from; x < to;) {
    const double next = std::min(to, std::floor(x) + 1);
    row[static_cast<std::size_t>(x)] += (next - x) * share;
    x = next;
  }
}

// One row of pixels; false: nothing of it is covered.
bool cover_row(const std::vector<Outline>& outlines, int y, std::vector<Crossing>& crossings,
               std::vector<double>& row) {
  std::fill(row.begin(), row.end(), 0.0);
  bool any = false;
  for (int line = 0; line < kLinesPerRow; ++line) {
    crossings_at(outlines, y + (line + 0.5) / kLinesPerRow, crossings);
    int winding = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
      winding += crossings[i].turn;
      if (winding == 0) continue;
      any = true;
      // Between two crossings the winding number is constant; not 0 is inside.
      cover(crossings[i].x, crossings[i + 1].x, 1.0 / kLinesPerRow, row);
    }
  }
  return any;
}

}  // namespace

Raster::Raster(int width, int height, Colour ground) : width_(width), height_(height) {
  pixels_.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  for (int i = 0; i < width * height; ++i) {
    pixels_.insert(pixels_.end(), ground.begin(), ground.end());
  }
}

void Raster::fill(const std::vector<Outline>& outlines, Colour colour, double opacity) {
  double top = height_, bottom = 0;
  for (const Outline& outline : outlines) {
    for (const PicturePoint& point : outline) {
      top = std::min(top, point.y);
      bottom = std::max(bottom, point.y);
    }
  }
  std::vector<Crossing> crossings;
  std::vector<double> row(static_cast<std::size_t>(width_));
  const int last = std::min(height_, static_cast<int>(std::ceil(bottom)));
  for (int y = std::max(0, static_cast<int>(std::floor(top))); y < last; ++y) {
    if (!cover_row(outlines, y, crossings, row)) continue;
    std::uint8_t* pixel = pixels_.data() + static_cast<std::size_t>(y) * row.size() * 3;
    for (const double covered : row) {
      // Sixteen sixteenths may add up to a little more than 1.
      const double share = std::min(covered, 1.0) * opacity;
      for (std::size_t c = 0; c < 3; ++c, ++pixel) {
        *pixel = static_cast<std::uint8_t>(std::lround(*pixel + share * (colour[c] - *pixel)));
      }
    }
  }
}

Raster::Colour colour_of(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto digit = [&](std::size_t i) {
    const char letter = static_cast<char>(i < text.size() ? text[i] | 0x20 : '0');
    return std::min<std::size_t>(kDigits.find(letter), 15);
  };
  const auto part = [&](std::size_t i) {
    return static_cast<std::uint8_t>(digit(i) * 16 + digit(i + 1));
  };
  return {part(1), part(3), part(5)};
}

}  // namespace flowtime
