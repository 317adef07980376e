#include "inspect/export_run.h"

#include "run/bundle_paths.h"
#include "run/scratch_directory.h"
#include "run/stored_file.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

Problem format_problem(const std::string& format) {
  return {.code = "export_format_unknown",
          .message = "'" + format.substr(0, 40) + "' is not an export format",
          .remedy = "Use csv, csv-wide, ndjson, openmetrics, parquet or grafana."};
}

}  // namespace

Result<Done> export_run(Env& env, const std::string& run_id) {
  FT_TRY(const Run run, open_run(env, run_id));
  FT_TRY(const auto scratch, ScratchDirectory::open(env, "export"));
  // A link in the bundle must not lead writes to another place.
  FT_RETURN_IF_PROBLEM(check_no_links(env, run_directory(run_id) + "/aggregates"));
  FT_RETURN_IF_PROBLEM(env.make_directories(run_directory(run_id) + "/aggregates"));
  for (const ExportFormat format : kExportFormats) {
    const std::string made = scratch->path() + "/" + export_file_name(format);
    FT_RETURN_IF_PROBLEM(write_export(env, run, format, made));
    FT_RETURN_IF_PROBLEM(env.rename(made, export_path(run_id, format), RenameRule::kReplaceFile));
  }
  return env.sync_directory(run_directory(run_id) + "/aggregates");
}

std::string exported_json(const std::string& run_id) {
  JsonWriter json;
  json.begin_object().member("message", "The exports are complete.").member("runId", run_id);
  json.key("formats").begin_array();
  for (const ExportFormat format : kExportFormats) json.string(name_of(format));
  json.end_array().member("artifactsPath", run_directory(run_id) + "/aggregates");
  json.key("files").begin_array();
  for (const ExportFormat format : kExportFormats) json.string(export_file_name(format));
  json.end_array().end_object();
  return json.take();
}

Result<ExportFile> read_export(Env& env, const std::string& run_id, const std::string& format) {
  const auto known = parse_export_format(format);
  if (!known) return format_problem(format);
  FT_RETURN_IF_PROBLEM(check_run_exists(env, run_id));
  auto content = read_stored_file(env, export_path(run_id, *known));
  if (content) return ExportFile{content_type_of(*known), std::move(content).value()};
  if (!failed_with(content.problems(), io_codes::kNotFound)) return content.problems();
  return Problem{.code = "file_not_found",
                 .message = "the run '" + run_id + "' has no export of the format '" +
                            std::string(name_of(*known)) + "'",
                 .remedy = "POST /v1/runs/" + run_id + "/export makes every export."};
}

}  // namespace flowtime
