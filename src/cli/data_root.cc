#include "cli/data_root.h"

#include <cstdlib>

namespace flowtime::cli {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Option data_dir_option() {
  return {.name = "--data-dir",
          .value = "DIR",
          .help = "where runs are kept; else FLOWTIME_DATA_DIR, else $XDG_DATA_HOME/flowtime",
          .takes_file = true};
}

Result<std::string> data_root(const Arguments& arguments) {
  if (arguments.has("--data-dir")) return arguments.get("--data-dir");
  if (const std::string set = variable("FLOWTIME_DATA_DIR"); !set.empty()) return set;
  if (const std::string base = variable("XDG_DATA_HOME"); !base.empty()) return base + "/flowtime";
  if (const std::string home = variable("HOME"); !home.empty())
    return home + "/.local/share/flowtime";
  return Problem{.code = "no_data_directory",
                 .message = "there is no directory to keep runs in",
                 .remedy = "Give --data-dir DIR, or set FLOWTIME_DATA_DIR."};
}

}  // namespace flowtime::cli
