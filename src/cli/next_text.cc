// Each command is complete: with the ids, the options and the data directory of this run, quoted
// for a shell, so that it can be pasted as it is.
#include "cli/next_text.h"

#include <algorithm>

#include "base/number_text.h"
#include "cli/template_input.h"
#include "inspect/headline.h"
#include "library/expand_again.h"
#include "run/bundle_paths.h"
#include "studies/kept_suggestions.h"
#include "terminal/shell_word.h"

namespace flowtime::cli {
namespace {

// Options of run that decide what is computed, in the order of its help.
constexpr const char* kInputOptions[] = {
    "--set",  "--seed",     "--sampling",   "--template-id", "--mode",         "--capture-dir",
    "--bind", "--rng-seed", "--param-file", "--param",       "--templates-dir"};

// A host for questions about stored runs and the templates they came from.
class TemplateHost {
 public:
  TemplateHost(const Arguments& arguments, const DataRoot& root)
      : templates_(open_template_library(arguments)),
        host_{.env = *root.env, .log = log_, .observer = observer_} {
    host_.templates = templates_.get();
  }
  const RunHost& host() const { return host_; }

 private:
  NullLogSink log_;
  RunObserver observer_;
  std::unique_ptr<TemplateLibrary> templates_;
  RunHost host_;
};

std::string stored_model(const StoredRun& run, const DataRoot& root) {
  return shell_word(root.path + "/" + run_directory(run.info().id) + "/" + bundle::kModel);
}

void add_word(std::string& words, const std::string& word) {
  words += (words.empty() ? "" : " ") + word;
}

std::string why_command(const StoredRun& run, const std::string& where) {
  const auto worth = worth_explaining(run);
  const std::string id = shell_word(run.info().id);
  if (!worth) {
    const bool judged = !run.topology().nodes.empty();
    return "  look      flowtime " + std::string(judged ? "state " : "runs show ") + id + where +
           "\n";
  }
  const std::string about =
      worth->series.empty() ? " --node " + shell_word(worth->node) + " --metric " + worth->metric
                            : " --series " + shell_word(worth->series);
  return "  why?      flowtime explain " + id + about + " --at " + at_word(run.grid(), worth->bin) +
         where + "\n";
}

// Values of all series for which the smallest change that is enough is looked for while the reader
// waits: some hundred evaluations, a second.
constexpr std::int64_t kMostCells = 200'000;

std::string what_if_commands(const studies::NextStep& next, const StoredRun& run,
                             const std::string& inputs, const std::string& where) {
  const std::string id = run.info().id, other = shell_word(id + "-more");
  if (next.is_too_large) return "  what if?  flowtime suggest " + shell_word(id) + where + "\n";
  if (!next.change || inputs.empty()) return "";
  const std::string change =
      shell_word(next.change->parameter + "=" + format_number(next.change->to));
  // A template's setting is a parameter, a model's a node.
  const bool of_template = inputs.starts_with("--template-id ");
  return "  what if?  flowtime run " + inputs + (of_template ? " --param " : " --set ") + change +
         " --run-id " + other + where + "\n            flowtime runs diff " + shell_word(id) + " " +
         other + where + "\n";
}

// Whether anything was late or lost, so that there is something to mend.
bool is_harmed(const StoredRun& run) {
  const Judgement* judgement = run.judgement();
  if (judgement == nullptr) return false;
  const auto& found = judgement->summary.findings;
  return std::any_of(found.begin(), found.end(),
                     [](const RankedFinding& finding) { return finding.harmed > 0; });
}

}  // namespace

std::string at_word(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  if (!start) return std::to_string(bin);
  const std::string utc = format_utc(*start);  // 2026-03-05T13:55:00Z
  // A bin that begins within a second has no time that --at could name: its number is used instead.
  const std::int64_t width = grid.bin_milliseconds();
  if (width % 1'000 != 0) return std::to_string(bin);
  const std::size_t end = width % 60'000 == 0 ? 16 : 19;
  // Within one day the clock alone names a bin.
  return grid.total_minutes() <= 1440 ? utc.substr(11, end - 11) : utc.substr(0, end);
}

std::string repeated_inputs(const Arguments& arguments, const StoredRun& run,
                            const DataRoot& root) {
  std::string words;
  const std::string model = arguments.get("MODEL");
  const bool from_pipe = model == "-";  // read once; what it became is stored with its settings
  if (from_pipe) return stored_model(run, root);
  if (!model.empty()) add_word(words, shell_word(model));
  for (const char* option : kInputOptions) {
    for (const std::string& value : arguments.all(option)) {
      add_word(words, std::string(option) + " " + shell_word(value));
    }
  }
  return words;
}

namespace {

// One value per bin is for no command line.
bool has_long_value(const RunInfo& info) {
  return !info.settings.empty() ||
         std::any_of(info.parameters.begin(), info.parameters.end(),
                     [](const NamedJson& parameter) { return parameter.json.size() > 200; });
}

}  // namespace

std::string stored_inputs(const Arguments& arguments, const StoredRun& run, const DataRoot& root) {
  const RunInfo& info = run.info();
  // Runs of a model file have no input hash: the model beside the run is all there is.
  if (info.input_hash.empty()) return stored_model(run, root);
  const TemplateHost templates(arguments, root);
  // The template may have changed since, or be gone: then no command would make the same run.
  const auto again = expand_again(templates.host(), info);
  if (!again) return "";
  if (has_long_value(info)) return stored_model(run, root);
  std::string words = "--template-id " + shell_word(info.template_id);
  for (const NamedJson& given : info.parameters) {
    const TemplateParameter* parameter = again->from->find_parameter(given.name);
    const bool is_default =
        parameter && parameter->default_value && to_json(*parameter->default_value) == given.json;
    if (!is_default) words += " --param " + shell_word(given.name + "=" + given.json);
  }
  if (info.mode != "simulation") words += " --mode " + info.mode;
  return words;
}

std::string next_commands(const Arguments& arguments, const StoredRun& run,
                          const std::string& inputs, const DataRoot& root) {
  const std::string where = root.next_option();
  studies::NextStep next;
  // Only then there is something that a change could mend, and the search is worth its second.
  if (is_harmed(run)) {
    const TemplateHost templates(arguments, root);
    next = studies::next_step(templates.host(), run.run(), kMostCells);
  }
  return "Next\n" + why_command(run, where) + what_if_commands(next, run, inputs, where) +
         "  see it    flowtime serve" + where + "\n";
}

}  // namespace flowtime::cli
