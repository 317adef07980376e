// What a subcommand is: plain data from which parsing, help and completions follow, and a function.
// The views are of literals: a command lives as long as the program.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "terminal/console.h"

namespace flowtime::cli {

// What a script sees: done, refused or failed, used wrongly.
// Part of the contract with scripts (docs/cli.md).
enum ExitCode : int { kDone = 0, kRefused = 1, kWrongUsage = 2 };

// Prints the problems as Console::problems does. Returns kWrongUsage when the first is of the
// family Usage (problems/codes.def), else kRefused.
int refuse(const Problems& problems, Console& console, const std::string& file = "");

// Written `--set ID=VALUE` or `--set=ID=VALUE`. Not repeated: the last one counts.
struct Option {
  std::string_view name;   // "--set"
  std::string_view value;  // what follows it, "ID=VALUE"; empty: a flag
  std::string_view help;
  bool repeats = false;
  std::vector<std::string_view> choices{};  // the only values there are
  bool takes_file = false;                  // for completions
  std::string_view letter{};                // "-o": the same in short; most have none
};

// A word without an option in front, by its place. `repeats`: it takes all that are left.
struct Positional {
  std::string_view name;  // "MODEL"
  std::string_view help;
  bool repeats = false;
  bool takes_file = false;
  bool is_optional = false;  // only the last one
};

// What was given, after parsing.
// Names as in the table, "--set" or "MODEL". A flag that was given has the value "true".
// Holds what was given only: defaults are the command's.
class Arguments {
 public:
  void add(std::string_view name, std::string value);
  // True also for an empty value.
  bool has(std::string_view name) const;
  // The last value given, else `otherwise`.
  std::string get(std::string_view name, std::string otherwise = "") const;
  // In the order given; empty without one.
  std::vector<std::string> all(std::string_view name) const;

 private:
  std::vector<std::pair<std::string, std::string>> given_;
};

// One row of the table. `run` returns an exit code and throws nothing.
// Help, manual and completions follow from it.
struct Command {
  std::string_view name;     // "run", "runs list"
  std::string_view summary;  // one line
  std::vector<Positional> positionals{};
  std::vector<Option> options{};
  std::string_view notes{};  // further paragraphs of the help
  std::vector<std::string_view> examples{};
  std::function<int(const Arguments& arguments, Console& console)> run;
};

}  // namespace flowtime::cli
