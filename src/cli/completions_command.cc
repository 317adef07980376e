#include "cli/commands.h"
#include "terminal/completions.h"

namespace flowtime::cli {
namespace {

int print_completions(const Arguments& arguments, Console& console) {
  const std::string shell = arguments.get("SHELL");
  // Made from the table of commands; a null server is enough, as no command runs.
  const std::string script = completion_script(shell, commands(nullptr));
  if (script.empty()) {
    return refuse({{.code = "unknown_shell",
                    .message = "there are no completions for '" + shell + "'",
                    .remedy = "Use bash, zsh or fish."}},
                  console);
  }
  console.out(script);
  return kDone;
}

}  // namespace

Command completions_command() {
  return {.name = "completions",
          .summary = "print the completions of a shell",
          .positionals = {{.name = "SHELL", .help = "bash, zsh or fish"}},
          .examples = {"source <(flowtime completions bash)"},
          .run = print_completions};
}

}  // namespace flowtime::cli
