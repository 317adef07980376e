// studies list, show, diff, resume, run and delete: what is stored.
#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/local_run.h"
#include "cli/model_input.h"
#include "cli/run_output.h"
#include "cli/study_text.h"
#include "cli/template_input.h"
#include "studies/compare_studies.h"
#include "studies/study_json.h"
#include "studies/study_store.h"
#include "terminal/table.h"
#include "text/json_writer.h"

namespace flowtime::cli {
namespace {

using studies::StudyRecord;
using studies::StudyStore;

Positional study_id() { return {.name = "STUDY", .help = "the id of a study"}; }
Option json_option() { return {.name = "--json", .value = "", .help = "as JSON"}; }

std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

int list_studies(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto records = StudyStore(*root->env).list();
  if (!records) return refuse(records.problems(), console);
  if (arguments.has("--json")) {
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const StudyRecord& record : *records) json.raw(studies::to_json(record, false));
    console.out(json.end_array().end_object().take() + "\n");
    return kDone;
  }
  if (records->empty()) {
    console.out("There are no studies.\n");
    return kDone;
  }
  std::vector<std::vector<std::string>> rows;
  for (const StudyRecord& record : *records) {
    rows.push_back({record.id, name_of(record.kind), record.of, name_of(record.status),
                    std::to_string(record.completed_points), std::to_string(record.points),
                    list_text(record.parameters)});
  }
  console.out(table_text({{"study"},
                          {"kind"},
                          {"of"},
                          {"status"},
                          {"done", Align::kRight},
                          {"points", Align::kRight},
                          {"varies"}},
                         rows));
  return kDone;
}

void write_facts(const StudyRecord& record, Console& console) {
  console.out(record.id + ": " + name_of(record.kind) + " of the " + record.of + ", " +
              name_of(record.status) + "\n");
  console.out("Begun " + record.created_utc +
              (record.finished_utc.empty() ? "" : ", finished " + record.finished_utc) + "; " +
              std::to_string(record.completed_points) + " of " + std::to_string(record.points) +
              " points\n");
  if (!record.parameters.empty()) console.out("Varies " + list_text(record.parameters) + "\n");
  if (!record.measures.empty()) console.out("Figures " + list_text(record.measures) + "\n");
  if (!record.problems.empty()) console.out("Failed: " + record.problems.front().message + "\n");
  if (record.status == studies::StudyStatus::kInterrupted) {
    console.out("\nNext\n  flowtime studies resume " + record.id + "\n");
  }
}

// The rows of a complete study are read again: the answer is made of them.
// An interrupted study has no answer yet, and suggestions are kept as text of the record.
int tell(const RunHost& host, const StudyRecord& record, const Arguments& arguments,
         Console& console) {
  if (arguments.has("--json")) {
    console.out(studies::to_json(record, true) + "\n");
    return kDone;
  }
  if (!arguments.has("--csv")) write_facts(record, console);
  if (record.status != studies::StudyStatus::kCompleted ||
      record.kind == studies::StudyKind::kSuggest) {
    return kDone;
  }
  const auto answer = StudyStore(host.env).answer_again(host, record.id);
  if (!answer) return refuse(answer.problems(), console);
  if (arguments.has("--csv")) {
    console.out(studies::to_csv(*answer));
    return kDone;
  }
  console.out("\n");
  write_study(*answer, console);
  return kDone;
}

int with_study(const Arguments& arguments, Console& console, bool go_on) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  NullLogSink log;
  ConsoleObserver observer(console);
  const auto templates = open_template_library(arguments);
  const RunHost host{.env = *root->env,
                     .log = log,
                     .observer = observer,
                     .limits = *limits,
                     .templates = templates.get()};
  StudyStore store(*root->env);
  const std::string id = arguments.get("STUDY");
  // `show` reads the record only; `resume` evaluates the points that are missing.
  const auto record = go_on ? store.carry_out(host, id, {.stop = &observer}) : store.find(id);
  if (!record) return refuse(record.problems(), console);
  return tell(host, *record, arguments, console);
}

int show_study(const Arguments& arguments, Console& console) {
  return with_study(arguments, console, false);
}
int resume_study(const Arguments& arguments, Console& console) {
  return with_study(arguments, console, true);
}

int diff_studies(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limit = integer_option(arguments, "--limit", 1);
  if (!limit) return refuse(limit.problems(), console);
  StudyStore store(*root->env);
  const auto comparison =
      studies::compare_studies(store, arguments.get("BEFORE"), arguments.get("AFTER"));
  if (!comparison) return refuse(comparison.problems(), console);
  const auto most = static_cast<std::size_t>(limit->value_or(studies::kShownMoves));
  if (arguments.has("--json"))
    console.out(studies::to_json(*comparison, most, JsonWriter::Layout::kIndented) + "\n");
  else
    write_study_comparison(*comparison, most, console);
  return kDone;
}

// A point becomes a run like any other.
int run_point(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const auto point = integer_option(arguments, "--point", 0);
  if (!point) return refuse(point.problems(), console);
  NullLogSink log;
  RunObserver nobody;
  const auto templates = open_template_library(arguments);
  const RunHost host{.env = *root->env,
                     .log = log,
                     .observer = nobody,
                     .limits = *limits,
                     .templates = templates.get()};
  // The subject with the point's values set, by the same settings as the study used: equal bits.
  auto source = StudyStore(*root->env).run_source(host, arguments.get("STUDY"), point->value_or(0));
  if (!source) return refuse(source.problems(), console);
  CreateRunRequest wanted{.source = std::move(source->source)};
  if (!source->template_id.empty()) {
    wanted.run_template = TemplateRequest{.id = source->template_id, .parameters = source->given};
  }
  wanted.run_id = arguments.get("--run-id");
  const RunOutcome outcome = create_here(std::move(wanted), arguments, *root, *limits, console);
  if (!outcome.succeeded()) return refuse(outcome.problems, console);
  const RunReport report{.outcome = outcome, .root = *root, .arguments = arguments};
  if (arguments.has("--json"))
    write_run_json(report, console);
  else
    write_run_text(report, console);
  return kDone;
}

int delete_studies(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  StudyStore store(*root->env);
  int code = kDone;
  for (const std::string& id : arguments.all("STUDY")) {
    const auto removed = store.remove(id);
    if (removed) {
      console.out("Deleted " + id + "\n");
    } else {
      code = refuse(removed.problems(), console);
    }
  }
  return code;
}

}  // namespace

Command studies_list_command() {
  return {.name = "studies list",
          .summary = "the stored studies, newest first",
          .options = {json_option(), data_dir_option()},
          .examples = {"flowtime studies list"},
          .run = list_studies};
}

Command studies_show_command() {
  return {.name = "studies show",
          .summary = "what a stored study asked and found",
          .positionals = {study_id()},
          .options = {json_option(),
                      {.name = "--csv", .value = "", .help = "its points as CSV"},
                      templates_dir_option(),
                      data_dir_option()},
          .examples = {"flowtime studies show study_20260302T090000Z_1a2b3c4d"},
          .run = show_study};
}

Command studies_diff_command() {
  return {
      .name = "studies diff",
      .summary = "what changed from one stored study to another, by points with the same inputs",
      .positionals = {{.name = "BEFORE", .help = "the id of a study"},
                      {.name = "AFTER", .help = "the id of another one"}},
      .options = {json_option(),
                  {.name = "--limit",
                   .value = "N",
                   .help = "entries of each list, the largest changes first; else 20"},
                  data_dir_option()},
      .notes = "The stored points are compared; no model is opened and nothing is evaluated.",
      .examples = {"flowtime studies diff study_20260302T090000Z_1a2b3c4d "
                   "study_20260303T090000Z_5e6f7a8b"},
      .run = diff_studies};
}

Command studies_resume_command() {
  return {.name = "studies resume",
          .summary = "continue a study that was interrupted",
          .positionals = {study_id()},
          .options = {json_option(), templates_dir_option(), data_dir_option()},
          .notes =
              "Points that are stored are not evaluated again; the answer is that of a study\n"
              "that was never interrupted.",
          .examples = {"flowtime studies resume study_20260302T090000Z_1a2b3c4d"},
          .run = resume_study};
}

Command studies_run_command() {
  return {.name = "studies run",
          .summary = "make a run with the values of one point of a study",
          .positionals = {study_id()},
          .options = {{.name = "--point", .value = "N", .help = "its number, from 0"},
                      {.name = "--run-id", .value = "ID", .help = "the id of the run"},
                      json_option(),
                      templates_dir_option(),
                      data_dir_option()},
          .notes = "Its figures have the bits of the point.",
          .examples = {"flowtime studies run study_20260302T090000Z_1a2b3c4d --point 3"},
          .run = run_point};
}

Command studies_delete_command() {
  Positional many = study_id();
  many.repeats = true;
  return {.name = "studies delete",
          .summary = "remove stored studies",
          .positionals = {many},
          .options = {data_dir_option()},
          .examples = {"flowtime studies delete study_20260302T090000Z_1a2b3c4d"},
          .run = delete_studies};
}

}  // namespace flowtime::cli
