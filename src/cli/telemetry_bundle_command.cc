#include <filesystem>

#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/local_run.h"
#include "cli/model_input.h"
#include "lifecycle/create_run.h"
#include "terminal/table.h"
#include "text/json_reader.h"

namespace flowtime::cli {
namespace {

// What the file of --provenance says about where the model came from.
Result<std::optional<ModelProvenance>> provenance_of(const std::string& path) {
  std::optional<ModelProvenance> given;
  if (path.empty()) return given;
  FT_TRY(const std::string text, read_text_file(path));
  ModelProvenance made;
  JsonReader json(text);
  json.members([&](std::string_view name) {
    // Members that are not known are skipped: a provenance may say more.
    if (name == "modelId") made.model_id = json.text();
    if (name == "templateId") made.template_id = json.text();
    if (name == "templateVersion") made.template_version = json.text();
    if (name == "templateTitle") made.template_title = json.text();
    if (name == "source") made.source = json.text();
    if (name == "generator") made.generator = json.text();
    if (name == "generatedAt") made.generated_at = json.text();
  });
  if (json.finished()) {
    if (!made.model_id.empty()) given = std::move(made);
    return given;
  }
  return Problem{.code = "invalid_json",
                 .message = "the file '" + path + "' is not valid JSON",
                 .remedy = "Name the provenance.json of a run.",
                 .file = path};
}

Result<CreateRunRequest> bundle_request(const Arguments& arguments) {
  CreateRunRequest request;
  request.mode = "telemetry";
  request.telemetry.directory = arguments.get("--capture-dir");
  request.run_id = arguments.get("--run-id");
  request.deterministic = arguments.has("--deterministic-run-id");
  request.overwrite = arguments.has("--overwrite");
  request.source.file = arguments.get("--model");
  FT_TRY(request.source.text, read_text_file(request.source.file));
  FT_TRY(request.provenance, provenance_of(arguments.get("--provenance")));
  return request;
}

// --output names the directory of runs, or the data directory that has one.
Result<DataRoot> bundle_root(const Arguments& arguments) {
  const std::string output = arguments.get("--output");
  if (output.empty()) return open_data_root(arguments);
  std::filesystem::path path(output);
  if (path.filename().empty()) path = path.parent_path();
  Arguments where;
  // "data/runs" and "data" name the same place.
  const bool is_runs = path.filename() == "runs" && path.has_parent_path();
  where.add("--data-dir", is_runs ? path.parent_path().string() : path.string());
  return open_data_root(where);
}

void write_bundle_text(const RunOutcome& outcome, const DataRoot& root, Console& console) {
  const RunInfo& info = outcome.run->info;
  console.out("Bundle written to: " + root.path + "/runs/" + info.id + "\n");
  console.out("Run ID: " + info.id + "\n");
  const std::size_t files = info.telemetry ? info.telemetry->sources.size() : 0;
  console.out("Telemetry files: " + std::to_string(files) + "\n");
  std::string classes;
  for (const FlowClass& one : info.classes) classes += (classes.empty() ? "" : ", ") + one.id;
  console.out("Classes: " + (classes.empty() ? "none" : classes) + " (coverage " +
              info.class_coverage + ")\n");
  for (const Finding& finding : info.findings) {
    if (finding.severity == Severity::kInfo) continue;
    console.out("  " + finding.code + ": " + finding.message + "\n");
  }
}

int bundle(const Arguments& arguments, Console& console) {
  if (!arguments.has("--capture-dir") || !arguments.has("--model")) {
    return refuse({{.code = "usage",
                    .message = "the command 'telemetry bundle' needs '--capture-dir' and '--model'",
                    .remedy = "Run 'flowtime telemetry bundle --help' for more."}},
                  console);
  }
  const auto root = bundle_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const auto request = bundle_request(arguments);
  if (!request) return refuse(request.problems(), console);
  const RunOutcome outcome = create_here(*request, arguments, *root, *limits, console);
  if (!outcome.succeeded()) {
    return refuse(outcome.problems, console, document_of(outcome.failed_stage, request->source));
  }
  write_bundle_text(outcome, *root, console);
  return kDone;
}

}  // namespace

Command telemetry_bundle_command() {
  return {.name = "telemetry bundle",
          .summary = "make a telemetry run of a capture and a model",
          .options = {{.name = "--capture-dir",
                       .value = "DIR",
                       .help = "the capture; a path, or a name below captures/",
                       .takes_file = true},
                      {.name = "--model",
                       .value = "FILE",
                       .help = "the model that the capture is replayed through",
                       .takes_file = true},
                      {.name = "--output",
                       .value = "DIR",
                       .help = "the directory of runs; else runs/ in the data directory",
                       .takes_file = true,
                       .letter = "-o"},
                      {.name = "--provenance",
                       .value = "FILE",
                       .help = "provenance.json of the model",
                       .takes_file = true},
                      {.name = "--run-id", .value = "ID", .help = "the id of the run"},
                      {.name = "--deterministic-run-id",
                       .value = "",
                       .help = "derive the id from the inputs"},
                      {.name = "--random-run-id", .value = "", .help = "a new id; the default"},
                      {.name = "--overwrite", .value = "", .help = "replace the run of this id"},
                      data_dir_option()},
          .notes = "The same as flowtime run MODEL --mode telemetry --capture-dir DIR.",
          .run = bundle};
}

}  // namespace flowtime::cli
