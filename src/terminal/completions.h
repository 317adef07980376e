// Shell completions, generated from the table of commands.
#pragma once

#include <string>
#include <vector>

#include "terminal/command.h"

namespace flowtime::cli {

// Of "bash", "zsh" or "fish"; empty for any other shell.
std::string completion_script(const std::string& shell, const std::vector<Command>& commands);

}  // namespace flowtime::cli
