#include <algorithm>

#include "terminal/command_line.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kWidest = 28;  // of the left column; longer entries get a line of their own

struct Entry {
  std::string left, right;
};

// Further lines of a text begin below its first.
std::string indented(std::string_view text, std::size_t indent) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') result.append(indent, ' ');
  }
  return result;
}

// Two columns, indented.
std::string columns(const std::vector<Entry>& entries) {
  std::size_t width = 0;
  for (const Entry& entry : entries) {
    // One long option must not push all texts to the right.
    if (entry.left.size() <= kWidest) width = std::max(width, entry.left.size());
  }
  std::string text;
  for (const Entry& entry : entries) {
    text += "  " + entry.left;
    if (entry.left.size() > width)
      text += "\n" + std::string(width + 2, ' ');
    else
      text += std::string(width - entry.left.size(), ' ');
    text += "  " + indented(entry.right, width + 4) + "\n";
  }
  return text;
}

std::string left_of(const Option& option) {
  std::string text(option.name);
  if (!option.letter.empty()) text = std::string(option.letter) + ", " + text;
  if (!option.value.empty()) text += " " + std::string(option.value);
  return text + (option.repeats ? " ..." : "");
}

std::string right_of(const Option& option) {
  std::string text(option.help);
  if (option.choices.empty()) return text;
  text += " (";
  for (std::size_t i = 0; i < option.choices.size(); ++i) {
    text += (i ? ", " : "") + std::string(option.choices[i]);
  }
  return text + ")";
}

std::string command_help(const Command& command) {
  std::string text(command.summary);
  text += "\n\n" + usage_line(command) + "\n";
  std::vector<Entry> entries;
  for (const Positional& positional : command.positionals) {
    entries.push_back({std::string(positional.name), std::string(positional.help)});
  }
  if (!entries.empty()) text += "\nArguments\n" + columns(entries);
  entries.clear();
  for (const Option& option : command.options)
    entries.push_back({left_of(option), right_of(option)});
  entries.push_back({"--help", "this text"});
  text += "\nOptions\n" + columns(entries);
  if (!command.notes.empty()) text += "\n" + std::string(command.notes) + "\n";
  if (!command.examples.empty()) text += "\nExamples\n";
  for (const std::string_view example : command.examples)
    text += "  " + std::string(example) + "\n";
  return text;
}

bool belongs_to(const Command& command, const std::string& group) {
  return group.empty() || command.name.starts_with(group + " ");
}

std::string list_of_commands(const std::string& group, const std::vector<Command>& commands) {
  std::vector<Entry> entries;
  for (const Command& command : commands) {
    if (!belongs_to(command, group)) continue;
    entries.push_back({std::string(command.name), std::string(command.summary)});
  }
  return columns(entries);
}

}  // namespace

std::string usage_line(const Command& command) {
  std::string text = "usage: flowtime " + std::string(command.name);
  for (const Positional& positional : command.positionals) {
    const std::string name(positional.name);
    text += positional.is_optional ? " [" + name + "]" : " " + name;
    text += positional.repeats ? "..." : "";
  }
  return text + (command.options.empty() ? "" : " [options]");
}

std::string help_text(const HelpRequest& request, const std::vector<Command>& commands) {
  if (request.command != nullptr) return command_help(*request.command);
  if (!request.group.empty()) {
    return "usage: flowtime " + request.group + " COMMAND [options]\n\nCommands\n" +
           list_of_commands(request.group, commands) + "\nRun 'flowtime " + request.group +
           " COMMAND --help' for more.\n";
  }
  return "FlowTime evaluates models of flows on a fixed time grid: a spreadsheet for queues,\n"
         "routers and retries.\n\n"
         "usage: flowtime COMMAND [arguments] [options]\n\nCommands\n" +
         list_of_commands("", commands) +
         "\nOptions\n  --version [--json]  what this program is\n  --help              this text\n"
         "\nRun 'flowtime COMMAND --help' for more. Exit codes: 0 done, 1 refused or failed, "
         "2 wrong usage.\n";
}

}  // namespace flowtime::cli
