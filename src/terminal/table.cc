#include "terminal/table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime::cli {
namespace {

std::vector<std::size_t> widths_of(const std::vector<Column>& columns,
                                   const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const Column& column : columns) widths.push_back(character_count(column.title));
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      widths[i] = std::max(widths[i], character_count(row[i]));
    }
  }
  return widths;
}

void append_row(std::string& text, const std::vector<Column>& columns,
                const std::vector<std::size_t>& widths, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += "  ";
    const std::string padding(widths[i] - character_count(cells[i]), ' ');
    text += columns[i].align == Align::kRight ? padding + cells[i] : cells[i] + padding;
  }
  // The last column may be padded, too.
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
}

}  // namespace

std::size_t character_count(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_utf8_continuation(c); }));
}

std::string wrapped(const std::string& text, std::size_t width) {
  std::istringstream words(text);
  std::string result, line;
  for (std::string word; words >> word;) {
    if (!line.empty() && character_count(line) + 1 + character_count(word) > width) {
      result += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
  }
  return line.empty() ? result : result + line + "\n";
}

std::string table_text(const std::vector<Column>& columns,
                       const std::vector<std::vector<std::string>>& rows) {
  const std::vector<std::size_t> widths = widths_of(columns, rows);
  std::vector<std::string> titles;
  for (const Column& column : columns) titles.push_back(column.title);
  std::string text;
  append_row(text, columns, widths, titles);
  for (const auto& row : rows) append_row(text, columns, widths, row);
  return text;
}

std::string short_number(double value) {
  if (is_absent(value)) return "-";
  const std::string exact = format_number(value);
  // Six digits and a point.
  if (exact.size() <= 7) return exact;
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
  return std::string(buffer, end.ptr);
}

std::string rounded(double value) { return short_number(std::round(value * 10) / 10); }

std::string counted(std::int64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string byte_text(std::int64_t bytes) {
  constexpr const char* kUnits[] = {" bytes", " kB", " MB", " GB", " TB"};
  double amount = static_cast<double>(bytes);
  int unit = 0;
  while (amount >= 1000 && unit < 4) {
    amount /= 1000;
    ++unit;
  }
  char buffer[32];
  const auto end =
      std::to_chars(buffer, buffer + sizeof buffer, amount, std::chars_format::general, 3);
  return std::string(buffer, end.ptr) + kUnits[unit];
}

}  // namespace flowtime::cli
