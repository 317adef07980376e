// Reads the model, evaluates the chosen series in memory, prints them, then judges: expectations
// and findings decide the exit code only as far as --fail-on says. Nothing is stored.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/expectation_text.h"
#include "cli/model_input.h"
#include "cli/series_output.h"
#include "cli/series_selection.h"
#include "figures/expectation.h"
#include "pipeline/evaluate_model.h"
#include "pipeline/run_evaluation.h"

namespace flowtime::cli {
namespace {

Option expectation_gate() {
  Option option = fail_on_option(
      "findings that make the exit code 1 (default: none);\n"
      "expectation: errors, and an expectation that does not hold");
  option.choices = {"error", "warning", "expectation", "none"};
  return option;
}

std::vector<Option> eval_options() {
  std::vector<Option> options = model_options();
  const std::vector<Option> more{
      {.name = "--series",
       .value = "PATTERN",
       .help = "only these series; * and ? match any characters and one",
       .repeats = true},
      {.name = "--format",
       .value = "FORM",
       .help = "form of the output",
       .choices = {"table", "csv", "json"}},
      expectation_gate(),
      expect_option(),
      {.name = "--tile-bins", .value = "N", .help = "bins evaluated at a time; changes no number"}};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

Result<EvaluateRequest> evaluate_request_of(const Arguments& arguments) {
  EvaluateRequest request;
  FT_TRY(const auto tile_bins, integer_option(arguments, "--tile-bins", 1));
  request.options.tile_bins = tile_bins.value_or(0);
  FT_TRY(request.source, read_model_source(arguments));
  // Which series there are is known once the model is compiled, so the choice is a function that
  // the evaluation calls.
  request.select = [patterns = arguments.all("--series"), file = request.source.file](
                       const SeriesCatalog& series) -> Result<std::vector<SeriesIndex>> {
    auto selected = select_series(series, patterns);
    if (!selected) return in_file(selected.problems(), file);
    return selected;
  };
  return request;
}

void write(const ShownSeries& shown, const std::string& format, Console& console) {
  if (format == "json") return write_json(shown, console);
  if (format == "csv") return write_csv(shown, console);
  write_table(shown, console);
}

std::vector<ExpectedText> expected_of(const Model& model, const Arguments& arguments) {
  std::vector<ExpectedText> expected = model.expected;
  for (const std::string& text : arguments.all("--expect")) {
    expected.push_back({.text = text, .source = "--expect"});
  }
  return expected;
}

Result<std::vector<ExpectationOutcome>> outcomes_of(const EvaluatedModel& evaluated,
                                                    const std::vector<ExpectedText>& expected) {
  const Model& model = evaluated.source.model;
  const Plan& plan = evaluated.source.compiled.plan;
  const auto values = [&](SeriesIndex series) {
    return checks::exists(series) ? SeriesIn(evaluated.values[series]) : SeriesIn();
  };
  return figures::outcomes_of(expected, figures::RunFigures(model, plan, values), model,
                              plan.series);
}

// Figures may need series that are not shown: then all of them are evaluated.
Result<std::vector<ExpectationOutcome>> outcomes_of(const EvaluateRequest& request,
                                                    const EvaluatedModel& shown,
                                                    const Arguments& arguments) {
  const auto expected = expected_of(shown.source.model, arguments);
  if (expected.empty()) return std::vector<ExpectationOutcome>();
  // All series are at hand already.
  if (shown.kept.size() == shown.source.compiled.plan.series.size()) {
    return outcomes_of(shown, expected);
  }
  EvaluateRequest whole = request;
  whole.select = {};
  const std::unique_ptr<Env> env = posix_env(".");
  RunObserver nobody;
  StageClock clock(*env, nobody);
  FT_TRY(const EvaluatedModel all, evaluate_model(whole, clock));
  return outcomes_of(all, expected);
}

int print_evaluation(const Arguments& arguments, Console& console) {
  const auto request = evaluate_request_of(arguments);
  if (!request) return refuse(request.problems(), console);
  // Paths are none of an evaluation's business; the environment only tells the time.
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  StageClock clock(*env, observer);
  const auto evaluated = evaluate_model(*request, clock);
  if (!evaluated) {
    return refuse(evaluated.problems(), console, document_of(clock.current(), request->source));
  }
  const auto outcomes = outcomes_of(*request, *evaluated, arguments);
  if (!outcomes) return refuse(outcomes.problems(), console, request->source.file);
  const ShownSeries shown{.grid = evaluated->source.model.grid,
                          .series = evaluated->source.compiled.plan.series,
                          .selected = evaluated->kept,
                          .values = evaluated->values,
                          .findings = evaluated->findings,
                          .expectations = *outcomes};
  write(shown, arguments.get("--format", "table"), console);
  const FailOn fail_on = *parse_fail_on(arguments.get("--fail-on", "none"));
  std::vector<Finding> findings = evaluated->findings;
  const auto broken = expectation_findings(
      *outcomes, fail_on == FailOn::kExpectation ? Severity::kError : Severity::kWarning);
  findings.insert(findings.end(), broken.begin(), broken.end());
  // After everything is printed: a model that fails the gate is shown all the same.
  const auto judged = judge_findings(findings, fail_on, evaluated->source.model);
  if (judged) return kDone;
  return refuse(judged.problems(), console, request->source.file);
}

}  // namespace

Command eval_command() {
  return {.name = "eval",
          .summary = "evaluate a model and print its series",
          .positionals = {model_positional()},
          .options = eval_options(),
          .notes =
              "Nothing is stored. Findings are printed and do not change the exit code unless\n"
              "--fail-on says so.",
          .examples = {"flowtime eval checkout.yaml",
                       "flowtime eval checkout.yaml --series 'served*' --format csv",
                       "flowtime eval - --format json < checkout.yaml"},
          .run = print_evaluation};
}

}  // namespace flowtime::cli
