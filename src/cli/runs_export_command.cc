#include <filesystem>

#include "cli/commands.h"
#include "cli/data_root.h"
#include "export/run_export.h"
#include "inspect/export_run.h"
#include "run/open_run.h"

namespace flowtime::cli {
namespace {

// The folder of a path that the user wrote, and the name in it.
struct Target {
  std::unique_ptr<Env> folder;
  std::string name;
};

Target target_of(const std::string& path) {
  std::error_code ignored;
  // An Env is confined to its folder, so the folder of the target is opened as one.
  const auto whole = std::filesystem::absolute(path, ignored).lexically_normal();
  return {posix_env(whole.parent_path().string()), whole.filename().string()};
}

int export_file(const Run& run, ExportFormat format, const Arguments& arguments, Console& console) {
  const std::string path =
      arguments.get("--output", run.info().id + "-" + export_file_name(format));
  const Target target = target_of(path);
  const auto done = write_export(*target.folder, run, format, target.name);
  if (!done) return refuse(done.problems(), console, path);
  console.out("Run " + run.info().id + " exported as " + name_of(format) + ": " + path + "\n");
  return kDone;
}

int export_stored(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const std::string id = arguments.get("RUN");
  if (!arguments.has("--format")) {
    const auto done = export_run(*root->env, id);
    if (!done) return refuse(done.problems(), console);
    console.out("Run " + id + " exported in every form into " + root->path + "/runs/" + id +
                "/aggregates\n");
    return kDone;
  }
  const auto format = parse_export_format(arguments.get("--format"));
  const auto run = open_run(*root->env, id);
  if (!run) return refuse(run.problems(), console);
  return export_file(*run, *format, arguments, console);
}

}  // namespace

Command runs_export_command() {
  return {
      .name = "runs export",
      .summary = "write the series of a run for other tools",
      .positionals = {{.name = "RUN", .help = "the id of a run"}},
      .options = {{.name = "--format",
                   .value = "FORMAT",
                   .help = "one form; else all of them into aggregates/ of the run",
                   .choices = {"csv", "csv-wide", "ndjson", "openmetrics", "parquet", "grafana"}},
                  {.name = "--output",
                   .value = "FILE",
                   .help = "where to write that form; else RUN-export.* here",
                   .takes_file = true,
                   .letter = "-o"},
                  data_dir_option()},
      .notes =
          "openmetrics has real timestamps: promtool tsdb create-blocks-from openmetrics FILE\n"
          "puts it into Prometheus, and the grafana dashboard shows it from there.",
      .run = export_stored};
}

}  // namespace flowtime::cli
