// Everything that every command has in common: the words become an invocation, an exception becomes
// a message, and output that could not be written becomes an exit code.
#include "cli/program.h"

#include <exception>
#include <string>
#include <vector>

#include "base/overloaded.h"
#include "cli/commands.h"
#include "host/program_version.h"
#include "terminal/command_line.h"
#include "terminal/console.h"
#include "terminal/interrupt.h"

namespace flowtime::cli {
namespace {

int show_version(const VersionRequest& request, Console& console) {
  const ProgramVersion version = program_version();
  console.out(request.json ? to_json(version) + "\n" : "flowtime " + version.version + "\n");
  return kDone;
}

int refuse(const UsageError& error, Console& console) {
  console.err("flowtime: " + error.message + " [usage]\n");
  if (error.command != nullptr) console.err("  " + usage_line(*error.command) + "\n");
  const std::string about = error.command ? std::string(error.command->name) + " " : "";
  console.err("  Run 'flowtime " + about + "--help' for more.\n");
  return kWrongUsage;
}

int dispatch(const std::vector<std::string>& words, const std::vector<Command>& table,
             Console& console) {
  return std::visit(
      Overloaded{
          [&](const Invocation& call) { return call.command->run(call.arguments, console); },
          [&](const HelpRequest& request) {
            console.out(help_text(request, table));
            return int{kDone};
          },
          [&](const VersionRequest& request) { return show_version(request, console); },
          [&](const UsageError& error) { return refuse(error, console); },
      },
      parse_command_line(words, table));
}

// A defect of ours must not look like a mistake of the user's.
int dispatch_or_report_defect(const std::vector<std::string>& words,
                              const std::vector<Command>& table, Console& console) {
  try {
    return dispatch(words, table, console);
    // Before std::exception, of which it is one: it is no defect.
  } catch (const std::bad_alloc&) {
    console.err(
        "flowtime: The machine does not have enough memory for this. [not_enough_memory]\n");
  } catch (const std::exception& defect) {
    console.err(std::string("flowtime: The program has a defect: ") + defect.what() +
                ". [internal_defect]\n  Please report it with the command and its input.\n");
  }
  return kRefused;
}

}  // namespace

int run_program(const std::vector<std::string>& words, ServeFunction serve,
                PagePartsFunction parts) {
  catch_interrupts();
  Console console;
  int code = dispatch_or_report_defect(words, commands(serve, parts), console);
  // A full disk or a closed pipe behind standard output: the command was done, its answer was not
  // read.
  if (const Problems lost = console.lost_output(); !lost.empty()) {
    console.problems(lost);
    if (code == kDone) code = kRefused;
  }
  // A command that was done before the signal had an effect keeps its exit code.
  if (interrupted() && code != kDone) end_by_interrupt();
  return code;
}

}  // namespace flowtime::cli
