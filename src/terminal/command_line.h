// From the words of the command line to one command and its arguments.
// Pure: nothing is printed and nothing is read but the words.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/sentence.h"
#include "terminal/command.h"

namespace flowtime::cli {

// Every positional that is not optional is there; every choice is one of its values.
struct Invocation {
  const Command* command = nullptr;
  Arguments arguments;
};
// Asked for with --help, `help`, or by naming nothing.
struct HelpRequest {
  const Command* command = nullptr;  // null: of the program, or of the group
  std::string group;                 // "runs"; empty: of the program
};
// --version, with --json or without.
struct VersionRequest {
  bool json = false;
};
// The caller prints it with the usage line, and ends with kWrongUsage.
struct UsageError {
  Sentence message;
  const Command* command = nullptr;  // as far as it is known
};
using ParsedCommandLine = std::variant<Invocation, HelpRequest, VersionRequest, UsageError>;

// `words` without the name of the program.
// `commands` outlives the result, which points into it.
ParsedCommandLine parse_command_line(const std::vector<std::string>& words,
                                     const std::vector<Command>& commands);

// `flowtime [COMMAND] --help`.
// Ends with a newline.
std::string help_text(const HelpRequest& request, const std::vector<Command>& commands);
// The line "usage: flowtime run MODEL [options]".
std::string usage_line(const Command& command);

}  // namespace flowtime::cli
