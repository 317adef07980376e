#include <filesystem>

#include "cli/commands.h"
#include "cli/data_root.h"
#include "run/open_run.h"
#include "telemetry/capture_json.h"
#include "telemetry/capture_run.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

Problem capture_usage(const std::string& message) {
  return {.code = "usage",
          .message = message,
          .remedy = "Run 'flowtime telemetry capture --help' for more."};
}

// A run, and the data root that it is in.
struct NamedRun {
  DataRoot root;
  std::string id;
};

// "data/runs/r1" -> data root "data", run "r1".
Result<NamedRun> run_in_directory(const std::string& directory) {
  std::error_code ignored;
  std::filesystem::path path = std::filesystem::absolute(directory, ignored).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  if (path.parent_path().filename() != "runs" || !std::filesystem::is_directory(path, ignored)) {
    return Problem{.code = "run_not_found",
                   .message = "'" + directory + "' is not the directory of a run",
                   .remedy = "Name DATA/runs/RUN, or the id of a run and --data-dir DATA."};
  }
  const std::string root = path.parent_path().parent_path().string();
  return NamedRun{{.path = root, .env = posix_env(root)}, path.filename().string()};
}

Result<NamedRun> named_run(const Arguments& arguments) {
  if (arguments.has("--run-dir") == arguments.has("RUN")) {
    return capture_usage("the command 'telemetry capture' takes either RUN or '--run-dir'");
  }
  if (arguments.has("--run-dir")) return run_in_directory(arguments.get("--run-dir"));
  Arguments where;  // --out is the place of the capture here
  if (arguments.has("--data-dir")) where.add("--data-dir", arguments.get("--data-dir"));
  FT_TRY(DataRoot root, open_data_root(where));
  return NamedRun{std::move(root), arguments.get("RUN")};
}

// Relative to the root of the file system.
std::string path_from_root(const std::string& directory) {
  std::error_code ignored;
  std::string text =
      std::filesystem::absolute(directory, ignored).lexically_normal().relative_path().string();
  if (text.ends_with('/')) text.pop_back();
  return text;
}

std::string output_of(const Arguments& arguments) {
  return arguments.has("--output") ? arguments.get("--output") : arguments.get("--out");
}

void write_capture(const CaptureOutcome& captured, const std::string& place, bool planned,
                   Console& console) {
  const CaptureManifest& manifest = captured.manifest;
  if (planned) {
    console.out("Would capture run " + manifest.run_id + " into " + place + ":\n");
    for (const CaptureFile& file : manifest.files) console.out("  " + file.path + "\n");
  } else {
    console.out("Run " + manifest.run_id + " captured into " + place + ": " +
                counted(static_cast<std::int64_t>(manifest.files.size()), "file") + " of " +
                counted(manifest.grid.bins, "bin") + ", class coverage " + manifest.class_coverage +
                "\n");
  }
  for (const Finding& finding : manifest.warnings) {
    console.out("  " + finding.code + ": " + finding.message + "\n");
  }
}

int capture(const Arguments& arguments, Console& console) {
  auto named = named_run(arguments);
  if (!named) return refuse(named.problems(), console);
  const auto run = open_run(*named->root.env, named->id);
  if (!run) return refuse(run.problems(), console);
  const auto everywhere = posix_env("/");
  const std::string output = output_of(arguments);
  const bool chosen = !output.empty();
  CapturePlace place{.env = chosen ? *everywhere : *named->root.env,
                     .directory = chosen ? path_from_root(output) : "captures/" + named->id,
                     // The key names a capture below captures/ of the data root; a place that the
                     // user chose has none.
                     .key = chosen ? "" : named->id};
  CaptureSettings settings;
  settings.overwrite = arguments.has("--overwrite");
  settings.dry_run = arguments.has("--dry-run");
  settings.gaps = {.fill_nan = arguments.has("--gap-fill-nan"),
                   .detect = arguments.has("--gap-detect"),
                   .fill_gaps = arguments.has("--gap-fill-gaps")};
  const auto captured = capture_run(*run, place, settings);
  if (!captured) return refuse(captured.problems(), console);
  if (arguments.has("--json")) console.out(to_json(*captured, place) + "\n");
  const std::string shown = chosen ? output : named->root.path + "/" + place.directory;
  // Not a problem of capture_run: the API answers the existing capture, the command line says so.
  if (captured->already_exists) {
    console.problems({{.code = "capture_exists",
                       .message = "the directory '" + shown + "' holds a capture already",
                       .remedy = "Give --overwrite to replace it, or another --output."}});
    return kRefused;
  }
  if (!arguments.has("--json")) write_capture(*captured, shown, settings.dry_run, console);
  return kDone;
}

}  // namespace

Command telemetry_capture_command() {
  return {
      .name = "telemetry capture",
      .summary = "write the series of a run as files that a telemetry run is made from",
      .positionals = {{.name = "RUN", .help = "the id of a run", .is_optional = true}},
      .options =
          {{.name = "--run-dir",
            .value = "DIR",
            .help = "the directory of the run instead of its id",
            .takes_file = true},
           {.name = "--output",
            .value = "DIR",
            .help = "where to write the capture; else captures/RUN in the data directory",
            .takes_file = true,
            .letter = "-o"},
           {.name = "--out", .value = "DIR", .help = "the same as --output", .takes_file = true},
           {.name = "--overwrite", .value = "", .help = "replace a capture there"},
           {.name = "--dry-run", .value = "", .help = "list the files, write nothing"},
           {.name = "--gap-detect", .value = "", .help = "report bins without a value"},
           {.name = "--gap-fill-gaps",
            .value = "",
            .help = "write 0 for bins without a value, and report them"},
           {.name = "--gap-fill-nan", .value = "", .help = "the same, reported as nan_fill"},
           {.name = "--json", .value = "", .help = "the answer of the API as JSON"},
           data_dir_option()},
      .notes =
          "Every series that the topology refers to is written, in total and per class, named\n"
          "by node and metric. Bins without a value stay empty unless a gap option says so.",
      .run = capture};
}

}  // namespace flowtime::cli
