#include <filesystem>

#include "cli/commands.h"
#include "cli/starter_model.h"
#include "cli/write_text_file.h"
#include "terminal/shell_word.h"

namespace flowtime::cli {
namespace {

namespace fs = std::filesystem;

// NAME.yaml, where NAME has no ending of its own.
std::string path_of(const std::string& name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") ? name : name + ".yaml";
}

Result<Done> write_new(const std::string& path, std::string_view text) {
  std::error_code ignored;
  // Not atomic: two commands at once could both write. It guards against a slip, not against a
  // race.
  if (fs::exists(path, ignored)) {
    return Problem{.code = "file_exists",
                   .message = "the file '" + path + "' exists and was left as it is",
                   .remedy = "Choose another name, or remove the file first."};
  }
  return write_text_file(path, text);
}

int write_starter(const Arguments& arguments, Console& console) {
  const std::string path = path_of(arguments.get("NAME"));
  if (const auto done = write_new(path, kStarterModel); !done) {
    return refuse(done.problems(), console);
  }
  const std::string word = shell_word(path);
  console.out("Wrote " + path + ". Next:\n  flowtime test " + word +
              "    does it do what it expects?\n  flowtime run " + word +
              "     what happens, and why?\n");
  return kDone;
}

}  // namespace

Command new_command() {
  return {.name = "new",
          .summary = "write a commented model to start from",
          .positionals = {{.name = "NAME", .help = "of the model: NAME.yaml is written"}},
          .notes = "The model evaluates, and what it expects holds: flowtime test NAME.yaml.",
          .examples = {"flowtime new checkout"},
          .run = write_starter};
}

}  // namespace flowtime::cli
