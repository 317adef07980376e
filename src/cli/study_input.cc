// A study comes from flags, or whole from a JSON file. The subject may be a file, a stored run, a
// template or standard input; what it is is decided from the word alone, before anything is opened.
#include "cli/study_input.h"

#include <algorithm>

#include "base/number_text.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/template_input.h"
#include "studies/read_study_request.h"

namespace flowtime::cli {
namespace {

using studies::StudyKind;
using studies::StudyRequest;

// Ids of runs have no '/' and no such ending.
bool is_file(const std::string& text) {
  return text == "-" || text.find('/') != std::string::npos || text.ends_with(".yaml") ||
         text.ends_with(".yml") || text.ends_with(".json");
}

bool begins_as_json(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && text[first] == '{';
}

// A problem of the request has a JSON pointer; on a command line the flag is the place.
Problems of_flag(Problems problems, const std::string& flag) {
  for (Problem& problem : problems) {
    problem.path.clear();
    if (problem.file.empty()) problem.file = flag;
  }
  return problems;
}

Result<std::optional<double>> number_option(const Arguments& arguments, std::string_view name) {
  if (!arguments.has(name)) return std::optional<double>();
  const std::string text = arguments.get(name);
  const auto number = parse_number(text);
  if (number) return number;
  return Problem{
      .code = "invalid_option",
      .message = "the option '" + std::string(name) + "' takes a number, not '" + text + "'",
      .remedy = "Give a number."};
}

// Each flag of that name, read; all problems in one pass.
template <class T, class Parse>
Result<Done> read_each(const Arguments& arguments, const char* flag, Parse parse,
                       std::vector<T>& out) {
  Problems problems;
  for (const std::string& text : arguments.all(flag)) {
    auto read = parse(text);
    if (read) {
      out.push_back(std::move(read).value());
      continue;
    }
    const Problems told = of_flag(read.problems(), std::string(flag) + " " + text);
    problems.insert(problems.end(), told.begin(), told.end());
  }
  if (!problems.empty()) return problems;
  return Done{};
}

Result<Done> read_subject(const Arguments& arguments, studies::StudySubject& subject) {
  subject.template_id = arguments.get("--template-id");
  FT_TRY(subject.parameters, read_parameters(arguments));
  FT_TRY(subject.seed, integer_option(arguments, "--rng-seed", 0));
  const auto sampling = parse_sampling(arguments.get("--sampling"));
  subject.sampling = sampling.value_or(subject.sampling);
  const std::string named = arguments.get("MODEL");
  if (named.empty()) return Done{};
  if (!is_file(named)) {
    subject.run_id = named;
    return Done{};
  }
  FT_TRY(subject.model, read_model_source(arguments));
  subject.model->seed = subject.seed;  // --seed is the study's
  return Done{};
}

Result<Done> read_numbers(const Arguments& arguments, StudyRequest& request) {
  FT_TRY(const auto points, integer_option(arguments, "--points", 1));
  request.points = points.value_or(0);
  FT_TRY(const auto seed, integer_option(arguments, "--seed", 0));
  request.seed = static_cast<std::uint64_t>(seed.value_or(123));
  FT_TRY(const auto target, number_option(arguments, "--target"));
  if (request.kind == StudyKind::kGoalSeek && !target) {
    return Problem{.code = "missing_field",
                   .message = "the command 'goal-seek' has no target",
                   .remedy = "Give the figure's value: --target 50."};
  }
  request.target = target.value_or(0);
  FT_TRY(request.tolerance, number_option(arguments, "--tolerance"));
  FT_TRY(const auto perturbation, number_option(arguments, "--perturbation"));
  request.perturbation = perturbation.value_or(0.05);
  FT_TRY(const auto most, integer_option(arguments, "--max-iterations", 1));
  if (most) request.max_iterations = static_cast<int>(std::min<std::int64_t>(*most, 1'000'000));
  request.maximize = arguments.has("--maximize");
  return Done{};
}

// sensitivity has methods that are kinds of their own.
void read_method(const Arguments& arguments, StudyRequest& request) {
  request.method = arguments.get("--method");
  if (request.kind != StudyKind::kSensitivity) return;
  if (request.method == "morris") request.kind = StudyKind::kMorris;
  if (request.method == "sobol") request.kind = StudyKind::kSobol;
  if (request.kind != StudyKind::kSensitivity) request.method.clear();
}

// What people want to know first, where they name nothing.
void add_default_measures(StudyRequest& request) {
  const bool takes_them = request.kind == StudyKind::kSweep || request.kind == StudyKind::kEnsemble;
  if (!takes_them || !request.measures.empty() || !request.series.empty()) return;
  for (const auto reducer : {figures::Reducer::kVerdict, figures::Reducer::kLate,
                             figures::Reducer::kLost, figures::Reducer::kLongest}) {
    request.measures.push_back({.reducer = reducer, .id = std::string(figures::kWholeRun)});
  }
}

// A whole study in JSON, where the file or standard input holds one.
Result<std::optional<StudyRequest>> read_whole(const Arguments& arguments, StudyKind kind) {
  const std::string named = arguments.get("MODEL");
  if (named != "-" && !named.ends_with(".json")) return std::optional<StudyRequest>();
  FT_TRY(const ModelSource source, read_model_source(arguments));
  // It is a model: what was read of standard input is kept as the subject.
  if (!begins_as_json(source.text)) {
    // Standard input cannot be read twice.
    StudyRequest request;
    request.kind = kind;
    request.subject.model = source;
    FT_TRY(request.subject.seed, integer_option(arguments, "--rng-seed", 0));
    request.subject.model->seed = request.subject.seed;
    return std::optional(request);
  }
  auto request = studies::read_study_request(source.text, kind);
  if (!request) return in_file(request.problems(), source.file);
  return std::optional(std::move(request).value());
}

}  // namespace

Positional study_positional() {
  return {.name = "MODEL",
          .help = "a model file, a study as JSON, - for either, or the id of a stored run",
          .takes_file = true,
          .is_optional = true};
}

Option measure_option() {
  return {.name = "--measure",
          .value = "FIGURE",
          .help = "a figure, such as max:payment_queue or 'p95Wait(Payment)' (docs/figures.md)",
          .repeats = true};
}

Option vary_option(std::string_view help) {
  return {.name = "--vary", .value = "ID=VALUES", .help = help, .repeats = true};
}

std::vector<Option> study_options(std::vector<Option> own) {
  std::vector<Option> options = std::move(own);
  options.push_back(
      {.name = "--template-id", .value = "ID", .help = "a template of the catalogue"});
  for (const Option& option : parameter_options()) options.push_back(option);
  for (const Option& option : model_options()) {
    if (option.name != "--seed") options.push_back(option);
  }
  const std::vector<Option> common{
      {.name = "--rng-seed", .value = "N", .help = "seed of the model's own random numbers"},
      {.name = "--threads", .value = "N", .help = "threads; changes no number"},
      {.name = "--no-store", .value = "", .help = "keep nothing of the study"},
      {.name = "--json", .value = "", .help = "as JSON, as the API answers"},
      templates_dir_option(),
      data_dir_option()};
  options.insert(options.end(), common.begin(), common.end());
  return options;
}

Result<StudyRequest> read_varied(const Arguments& arguments) {
  StudyRequest request;
  FT_RETURN_IF_PROBLEM(read_subject(arguments, request.subject));
  FT_RETURN_IF_PROBLEM(read_each(
      arguments, "--vary", [](const std::string& text) { return studies::parse_vary(text); },
      request.vary));
  FT_TRY(const auto seed, integer_option(arguments, "--seed", 0));
  request.seed = static_cast<std::uint64_t>(seed.value_or(123));
  return request;
}

Result<StudyRequest> read_study(const Arguments& arguments, StudyKind kind) {
  FT_TRY(auto whole, read_whole(arguments, kind));
  // A whole study in JSON says everything itself; a model that came by standard input has no flags
  // read yet.
  if (whole && (!whole->subject.model || whole->subject.model->file != "<stdin>")) return *whole;
  StudyRequest request;
  request.kind = kind;
  if (whole) request.subject = whole->subject;
  if (!whole) FT_RETURN_IF_PROBLEM(read_subject(arguments, request.subject));
  read_method(arguments, request);
  FT_RETURN_IF_PROBLEM(read_each(
      arguments, "--vary", [](const std::string& text) { return studies::parse_vary(text); },
      request.vary));
  FT_RETURN_IF_PROBLEM(read_each(
      arguments, "--measure", [](const std::string& text) { return figures::parse_figure(text); },
      request.measures));
  FT_RETURN_IF_PROBLEM(read_each(
      arguments, "--constraint",
      [](const std::string& text) { return studies::parse_constraint(text); },
      request.constraints));
  request.series = arguments.all("--series");
  add_default_measures(request);
  FT_RETURN_IF_PROBLEM(read_numbers(arguments, request));
  const auto checked = studies::check_study_request(request);
  if (!checked) {
    Problems problems = checked.problems();
    for (Problem& problem : problems) problem.path.clear();
    return problems;
  }
  return request;
}

}  // namespace flowtime::cli
