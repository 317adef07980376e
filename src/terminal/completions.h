// Shell completions, generated from the table of commands.
#pragma once

#include <string>
#include <vector>

#include "terminal/command.h"

namespace flowtime::cli {

// Of "bash", "zsh" or "fish"; empty for any other shell.
// To be sourced by the shell. It asks the program nothing: the table is written out.
std::string completion_script(const std::string& shell, const std::vector<Command>& commands);

}  // namespace flowtime::cli
