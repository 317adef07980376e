// Where runs are kept.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "sys/env.h"
#include "terminal/command.h"

namespace flowtime::cli {

// --data-dir DIR, for the table of options of a command.
Option data_dir_option();

// Commands pass it on by reference; `env` confines every path to the tree below `path`.
struct DataRoot {
  std::string path;                 // as given
  std::unique_ptr<Env> env;         // the tree below it, which need not exist yet
  bool is_option = false;           // given on the command line
  std::string next_option() const;  // " --data-dir DIR" for a command to try next, or nothing
};

// --data-dir or --out, else FLOWTIME_DATA_DIR, else $XDG_DATA_HOME/flowtime, else
// ~/.local/share/flowtime. Problems: no_data_directory, when none of them says anything;
// data_directory_is_none, when the path is something else than a directory.
// Creates nothing: a directory that does not exist yet is fine.
Result<DataRoot> open_data_root(const Arguments& arguments);

}  // namespace flowtime::cli
