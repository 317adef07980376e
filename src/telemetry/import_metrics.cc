// OpenMetrics text with timestamps, and the answer of a Prometheus range query.
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/number_text.h"
#include "series/absent.h"
#include "telemetry/import_reader.h"
#include "telemetry/sample_names.h"
#include "text/json_reader.h"

namespace flowtime {
namespace {

constexpr double kMillisecondsFrom = 1e11;  // as seconds that would be the year 5138
constexpr std::size_t kMaxAnswer = 64u << 20;

std::optional<double> metric_number(std::string_view text) {
  // No mistakes: a quotient of nothing is NaN.
  if (text == "NaN" || text == "+Inf" || text == "-Inf" || text == "Inf") return kAbsent;
  return parse_number(text);
}

std::optional<std::int64_t> metric_time(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || std::fabs(*number) > 9e15) return std::nullopt;
  const bool is_ms = std::fabs(*number) >= kMillisecondsFrom;
  return static_cast<std::int64_t>(std::llround(is_ms ? *number : *number * 1000));
}

class OpenMetrics {
 public:
  OpenMetrics(const ImportInput& input, Aligner& aligner) : input_(input), aligner_(aligner) {}

  Result<ImportReading> read() {
    std::string_view line;
    // What follows # EOF is not part of the exposition.
    while (!ended_) {
      FT_TRY(const bool more, input_.lines.next(line));
      if (!more) break;
      if (line.starts_with('#'))
        comment(line);
      else if (!line.empty())
        FT_RETURN_IF_PROBLEM(sample(line));
    }
    return ImportReading{{"timezone", "UTC"}, {"endOfFile", ended_ ? "yes" : "no"}};
  }

 private:
  Problem refuse(const char* code, std::string message) const {
    return import_problem(input_.lines, code, std::move(message),
                          "Write name{labels} value timestamp, the time in seconds.");
  }

  static std::string_view word(std::string_view& text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    const std::string_view found = text.substr(0, end);
    text.remove_prefix(end);
    return found;
  }

  // "# TYPE name counter", "# UNIT name seconds", "# EOF"
  void comment(std::string_view line) {
    word(line);
    const std::string_view what = word(line), name = word(line), value = word(line);
    if (what == "EOF") ended_ = true;
    if (what == "TYPE") types_[std::string(name)] = value;
    if (what == "UNIT") units_[std::string(name)] = value;
  }

  // The end of the labels, quotes and escapes minded.
  static std::size_t end_of_labels(std::string_view line, std::size_t open) {
    bool quoted = false;
    for (std::size_t i = open; i < line.size(); ++i) {
      // The next character is escaped, a quote included.
      if (line[i] == '\\')
        ++i;
      else if (line[i] == '"')
        quoted = !quoted;
      else if (line[i] == '}' && !quoted)
        return i + 1;
    }
    return std::string_view::npos;
  }

  Result<Done> sample(std::string_view line) {
    const std::size_t open = line.find_first_of("{ \t");
    if (open == std::string_view::npos || open == 0) {
      return refuse("import_columns", "the line is not a sample");
    }
    const std::size_t end = line[open] == '{' ? end_of_labels(line, open) : open;
    if (end == std::string_view::npos) return refuse("import_columns", "the labels are not closed");
    const std::string name(line.substr(0, end));
    const std::string metric(line.substr(0, open));
    std::string_view rest = line.substr(end);
    const std::string_view value_text = word(rest), time_text = word(rest);
    // The time when a counter began: no measurement.
    if (metric.ends_with("_created")) return Done{};
    const auto value = metric_number(value_text);
    if (!value) {
      return refuse("import_value",
                    "'" + std::string(value_text.substr(0, 60)) + "' is not a number");
    }
    // A '#' begins an exemplar.
    if (time_text.empty() || time_text == "#") {
      return refuse("import_time", "the sample has no timestamp");
    }
    const auto time = metric_time(time_text);
    if (!time) {
      return refuse("import_time",
                    "'" + std::string(time_text.substr(0, 60)) + "' is not a timestamp");
    }
    ++aligner_.report().rows;
    FT_TRY(const std::size_t column, column_of(name, metric));
    auto done = aligner_.add(column, *time, *value, input_.lines.number());
    return done ? done : Result<Done>(in_file(done.problems(), input_.lines.file()));
  }

  Result<std::size_t> column_of(const std::string& name, const std::string& metric) {
    const auto known = by_name_.find(name);
    if (known != by_name_.end()) return known->second;
    std::string family = metric;
    // OpenMetrics names the family without the suffix.
    if (types_.count(family) == 0 && family.ends_with("_total")) family.resize(family.size() - 6);
    const auto type = types_.find(family);
    SampleKind kind = kind_by_name(metric);
    if (type != types_.end()) {
      kind = type->second == "counter" ? SampleKind::kCounter : SampleKind::kMean;
    }
    const auto unit = units_.find(family);
    const auto index = aligner_.column(name, kind, unit == units_.end() ? "" : unit->second);
    if (!index) return at_line(input_.lines, index.problems().front());
    by_name_.emplace(name, *index);
    return *index;
  }

  const ImportInput& input_;
  Aligner& aligner_;
  std::unordered_map<std::string, std::string> types_, units_;
  std::unordered_map<std::string, std::size_t> by_name_;
  bool ended_ = false;
};

// As OpenMetrics writes the value of a label.
std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text;
}

// {"__name__":"up","job":"x"} -> up{job="x"}; what a server computed has no name and is "value".
std::string series_name(JsonReader& json) {
  // Ordered: the same labels make the same name, however the server wrote them.
  std::map<std::string, std::string> labels;
  json.members([&](std::string_view label) { labels[std::string(label)] = json.text(); });
  std::string name = labels["__name__"];
  labels.erase("__name__");
  std::string inside;
  for (const auto& [label, value] : labels) {
    inside += (inside.empty() ? "" : ",") + label + "=\"" + escaped(value) + "\"";
  }
  if (name.empty()) name = "value";
  return inside.empty() ? name : name + "{" + inside + "}";
}

Problem not_an_answer(const std::string& file, const std::string& complaint) {
  return {.code = "import_prometheus",
          .message = "the text is not an answer of a range query: " + complaint,
          .remedy = "Give what /api/v1/query_range answers.",
          .file = file};
}

class RangeAnswer {
 public:
  RangeAnswer(const ImportInput& input, Aligner& aligner) : input_(input), aligner_(aligner) {}

  Result<ImportReading> read(const std::string& text) {
    JsonReader json(text);
    if (json.kind() != JsonReader::Kind::kObject) return refuse("it is not a JSON object");
    std::string status, error, type;
    json.members([&](std::string_view name) {
      if (name == "status") status = json.text();
      if (name == "error") error = json.text();
      if (name == "data") {
        json.members([&](std::string_view member) {
          if (member == "resultType") type = json.text();
          if (member == "result") json.items([&] { series(json); });
        });
      }
    });
    if (!json.finished()) return refuse("it is not valid JSON");
    if (status != "success") return refuse("its status is '" + status + "': " + error);
    if (!problems_.empty()) return problems_;
    return ImportReading{{"resultType", type}, {"timezone", "UTC"}};
  }

 private:
  Problem refuse(const std::string& complaint) const {
    return not_an_answer(input_.lines.file(), complaint);
  }
  void note(Problem problem) {
    if (problems_.size() < 20) problems_.push_back(std::move(problem));
  }

  void series(JsonReader& json) {
    std::string name = "value";
    ++index_;
    json.members([&](std::string_view member) {
      if (member == "metric") name = series_name(json);
      if (member == "values") values(json, name);
    });
  }
  void values(JsonReader& json, const std::string& name) {
    const auto column = aligner_.column(name, kind_by_name(name), "");
    if (!column) return note(column.problems().front());
    std::size_t at = 0;
    json.items([&] {
      ++at;
      std::optional<double> time, value;
      int part = 0;
      json.items([&] {
        // A sample is [seconds, "value"].
        if (part++ == 0)
          time = json.number();
        else
          value = metric_number(json.text());
      });
      add(*column, name, at, time, value);
    });
  }
  void add(std::size_t column, const std::string& name, std::size_t at, std::optional<double> time,
           std::optional<double> value) {
    if (!time || !value || std::fabs(*time) > 9e12) {
      Problem problem =
          refuse("sample " + std::to_string(at) + " of '" + name + "' is not [time, \"value\"]");
      problem.path =
          "/data/result/" + std::to_string(index_ - 1) + "/values/" + std::to_string(at - 1);
      return note(std::move(problem));
    }
    ++aligner_.report().rows;
    const auto ms = static_cast<std::int64_t>(std::llround(*time * 1000));
    const auto done = aligner_.add(column, ms, *value, static_cast<int>(at));
    if (!done) note(done.problems().front());
  }

  const ImportInput& input_;
  Aligner& aligner_;
  Problems problems_;
  std::size_t index_ = 0;
};

// The samples of one series of an answer as lines of OpenMetrics.
void append_series(JsonReader& json, std::string& text) {
  // The name may come behind the values: lines get it at the end.
  std::string name = "value", lines;
  json.members([&](std::string_view member) {
    if (member == "metric") name = series_name(json);
    if (member != "values") return;
    json.items([&] {
      std::string time, value;
      int part = 0;
      json.items([&] {
        if (part++ == 0)
          time = format_number(json.number().value_or(0));
        else
          value = json.text();
      });
      lines += " " + value + " " + time + "\n";
    });
  });
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at) + 1;
    text += name + lines.substr(at, end - at);
    at = end;
  }
}

}  // namespace

Result<std::string> range_as_metrics(const std::string& answer, const std::string& server) {
  JsonReader json(answer);
  std::string status, error, text;
  json.members([&](std::string_view name) {
    if (name == "status") status = json.text();
    if (name == "error") error = json.text();
    if (name != "data") return;
    json.members([&](std::string_view member) {
      if (member == "result") json.items([&] { append_series(json, text); });
    });
  });
  if (!json.finished()) return not_an_answer(server, "it is not valid JSON");
  if (status == "success") return text;
  return not_an_answer(server, "its status is '" + status + "': " + error);
}

Result<ImportReading> read_open_metrics(const ImportInput& input, Aligner& aligner) {
  return OpenMetrics(input, aligner).read();
}

Result<ImportReading> read_prometheus(const ImportInput& input, Aligner& aligner) {
  FT_TRY(const std::string text, input.lines.rest(kMaxAnswer));
  return RangeAnswer(input, aligner).read(text);
}

}  // namespace flowtime
