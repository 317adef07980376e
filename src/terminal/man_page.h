// The manual in the form that `man` reads, made from the table of commands.
#pragma once

#include <string>
#include <vector>

#include "terminal/command.h"

namespace flowtime::cli {

// `roff` is a whole file; section 1.
struct ManPage {
  std::string name;  // "flowtime-runs-list"
  std::string roff;
};

// The page of the program, and one of every command in the order of the table.
std::vector<ManPage> man_pages(const std::vector<Command>& commands, const std::string& version);

}  // namespace flowtime::cli
