// Finds the files, tests each by itself, writes what --update changes, then the results. A file
// that cannot be read ends the command; one that is refused is a test that does not hold.
#include <algorithm>
#include <filesystem>

#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/model_input.h"
#include "cli/template_input.h"
#include "cli/write_text_file.h"
#include "suite/report.h"
#include "suite/tested_file.h"
#include "sys/io_problem.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

namespace fs = std::filesystem;

std::vector<Option> test_options() {
  return {{.name = "--junit",
           .value = "FILE",
           .help = "also write the results as JUnit XML",
           .takes_file = true},
          {.name = "--update",
           .value = "",
           .help = "accept the results as what is expected: snapshots, flow files"},
          {.name = "--series",
           .value = "PATTERN",
           .help = "with --update: keep a snapshot of these series",
           .repeats = true},
          {.name = "--format",
           .value = "FORM",
           .help = "table on a terminal, else tap",
           .choices = {"table", "tap"}},
          templates_dir_option()};
}

bool can_be_tested(const fs::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".yaml" || ending == ".yml" || ending == ".flow";
}

// The files to test: those named, and below a folder those that can be tested, by name.
struct Found {
  std::string path;
  bool is_named = false;
};
Result<std::vector<Found>> files_of(const std::vector<std::string>& paths) {
  std::vector<Found> files;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      files.push_back({path, true});
      continue;
    }
    std::vector<Found> below;
    for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end;
         at.increment(failed)) {
      if (can_be_tested(at->path())) below.push_back({at->path().string(), false});
    }
    if (failed) return io_problem("read", path, failed.value());
    // Directories list in any order; results have to be the same on every machine.
    std::sort(below.begin(), below.end(),
              [](const Found& a, const Found& b) { return a.path < b.path; });
    files.insert(files.end(), below.begin(), below.end());
  }
  return files;
}

Result<std::vector<suite::TestedFile>> tested(const std::vector<Found>& files,
                                              const suite::TestContext& context, Console& console) {
  const std::unique_ptr<Env> env = posix_env(".");
  ConsoleObserver observer(console);
  std::vector<suite::TestedFile> results;
  for (const Found& file : files) {
    FT_TRY(const std::string text, read_text_file(file.path));
    const bool other = suite::kind_of(file.path, text) == suite::FileKind::kOther;
    if (other && !file.is_named) continue;  // some other YAML
    StageClock clock(*env, observer);
    results.push_back(suite::test_file(file.path, text, context, clock));
  }
  return results;
}

std::string table_of(const std::vector<suite::TestedFile>& files) {
  std::vector<std::vector<std::string>> rows;
  std::string broken;
  for (const suite::TestedFile& file : files) {
    for (const suite::TestPoint& point : file.points) {
      const bool is_long = point.detail.find('\n') != std::string::npos;
      rows.push_back(
          {point.holds ? "ok" : "FAIL", file.path, point.name, is_long ? "" : point.detail});
      if (!point.holds && is_long) broken += "\n" + point.detail + "\n";
    }
  }
  return table_text({{""}, {"file"}, {"expected"}, {"came out"}}, rows) + broken;
}

std::string summary_of(const std::vector<suite::TestedFile>& files) {
  const suite::Tally tally = suite::tally(files);
  return counted(tally.points, "test") + " in " + counted(tally.files, "file") + ", " +
         (tally.broken == 0 ? "all hold"
                            : std::to_string(tally.broken) +
                                  (tally.broken == 1 ? " does not hold" : " do not hold")) +
         ".\n";
}

Result<Done> write_updates(const std::vector<suite::TestedFile>& files, Console& console) {
  for (const suite::TestedFile& file : files) {
    for (const suite::Update& update : file.updates) {
      FT_RETURN_IF_PROBLEM(write_text_file(update.path, update.text));
      console.err("updated " + update.path + "\n");
    }
  }
  return Done{};
}

int test_files(const Arguments& arguments, Console& console) {
  if (arguments.has("--series") && !arguments.has("--update")) {
    return refuse({{.code = "usage",
                    .message = "the option '--series' needs '--update'",
                    .remedy = "Run 'flowtime test --help' for more."}},
                  console);
  }
  const auto files = files_of(arguments.all("PATH"));
  if (!files) return refuse(files.problems(), console);
  const auto library = open_template_library(arguments);
  const suite::TestContext context{.templates = *library,
                                   .read_file = read_text_file,
                                   .series = arguments.all("--series"),
                                   .update = arguments.has("--update")};
  const auto results = tested(*files, context, console);
  if (!results) return refuse(results.problems(), console);
  if (results->empty()) {
    return refuse({{.code = "no_tests",
                    .message = "there is no model, template or flow file to test",
                    .remedy = "Name files, or folders with *.yaml and *.flow files."}},
                  console);
  }
  // Before the results are told, so that a second call finds what the first one accepted.
  if (const auto done = write_updates(*results, console); !done) {
    return refuse(done.problems(), console);
  }
  const std::string junit = arguments.get("--junit");
  if (!junit.empty()) {
    const auto done = write_text_file(junit, suite::junit_xml(*results));
    if (!done) return refuse(done.problems(), console);
  }
  const bool is_table =
      arguments.get("--format", console.out_is_terminal() ? "table" : "tap") == "table";
  console.out(is_table ? table_of(*results) + "\n" + summary_of(*results)
                       : suite::tap_text(*results));
  return suite::tally(*results).broken == 0 ? kDone : kRefused;
}

}  // namespace

Command test_command() {
  return {.name = "test",
          .summary = "test models and templates by what they expect",
          .positionals = {{.name = "PATH",
                           .help = "a model, a template, a .flow file, or a folder of them",
                           .repeats = true,
                           .takes_file = true}},
          .options = test_options(),
          .notes =
              "A file holds when it evaluates without errors, every expectation of its expect:\n"
              "list holds, and every series of its snapshot NAME.expected.csv came out as kept.\n"
              "The exit code is 1 when one does not. On a pipe the answer is TAP.",
          .examples = {"flowtime test models/", "flowtime test shop.yaml --junit results.xml",
                       "flowtime test shop.yaml --update --series '*_queue'"},
          .run = test_files};
}

}  // namespace flowtime::cli
