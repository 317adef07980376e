// Where runs are kept.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "cli/command.h"
#include "sys/env.h"

namespace flowtime::cli {

Option data_dir_option();

// --data-dir, else FLOWTIME_DATA_DIR, else $XDG_DATA_HOME/flowtime, else ~/.local/share/flowtime.
// Problem no_data_directory, when none of them says anything.
Result<std::string> data_root(const Arguments& arguments);

}  // namespace flowtime::cli
