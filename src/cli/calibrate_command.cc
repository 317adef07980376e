#include "base/number_text.h"
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/model_input.h"
#include "cli/study_input.h"
#include "cli/template_input.h"
#include "series/shown.h"
#include "studies/calibrate.h"
#include "telemetry/import_store.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

using studies::CalibrateRequest;
using studies::Calibration;

// "served=@import:web#served" or "served=1,2,3".
// The first '=' ends the id of the series: what follows may contain more of them.
Result<studies::MeasuredTarget> target_of(const std::string& text) {
  const Problem wrong{.code = "invalid_option",
                      .message = "the option '--measured' takes ID=VALUES, not '" + text + "'",
                      .remedy =
                          "Write the id of a series and =@import:ID#column, or =1,2,3; "
                          "'flowtime telemetry import' imports a file."};
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) return wrong;
  studies::MeasuredTarget target{.series = text.substr(0, equals)};
  std::string values = text.substr(equals + 1);
  if (values.starts_with("@import:")) {
    target.import = values.substr(1);
    return target;
  }
  for (std::size_t at = 0; at <= values.size();) {
    const std::size_t comma = std::min(values.find(',', at), values.size());
    const auto number = parse_number(values.substr(at, comma - at));
    if (!number) return wrong;
    target.values.push_back(*number);
    at = comma + 1;
  }
  return target;
}

Result<CalibrateRequest> request_of(const Arguments& arguments) {
  // Subject, ranges and seed are written as for a study, so they are read by the same code;
  // measures and constraints have no meaning here.
  FT_TRY(studies::StudyRequest varied, read_varied(arguments));
  CalibrateRequest request{.subject = std::move(varied.subject), .vary = std::move(varied.vary)};
  request.seed = varied.seed;
  for (const std::string& text : arguments.all("--measured")) {
    FT_TRY(studies::MeasuredTarget target, target_of(text));
    request.measured.push_back(std::move(target));
  }
  request.series = arguments.all("--series");
  request.soft = arguments.get("--loss", "soft") == "soft";
  request.hold_out = arguments.get("--hold-out");
  return request;
}

void write_parameters(const Calibration& found, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const studies::CalibratedParameter& parameter : found.parameters) {
    rows.push_back({parameter.knob, short_number(parameter.was), short_number(parameter.value),
                    words_of(parameter)});
  }
  console.out(table_text({{"parameter"},
                          {"was", Align::kRight},
                          {"fitted", Align::kRight},
                          {"what the measurement shows"}},
                         rows));
}

std::string mape_text(double value) { return is_absent(value) ? "-" : rounded(value) + " %"; }

void write_series(const Calibration& found, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const studies::CalibratedSeries& series : found.series) {
    rows.push_back({series.series, short_number(series.before.rmse),
                    short_number(series.fitted.rmse), short_number(series.held_out.rmse),
                    short_number(series.held_out.bias), mape_text(series.held_out.mape)});
  }
  console.out("\n" + table_text({{"series"},
                                 {"rmse before", Align::kRight},
                                 {"fitted", Align::kRight},
                                 {"held out", Align::kRight},
                                 {"bias", Align::kRight},
                                 {"mape", Align::kRight}},
                                rows));
}

void write_text(const Calibration& found, Console& console) {
  console.out("Calibrated " + found.of + " to " + counted(found.residuals, "measured value") +
              "\n\n");
  write_parameters(found, console);
  const auto parameters = static_cast<std::int64_t>(found.parameters.size());
  // The rank of the Jacobian: directions in which the parameters may move without a trace.
  if (found.rank < parameters) {
    console.out("\nThe measurement tells " + std::to_string(found.rank) + " of " +
                counted(parameters, "parameter") + " apart.\n");
  }
  write_series(found, console);
  if (found.held_out.size() > 0) {
    console.out("Held out: bins " + std::to_string(found.held_out.first) + " to " +
                std::to_string(found.held_out.end - 1) + ", which were not fitted to.\n");
  }
  if (!found.converged) console.out("The search ended before it converged.\n");
  std::string line = "\nUse it:";
  for (const std::string& setting : found.settings) line += " --set '" + setting + "'";
  console.out(line + "\n");
}

int calibrate_model(const Arguments& arguments, Console& console) {
  const auto request = request_of(arguments);
  if (!request) return refuse(request.problems(), console);
  const auto threads = integer_option(arguments, "--threads", 1);
  if (!threads) return refuse(threads.problems(), console);
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const auto templates = open_template_library(arguments);
  NullLogSink log;
  ConsoleObserver observer(console);
  const RunHost host{.env = *root->env,
                     .log = log,
                     .observer = observer,
                     .limits = *limits,
                     .templates = templates.get()};
  const auto found = studies::calibrate(host, *request, import_reader(*root->env),
                                        static_cast<int>(threads->value_or(0)));
  const std::string document = request->subject.model ? request->subject.model->file : "";
  if (!found) return refuse(found.problems(), console, document);
  if (arguments.has("--json"))
    console.out(to_json(*found, JsonWriter::Layout::kIndented) + "\n");
  else
    write_text(*found, console);
  return kDone;
}

}  // namespace

Command calibrate_command() {
  std::vector<Option> options = study_options(
      {vary_option("a parameter to fit, and its range: capacity=50..150; repeat it for several"),
       {.name = "--measured",
        .value = "ID=VALUES",
        .help = "what was measured of a series: served=@import:web#served, served=1,2,3",
        .repeats = true},
       {.name = "--series",
        .value = "ID",
        .help = "fit only this measured series; may be repeated",
        .repeats = true},
       {.name = "--hold-out",
        .value = "BINS",
        .help = "bins that the fit leaves out: 14:00..16:00, or none; else the last fifth"},
       {.name = "--loss",
        .value = "HOW",
        .help = "soft: outliers count little (default); squared: least squares",
        .choices = {"soft", "squared"}},
       {.name = "--seed", .value = "N", .help = "seed of the points the search begins with, 123"}});
  // A calibration is answered at once and never stored.
  std::erase_if(options, [](const Option& option) { return option.name == "--no-store"; });
  return {.name = "calibrate",
          .summary = "the parameters with which a model fits the measurement best",
          .positionals = {study_positional()},
          .options = std::move(options),
          .notes =
              "For a telemetry run the inputs are as measured, and everything that the model\n"
              "computes is fitted. The answer says what the measurement cannot determine:\n"
              "parameters that leave no trace, that show only together, or that have a bound on\n"
              "one side only. docs/studies.md, Calibrate, describes the method.",
          .examples = {"flowtime calibrate measured --vary desk_rate=50..150",
                       "flowtime calibrate checkout.yaml --vary capacity=50..150 --measured "
                       "served=@import:web#served"},
          .run = calibrate_model};
}

}  // namespace flowtime::cli
