#include "suite/snapshot.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime::suite {
namespace {

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields;
  while (true) {
    const std::size_t comma = line.find(',');
    fields.emplace_back(trimmed(line.substr(0, comma), " \t\r"));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

std::string printed(double value) { return is_absent(value) ? "" : format_number(value); }
std::string shown(const std::string& value) { return value.empty() ? "absent" : value; }

bool is_axis(const std::string& name) { return name == "bin" || name == "start"; }

std::string difference(const std::vector<std::string>& expected, std::span<const double> got) {
  if (expected.size() != got.size()) {
    return std::to_string(got.size()) + " bins, expected " + std::to_string(expected.size());
  }
  std::string first;
  std::size_t others = 0;
  for (std::size_t t = 0; t < got.size(); ++t) {
    const std::string value = printed(got[t]);
    // Texts are compared: format_number prints different bits differently.
    if (value == expected[t]) continue;
    if (!first.empty()) {
      ++others;
      continue;
    }
    first = "bin " + std::to_string(t) + " is " + shown(value) + ", expected " + shown(expected[t]);
  }
  return others == 0 ? first : first + " (and " + std::to_string(others) + " more)";
}

}  // namespace

bool fits_pattern(std::string_view id, std::string_view pattern) {
  if (pattern.empty()) return id.empty();
  if (pattern.front() == '*') {
    return fits_pattern(id, pattern.substr(1)) ||
           (!id.empty() && fits_pattern(id.substr(1), pattern));
  }
  if (id.empty() || (pattern.front() != '?' && pattern.front() != id.front())) return false;
  return fits_pattern(id.substr(1), pattern.substr(1));
}

void Snapshot::add(const SeriesCatalog& series, const std::vector<std::string>& patterns) {
  for (const SeriesInfo& info : series.all()) {
    const bool wanted =
        std::any_of(patterns.begin(), patterns.end(),
                    [&](const std::string& pattern) { return fits_pattern(info.id, pattern); });
    const bool known = std::any_of(columns_.begin(), columns_.end(),
                                   [&](const Column& column) { return column.id == info.id; });
    if (wanted && !known) columns_.push_back({.id = info.id, .values = {}, .is_new = true});
  }
}

std::vector<SnapshotPoint> Snapshot::compare(const SeriesCatalog& series,
                                             const SeriesTable& table) const {
  std::vector<SnapshotPoint> points;
  for (const Column& column : columns_) {
    const auto index = series.find(column.id);
    SnapshotPoint point{.id = column.id, .differs = ""};
    if (!index) point.differs = "there is no such series";
    if (index && !column.is_new) point.differs = difference(column.values, table[*index]);
    points.push_back(std::move(point));
  }
  return points;
}

std::string Snapshot::text(const TimeGrid& grid, const SeriesCatalog& series,
                           const SeriesTable& table) const {
  std::vector<std::span<const double>> rows;
  std::string text = grid.start_unix_ms ? "bin,start" : "bin";
  for (const Column& column : columns_) {
    const auto index = series.find(column.id);
    if (!index) continue;
    text += "," + column.id;
    rows.push_back(table[*index]);
  }
  if (rows.empty()) return "";
  text += "\n";
  for (std::int64_t bin = 0; bin < grid.bins; ++bin) {
    text += std::to_string(bin);
    if (grid.start_unix_ms) text += "," + format_utc(*grid.bin_start_unix_ms(bin));
    for (const auto& row : rows) text += "," + printed(row[static_cast<std::size_t>(bin)]);
    text += "\n";
  }
  return text;
}

Snapshot read_snapshot(std::string_view text) {
  Snapshot snapshot;
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trimmed(line, " \t\r").empty()) continue;
    const std::vector<std::string> fields = fields_of(line);
    if (names.empty()) {
      names = fields;
      for (const std::string& name : names) {
        if (!is_axis(name)) snapshot.columns_.push_back({.id = name, .values = {}});
      }
      continue;
    }
    std::size_t column = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (is_axis(names[i])) continue;
      snapshot.columns_[column++].values.push_back(i < fields.size() ? fields[i] : "");
    }
  }
  return snapshot;
}

}  // namespace flowtime::suite
