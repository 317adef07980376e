// Which command is meant is decided here, by the table. Its options are parsed by CLI11, which is
// asked for structure alone: names, values and errors; choices, positionals and messages are ours.
#include "terminal/command_line.h"

#include <algorithm>
#include <CLI/CLI.hpp>

#include "base/nearest_name.h"

namespace flowtime::cli {
namespace {

using Words = std::vector<std::string>;

bool is_help(const std::string& word) { return word == "--help" || word == "-h"; }

const Command* find_command(const std::vector<Command>& commands, const std::string& name) {
  const auto same = [&](const Command& command) { return command.name == name; };
  const auto found = std::find_if(commands.begin(), commands.end(), same);
  return found == commands.end() ? nullptr : &*found;
}

bool is_group(const std::vector<Command>& commands, const std::string& name) {
  return std::any_of(commands.begin(), commands.end(),
                     [&](const Command& command) { return command.name.starts_with(name + " "); });
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string nearest = nearest_name(word, known);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

std::string named(const Command& command) {
  return "the command '" + std::string(command.name) + "'";
}

std::string named(const Option& option) { return "the option '" + std::string(option.name) + "'"; }

// "bash, zsh or fish"
std::string alternatives(const std::vector<std::string_view>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

UsageError unknown_command(const std::string& name, const std::vector<Command>& commands) {
  std::vector<std::string_view> known;
  for (const Command& command : commands) known.push_back(command.name);
  return {.message = "there is no command '" + name + "'" + did_you_mean(name, known)};
}

UsageError unknown_option(const std::string& word, const Command& command) {
  std::vector<std::string_view> known;
  for (const Option& option : command.options) known.push_back(option.name);
  // "--ste=x" is a misspelt --set, whatever its value.
  const std::string name = word.substr(0, word.find('='));
  return {.message = named(command) + " has no option '" + name + "'" + did_you_mean(name, known),
          .command = &command};
}

// CLI11 begins its message with the name of the option.
UsageError missing_value(const std::string& message, const Command& command) {
  for (const Option& option : command.options) {
    if (!message.starts_with(std::string(option.name) + ":")) continue;
    return {.message = named(option) + " needs a value: " + std::string(option.value),
            .command = &command};
  }
  return {.message = message, .command = &command};
}

// One parser option of CLI11 with the place its values go to.
struct Slot {
  const Option* option;
  std::vector<std::string> values;
  CLI::Option* parsed;
};

std::optional<UsageError> take(const Slot& slot, const Command& command, Arguments& arguments) {
  const Option& option = *slot.option;
  if (option.value.empty()) {
    if (slot.parsed->count() > 0) arguments.add(option.name, "true");
    return std::nullopt;
  }
  // Choices are checked here and not by CLI11, so that the message has our form.
  for (const std::string& value : slot.values) {
    const auto& choices = option.choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end()) {
      return UsageError{
          .message = named(option) + " takes " + alternatives(choices) + ", not '" + value + "'",
          .command = &command};
    }
    arguments.add(option.name, value);
  }
  return std::nullopt;
}

// The words that belong to no option, in order.
std::optional<UsageError> take_positionals(const Words& words, const Command& command,
                                           Arguments& arguments) {
  std::size_t next = 0;
  for (const Positional& positional : command.positionals) {
    if (next == words.size() && positional.is_optional) continue;
    if (next == words.size()) {
      return UsageError{.message = named(command) + " needs " + std::string(positional.name) +
                                   ": " + std::string(positional.help),
                        .command = &command};
    }
    // At least one word each, then all for one that repeats.
    do arguments.add(positional.name, words[next++]);
    while (positional.repeats && next < words.size());
  }
  if (next == words.size()) return std::nullopt;
  return UsageError{.message = "the argument '" + words[next] + "' is one too many",
                    .command = &command};
}

ParsedCommandLine parse_arguments(const Command& command, Words words) {
  CLI::App app;
  // --help is handled before, for all commands alike.
  app.set_help_flag("");
  app.allow_windows_style_options(false);
  std::vector<Slot> slots(command.options.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Option& option = command.options[i];
    std::string name(option.name);
    if (!option.letter.empty()) name = std::string(option.letter) + "," + name;
    slots[i].option = &option;
    slots[i].parsed =
        option.value.empty()
            ? app.add_flag(name)
            : app.add_option(name, slots[i].values)->expected(1)->allow_extra_args(false);
    slots[i].parsed->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  Words positionals;
  app.add_option("positionals", positionals);
  // CLI11 takes the words from the back.
  std::reverse(words.begin(), words.end());
  try {
    app.parse(std::move(words));
  } catch (const CLI::ExtrasError&) {
    const Words extra = app.remaining();
    return unknown_option(extra.empty() ? "" : extra.front(), command);
  } catch (const CLI::ArgumentMismatch& mismatch) {
    return missing_value(mismatch.what(), command);
  } catch (const CLI::ParseError& error) {
    return UsageError{.message = error.what(), .command = &command};
  }
  Invocation invocation{.command = &command, .arguments = {}};
  for (const Slot& slot : slots) {
    if (auto error = take(slot, command, invocation.arguments)) return *error;
  }
  if (auto error = take_positionals(positionals, command, invocation.arguments)) return *error;
  return invocation;
}

ParsedCommandLine parse_version(const Words& words) {
  if (words.size() == 1) return VersionRequest{};
  if (words.size() == 2 && words[1] == "--json") return VersionRequest{.json = true};
  return UsageError{.message = "the option '--version' takes nothing but '--json'"};
}

// "help run" asks for the same as "run --help".
Words normalised(Words words) {
  if (words.empty() || words.front() != "help") return words;
  words.erase(words.begin());
  words.push_back("--help");
  return words;
}

}  // namespace

ParsedCommandLine parse_command_line(const std::vector<std::string>& given,
                                     const std::vector<Command>& commands) {
  Words words = normalised(given);
  if (words.empty() || is_help(words.front())) return HelpRequest{};
  if (words.front() == "--version") return parse_version(words);
  std::string name = words.front();
  std::size_t taken = 1;
  // "runs" is not a command; "runs list" is one.
  if (is_group(commands, name)) {
    if (words.size() == 1 || is_help(words[1])) return HelpRequest{.group = name};
    name += " " + words[taken++];
  }
  const Command* command = find_command(commands, name);
  if (command == nullptr) return unknown_command(name, commands);
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(taken));
  // After "--" everything is an argument, "--help" too.
  const auto end = std::find(words.begin(), words.end(), "--");
  if (std::any_of(words.begin(), end, is_help)) return HelpRequest{.command = command, .group = ""};
  return parse_arguments(*command, std::move(words));
}

}  // namespace flowtime::cli
