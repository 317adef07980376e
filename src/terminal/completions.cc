#include "terminal/completions.h"

#include <set>

namespace flowtime::cli {
namespace {

std::string first_word(std::string_view name) {
  return std::string(name.substr(0, name.find(' ')));
}

// The first words of all commands, each once, in their order.
std::vector<std::string> first_words(const std::vector<Command>& commands) {
  std::vector<std::string> words;
  std::set<std::string> seen;
  for (const Command& command : commands) {
    if (seen.insert(first_word(command.name)).second) words.push_back(first_word(command.name));
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string option_names(const Command& command) {
  std::string text = "--help";
  for (const Option& option : command.options) {
    text += " " + std::string(option.name);
    if (!option.letter.empty()) text += " " + std::string(option.letter);
  }
  return text;
}

bool takes_files(const Command& command) {
  for (const Positional& positional : command.positionals) {
    if (positional.takes_file) return true;
  }
  return false;
}

// Cases of options with a fixed set of values, by the word before the cursor.
std::string bash_choices(const std::vector<Command>& commands) {
  std::string text;
  std::set<std::string_view> seen;
  for (const Command& command : commands) {
    for (const Option& option : command.options) {
      // By the option alone: two commands that share an option's name share its values.
      if (option.choices.empty() || !seen.insert(option.name).second) continue;
      std::vector<std::string> values(option.choices.begin(), option.choices.end());
      text += "    " + std::string(option.name) + ") words=\"" + joined(values) + "\" ;;\n";
    }
  }
  return text;
}

std::string bash_options(const std::vector<Command>& commands) {
  std::string text;
  for (const Command& command : commands) {
    text += "    \"" + std::string(command.name) + "\") words=\"" + option_names(command) +
            "\"; files=" + (takes_files(command) ? "1" : "0") + " ;;\n";
  }
  return text;
}

std::string bash_groups(const std::vector<Command>& commands) {
  std::string text;
  for (const std::string& group : first_words(commands)) {
    std::vector<std::string> seconds;
    for (const Command& command : commands) {
      if (command.name.starts_with(group + " ")) {
        seconds.emplace_back(command.name.substr(group.size() + 1));
      }
    }
    if (!seconds.empty()) text += "    " + group + ") seconds=\"" + joined(seconds) + "\" ;;\n";
  }
  return text;
}

std::string bash_script(const std::vector<Command>& commands) {
  // First the command (one word, or two of a group), then the options and files that it takes; what
  // is in front of the cursor decides where an option has a fixed set of values.
  return "_flowtime() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local name=${COMP_WORDS[1]} words= seconds= files=0\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    COMPREPLY=($(compgen -W '" +
         joined(first_words(commands)) +
         " --help --version' -- \"$current\"))\n    return\n  fi\n"
         "  case $name in\n" +
         bash_groups(commands) +
         "  esac\n"
         "  if [ -n \"$seconds\" ]; then\n"
         "    if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
         "      COMPREPLY=($(compgen -W \"$seconds --help\" -- \"$current\"))\n      return\n    "
         "fi\n"
         "    name=\"$name ${COMP_WORDS[2]}\"\n  fi\n"
         "  case $name in\n" +
         bash_options(commands) +
         "  esac\n"
         "  case $before in\n" +
         bash_choices(commands) +
         "    --data-dir | --out) COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
         "  [ \"$files\" = 1 ] && COMPREPLY+=($(compgen -f -- \"$current\"))\n"
         "}\n"
         "complete -o filenames -F _flowtime flowtime\n";
}

std::string fish_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text.substr(0, text.find('\n')))
    quoted += c == '\'' ? "\\'" : std::string(1, c);
  return quoted + "'";
}

// True when the words typed so far name this command.
std::string fish_condition(std::string_view name) {
  std::string condition = "__fish_seen_subcommand_from " + first_word(name);
  const std::size_t space = name.find(' ');
  if (space == std::string_view::npos) return condition;
  return condition + "; and __fish_seen_subcommand_from " + std::string(name.substr(space + 1));
}

std::string fish_options(const Command& command) {
  std::string text;
  for (const Option& option : command.options) {
    // fish wants the name without its dashes.
    text += "complete -c flowtime -n '" + fish_condition(command.name) + "' -l " +
            std::string(option.name.substr(2));
    if (!option.letter.empty()) text += " -s " + std::string(option.letter.substr(1));
    text += " -d " + fish_quoted(option.help);
    if (!option.value.empty()) text += option.takes_file ? " -r" : " -x";
    if (!option.choices.empty()) {
      const std::vector<std::string> values(option.choices.begin(), option.choices.end());
      text += " -a '" + joined(values) + "'";
    }
    text += "\n";
  }
  return text;
}

std::string fish_command(const Command& command) {
  const std::string first = first_word(command.name);
  if (first == command.name) {
    return "complete -c flowtime -n __fish_use_subcommand -x -a " + first + " -d " +
           fish_quoted(command.summary) + "\n";
  }
  return "complete -c flowtime -n __fish_use_subcommand -x -a " + first +
         "\ncomplete -c flowtime -n '__fish_seen_subcommand_from " + first + "' -x -a " +
         std::string(command.name.substr(first.size() + 1)) + " -d " +
         fish_quoted(command.summary) + "\n";
}

std::string fish_script(const std::vector<Command>& commands) {
  std::string text;
  for (const Command& command : commands) text += fish_command(command) + fish_options(command);
  return text;
}

}  // namespace

std::string completion_script(const std::string& shell, const std::vector<Command>& commands) {
  if (shell == "bash") return bash_script(commands);
  if (shell == "zsh")
    // zsh runs the script of bash.
    return "autoload -U +X bashcompinit && bashcompinit\n" + bash_script(commands);
  if (shell == "fish") return fish_script(commands);
  return "";
}

}  // namespace flowtime::cli
