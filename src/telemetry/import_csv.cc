// Tables of text: one row per time, one column per series; or one row per time and series.
#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>

#include "base/ascii.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "telemetry/import_reader.h"
#include "telemetry/sample_names.h"

namespace flowtime {
namespace {

constexpr std::size_t kSniffedLines = 200, kSniffedBytes = 1u << 18;
constexpr std::size_t kMaxFields = 4096;
constexpr char kDelimiters[] = {',', ';', '\t', '|'};

// Fields of one line, valid until the next; a quoted one may hold the delimiter.
class Row {
 public:
  bool read(std::string_view line, char delimiter) {
    // Without quotes no field has to be copied.
    if (line.find('"') == std::string_view::npos) {
      plain(line, delimiter);
      return true;
    }
    texts_.clear();
    return quoted(line, delimiter);
  }
  std::size_t size() const { return fields_.size(); }
  std::string_view operator[](std::size_t i) const { return fields_[i]; }
  const std::vector<std::string_view>& fields() const { return fields_; }

 private:
  static std::string_view trimmed_field(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
  }
  void plain(std::string_view line, char delimiter) {
    fields_.clear();
    for (std::size_t at = 0;;) {
      const std::size_t end = std::min(line.find(delimiter, at), line.size());
      fields_.push_back(trimmed_field(line.substr(at, end - at)));
      // A wrong delimiter, such as a letter, must not make a million fields.
      if (end == line.size() || fields_.size() > kMaxFields) return;
      at = end + 1;
    }
  }
  bool quoted(std::string_view line, char delimiter) {
    fields_.clear();
    std::string text;
    bool open = false, was_quoted = false;
    const auto finish = [&] {
      texts_.push_back(was_quoted ? text : std::string(trimmed_field(text)));
      text.clear();
      was_quoted = false;
    };
    for (std::size_t i = 0; i < line.size() && texts_.size() <= kMaxFields; ++i) {
      const char c = line[i];
      if (open) {
        if (c != '"') {
          text += c;
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
          // Two quotes mean one.
          text += line[i++];
        } else {
          open = false;
        }
      } else if (c == '"' && trimmed_field(text).empty()) {
        open = was_quoted = true;
        text.clear();
      } else if (c == delimiter) {
        finish();
      } else if (!was_quoted || c != ' ') {
        text += c;
      }
    }
    finish();
    // Last: views into the texts would not survive their growth.
    for (const std::string& one : texts_) fields_.emplace_back(one);
    return !open;
  }
  std::vector<std::string_view> fields_;
  std::vector<std::string> texts_;
};

// What is said by the first lines of a table.
struct Layout {
  char delimiter = ',';
  bool header = true;
  std::vector<std::string> names;
  std::size_t time = 0;
  TimeForm time_form = TimeForm::kIso;
  std::vector<std::size_t> values;
  std::vector<std::size_t> keys;  // what tells series apart; empty: one series per column
  NumberForm number;
  std::vector<std::string> empty, ignored;
};

class Sniffer {
 public:
  Sniffer(const ImportInput& input, const std::vector<std::string>& lines)
      : input_(input), options_(input.options), lines_(lines) {}

  Result<Layout> sniff() {
    if (lines_.empty()) return refuse("import_empty", "the file is empty", "Give a table.");
    FT_RETURN_IF_PROBLEM(check_line_ends());
    layout_.delimiter = options_.delimiter.value_or(delimiter());
    read_rows();
    if (rows_.empty()) return refuse("import_empty", "the file has no rows", "Give a table.");
    if (width_ > kMaxFields) {
      return refuse("import_too_many_columns",
                    "a row has more than " + std::to_string(kMaxFields) + " fields",
                    "Give the series in several files, or as a long table.");
    }
    layout_.header = options_.header.value_or(has_header());
    for (std::size_t i = 0; i < width_; ++i) layout_.names.push_back(name_at(i));
    if (layout_.header) rows_.erase(rows_.begin());
    // Time first: its column is not one of values. Number forms last: only columns of values count.
    FT_RETURN_IF_PROBLEM(find_time());
    FT_RETURN_IF_PROBLEM(find_values());
    FT_RETURN_IF_PROBLEM(find_number_form());
    return layout_;
  }

 private:
  Problem refuse(const char* code, std::string message, std::string remedy) const {
    return {.code = code,
            .message = std::move(message),
            .remedy = std::move(remedy),
            .where = {1, 1},
            .file = input_.lines.file()};
  }

  Result<Done> check_line_ends() const {
    if (lines_.front().find('\r') == std::string::npos) return Done{};
    return refuse("import_columns", "the lines end with CR alone", "End lines with LF or CRLF.");
  }

  // The one that the lines have most often, and as often in each.
  char delimiter() const {
    char best = ',';
    std::size_t most = 0;
    for (const char candidate : kDelimiters) {
      std::size_t least = SIZE_MAX;
      for (const std::string& line : lines_) {
        if (line.empty()) continue;
        Row row;
        row.read(line, candidate);
        // Decimal commas make more fields in some lines than in others.
        least = std::min(least, row.size());
      }
      if (least == SIZE_MAX || least <= most || least < 2) continue;
      most = least;
      best = candidate;
    }
    return best;
  }

  void read_rows() {
    for (const std::string& line : lines_) {
      Row row;
      // Comments are passed everywhere.
      if (line.empty() || line.starts_with('#') || !row.read(line, layout_.delimiter)) continue;
      std::vector<std::string>& kept = rows_.emplace_back();
      for (const std::string_view field : row.fields()) kept.emplace_back(field);
      width_ = std::max(width_, kept.size());
    }
  }
  std::vector<std::string_view> column(std::size_t at, std::size_t from = 0) const {
    std::vector<std::string_view> texts;
    for (std::size_t row = from; row < rows_.size(); ++row) {
      if (at >= rows_[row].size() || is_blank_value(rows_[row][at])) continue;
      texts.push_back(rows_[row][at]);
    }
    return texts;
  }
  // A first row none of whose fields is a time or a number.
  bool has_header() const {
    for (const std::string& field : rows_.front()) {
      const std::string_view text = field;
      if (sniff_time_form(std::span(&text, 1))) return false;
      if (!text.empty() && sniff_number_form(std::span(&text, 1))) return false;
    }
    return true;
  }
  std::string name_at(std::size_t at) const {
    const bool named = layout_.header && at < rows_.front().size() && !rows_.front()[at].empty();
    return named ? rows_.front()[at] : "column" + std::to_string(at + 1);
  }

  // By name in any case, or by number from 1.
  Result<std::size_t> column_named(const std::string& wanted) const {
    for (std::size_t i = 0; i < layout_.names.size(); ++i) {
      // Exactly first: "A" and "a" may both be there.
      if (layout_.names[i] == wanted) return i;
    }
    for (std::size_t i = 0; i < layout_.names.size(); ++i) {
      if (same_ignoring_case(layout_.names[i], wanted)) return i;
    }
    const auto number = parse_integer(wanted);
    if (number && *number >= 1 && *number <= static_cast<long long>(width_)) {
      return static_cast<std::size_t>(*number - 1);
    }
    std::string known;
    for (const std::string& name : layout_.names) known += (known.empty() ? "" : ", ") + name;
    return refuse("import_columns", "there is no column '" + wanted + "'",
                  "The columns are " + known.substr(0, 300) + ".");
  }

  Result<Done> find_time() {
    if (!options_.time_column.empty()) {
      FT_TRY(layout_.time, column_named(options_.time_column));
      const auto texts = column(layout_.time);
      const auto form = options_.time_form ? options_.time_form : sniff_named_time_form(texts);
      if (!form) return no_time(layout_.time);
      layout_.time_form = *form;
      return Done{};
    }
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at < width_; ++at) {
      const auto texts = column(at);
      const auto form = texts.empty() ? std::nullopt : sniff_time_form(texts);
      // The form was given, so that its texts need not be recognized.
      if (!form && options_.time_form && is_time_name(layout_.names[at])) found = at;
      if (!form) continue;
      // Of several columns of times the one with the usual name, else the first.
      const bool better =
          !found || (is_time_name(layout_.names[at]) && !is_time_name(layout_.names[*found]));
      if (!better) continue;
      found = at;
      layout_.time_form = *form;
    }
    if (!found) found = years();
    if (!found) return no_time(0);
    layout_.time = *found;
    layout_.time_form = options_.time_form.value_or(layout_.time_form);
    return Done{};
  }
  // Of a table without other times: the column that is called year.
  std::optional<std::size_t> years() {
    for (std::size_t at = 0; at < width_; ++at) {
      if (!same_ignoring_case(layout_.names[at], "year")) continue;
      const auto form = sniff_named_time_form(column(at));
      if (!form) continue;
      layout_.time_form = *form;
      return at;
    }
    return std::nullopt;
  }
  Problem no_time(std::size_t at) const {
    const auto texts = column(at);
    const std::string shown = texts.empty() ? "" : std::string(texts.front().substr(0, 40));
    return refuse("import_time",
                  "no column has times that can be read in one way only" +
                      (shown.empty() ? "" : "; the first one has '" + shown + "'"),
                  "Name it with --time-column, and its form with --time-format iso, epoch, dmy, "
                  "mdy, named or year.");
  }

  Result<Done> find_values() {
    if (!options_.name_column.empty()) {
      FT_TRY(const std::size_t key, column_named(options_.name_column));
      layout_.keys.push_back(key);
    }
    for (const std::string& name : options_.value_columns) {
      FT_TRY(const std::size_t at, column_named(name));
      layout_.values.push_back(at);
    }
    const bool chosen = !layout_.values.empty();
    std::vector<std::size_t> texts;
    for (std::size_t at = 0; at < width_; ++at) {
      if (at == layout_.time || is_taken(at)) continue;
      const auto cells = column(at);
      if (cells.empty()) {
        layout_.empty.push_back(layout_.names[at]);
      } else if (chosen) {
        layout_.ignored.push_back(layout_.names[at]);
      } else if (may_be_numbers(cells)) {
        layout_.values.push_back(at);
      } else {
        texts.push_back(at);
      }
    }
    if (layout_.values.empty()) {
      return refuse("import_columns", "no column has numbers",
                    "Name the columns of values with --value-column, and how numbers are written "
                    "with --decimal and --thousands.");
    }
    // One column of numbers beside texts: the texts say whose number it is.
    const bool is_long = layout_.values.size() == 1 && layout_.keys.empty() && !texts.empty();
    for (const std::size_t at : texts) {
      if (is_long)
        layout_.keys.push_back(at);
      else
        layout_.ignored.push_back(layout_.names[at]);
    }
    return Done{};
  }
  bool is_taken(std::size_t at) const {
    const auto has = [&](const std::vector<std::size_t>& list) {
      return std::find(list.begin(), list.end(), at) != list.end();
    };
    return has(layout_.values) || has(layout_.keys);
  }
  // Written in any way, also one that could be another.
  bool is_number(std::string_view cell) const {
    if (options_.number) return read_number(cell, *options_.number).has_value();
    return sniff_number_form(std::span(&cell, 1)) || read_number(cell, {',', 0});
  }
  // Most of them are: the others are mistakes, which are refused by their lines.
  bool may_be_numbers(const std::vector<std::string_view>& cells) const {
    const auto numbers =
        std::count_if(cells.begin(), cells.end(), [&](auto cell) { return is_number(cell); });
    return 2 * static_cast<std::size_t>(numbers) > cells.size();
  }
  Result<Done> find_number_form() {
    if (options_.number) {
      layout_.number = *options_.number;
      return Done{};
    }
    std::vector<std::string_view> cells;
    for (const std::size_t at : layout_.values) {
      const auto more = column(at);
      std::copy_if(more.begin(), more.end(), std::back_inserter(cells),
                   [&](auto cell) { return is_number(cell); });
    }
    const auto form = sniff_number_form(cells);
    if (!form) {
      return refuse("import_value", "numbers such as 1,234 can be read in two ways",
                    "Say which with --decimal , or --thousands ,");
    }
    layout_.number = *form;
    return Done{};
  }

  const ImportInput& input_;
  const ImportOptions& options_;
  const std::vector<std::string>& lines_;
  Layout layout_;
  std::vector<std::vector<std::string>> rows_;
  std::size_t width_ = 0;
};

class CsvRows {
 public:
  CsvRows(const ImportInput& input, const Layout& layout, LocalTime zone, Aligner& aligner)
      : input_(input),
        layout_(layout),
        time_(layout.time_form, std::move(zone)),
        aligner_(aligner) {}

  Result<Done> read() {
    FT_RETURN_IF_PROBLEM(make_columns());
    std::string_view line;
    bool first = true;
    for (;;) {
      FT_TRY(const bool more, input_.lines.next(line));
      if (!more) return Done{};
      const bool is_header = first && layout_.header;
      if (line.empty() || line.starts_with('#')) continue;
      first = false;
      if (!is_header) FT_RETURN_IF_PROBLEM(read_row(line));
    }
  }

 private:
  Problem refuse(const char* code, std::string message, std::string remedy) const {
    return import_problem(input_.lines, code, std::move(message), std::move(remedy));
  }

  Result<Done> make_columns() {
    if (!layout_.keys.empty()) return Done{};
    for (const std::size_t at : layout_.values) {
      const NamedUnit named = split_unit(layout_.names[at]);
      const auto index = aligner_.column(named.name, SampleKind::kFlow, named.unit);
      if (!index) return at_line(input_.lines, index.problems().front());
      columns_.push_back(*index);
    }
    return Done{};
  }

  Result<std::int64_t> time_of(std::string_view text) {
    // Neighbouring rows of a long table have the same time.
    if (text == last_text_) return last_time_;
    const auto time = time_.read(text);
    if (time) {
      if (time_.shift() != 0) aligner_.clock_moved(time_.shift(), input_.lines.number());
      last_text_ = text;
      last_time_ = *time;
      return *time;
    }
    const std::string shown(text.substr(0, 60));
    if (time_.was_skipped()) {
      return refuse("import_time_skipped",
                    "the time '" + shown + "' never was: the clocks of '" + time_.zone().name() +
                        "' went forward over it",
                    "Name the zone that the times are in with --timezone.");
    }
    return refuse("import_time",
                  "'" + shown + "' is not a time of the form " + name_of(time_.form()),
                  "Mend the row, or say how times are written with --time-format.");
  }

  Result<Done> read_row(std::string_view line) {
    if (!row_.read(line, layout_.delimiter)) {
      return refuse("import_columns", "a quote is not closed in this line",
                    "Close it; a field is within one line.");
    }
    if (row_.size() != layout_.names.size()) {
      // What stands behind the last field of a value is nothing to us.
      const bool short_row = row_.size() < layout_.names.size();
      return refuse("import_columns",
                    "the row has " + std::to_string(row_.size()) + " fields, the first one has " +
                        std::to_string(layout_.names.size()),
                    short_row ? "Complete the row." : "Quote fields that hold the delimiter.");
    }
    ++aligner_.report().rows;
    FT_TRY(const std::int64_t time, time_of(row_[layout_.time]));
    if (!layout_.keys.empty()) return add_long(time);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      FT_RETURN_IF_PROBLEM(add(columns_[i], layout_.values[i], time));
    }
    return Done{};
  }

  Result<Done> add_long(std::int64_t time) {
    key_.clear();
    for (const std::size_t at : layout_.keys) {
      if (!key_.empty()) key_ += '/';
      key_ += row_[at];
    }
    auto found = by_key_.find(key_);
    if (found == by_key_.end()) {
      const auto index = aligner_.column(key_, SampleKind::kFlow, "");
      if (!index) return at_line(input_.lines, index.problems().front());
      found = by_key_.emplace(key_, *index).first;
    }
    return add(found->second, layout_.values.front(), time);
  }

  Result<Done> add(std::size_t column, std::size_t field, std::int64_t time) {
    const std::string_view text = row_[field];
    // Numbers first: they are the usual case.
    auto value = read_number(text, layout_.number);
    if (!value && is_blank_value(text)) value = kAbsent;
    if (value) {
      auto done = aligner_.add(column, time, *value, input_.lines.number());
      return done ? done : Result<Done>(in_file(done.problems(), input_.lines.file()));
    }
    return refuse("import_value",
                  "'" + std::string(text.substr(0, 60)) + "' in column '" + layout_.names[field] +
                      "' is not a number",
                  "Mend the row, or say how numbers are written with --decimal and --thousands.");
  }

  const ImportInput& input_;
  const Layout& layout_;
  TimeReader time_;
  Aligner& aligner_;
  Row row_;
  std::vector<std::size_t> columns_;
  std::unordered_map<std::string, std::size_t> by_key_;
  std::string key_, last_text_;
  std::int64_t last_time_ = 0;
};

std::string shown_character(char c) {
  if (c == 0) return "none";
  if (c == '\t') return "tab";
  return c == ' ' ? "space" : std::string(1, c);
}

ImportReading reading_of(const Layout& layout, const ImportOptions& options,
                         const std::string& zone) {
  const auto joined = [&](const std::vector<std::size_t>& columns) {
    std::string text;
    for (const std::size_t at : columns) text += (text.empty() ? "" : ", ") + layout.names[at];
    return text;
  };
  ImportReading reading{{"layout", layout.keys.empty() ? "wide" : "long"},
                        {"delimiter", shown_character(layout.delimiter)},
                        {"header", layout.header ? "yes" : "no"},
                        {"timeColumn", layout.names[layout.time]},
                        {"timeFormat", name_of(layout.time_form)},
                        {"timezone", zone + (options.timezone.empty() ? " (assumed)" : "")},
                        {"decimal", shown_character(layout.number.decimal)},
                        {"thousands", shown_character(layout.number.thousands)},
                        {"valueColumns", joined(layout.values)}};
  if (!layout.keys.empty()) reading.emplace_back("nameColumn", joined(layout.keys));
  return reading;
}

}  // namespace

Result<ImportReading> read_csv(const ImportInput& input, Aligner& aligner) {
  FT_TRY(const auto lines, input.lines.peek(kSniffedLines, kSniffedBytes));
  FT_TRY(const Layout layout, Sniffer(input, lines).sniff());
  FT_TRY(LocalTime zone, open_zone(input));
  aligner.report().empty_columns = layout.empty;
  aligner.report().ignored_columns = layout.ignored;
  ImportReading reading = reading_of(layout, input.options, zone.name());
  FT_RETURN_IF_PROBLEM(CsvRows(input, layout, std::move(zone), aligner).read());
  return reading;
}

}  // namespace flowtime
