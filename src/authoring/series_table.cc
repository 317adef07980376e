#include "authoring/series_table.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

// A file of another kind has a mistake in every line.
constexpr std::size_t kMaxProblems = 20;
constexpr std::string_view kCellBlanks = " \t\r";

struct Line {
  int number = 0;
  std::vector<std::string> cells;
};

// A quoted cell may hold the delimiter; "" within it is a quote.
// A quote opens a quoted cell only at its beginning: 5" stays as it is.
std::vector<std::string> cells_of(std::string_view line, char delimiter) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool quote = line[i] == '"';
    if (quote && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[i++];
    } else if (quote && (quoted || trimmed(cells.back(), kCellBlanks).empty())) {
      quoted = !quoted;
    } else if (line[i] == delimiter && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (std::string& cell : cells) cell = std::string(trimmed(cell, kCellBlanks));
  return cells;
}

// Views with their numbers, which count empty lines too, as an editor does.
std::vector<std::pair<int, std::string_view>> lines_of(std::string_view text) {
  std::vector<std::pair<int, std::string_view>> lines;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    ++number;
    const std::string_view line = text.substr(0, end);
    if (!trimmed(line, kCellBlanks).empty()) lines.emplace_back(number, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// "1,234.5" is 1234.5 and "1,5" is nothing: separators stand before groups of three digits.
std::optional<double> number_with_separators(std::string_view text) {
  const std::size_t whole_end = std::min(text.find_first_of(".eE"), text.size());
  std::string plain;
  std::size_t since_comma = 0;
  bool any = false;
  for (std::size_t i = 0; i < whole_end; ++i) {
    if (text[i] != ',') {
      plain += text[i];
      if (text[i] != '-' && text[i] != '+') ++since_comma;
      continue;
    }
    if (any ? since_comma != 3 : since_comma < 1 || since_comma > 3) return std::nullopt;
    any = true;
    since_comma = 0;
  }
  if (any && since_comma != 3) return std::nullopt;
  return parse_number(plain + std::string(text.substr(whole_end)));
}

class TableReader {
 public:
  Result<IngestedTable> read(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const auto lines = lines_of(text);
    if (lines.empty()) return empty_problem();
    find_layout(lines.front().second);
    if (bin_ == kNone || value_ == kNone) return column_problem(lines.front().first);
    for (std::size_t i = table_.has_header ? 1 : 0; i < lines.size(); ++i) {
      row(lines[i].first, cells_of(lines[i].second, table_.delimiter));
      if (problems_.size() >= kMaxProblems) break;
    }
    // An order is only judged when every row could be read: a bad row would count as a missing bin.
    if (problems_.empty()) order();
    if (!problems_.empty()) return std::move(problems_);
    return std::move(table_);
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  struct Row {
    long long bin = 0;
    int line = 0;
    double value = 0;
  };

  static Problem empty_problem() {
    return {.code = "series_empty",
            .message = "'content' has no values",
            .remedy = "Give lines of a bin and its value, e.g. \"0,12.5\"."};
  }
  static Problem column_problem(int line) {
    return {.code = "series_column_missing",
            .message = "a series needs the columns bin and value",
            .remedy = "Name them in the first line, or give two columns without names.",
            .where = {line, 1}};
  }

  void find_layout(std::string_view first) {
    const auto commas = std::count(first.begin(), first.end(), ',');
    const auto tabs = std::count(first.begin(), first.end(), '\t');
    // A number may hold a comma and never a tab.
    table_.delimiter = tabs > 0 && tabs >= commas ? '\t' : ',';
    const std::vector<std::string> cells = cells_of(first, table_.delimiter);
    // A data line begins with a bin; a header never does.
    table_.has_header = !parse_integer(cells.front());
    if (!table_.has_header) {
      bin_ = 0;
      value_ = cells.size() > 1 ? 1 : kNone;
      return;
    }
    table_.columns = cells;
    bin_ = column(cells, "bin");
    value_ = column(cells, "value");
  }

  static std::size_t column(const std::vector<std::string>& cells, std::string_view name) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (lower_case(cells[i]) == name) return i;
    }
    return kNone;
  }

  void complain(int line, const char* code, const std::string& message, const char* remedy) {
    problems_.push_back({.code = code, .message = message, .remedy = remedy, .where = {line, 1}});
  }

  void row(int line, const std::vector<std::string>& cells) {
    const std::string bin_text = bin_ < cells.size() ? cells[bin_] : "";
    const std::string value_text = value_ < cells.size() ? cells[value_] : "";
    const auto bin = parse_integer(bin_text);
    const auto value = number_with_separators(value_text);
    if (!bin || *bin < 0 || *bin >= kMaxBins) {
      complain(line, "series_bin_invalid", "'" + bin_text + "' is not a bin",
               "Bins are whole numbers that count from 0.");
    } else if (!value) {
      complain(line, "series_value_invalid", "'" + value_text + "' is not a number",
               "Give a number such as 12.5 or \"1,250\".");
    } else {
      rows_.push_back({*bin, line, *value});
    }
  }

  // The rows by bin, which have to be 0, 1, 2 ...
  void order() {
    // Stable, so that of two rows of one bin the later line is the one complained about.
    std::stable_sort(rows_.begin(), rows_.end(),
                     [](const Row& a, const Row& b) { return a.bin < b.bin; });
    if (rows_.empty()) problems_.push_back(empty_problem());
    for (const Row& row : rows_) {
      const auto expected = static_cast<long long>(table_.values.size());
      if (row.bin < expected) {
        return complain(row.line, "series_bin_twice",
                        "bin " + std::to_string(row.bin) + " is given a second time",
                        "Give every bin once.");
      }
      if (row.bin > expected) {
        return complain(row.line, "series_bins_incomplete",
                        "bin " + std::to_string(expected) + " is missing",
                        "Give every bin from 0 to the last one.");
      }
      table_.values.push_back(row.value);
    }
  }

  IngestedTable table_;
  std::size_t bin_ = kNone, value_ = kNone;
  std::vector<Row> rows_;
  Problems problems_;
};

}  // namespace

Result<IngestedTable> read_series_table(std::string_view text) { return TableReader().read(text); }

}  // namespace flowtime
