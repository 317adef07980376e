#include "support/flow_file.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>

#include "base/number_text.h"
#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "series/absent.h"
#include "support/points.h"
#include "text/yaml.h"

namespace flowtime::flows {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string without_comment(const std::string& line) {
  return trimmed(line.substr(0, line.find(" #")));
}

// "head rest": the first word and what follows it.
std::pair<std::string, std::string> split(const std::string& line) {
  const std::size_t space = line.find(' ');
  if (space == std::string::npos) return {line, ""};
  return {line.substr(0, space), trimmed(line.substr(space))};
}

class FlowRun {
 public:
  FlowRun(const std::string& path, const std::string& text) : path_(path), lines_(lines_of(text)) {}

  FlowReport run() {
    while (at_ < lines_.size()) {
      const std::string line = without_comment(lines_[at_]);
      if (line.empty() || line[0] == '#') {
        ++at_;
        continue;
      }
      command(line);
    }
    if (report_.assertions == 0) fail("the file asserts nothing");
    for (const std::string& line : lines_) report_.updated_text += line + "\n";
    return std::move(report_);
  }

 private:
  void command(const std::string& line) {
    const auto [word, rest] = split(line);
    line_ = at_;
    ++at_;
    if (word == "model") return rest.empty() ? read_block(model_text_) : read_model_file(rest);
    if (word == "run") return evaluate_model();
    if (word == "tolerance") return set_tolerance(rest);
    if (word == "set") return set_parameter(rest);
    ++report_.assertions;
    if (word == "series") return check_series(rest);
    if (word == "sum") return check_sum(rest);
    if (word == "peak") return check_peak(rest);
    if (word == "absent") return check_missing(rest);
    if (word == "note") return check_note(rest);
    if (word == "plan") return check_plan();
    if (word == "error") return check_error(rest);
    fail("unknown command '" + word + "'");
  }

  void fail(const std::string& what) {
    report_.failures.push_back(path_ + ":" + std::to_string(line_ + 1) + ": " + what);
  }

  // The lines up to `end`, two spaces of indentation dropped.
  void read_block(std::string& block) {
    block.clear();
    block_begin_ = at_;
    while (at_ < lines_.size() && trimmed(lines_[at_]) != "end") {
      const std::string& line = lines_[at_++];
      block += (line.size() >= 2 && line.substr(0, 2) == "  " ? line.substr(2) : line) + "\n";
    }
    block_end_ = at_++;
  }

  // model FILE: a model file by its path from the project's root.
  void read_model_file(const std::string& file) {
    std::ifstream in(std::string(FT_SOURCE_DIR "/") + file, std::ios::binary);
    model_text_.assign(std::istreambuf_iterator<char>(in), {});
    if (model_text_.empty()) fail("cannot read " + file);
  }

  Result<Compiled> compiled_model() {
    FT_TRY(const yaml::Document document, yaml::parse(model_text_, path_));
    FT_TRY(model_, read_model(document));
    return compile(model_);
  }

  void evaluate_model() {
    Result<Compiled> compiled = compiled_model();
    values_.reset();
    if (!compiled) return fail("refused:\n" + to_text(compiled.problems(), "model"));
    compiled_ = std::move(compiled).value();
    values_ = std::make_unique<KeepTiles>(compiled_.plan);
    evaluate(compiled_.plan, parameters_, *values_);
  }

  void set_tolerance(const std::string& rest) {
    const auto [number, reason] = split(rest);
    tolerance_ = parse_number(number).value_or(0);
    if (reason.empty()) fail("a tolerance needs its reason on the same line");
  }

  // Evaluates the same plan again with one parameter replaced.
  void set_parameter(const std::string& rest) {
    const auto [name, points] = split(rest);
    const auto values = parse_points(points);
    for (std::uint32_t i = 0; values && i < compiled_.plan.parameters.size(); ++i) {
      if (compiled_.plan.parameters[i].name != name) continue;
      parameters_.push_back({{i}, *values});
      values_ = std::make_unique<KeepTiles>(compiled_.plan);
      evaluate(compiled_.plan, parameters_, *values_);
      return;
    }
    fail("no parameter '" + name + "' or bad values");
  }

  std::optional<std::vector<double>> values_of(const std::string& id) {
    const auto index = values_ ? compiled_.plan.series.find(id) : std::nullopt;
    if (!index) {
      fail("there is no series '" + id + "'");
      return std::nullopt;
    }
    const auto row = values_->table[*index];
    return std::vector<double>(row.begin(), row.end());
  }

  bool close(double got, double expected) const {
    if (is_absent(got) || is_absent(expected)) return is_absent(got) && is_absent(expected);
    if (tolerance_ > 0) return std::fabs(got - expected) <= tolerance_;
    return format_point(got) == format_point(expected);
  }

  void compare(const std::string& id, const std::vector<double>& got,
               const std::vector<double>& expected) {
    if (got.size() != expected.size()) {
      return fail(id + ": expected " + std::to_string(expected.size()) + " bins, got " +
                  std::to_string(got.size()) + ": " + format_points(got));
    }
    for (std::size_t t = 0; t < got.size(); ++t) {
      if (close(got[t], expected[t])) continue;
      return fail(id + " bin " + std::to_string(t) + ": expected " + format_point(expected[t]) +
                  ", got " + format_point(got[t]));
    }
  }

  void check_series(const std::string& rest) {
    const auto [id, points] = split(rest);
    const auto got = values_of(id);
    if (!got) return;
    const auto expected = parse_points(points);
    const std::size_t before = report_.failures.size();
    if (expected) {
      compare(id, *got, *expected);
    } else {
      fail("cannot read the points of " + id);
    }
    if (report_.failures.size() == before) return;
    const std::size_t comment = lines_[line_].find(" #");
    const std::string tail = comment == std::string::npos ? "" : lines_[line_].substr(comment);
    lines_[line_] = "series " + id + " " + format_points(*got) + tail;
  }

  // sum a b c == total
  void check_sum(const std::string& rest) {
    std::istringstream in(rest);
    std::vector<std::string> ids;
    for (std::string word; in >> word;) ids.push_back(word);
    if (ids.size() < 3 || ids[ids.size() - 2] != "==") return fail("write: sum a b == total");
    const auto total = values_of(ids.back());
    std::vector<double> sum(total ? total->size() : 0, 0.0);
    for (std::size_t i = 0; total && i + 2 < ids.size(); ++i) {
      const auto part = values_of(ids[i]);
      for (std::size_t t = 0; part && t < sum.size(); ++t) sum[t] += (*part)[t];
    }
    if (total) compare("sum", sum, *total);
  }

  // peak ID BIN VALUE: the first bin with the largest value.
  void check_peak(const std::string& rest) {
    const auto [id, expected] = split(rest);
    const auto values = values_of(id);
    if (!values) return;
    const auto peak = std::max_element(values->begin(), values->end());
    const std::string got = std::to_string(peak - values->begin()) + " " +
                            format_point(std::round(*peak * 1000) / 1000);
    if (got == expected) return;
    fail("the peak of " + id + " is at bin and value " + got);
    lines_[line_] = "peak " + id + " " + got;
  }

  void check_missing(const std::string& id) {
    if (values_ && compiled_.plan.series.find(id)) fail("series '" + id + "' should not exist");
  }

  void check_note(const std::string& rest) {
    const auto [code, node] = split(rest);
    std::vector<Finding> notes = compiled_.notes;
    notes.insert(notes.end(), model_.notes.begin(), model_.notes.end());
    for (const Finding& note : notes) {
      if (note.code == code && note.node_id == node) return;
    }
    fail("no note " + code + " on '" + node + "'");
  }

  void check_plan() {
    std::string expected;
    read_block(expected);
    const std::string got = to_text(compiled_.plan);
    if (got == expected) return;
    fail("the plan is\n" + got);
    std::vector<std::string> replacement;
    for (const std::string& line : lines_of(got)) replacement.push_back("  " + line);
    const auto begin = lines_.begin() + static_cast<std::ptrdiff_t>(block_begin_);
    const auto end = lines_.begin() + static_cast<std::ptrdiff_t>(block_end_);
    const auto inserted =
        lines_.insert(lines_.erase(begin, end), replacement.begin(), replacement.end());
    at_ = static_cast<std::size_t>(inserted - lines_.begin()) + replacement.size() + 1;
  }

  // error LINE:COLUMN code "text in the message or its remedy": the model is refused there, for
  // that.
  void check_error(const std::string& rest) {
    const Result<Compiled> compiled = compiled_model();
    if (compiled) return fail("the model was accepted");
    const auto [place, tail] = split(rest);
    const auto [code, quoted] = split(tail);
    const std::string text = quoted.size() < 2 ? "" : quoted.substr(1, quoted.size() - 2);
    for (const Problem& problem : compiled.problems()) {
      const std::string where =
          std::to_string(problem.where.line) + ":" + std::to_string(problem.where.column);
      const std::string told = problem.message + "\n" + problem.remedy;
      if (where == place && problem.code == code && told.find(text) != std::string::npos) return;
    }
    fail("refused otherwise:\n" + to_text(compiled.problems(), "model"));
    const Problem& first = compiled.problems().front();
    lines_[line_] = "error " + std::to_string(first.where.line) + ":" +
                    std::to_string(first.where.column) + " " + first.code + " \"" + text + "\"";
  }

  std::string path_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0, line_ = 0, block_begin_ = 0, block_end_ = 0;
  FlowReport report_;
  std::string model_text_;
  double tolerance_ = 0;
  Model model_;
  Compiled compiled_;
  std::vector<ParameterOverride> parameters_;
  std::unique_ptr<KeepTiles> values_;
};

}  // namespace

FlowReport run_flow(const std::string& path, const std::string& text) {
  return FlowRun(path, text).run();
}

}  // namespace flowtime::flows
