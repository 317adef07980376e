#include "cli/data_root.h"

#include <cstdlib>
#include <filesystem>

#include "terminal/shell_word.h"

namespace flowtime::cli {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<std::string> path_of(const Arguments& arguments) {
  for (const char* option : {"--out", "--data-dir"}) {
    if (const std::string given = arguments.get(option); !given.empty()) return given;
  }
  if (const std::string set = variable("FLOWTIME_DATA_DIR"); !set.empty()) return set;
  if (const std::string base = variable("XDG_DATA_HOME"); !base.empty()) return base + "/flowtime";
  if (const std::string home = variable("HOME"); !home.empty()) {
    return home + "/.local/share/flowtime";
  }
  return Problem{.code = "no_data_directory",
                 .message = "there is no directory to keep runs in",
                 .remedy = "Give --data-dir DIR, or set FLOWTIME_DATA_DIR."};
}

// The longest beginning of the path that exists.
// A data root may be created later, but not below a file: that is said before any work is done.
std::filesystem::path existing_part(const std::string& text) {
  std::error_code ignored;
  std::filesystem::path path = std::filesystem::absolute(text, ignored);
  while (!std::filesystem::exists(path, ignored) && path.has_relative_path()) {
    path = path.parent_path();
  }
  return path;
}

}  // namespace

Option data_dir_option() {
  return {.name = "--data-dir",
          .value = "DIR",
          .help = "where runs are kept; else FLOWTIME_DATA_DIR, else $XDG_DATA_HOME/flowtime",
          .takes_file = true};
}

Result<DataRoot> open_data_root(const Arguments& arguments) {
  DataRoot root;
  FT_TRY(root.path, path_of(arguments));
  // Remembered, so that commands that are shown as the next ones carry the same option.
  root.is_option = arguments.has("--data-dir") || arguments.has("--out");
  const std::filesystem::path beginning = existing_part(root.path);
  std::error_code ignored;
  if (!std::filesystem::is_directory(beginning, ignored)) {
    return Problem{.code = "data_directory_is_none",
                   .message = "'" + root.path + "' cannot be the data directory: '" +
                              beginning.string() + "' is a file",
                   .remedy = "Give another --data-dir."};
  }
  root.env = posix_env(root.path);
  return root;
}

std::string DataRoot::next_option() const {
  return is_option ? " --data-dir " + shell_word(path) : "";
}

}  // namespace flowtime::cli
