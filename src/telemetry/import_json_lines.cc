// One JSON object per line: a time, numbers, and texts that tell series apart.
#include <unordered_map>

#include "base/ascii.h"
#include "base/number_text.h"
#include "telemetry/import_reader.h"
#include "telemetry/sample_names.h"
#include "text/json_reader.h"

namespace flowtime {
namespace {

struct JsonRow {
  std::string time, name;
  std::vector<std::pair<std::string, double>> values;
};

class JsonLines {
 public:
  JsonLines(const ImportInput& input, LocalTime zone, Aligner& aligner)
      : input_(input), zone_(std::move(zone)), aligner_(aligner) {}

  Result<ImportReading> read() {
    std::string_view line;
    for (;;) {
      FT_TRY(const bool more, input_.lines.next(line));
      if (!more) break;
      if (!line.empty()) FT_RETURN_IF_PROBLEM(read_line(line));
    }
    return ImportReading{
        {"timeFormat", time_ ? name_of(time_->form()) : ""},
        {"timezone", zone_.name() + (input_.options.timezone.empty() ? std::string(" (assumed)")
                                                                     : std::string())}};
  }

 private:
  Problem refuse(const char* code, std::string message, std::string remedy) const {
    return import_problem(input_.lines, code, std::move(message), std::move(remedy));
  }
  bool is_time_member(std::string_view name) const {
    const std::string& wanted = input_.options.time_column;
    return wanted.empty() ? is_time_name(name) : name == wanted;
  }
  bool is_wanted(std::string_view name) const {
    const auto& wanted = input_.options.value_columns;
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  }

  Result<JsonRow> row_of(std::string_view line) {
    JsonReader json(line);
    JsonRow row;
    if (json.kind() != JsonReader::Kind::kObject) {
      return refuse("import_columns", "the line is not a JSON object",
                    "Write one object per line, with a time and a value.");
    }
    json.members([&](std::string_view name) {
      const auto kind = json.kind();
      if (row.time.empty() && is_time_member(name)) {
        // As text, so that one reader of times serves both.
        row.time = kind == JsonReader::Kind::kNumber ? format_number(*json.number()) : json.text();
      } else if (kind == JsonReader::Kind::kNumber && is_wanted(name)) {
        row.values.emplace_back(name, *json.number());
      } else if (kind == JsonReader::Kind::kNull) {
        aligner_.blank();
      } else if (kind == JsonReader::Kind::kString) {
        if (!row.name.empty()) row.name += '/';
        row.name += json.text();
      }
    });
    if (!json.finished()) {
      return refuse("import_columns", "the line is not valid JSON", "Write one object per line.");
    }
    return row;
  }

  Result<std::int64_t> time_of(const JsonRow& row) {
    if (row.time.empty()) {
      return refuse("import_time", "the object has no time",
                    "Give a member time or timestamp, or name it with --time-column.");
    }
    // The first row decides; a later one of another form is refused by its line.
    if (!time_) {
      const std::string_view text = row.time;
      const auto form = input_.options.time_form ? input_.options.time_form
                                                 : sniff_named_time_form(std::span(&text, 1));
      time_.emplace(form.value_or(TimeForm::kIso), zone_);
    }
    if (const auto time = time_->read(row.time)) {
      if (time_->shift() != 0) aligner_.clock_moved(time_->shift(), input_.lines.number());
      return *time;
    }
    return refuse(
        time_->was_skipped() ? "import_time_skipped" : "import_time",
        "'" + row.time.substr(0, 60) + "' is not a time of the form " + name_of(time_->form()),
        "Mend the line, or say how times are written with --time-format.");
  }

  Result<Done> read_line(std::string_view line) {
    FT_TRY(const JsonRow row, row_of(line));
    ++aligner_.report().rows;
    FT_TRY(const std::int64_t time, time_of(row));
    for (const auto& [member, value] : row.values) {
      std::string name = row.name;
      // Several numbers of one object are several series.
      if (row.values.size() > 1 || name.empty()) name += (name.empty() ? "" : "/") + member;
      auto found = by_name_.find(name);
      if (found == by_name_.end()) {
        const auto index = aligner_.column(name, SampleKind::kFlow, "");
        if (!index) return at_line(input_.lines, index.problems().front());
        found = by_name_.emplace(name, *index).first;
      }
      auto done = aligner_.add(found->second, time, value, input_.lines.number());
      if (!done) return in_file(done.problems(), input_.lines.file());
    }
    return Done{};
  }

  const ImportInput& input_;
  LocalTime zone_;
  Aligner& aligner_;
  std::optional<TimeReader> time_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

}  // namespace

Result<ImportReading> read_json_lines(const ImportInput& input, Aligner& aligner) {
  FT_TRY(LocalTime zone, open_zone(input));
  return JsonLines(input, std::move(zone), aligner).read();
}

}  // namespace flowtime
