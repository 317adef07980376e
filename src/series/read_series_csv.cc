#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "series/series_csv.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxProblems = 20;

// A field without outer blanks, and the column of its first character.
struct Field {
  std::string_view text;
  int column = 1;
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

Field field_of(std::string_view line, std::size_t begin, std::size_t end) {
  while (begin < end && is_blank(line[begin])) ++begin;
  while (end > begin && is_blank(line[end - 1])) --end;
  return {line.substr(begin, end - begin), static_cast<int>(begin) + 1};
}

// Fields of one line; at most `limit` are kept, one more tells that there are too many.
// Four are enough: no form has more than three.
struct Fields {
  Field items[4];
  std::size_t count = 0;
};
Fields split(std::string_view line) {
  Fields fields;
  std::size_t begin = 0;
  while (fields.count < 4) {
    const std::size_t comma = std::min(line.find(',', begin), line.size());
    fields.items[fields.count++] = field_of(line, begin, comma);
    if (comma == line.size()) break;
    begin = comma + 1;
  }
  return fields;
}

// NaN means absent; the .NET and C spellings of infinity are kept as infinity.
std::optional<double> value_of(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (text.empty() || same_ignoring_case(text, "nan")) return kAbsent;
  // parse_number takes finite decimal numbers alone.
  if (const auto number = parse_number(text)) return number;
  const bool negative = text[0] == '-';
  const std::string_view magnitude = negative || text[0] == '+' ? text.substr(1) : text;
  if (same_ignoring_case(magnitude, "infinity") || same_ignoring_case(magnitude, "inf")) {
    return negative ? -kInfinity : kInfinity;
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(std::int64_t bins, const std::string& file) : bins_(bins), file_(file) {}

  Result<std::vector<CsvSeries>> read(std::string_view text) {
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
    while (!text.empty() && problems_.size() < kMaxProblems) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      ++line_;
      if (field_of(line, 0, line.size()).text.empty()) continue;
      // The first line that is not blank is the header.
      columns_ == 0 ? read_header(split(line)) : read_row(split(line));
      // Without a header no row can be understood.
      if (columns_ == 0) return problems_;
    }
    return finish();
  }

 private:
  struct Target {
    std::size_t series;
    std::vector<bool> seen;
  };

  void refuse(const char* code, std::string message, std::string remedy, int column) {
    problems_.push_back({.code = code,
                         .message = std::move(message),
                         .remedy = std::move(remedy),
                         .where = {line_, column},
                         .file = file_});
  }

  void refuse_header(int column) {
    refuse("csv_header", "the first line is not the header of a series",
           "Write bin_index,value or bin_index,classId,value.", column);
  }

  void read_header(const Fields& fields) {
    const auto is = [&](std::size_t at, std::string_view name) {
      return same_ignoring_case(fields.items[at].text, name);
    };
    const bool starts = is(0, "bin_index");
    const bool plain = fields.count == 2 && (starts || is(0, "t")) && is(1, "value");
    const bool classed = fields.count == 3 && starts && is(1, "classid") && is(2, "value");
    if (plain) columns_ = 2;
    if (classed) columns_ = 3;
    if (columns_ == 0) refuse_header(fields.items[0].column);
  }

  void read_row(const Fields& fields) {
    if (fields.count != columns_) {
      const bool more = fields.count > columns_;
      return refuse("csv_columns",
                    "the row has " + std::string(more ? "more" : "fewer") + " than " +
                        std::to_string(columns_) + " fields",
                    "Give every row as many fields as the header has.",
                    fields.items[more ? columns_ : fields.count - 1].column);
    }
    const std::optional<std::int64_t> bin = read_bin(fields.items[0]);
    const Field& value_field = fields.items[columns_ - 1];
    const std::optional<double> value = value_of(value_field.text);
    if (!value) {
      refuse("csv_value", "'" + std::string(value_field.text) + "' is not a number",
             "Write a number with a decimal point, or leave the field empty.", value_field.column);
    }
    // After the value: one row may have both faults.
    if (!bin) return;
    Target& target = target_of(columns_ == 3 ? fields.items[1].text : std::string_view());
    const auto at = static_cast<std::size_t>(*bin);
    if (target.seen[at]) {
      return refuse("csv_duplicate_bin", "bin " + std::to_string(*bin) + " has a row already",
                    "Keep one row per bin.", fields.items[0].column);
    }
    // Also when the value was refused, so that a second row is not taken for the first.
    target.seen[at] = true;
    ++series_[target.series].rows;
    if (value) series_[target.series].values[at] = canonical(*value);
  }

  std::optional<std::int64_t> read_bin(const Field& field) {
    const std::optional<long long> bin = parse_integer(field.text);
    if (!bin) {
      refuse("csv_bin_index", "'" + std::string(field.text) + "' is not a bin index",
             "Number the bins from 0.", field.column);
      return std::nullopt;
    }
    if (*bin < 0 || *bin >= bins_) {
      refuse("csv_bin_out_of_range", "bin " + std::to_string(*bin) + " is outside the grid",
             "The grid has bins 0 to " + std::to_string(bins_ - 1) + ".", field.column);
      return std::nullopt;
    }
    return *bin;
  }

  Target& target_of(std::string_view class_id) {
    const auto bins = static_cast<std::size_t>(bins_);
    const auto [found, added] = targets_.try_emplace(std::string(class_id));
    if (added) {
      found->second = {series_.size(), std::vector<bool>(bins)};
      series_.push_back({std::string(class_id), std::vector<double>(bins, kAbsent)});
    }
    return found->second;
  }

  Result<std::vector<CsvSeries>> finish() {
    if (columns_ == 0) {
      line_ = 1;
      refuse_header(1);
    }
    if (!problems_.empty()) return problems_;
    // A file without rows is a series that is absent throughout.
    if (series_.empty()) target_of("");
    return std::move(series_);
  }

  std::int64_t bins_;
  const std::string& file_;
  int line_ = 0;
  std::size_t columns_ = 0;  // 0 until the header is read
  std::vector<CsvSeries> series_;
  std::unordered_map<std::string, Target> targets_;  // lookups only
  Problems problems_;
};

}  // namespace

Result<std::vector<CsvSeries>> read_series_csv(std::string_view text, std::int64_t bins,
                                               const std::string& file) {
  return Reader(bins, file).read(text);
}

}  // namespace flowtime
