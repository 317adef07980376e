// Where a model comes from: a path, standard input, and the files beside it that it names. Sizes
// are checked while reading, so a pipe without an end is refused after kMaxModelBytes.
#include "cli/model_input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <limits>

#include "base/number_text.h"
#include "cli/data_root.h"
#include "host/limits.h"
#include "sys/env.h"
#include "sys/io_problem.h"
#include "telemetry/import_store.h"

namespace flowtime::cli {
namespace {

Problem too_large(const std::string& path) {
  return {.code = "too_large_model",
          .message =
              "the file '" + path + "' has more than " + std::to_string(kMaxModelBytes) + " bytes",
          .remedy = "Keep long series in files: values: {file: x.csv}."};
}

// Reads to the end, also from a pipe.
Result<std::string> read_descriptor(int descriptor, const std::string& path) {
  std::string text;
  char block[1 << 16];
  while (true) {
    const ssize_t got = ::read(descriptor, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_problem("read", path, errno);
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
    if (text.size() > kMaxModelBytes) return too_large(path);
  }
}

Result<std::string> read_path(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return io_problem("read", path, errno);
  Result<std::string> text = read_descriptor(descriptor, path);
  ::close(descriptor);
  return text;
}

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Files that a model names stand beside it or below, whatever links say.
// `confined` resolves links and refuses what leads out of the folder: a model from elsewhere must
// not read the user's files.
FileReader reader_beside(const std::string& model_path) {
  return [directory = directory_of(model_path)](const std::string& path) -> Result<std::string> {
    const std::unique_ptr<Env> beside = posix_env(directory);
    FT_TRY(const std::string inside, beside->confined(path));
    return read_path(directory == "." ? inside : directory + "/" + inside);
  };
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) { return read_path(path); }

Result<std::string> read_standard_input() { return read_descriptor(STDIN_FILENO, "<stdin>"); }

void add_settings(const Arguments& arguments, ModelSource& source) {
  for (const std::string& text : arguments.all("--set")) {
    source.settings.push_back({.text = text, .label = "--set " + text});
  }
  // What --set names was typed by the user, so any path is fine, unlike those in a model.
  source.read_setting_file = read_path;
}

Positional model_positional() {
  return {.name = "MODEL", .help = "a model file, or - for standard input", .takes_file = true};
}

std::vector<Option> model_options() {
  return {
      {.name = "--set",
       .value = "ID=VALUE",
       .help = "change a number, for all bins or some: id=3, id=1,2,3, id*=1.2,\n"
               "'id[14:00..15:00]*=1.2', 'id[3..5]=0', id=@file.csv, id=@file.csv#column;\n"
               "Queue.wipLimit=10, Edge.weight=2, Router->target.weight=3",
       .repeats = true},
      {.name = "--seed", .value = "N", .help = "seed of random draws; overrides that of the model"},
      {.name = "--sampling",
       .value = "HOW",
       .help = "pmf nodes as their expected value, or drawn per bin",
       .choices = {"expected", "sample"}}};
}

Option expect_option() {
  return {.name = "--expect",
          .value = "EXPECTATION",
          .help =
              "an expectation beside those of the model:\n"
              "'max(queue) < 100', 'p95Wait(Desk) <= 15 min'",
          .repeats = true};
}

Option fail_on_option(std::string_view help) {
  return {.name = "--fail-on",
          .value = "SEVERITY",
          .help = help,
          .choices = {"error", "warning", "none"}};
}

Result<std::optional<std::int64_t>> integer_option(const Arguments& arguments,
                                                   std::string_view name, std::int64_t least) {
  if (!arguments.has(name)) return std::optional<std::int64_t>();
  const std::string text = arguments.get(name);
  const auto value = parse_integer(text);
  if (value && *value >= least) return std::optional<std::int64_t>(*value);
  return Problem{.code = "invalid_option",
                 .message = "the option '" + std::string(name) +
                            "' takes a whole number of at least " + std::to_string(least) +
                            ", not '" + text + "'",
                 .remedy = "Write it in digits."};
}

Result<ModelSource> read_model_source(const Arguments& arguments) {
  const std::string path = arguments.get("MODEL");
  const bool is_stdin = path == "-";
  ModelSource source;
  // Opened only when a model or a setting names an import: most have none, and need no data root.
  source.read_import = [arguments](const std::string& name,
                                   const TimeGrid& grid) -> Result<std::vector<double>> {
    FT_TRY(const DataRoot root, open_data_root(arguments));
    return import_reader(*root.env)(name, grid);
  };
  source.file = is_stdin ? "<stdin>" : path;
  FT_TRY(source.seed, integer_option(arguments, "--seed", 0));
  source.sampling = *parse_sampling(arguments.get("--sampling", "expected"));
  add_settings(arguments, source);
  source.read_model_file = reader_beside(is_stdin ? "" : path);
  FT_TRY(source.text, is_stdin ? read_descriptor(STDIN_FILENO, source.file) : read_path(path));
  return source;
}

std::string document_of(std::optional<Stage> stage, const ModelSource& source) {
  if (!stage) return "";
  switch (*stage) {
    case Stage::kExpand:
    case Stage::kValidate:
    case Stage::kCompile:
    case Stage::kEvaluate:
    case Stage::kCheck: return source.file;
    // These are about the request, the template, the capture or the disk, none of which is the
    // document.
    case Stage::kAccept:
    case Stage::kResolveTemplate:
    case Stage::kBindParameters:
    case Stage::kLoadCapture:
    case Stage::kJudge:
    case Stage::kWrite:
    case Stage::kVerify:
    case Stage::kPublish: return "";
  }
  return "";
}

}  // namespace flowtime::cli
