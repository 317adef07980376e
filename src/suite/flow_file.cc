// A flow file is read line by line, and each command is carried out at once. A check that does not
// hold records a failure and rewrites its own line with what came out, so that the text at the end
// is the file as it should be. Nothing stops at a failure: one run reports all of them.
#include "suite/flow_file.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <sstream>

#include "base/number_text.h"
#include "checks/check_run.h"
#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "series/absent.h"
#include "suite/flow_judgement.h"
#include "suite/points.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
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
  // A blank before the sign: ids and texts may contain '#'.
  return trimmed(line.substr(0, line.find(" #")));
}

// "head rest": the first word and what follows it.
std::pair<std::string, std::string> split(const std::string& line) {
  const std::size_t space = line.find(' ');
  if (space == std::string::npos) return {line, ""};
  return {line.substr(0, space), trimmed(line.substr(space))};
}

// The number that a test names: rounded to three decimals.
std::string rounded(double value) { return format_point(std::round(value * 1000) / 1000); }

// Keeps every tile and lets the checks see it.
class KeepAndCheck : public KeepTiles {
 public:
  KeepAndCheck(const Model& model, const Plan& plan)
      : KeepTiles(plan), checks(model, plan.series, RunMode::kSimulation) {}
  void accept(const SeriesTile& tile) override {
    KeepTiles::accept(tile);
    checks.accept(tile);
  }
  RunChecks checks;
};

class FlowRun {
 public:
  FlowRun(const std::string& path, const std::string& text, const FlowSources& sources)
      : path_(path), lines_(lines_of(text)), sources_(sources) {}

  FlowReport run() {
    while (at_ < lines_.size()) {
      const std::string line = without_comment(lines_[at_]);
      if (line.empty() || line[0] == '#') {
        ++at_;
        continue;
      }
      command(line);
    }
    // A file that asserts nothing would pass for ever.
    if (report_.assertions == 0) fail("the file asserts nothing");
    for (const std::string& line : lines_) report_.updated_text += line + "\n";
    return std::move(report_);
  }

 private:
  void command(const std::string& line) {
    const auto [word, rest] = split(line);
    line_ = at_;
    ++at_;
    if (word == "model") {
      template_id_.clear();
      return rest.empty() ? read_block(model_text_) : read_model_file(rest);
    }
    if (word == "template") return use_template(rest);
    if (word == "param") return assignments_.push_back(rest);
    if (word == "what-if") return use_what_if();
    if (word == "run") return evaluate_model();
    if (word == "tolerance") return set_tolerance(rest);
    if (word == "set") return set_parameter(rest);
    // Every command from here on compares something; an unknown one counts too, and fails.
    ++report_.assertions;
    if (word == "series") return check_series(rest);
    if (word == "sum") return check_sum(rest);
    if (word == "peak") return check_peak(rest);
    if (word == "total") return check_total(rest);
    if (word == "at") return check_at(rest);
    if (word == "absent") return check_missing(rest);
    if (word == "findings") return check_findings(rest);
    if (word == "silent") return check_silent(rest);
    if (word == "found") return check_found(rest);
    if (word == "narrative") return check_narrative(rest);
    if (word == "headline") return check_headline(rest);
    if (word == "sentence") return check_sentence(rest);
    if (word == "finding") return check_finding(rest);
    if (word == "state") return check_state(rest);
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

  // model FILE: a model file by its path.
  void read_model_file(const std::string& file) {
    auto text = sources_.read_file(file);
    model_text_ = text ? *std::move(text) : "";
    if (model_text_.empty()) fail("the file '" + file + "' cannot be read");
  }

  std::vector<GivenParameter> given() const {
    std::vector<GivenParameter> given;
    for (const std::string& assignment : assignments_) {
      const std::size_t equals = assignment.find('=');
      const bool has_value = equals != std::string::npos;
      given.push_back({.name = assignment.substr(0, equals),
                       .value = quoted_scalar(has_value ? assignment.substr(equals + 1) : "")});
    }
    return given;
  }

  // template ID: a template of the catalogue, with its defaults until `param` says otherwise.
  void use_template(const std::string& id) {
    template_id_ = id;
    assignments_.clear();
    parameters_.clear();
  }

  // what-if: the values that the template itself says to try.
  void use_what_if() {
    const auto from = sources_.templates.find(template_id_);
    if (!from) return fail("refused:\n" + to_text(from.problems(), "template"));
    if (!(*from)->what_if) return fail("the template has no whatIf");
    for (const WhatIf::Change& change : (*from)->what_if->changes) {
      assignments_.push_back(change.name + "=" + to_text(change.value));
    }
  }

  Result<Compiled> compiled_template() {
    FT_TRY(const auto from, sources_.templates.find(template_id_));
    narrative_ = from->narrative;
    if (from->what_if) narrative_ += " " + from->what_if->says;
    FT_TRY(const BoundParameters bound, bind_parameters(*from, given()));
    FT_TRY(const Expansion expansion, expand(*from, bound));
    FT_TRY(model_, read_model(expansion.document));
    return compile(model_);
  }

  Result<Compiled> compiled_model() {
    if (!template_id_.empty()) return compiled_template();
    FT_TRY(const yaml::Document document, yaml::parse(model_text_, path_));
    FT_TRY(model_, read_model(document));
    return compile(model_);
  }

  void evaluate_model() {
    Result<Compiled> compiled = compiled_model();
    // Before compiling: after a refusal nothing of an earlier run is compared.
    values_.reset();
    if (!compiled) return fail("refused:\n" + to_text(compiled.problems(), "model"));
    compiled_ = std::move(compiled).value();
    start();
  }

  void start() {
    // It belongs to the values before.
    judgement_.reset();
    values_ = std::make_unique<KeepAndCheck>(model_, compiled_.plan);
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
      return start();
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
    // Without a tolerance numbers are compared as printed, which is bit for bit.
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
      fail("the points of '" + id + "' cannot be read");
    }
    if (report_.failures.size() == before) return;
    const std::size_t comment = lines_[line_].find(" #");
    // The comment of a rewritten line stays.
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
    const std::string got = std::to_string(peak - values->begin()) + " " + rounded(*peak);
    if (got == expected) return;
    fail("the peak of " + id + " is at bin and value " + got);
    lines_[line_] = "peak " + id + " " + got;
  }

  // total ID VALUE: the sum over all bins.
  void check_total(const std::string& rest) {
    const auto [id, expected] = split(rest);
    const auto values = values_of(id);
    double sum = 0;
    for (std::size_t t = 0; values && t < values->size(); ++t) sum += (*values)[t];
    if (!values || rounded(sum) == expected) return;
    fail("the total of " + id + " is " + rounded(sum));
    lines_[line_] = "total " + id + " " + rounded(sum);
  }

  // at BIN ID VALUE: one bin; -1 is the last.
  void check_at(const std::string& rest) {
    const auto [bin, tail] = split(rest);
    const auto [id, expected] = split(tail);
    const auto values = values_of(id);
    const auto number = parse_integer(bin);
    if (!values) return;
    if (!number) return fail("write: at BIN ID VALUE");
    const auto count = static_cast<long long>(values->size());
    // Counted from the end, so that a file survives a longer grid.
    const long long t = *number < 0 ? count + *number : *number;
    if (t < 0 || t >= count) return fail("there is no bin " + bin);
    const std::string got = rounded((*values)[static_cast<std::size_t>(t)]);
    if (got == expected) return;
    fail(id + " in bin " + bin + " is " + got);
    lines_[line_] = "at " + bin + " " + id + " " + got;
  }

  // findings none | CODE NODE, CODE NODE ...: the errors and warnings of the checks, all of them.
  void check_findings(const std::string& rest) {
    if (!values_) return fail("nothing was evaluated");
    std::string got;
    for (const Finding& finding : values_->checks.findings()) {
      if (finding.severity == Severity::kInfo) continue;
      got += (got.empty() ? "" : ", ") + finding.code + " " + finding.node_id;
    }
    if (got.empty()) got = "none";
    if (got == rest) return;
    fail("the findings are " + got);
    lines_[line_] = "findings " + got;
  }

  bool is_found(const std::string& code, const std::string& node) const {
    for (const Finding& finding : values_->checks.findings()) {
      if (finding.code == code && (node.empty() || finding.node_id == node)) return true;
    }
    return false;
  }

  // silent CODE: the checks say nothing of the kind, no info either.
  void check_silent(const std::string& code) {
    if (!values_) return fail("nothing was evaluated");
    if (is_found(code, "")) fail("there is a finding " + code);
  }

  // found CODE NODE: a check has this finding, be it an info.
  void check_found(const std::string& rest) {
    if (!values_) return fail("nothing was evaluated");
    const auto [code, node] = split(rest);
    if (!is_found(code, node)) fail("there is no finding " + code + " of " + node);
  }

  // narrative "text": the template tells so.
  void check_narrative(const std::string& quoted) {
    const std::string text = quoted.size() < 2 ? "" : quoted.substr(1, quoted.size() - 2);
    if (text.empty() || narrative_.find(text) == std::string::npos) {
      fail("the narrative does not say '" + text + "': " + narrative_);
    }
  }

  const Judgement* judged() {
    if (!values_) {
      fail("nothing was evaluated");
      return nullptr;
    }
    if (!judgement_) judgement_ = judge_flow(model_, compiled_.plan, values_->table);
    return &*judgement_;
  }
  const RankedFinding* first_finding() {
    const Judgement* judgement = judged();
    if (judgement == nullptr) return nullptr;
    if (!judgement->summary.findings.empty()) return &judgement->summary.findings.front();
    fail("the run has no finding");
    return nullptr;
  }

  // headline KIND VERDICT NODE FROM..TO HARMED [within X]: the first finding.
  void check_headline(const std::string& rest) {
    const RankedFinding* first = first_finding();
    if (first == nullptr || fits(*first, rest)) return;
    fail("the headline is " + finding_text(*first));
    lines_[line_] = "headline " + finding_text(*first);
  }

  // sentence TEXT: the whole sentence of the headline.
  void check_sentence(const std::string& rest) {
    const RankedFinding* first = first_finding();
    if (first == nullptr || first->text() == rest) return;
    fail("the sentence is " + first->text());
    lines_[line_] = "sentence " + first->text();
  }

  // finding KIND VERDICT NODE FROM..TO HARMED [within X]: one of the findings.
  void check_finding(const std::string& rest) {
    const Judgement* judgement = judged();
    if (judgement == nullptr) return;
    std::string got;
    for (const RankedFinding& finding : judgement->summary.findings) {
      if (fits(finding, rest)) return;
      got += (got.empty() ? "" : "; ") + finding_text(finding);
    }
    fail("the findings are " + (got.empty() ? "none" : got));
  }

  // state BIN NODE STATE VERDICT: what a node does in a bin; -1 is the last.
  void check_state(const std::string& rest) {
    const auto [bin, tail] = split(rest);
    const auto [node, expected] = split(tail);
    const auto number = parse_integer(bin);
    const Judgement* judgement = judged();
    if (judgement == nullptr) return;
    if (!number) return fail("write: state BIN NODE STATE VERDICT");
    const std::int64_t t = *number < 0 ? model_.grid.bins + *number : *number;
    const auto got = state_text(*judgement, model_, node, t);
    if (!got) return fail("there is no node '" + node + "' or bin " + bin);
    if (*got == expected) return;
    fail(node + " in bin " + bin + " is " + *got);
    lines_[line_] = "state " + bin + " " + node + " " + *got;
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
    // Lines have moved: reading continues behind the `end` of the new block.
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
  const FlowSources& sources_;
  std::size_t at_ = 0, line_ = 0, block_begin_ = 0, block_end_ = 0;
  FlowReport report_;
  std::string model_text_, template_id_, narrative_;
  std::vector<std::string> assignments_;
  double tolerance_ = 0;
  Model model_;
  Compiled compiled_;
  std::vector<ParameterOverride> parameters_;
  std::unique_ptr<KeepAndCheck> values_;
  std::optional<Judgement> judgement_;  // of values_, made when it is asked for
};

}  // namespace

FlowReport run_flow(const std::string& path, const std::string& text, const FlowSources& sources) {
  return FlowRun(path, text, sources).run();
}

}  // namespace flowtime::flows
