// First row: names or data. Names say which column is the key (bin or time) and which the value;
// without names one column is values and two are key and value. Then row by row, up to 20 problems.
// Which bins the rows mean is decided later (values_of_bins), when the grid is known.
#include "pipeline/values_file.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/nearest_name.h"
#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostProblems = 20;
constexpr std::size_t kMostNamedBins = 5;
constexpr std::string_view kBlanks = " \t\r";
constexpr std::array<std::string_view, 4> kBinNames{"bin", "bin_index", "t", "index"};
constexpr std::array<std::string_view, 9> kTimeNames{"time",      "start",         "timestamp",
                                                     "date",      "datetime",      "bin_start",
                                                     "start_utc", "bin_start_utc", "utc"};

using Fields = std::vector<std::string_view>;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view known) { return same_ignoring_case(name, known); });
}

// The lines of a text that are not blank, numbered from 1.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool next() {
    while (!rest_.empty()) {
      const std::size_t end = rest_.find('\n');
      line = trimmed(rest_.substr(0, end), kBlanks);
      rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
      ++number;
      if (!line.empty()) return true;
    }
    return false;
  }
  std::string_view line{};
  int number = 0;

 private:
  std::string_view rest_;
};

// The comma that ends the first field; one within quotes is part of it.
std::size_t end_of_field(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(kBlanks);
  const bool is_quoted = begin != std::string_view::npos && line[begin] == '"';
  const std::size_t closed = is_quoted ? line.find('"', begin + 1) : std::string_view::npos;
  return line.find(',', closed == std::string_view::npos ? 0 : closed);
}

Fields fields_of(std::string_view line) {
  Fields fields;
  while (true) {
    const std::size_t comma = end_of_field(line);
    std::string_view field = trimmed(line.substr(0, comma), kBlanks);
    if (field.size() > 1 && field.front() == '"' && field.back() == '"') {
      field = field.substr(1, field.size() - 2);
    }
    fields.push_back(field);
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

// What separates columns in a file that does not do so by commas; 0 where commas do.
char other_separator(std::string_view first_line) {
  // A semicolon beside commas is part of a name.
  if (first_line.find(',') != std::string_view::npos) return 0;
  const std::size_t found = first_line.find_first_of(";\t");
  return found == std::string_view::npos ? '\0' : first_line[found];
}

bool means_absent(std::string_view field) {
  return field.empty() || same_ignoring_case(field, "nan");
}

// Whether a first row holds values and no names. A name does not begin like a number.
bool is_data(const Fields& row) {
  const auto begins_like_data = [](std::string_view field) {
    return means_absent(field) ||
           std::string_view("0123456789+-.").find(field.front()) != std::string_view::npos;
  };
  return std::all_of(row.begin(), row.end(), begins_like_data);
}

std::string in_quotes(std::string_view text) { return "'" + std::string(text.substr(0, 40)) + "'"; }

// What the first row says about the columns.
struct Columns {
  std::size_t key = 0, value = 0, count = 1;  // where the bin or time is, where the value
  std::optional<std::size_t> class_id{};
};

class Reader {
 public:
  Reader(const std::string& file, const std::string& column, std::string_view id)
      : column_(column), id_(id) {
    table_.file = file;
  }

  Result<ValuesTable> read(std::string_view text) {
    Lines lines(text);
    if (!lines.next()) return empty_file();
    if (const char other = other_separator(lines.line)) return not_by_commas(other, lines.number);
    const Fields first = fields_of(lines.line);
    const bool is_header = !is_data(first);
    FT_RETURN_IF_PROBLEM(is_header ? take_names(first, lines.number)
                                   : take_places(first, lines.number));
    // Without a header the first row is data and is taken again below.
    bool more = is_header ? lines.next() : true;
    for (; more && problems_.size() < kMostProblems; more = lines.next()) {
      take_row(fields_of(lines.line), lines.number);
    }
    if (!problems_.empty()) return problems_;
    if (table_.values.empty()) return empty_file();
    return std::move(table_);
  }

 private:
  Problem problem(const char* code, std::string message, std::string remedy, int line) const {
    return {.code = code,
            .message = std::move(message),
            .remedy = std::move(remedy),
            .where = {line, line == 0 ? 0 : 1},
            .file = table_.file};
  }
  Problem empty_file() const {
    return problem("values_file_empty", "the file holds no values",
                   "Write one number per row, or bin,value rows.", 0);
  }

  Problem not_by_commas(char separator, int line) const {
    const std::string what = separator == ';' ? "semicolons" : "tabs";
    return problem("csv_separator", "the columns are separated by " + what,
                   "Separate them by commas, and write numbers with a decimal point.", line);
  }

  // Columns by the names of a header.
  Result<Done> take_names(const Fields& names, int line) {
    columns_.count = names.size();
    std::vector<std::size_t> values;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i > 0 && same_ignoring_case(names[i], "classid")) {
        columns_.class_id = i;
      } else if (names.size() > 1 && is_one_of(names[i], kBinNames)) {
        take_key(ValuesTable::Keys::kBins, i);
      } else if (names.size() > 1 && is_one_of(names[i], kTimeNames)) {
        // A bin beside a time wins: `eval --format csv` prints both.
        if (table_.keys != ValuesTable::Keys::kBins) take_key(ValuesTable::Keys::kTimes, i);
      } else {
        values.push_back(i);
      }
    }
    return choose(names, values, line);
  }

  void take_key(ValuesTable::Keys keys, std::size_t at) {
    table_.keys = keys;
    columns_.key = at;
  }

  Result<Done> choose(const Fields& names, const std::vector<std::size_t>& values, int line) {
    const std::string_view wanted = column_.empty() ? id_ : std::string_view(column_);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](std::size_t i) { return names[i] == wanted; });
    if (found != values.end()) {
      columns_.value = *found;
      return Done{};
    }
    if (column_.empty() && values.size() == 1) {
      columns_.value = values.front();
      return Done{};
    }
    return refuse_columns(names, values, line);
  }

  Problem refuse_columns(const Fields& names, const std::vector<std::size_t>& values, int line) {
    std::vector<std::string_view> known;
    std::string list;
    for (const std::size_t i : values) {
      known.push_back(names[i]);
      list += (list.empty() ? "" : ", ") + in_quotes(names[i]);
    }
    if (!column_.empty()) {
      const std::string nearest = nearest_name(column_, known);
      return problem(
          "csv_column", "the file has no column " + in_quotes(column_),
          nearest.empty() ? "Its columns are " + list + "." : "Did you mean '" + nearest + "'?",
          line);
    }
    if (values.empty()) {
      return problem("csv_columns", "the file has no column of values",
                     "Write bin,value or time,value.", line);
    }
    return problem("csv_columns", "the file has several columns of values: " + list,
                   "Name one behind the file: @FILE#" + std::string(known.front()) + ".", line);
  }

  // Columns of a file without a header.
  Result<Done> take_places(const Fields& row, int line) {
    columns_.count = row.size();
    if (!column_.empty()) {
      return problem("csv_column", "the file names no columns, so it has no " + in_quotes(column_),
                     "Write a header, or leave out #" + column_ + ".", line);
    }
    if (row.size() == 1) return Done{};
    if (row.size() > 2) {
      return problem("csv_columns",
                     "the file has " + std::to_string(row.size()) + " columns and no header",
                     "Name the columns in a first row, such as bin,value.", line);
    }
    take_key(parse_integer(row[0]) ? ValuesTable::Keys::kBins : ValuesTable::Keys::kTimes, 0);
    columns_.value = 1;
    return Done{};
  }

  void take_row(const Fields& row, int line) {
    if (row.size() != columns_.count) {
      problems_.push_back(problem("csv_columns",
                                  "the row has " + std::to_string(row.size()) + " fields, not " +
                                      std::to_string(columns_.count),
                                  "Give every row the same columns.", line));
      return;
    }
    if (columns_.class_id && !is_same_class(row[*columns_.class_id], line)) return;
    if (table_.keys != ValuesTable::Keys::kNone && !take_place(row[columns_.key], line)) return;
    take_value(row[columns_.value], line);
  }

  bool is_same_class(std::string_view class_id, int line) {
    // The first row decides; a capture's file has one class throughout.
    if (!class_) class_ = std::string(class_id);
    if (*class_ == class_id) return true;
    problems_.push_back(problem(
        "csv_columns",
        "the file holds several classes: " + in_quotes(*class_) + ", " + in_quotes(class_id),
        "Values of a node have no classes: keep one per file.", line));
    return false;
  }

  bool take_place(std::string_view field, int line) {
    const bool by_bin = table_.keys == ValuesTable::Keys::kBins;
    std::optional<std::int64_t> at;
    if (by_bin) {
      if (const auto bin = parse_integer(field); bin && *bin >= 0) at = *bin;
    } else {
      at = parse_utc(field);
    }
    if (at) {
      table_.at.push_back(*at);
      return true;
    }
    problems_.push_back(by_bin ? problem("csv_bin_index", in_quotes(field) + " is not a bin",
                                         "Number the bins from 0.", line)
                               : problem("csv_time", in_quotes(field) + " is not a date and time",
                                         "Write times such as 2026-01-01T14:00:00Z.", line));
    return false;
  }

  void take_value(std::string_view field, int line) {
    const auto value = parse_number(field);
    if (!value && !means_absent(field)) {
      problems_.push_back(problem("csv_value", in_quotes(field) + " is not a number",
                                  columns_.count == 1 ? "Write one number per row."
                                                      : "Write a number, or nothing for a gap.",
                                  line));
    }
    // Also after a problem, so that the three lists keep one entry per row.
    table_.values.push_back(value.value_or(kAbsent));
    table_.lines.push_back(line);
  }

  const std::string column_;
  const std::string_view id_;
  ValuesTable table_;
  Columns columns_;
  std::optional<std::string> class_;
  Problems problems_;
};

// "bin 3", "bins 3, 4, 5 and 19 more"
std::string named_bins(const std::vector<std::int64_t>& bins) {
  std::string text = bins.size() == 1 ? "bin " : "bins ";
  const std::size_t named = std::min(bins.size(), kMostNamedBins);
  for (std::size_t i = 0; i < named; ++i) text += (i > 0 ? ", " : "") + std::to_string(bins[i]);
  if (named < bins.size()) text += " and " + std::to_string(bins.size() - named) + " more";
  return text;
}

Problem table_problem(const ValuesTable& table, const char* code, std::string message,
                      std::string remedy, int line = 0) {
  return {.code = code,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .where = {line, line == 0 ? 0 : 1},
          .file = table.file};
}

Result<std::vector<double>> in_order(const ValuesTable& table) {
  const auto gap = std::find_if(table.values.begin(), table.values.end(), is_absent);
  if (gap == table.values.end()) return table.values;
  const int line = table.lines[static_cast<std::size_t>(gap - table.values.begin())];
  return table_problem(table, "csv_gap", "the row has no finite value",
                       "Fill the gap, or number the rows: bin,value.", line);
}

// The bin that a row is about, also outside the grid.
std::int64_t bin_of(const ValuesTable& table, std::size_t row, const TimeGrid& grid) {
  if (table.keys == ValuesTable::Keys::kBins) return table.at[row];
  const std::int64_t since = table.at[row] - *grid.start_unix_ms, width = grid.bin_milliseconds();
  // Rounded down before the grid as well.
  return since >= 0 ? since / width : -((-since + width - 1) / width);
}

Problem outside(const ValuesTable& table, std::size_t row, std::int64_t bin, const TimeGrid& grid) {
  const std::string what = table.keys == ValuesTable::Keys::kBins
                               ? "bin " + std::to_string(bin)
                               : "the time " + format_utc(table.at[row]);
  return table_problem(table, "csv_bin_out_of_range", what + " is outside the grid",
                       "The grid has bins 0.." + std::to_string(grid.bins - 1) +
                           (grid.start_unix_ms ? " from " + format_utc(*grid.start_unix_ms) : "") +
                           "; remove the row, or set a range of bins.",
                       table.lines[row]);
}

Problem given_twice(const ValuesTable& table, std::size_t row, std::int64_t bin) {
  const bool by_time = table.keys == ValuesTable::Keys::kTimes;
  return table_problem(
      table, "csv_duplicate_bin", "bin " + std::to_string(bin) + " has more than one row",
      by_time ? "Give one value per bin of the model: add up or average finer rows."
              : "Keep one row per bin.",
      table.lines[row]);
}

}  // namespace

ValuesPath parse_values_path(std::string_view text) {
  const std::size_t mark = text.rfind('#');
  if (mark == std::string_view::npos) return {.path = std::string(text)};
  return {.path = std::string(text.substr(0, mark)), .column = std::string(text.substr(mark + 1))};
}

Result<ValuesTable> read_values_table(std::string_view text, const std::string& file,
                                      const std::string& column, std::string_view id) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return Reader(file, column, id).read(text);
}

Result<std::vector<double>> values_of_bins(const ValuesTable& table, BinRange range,
                                           const TimeGrid& grid) {
  if (table.keys == ValuesTable::Keys::kNone || grid.bins == 0) return in_order(table);
  if (table.keys == ValuesTable::Keys::kTimes && !grid.start_unix_ms) {
    return table_problem(table, "csv_needs_start", "the grid has no start, so no time has a bin",
                         "Add grid.start to the model, or number the rows: bin,value.");
  }
  const bool is_whole = range.size() == grid.bins;
  std::vector<double> values(static_cast<std::size_t>(range.size()), kAbsent);
  std::vector<bool> seen(values.size(), false);
  for (std::size_t row = 0; row < table.values.size(); ++row) {
    const std::int64_t bin = bin_of(table, row, grid);
    if (bin < range.first || bin >= range.end) {
      // For the whole grid such a row is a mistake; for a range it is the rest of the file.
      if (is_whole) return outside(table, row, bin, grid);
      continue;
    }
    const auto at = static_cast<std::size_t>(bin - range.first);
    // Not summed: whether finer rows are to be added or averaged is the user's to say.
    if (seen[at]) return given_twice(table, row, bin);
    seen[at] = true;
    values[at] = table.values[row];
  }
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_absent(values[i])) gaps.push_back(range.first + static_cast<std::int64_t>(i));
  }
  if (gaps.empty()) return values;
  return table_problem(
      table, "csv_gap",
      named_bins(gaps) + (gaps.size() == 1 ? " has" : " have") + " no finite value",
      "Fill the gaps, or set a range of bins that has none.");
}

}  // namespace flowtime
