#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/model_input.h"
#include "cli/series_output.h"
#include "cli/series_selection.h"
#include "pipeline/evaluate_model.h"
#include "pipeline/run_evaluation.h"

namespace flowtime::cli {
namespace {

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
      fail_on_option("findings that make the exit code 1 (default: none)"),
      {.name = "--tile-bins", .value = "N", .help = "bins evaluated at a time; changes no number"}};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

Result<EvaluateRequest> evaluate_request_of(const Arguments& arguments) {
  EvaluateRequest request;
  FT_TRY(const auto tile_bins, integer_option(arguments, "--tile-bins", 1));
  request.options.tile_bins = tile_bins.value_or(0);
  FT_TRY(request.source, read_model_source(arguments));
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
  const ShownSeries shown{.grid = evaluated->source.model.grid,
                          .series = evaluated->source.compiled.plan.series,
                          .selected = evaluated->kept,
                          .values = evaluated->values,
                          .findings = evaluated->findings};
  write(shown, arguments.get("--format", "table"), console);
  const FailOn fail_on = *parse_fail_on(arguments.get("--fail-on", "none"));
  const auto judged = judge_findings(evaluated->findings, fail_on, evaluated->source.model);
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
