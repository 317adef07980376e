#include "pipeline/values_file.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "series/series_csv.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostProblems = 20;

// The lines of a text, numbered from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool next() {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    line = trimmed(line.substr(0, line.find_last_not_of(" \t\r") + 1));
    rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
    ++number;
    return true;
  }
  std::string_view line{};
  int number = 0;

 private:
  std::string_view rest_;
};

bool has_columns(std::string_view text) {
  return text.substr(0, text.find('\n')).find(',') != std::string_view::npos;
}

Result<std::vector<double>> read_column(std::string_view text, const std::string& file) {
  std::vector<double> values;
  Problems problems;
  Lines lines(text);
  while (lines.next() && problems.size() < kMostProblems) {
    if (lines.line.empty()) continue;
    const std::optional<double> value = parse_number(lines.line);
    if (value) {
      values.push_back(*value);
    } else if (lines.number > 1) {
      problems.push_back(
          {.code = "csv_value",
           .message = "\"" + std::string(lines.line.substr(0, 40)) + "\" is not a number",
           .remedy = "Write one number per row.",
           .where = {lines.number, 1},
           .file = file});
    }
  }
  if (!problems.empty()) return problems;
  return values;
}

std::int64_t count_rows(std::string_view text) {
  Lines lines(text);
  std::int64_t rows = -1;  // the header is none
  while (lines.next()) rows += lines.line.empty() ? 0 : 1;
  return rows;
}

Result<std::vector<double>> read_series(std::string_view text, const std::string& file) {
  const std::int64_t rows = count_rows(text);
  if (rows <= 0) return std::vector<double>();
  FT_TRY(std::vector<CsvSeries> series, read_series_csv(text, rows, file));
  if (series.size() != 1) {
    return Problem{.code = "csv_columns",
                   .message = "the file holds " + std::to_string(series.size()) + " classes",
                   .remedy = "Values of a const node have no classes: keep one per file.",
                   .file = file};
  }
  std::vector<double>& values = series.front().values;
  const auto absent = std::find_if(values.begin(), values.end(), is_absent);
  if (absent != values.end()) {
    return Problem{
        .code = "csv_value",
        .message = "bin " + std::to_string(absent - values.begin()) + " has no finite value",
        .remedy = "Values of a const node are finite numbers: fill the gap.",
        .file = file};
  }
  return std::move(values);
}

}  // namespace

Result<std::vector<double>> read_values_csv(std::string_view text, const std::string& file) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  FT_TRY(std::vector<double> values,
         has_columns(text) ? read_series(text, file) : read_column(text, file));
  if (values.empty()) {
    return Problem{.code = "values_file_empty",
                   .message = "the file holds no values",
                   .remedy = "Write one number per row, or bin_index,value rows.",
                   .file = file};
  }
  return values;
}

}  // namespace flowtime
