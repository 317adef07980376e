#include "inspect/iceberg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "picture/raster.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr double kCut = 2;            // promises that are shown
constexpr double kShareAbove = 0.56;  // of the height, where something is promised
constexpr double kHead = 14;          // free above full
constexpr std::size_t kMostColumns = 430;
constexpr const char* kWaiting = "#3F4249";
// A load of 1 may be a little below by rounding.
constexpr double kFull = 1 - 1e-6;

// The largest of each of at most kMostColumns stretches.
std::vector<double> pooled(const std::vector<double>& values) {
  if (values.size() <= kMostColumns) return values;
  std::vector<double> columns(kMostColumns, kAbsent);
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Every stretch has at least one bin, as there are more bins than columns.
    double& column = columns[i * kMostColumns / values.size()];
    if (is_finite(values[i]) && !(values[i] <= column)) column = values[i];
  }
  return columns;
}

class IcebergPen {
 public:
  IcebergPen(const IcebergCurves& curves, const IcebergPlace& place, Picture& picture)
      : load_(pooled(curves.load)), wait_(pooled(curves.wait)), place_(place), picture_(picture) {
    const double above = wait_.empty() ? place.height - 3 : std::round(place.height * kShareAbove);
    lines_.base = place.y + above;
    lines_.full = place.y + kHead;
    const double deep = place.height - above - 1;
    lines_.promise = lines_.base + deep / kCut;
  }

  IcebergLines draw() {
    rule(lines_.full, kRule, 1.2);
    draw_load();
    draw_caps();
    if (!wait_.empty()) draw_wait();
    rule(lines_.base, "#676A71", 1);
    return lines_;
  }

 private:
  double step(const std::vector<double>& values) const {
    return place_.width / static_cast<double>(values.size());
  }
  double edge(const std::vector<double>& values, std::size_t i) const {
    return place_.x + static_cast<double>(i) * step(values);
  }
  // On a whole pixel, so that boxes meet without a seam.
  double column(std::size_t i) const { return std::round(edge(load_, i)); }
  void rule(double y, const char* colour, double width) {
    picture_.line({{place_.x, y}, {place_.x + place_.width, y}}, colour, width);
  }

  // Neighbours of one value are one box.
  void draw_load() {
    const double up = lines_.base - lines_.full;
    for (std::size_t i = 0; i < load_.size();) {
      std::size_t next = i + 1;
      while (next < load_.size() && load_[next] == load_[i]) ++next;
      const double height = std::round(up * std::clamp(load_[i], 0.0, 1.0));
      if (is_finite(load_[i]) && height > 0) {
        picture_.box(column(i), lines_.base - height, column(next) - column(i), height,
                     load_colour(load_[i]));
      }
      i = next;
    }
  }
  void draw_caps() {
    for (std::size_t i = 0; i < load_.size();) {
      std::size_t next = i;
      while (next < load_.size() && load_[next] >= kFull) ++next;
      if (next > i) {
        const double x = column(i), width = column(next) - x;
        // A gap of page colour between the load and its cap.
        picture_.box(x, lines_.full + 1, width, 2, kPage);
        picture_.box(x, lines_.full + 1 - place_.cap, width, place_.cap, kInk);
      }
      i = std::max(next, i + 1);
    }
  }

  // Grey down to the wait; solid from the promise on.
  void draw_wait() {
    picture_.area(closed(course(0), lines_.base), kWaiting, 0.58);
    const std::vector<PicturePoint> late = course(1);
    const bool any = std::any_of(wait_.begin(), wait_.end(), [](double w) { return w > 1; });
    if (any) picture_.area(closed(late, lines_.promise), kWaiting, 1);
    picture_.line({{place_.x, lines_.promise}, {place_.x + place_.width, lines_.promise}},
                  "#878A90", 1.2, 2, 4);
  }
  // Through the middles of the bins, nowhere above `least` promises; crossings with it are its own.
  std::vector<PicturePoint> course(double least) const {
    std::vector<PicturePoint> points;
    double before = finite_or_zero(wait_.front());
    const auto put = [&](double x, double wait) {
      points.push_back({x, lines_.depth_of(std::max(wait, least))});
    };
    put(place_.x, before);
    for (std::size_t i = 0; i < wait_.size(); ++i) {
      const double now = finite_or_zero(wait_[i]), x = edge(wait_, i) + step(wait_) / 2;
      // The exact crossing, so that grey and solid meet on the line of the promise.
      if (i > 0 && (before < least) != (now < least)) {
        put(x - step(wait_) * (now - least) / (now - before), least);
      }
      put(x, now);
      before = now;
    }
    put(place_.x + place_.width, before);
    return points;
  }
  std::vector<PicturePoint> closed(std::vector<PicturePoint> points, double y) const {
    points.push_back({place_.x + place_.width, y});
    points.push_back({place_.x, y});
    return points;
  }

  std::vector<double> load_, wait_;
  IcebergPlace place_;
  Picture& picture_;
  IcebergLines lines_;
};

}  // namespace

double IcebergLines::depth_of(double promises) const {
  return base + std::min(promises, kCut) * (promise - base);
}

std::string load_colour(double load) {
  static constexpr std::array<const char*, 11> kStops = {"#EBF6F5", "#C6E5E6", "#A1D4DA", "#7BC1D2",
                                                         "#55AECB", "#3797C7", "#267FC2", "#2865BB",
                                                         "#344CA3", "#34368A", "#302171"};
  const double at = std::clamp(finite_or_zero(load), 0.0, 1.0) * (kStops.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), kStops.size() - 2);
  const double share = at - static_cast<double>(below);
  const Raster::Colour a = colour_of(kStops[below]), b = colour_of(kStops[below + 1]);
  char text[8];
  const auto mixed = [&](std::size_t c) {
    return static_cast<unsigned>(std::lround(a[c] + share * (b[c] - a[c])));
  };
  std::snprintf(text, sizeof text, "#%02X%02X%02X", mixed(0), mixed(1), mixed(2));
  return text;
}

IcebergLines draw_iceberg(const IcebergCurves& curves, const IcebergPlace& place,
                          Picture& picture) {
  return IcebergPen(curves, place, picture).draw();
}

}  // namespace flowtime
