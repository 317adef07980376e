// sweep, sensitivity, goal-seek, optimize, ensemble and suggest.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/model_input.h"
#include "cli/study_input.h"
#include "cli/study_text.h"
#include "cli/template_input.h"
#include "problems/catalogue.h"
#include "studies/run_study.h"
#include "studies/study_json.h"
#include "studies/study_store.h"
#include "studies/suggest.h"

namespace flowtime::cli {
namespace {

using studies::StudyKind;

// The data root and all else that a study of this process needs.
struct StudyPlace {
  DataRoot root;
  std::unique_ptr<TemplateLibrary> templates;
  NullLogSink log;
  std::unique_ptr<ConsoleObserver> observer;
  Limits limits;
  // Made anew for each use; it refers to this place, which outlives it.
  RunHost host() {
    return {.env = *root.env,
            .log = log,
            .observer = *observer,
            .limits = limits,
            .templates = templates.get()};
  }
};

Result<std::unique_ptr<StudyPlace>> open_place(const Arguments& arguments, Console& console) {
  auto place = std::make_unique<StudyPlace>();
  FT_TRY(place->root, open_data_root(arguments));
  FT_TRY(place->limits, limits_of_environment());
  place->templates = open_template_library(arguments);
  place->observer = std::make_unique<ConsoleObserver>(console);
  return place;
}

std::string document_of_study(const studies::StudyRequest& request) {
  return request.subject.model ? request.subject.model->file : "";
}

// Stored as it goes on, unless the user does not want that; its id, "" where it is not stored.
Result<std::string> evaluate_study(const Arguments& arguments, const RunHost& host,
                                   const studies::OpenedSubject& opened,
                                   const studies::StudyRequest& request, studies::StudyRun run) {
  if (arguments.has("--no-store")) {
    FT_RETURN_IF_PROBLEM(studies::run_study(opened, request, std::move(run)));
    return std::string();
  }
  // The record is written before the first point, and each point as it is found: a study that is
  // killed can be resumed.
  studies::StudyStore store(host.env);
  FT_TRY(const studies::StudyRecord record, store.begin(host, request));
  const auto done = store.carry_out(host, record.id, std::move(run));
  // Who stops it does not want it to go on by itself.
  // Otherwise the next server start would go on with what a person has just stopped.
  if (!done && problems::is_stopped(done.problems())) {
    FT_RETURN_IF_PROBLEM(store.leave(record.id));
  }
  if (!done) return done.problems();
  return record.id;
}

int answer_study(const Arguments& arguments, Console& console, StudyKind kind) {
  const auto request = read_study(arguments, kind);
  if (!request) return refuse(request.problems(), console);
  const auto threads = integer_option(arguments, "--threads", 1);
  if (!threads) return refuse(threads.problems(), console);
  const auto place = open_place(arguments, console);
  if (!place) return refuse(place.problems(), console);
  const RunHost host = (*place)->host();
  const auto opened = studies::open_subject(host, request->subject);
  if (!opened) return refuse(opened.problems(), console, document_of_study(*request));
  studies::StudyAnswer answer;
  studies::StudyRun run{.threads = static_cast<int>(threads->value_or(0)),
                        .stop = (*place)->observer.get(),
                        // carry_out returns the record; this function gets the answer.
                        .found = [&](const studies::StudyAnswer& found) { answer = found; }};
  const auto id = evaluate_study(arguments, host, *opened, *request, std::move(run));
  if (!id) return refuse(id.problems(), console, document_of_study(*request));
  if (arguments.has("--json")) {
    console.out(studies::to_json(answer, JsonWriter::Layout::kIndented, *id) + "\n");
  } else if (arguments.has("--csv")) {
    console.out(studies::to_csv(answer));
  } else {
    write_study(answer, console);
  }
  if (!id->empty() && console.err_is_terminal()) console.err("Stored as " + *id + "\n");
  return kDone;
}

int answer_suggest(const Arguments& arguments, Console& console) {
  auto request = read_study(arguments, StudyKind::kSuggest);
  if (!request) return refuse(request.problems(), console);
  const auto place = open_place(arguments, console);
  if (!place) return refuse(place.problems(), console);
  const RunHost host = (*place)->host();
  const auto opened = studies::open_subject(host, request->subject);
  if (!opened) return refuse(opened.problems(), console, document_of_study(*request));
  studies::SuggestOptions options{.stop = (*place)->observer.get()};
  for (const studies::Vary& vary : request->vary) options.parameters.push_back(vary.knob);
  const auto found = studies::suggest(*opened, options);
  if (!found) return refuse(found.problems(), console, document_of_study(*request));
  if (arguments.has("--json")) {
    console.out(to_json(*found, request->subject.run_id, opened->subject->template_id()) + "\n");
  } else {
    write_suggestions(*found, console);
  }
  return kDone;
}

std::function<int(const Arguments&, Console&)> answers(StudyKind kind) {
  return [kind](const Arguments& arguments, Console& console) {
    return answer_study(arguments, console, kind);
  };
}

Option series_option(std::string_view help) {
  return {.name = "--series", .value = "ID", .help = help, .repeats = true};
}
Option seed_option() { return {.name = "--seed", .value = "N", .help = "seed of the draws, 123"}; }
Option csv_option() {
  return {.name = "--csv", .value = "", .help = "the points as CSV: parameters, then figures"};
}
Option range_option() {
  return vary_option("a parameter and its range: capacity=60..96; repeat it for several");
}

}  // namespace

Command sweep_command() {
  return {.name = "sweep",
          .summary = "figures of a model for many values of its parameters",
          .positionals = {study_positional()},
          .options = study_options(
              {vary_option("values of a parameter: id=60..96/12 (12 of them), id=60,72,84,\n"
                           "id*=0.8..1.2, 'id[14:00..15:00]=0..5'; several make a grid"),
               measure_option(),
               series_option("a series whose values every point keeps (in the JSON)"),
               {.name = "--method",
                .value = "HOW",
                .help = "which points: all mixes, a Latin hypercube, a Sobol sequence",
                .choices = {"grid", "latin", "sobol"}},
               {.name = "--points",
                .value = "N",
                .help = "values of a range without a number (11), or points of the design (64)"},
               seed_option(),
               csv_option()}),
          .notes = "A point has the same bits as a run with the same values.",
          .examples = {"flowtime sweep --template-id order-system --vary paymentCapacity=60..96/12 "
                       "--measure max:payment_queue",
                       "flowtime sweep checkout.yaml --vary 'capacity*=0.8,1,1.2' --measure "
                       "'p95Wait(Checkout)' --json"},
          .run = answers(StudyKind::kSweep)};
}

Command sensitivity_command() {
  return {
      .name = "sensitivity",
      .summary = "how a figure moves with each parameter",
      .positionals = {study_positional()},
      .options = study_options(
          {vary_option("a parameter, without it all; morris and sobol take ranges: id=60..96"),
           measure_option(),
           {.name = "--method",
            .value = "HOW",
            .help = "central differences; over ranges: Morris screening, Sobol indices",
            .choices = {"differences", "morris", "sobol"}},
           {.name = "--perturbation",
            .value = "SHARE",
            .help = "how far a parameter is moved to both sides, 0.05"},
           {.name = "--points", .value = "N", .help = "trajectories (20) or samples (256)"},
           seed_option()}),
      .examples = {"flowtime sensitivity --template-id order-system --measure max:payment_queue",
                   "flowtime sensitivity --template-id order-system --method sobol --vary "
                   "paymentCapacity=60..96 --vary ordersPerBin=30..50 --measure late:run"},
      .run = answers(StudyKind::kSensitivity)};
}

Command goal_seek_command() {
  return {.name = "goal-seek",
          .summary = "the value of a parameter at which a figure reaches a target",
          .positionals = {study_positional()},
          .options = study_options(
              {vary_option("the parameter and where it is looked for: id=60..96"),
               measure_option(),
               {.name = "--target", .value = "VALUE", .help = "what the figure is to be"},
               {.name = "--tolerance", .value = "X", .help = "how near is near enough, 1e-6"},
               {.name = "--max-iterations", .value = "N", .help = "halvings of the range, 50"}}),
          .examples = {"flowtime goal-seek --template-id order-system --vary "
                       "paymentCapacity=60..96 --measure max:payment_queue --target 50"},
          .run = answers(StudyKind::kGoalSeek)};
}

Command optimize_command() {
  return {.name = "optimize",
          .summary = "the values of parameters at which a figure is smallest or largest",
          .positionals = {study_positional()},
          .options = study_options(
              {range_option(),
               measure_option(),
               {.name = "--maximize", .value = "", .help = "the largest figure, not the smallest"},
               {.name = "--constraint",
                .value = "FIGURE<=X",
                .help = "what must hold: 'p95Wait(Payment)<=15', 'lost(run)<=0'",
                .repeats = true},
               {.name = "--method",
                .value = "HOW",
                .help = "local: nelder-mead, bobyqa; global: direct, crs; pareto: the front of\n"
                        "two figures, none of which can get better without the other getting worse",
                .choices = {"nelder-mead", "bobyqa", "direct", "crs", "pareto"}},
               {.name = "--points", .value = "N", .help = "evaluations of pareto, 256"},
               {.name = "--tolerance", .value = "X", .help = "spread of the last simplex, 1e-4"},
               {.name = "--max-iterations", .value = "N", .help = "200"},
               seed_option()}),
          .examples = {"flowtime optimize --template-id order-system --vary paymentCapacity=60..96 "
                       "--measure mean:payment_capacity --constraint 'max(payment_queue)<=50'"},
          .run = answers(StudyKind::kOptimize)};
}

Command ensemble_command() {
  return {.name = "ensemble",
          .summary = "how figures spread when parameters are uncertain",
          .positionals = {study_positional()},
          .options = study_options(
              {vary_option("how a parameter is spread: id~normal(72,5), id~lognormal(72,5),\n"
                           "id~triangular(60,72,80), id=60..80 (equally likely)"),
               measure_option(),
               series_option("a series whose bands are wanted (in the JSON)"),
               {.name = "--constraint",
                .value = "FIGURE<=X",
                .help = "an expectation whose probability is wanted",
                .repeats = true},
               {.name = "--points", .value = "N", .help = "draws, 200"},
               seed_option(),
               csv_option()}),
          .examples = {"flowtime ensemble --template-id order-system --vary "
                       "'paymentCapacity~normal(76,4)' --measure max:payment_queue --constraint "
                       "'max(payment_queue)>=100'"},
          .run = answers(StudyKind::kEnsemble)};
}

Command suggest_command() {
  std::vector<Option> options = study_options({vary_option("only this parameter")});
  std::erase_if(options, [](const Option& option) { return option.name == "--no-store"; });
  return {.name = "suggest",
          .summary = "the smallest change of one parameter after which nothing waits too long",
          .positionals = {study_positional()},
          .options = options,
          .notes =
              "The target: nothing waits beyond its promise, nothing is dropped. Values are\n"
              "multiples of the parameter's step; what a change makes worse is shown beside it.",
          .examples = {"flowtime suggest --template-id order-system", "flowtime suggest monday"},
          .run = answer_suggest};
}

}  // namespace flowtime::cli
