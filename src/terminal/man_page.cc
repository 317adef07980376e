#include "terminal/man_page.h"

#include <algorithm>

namespace flowtime::cli {
namespace {

// Text as roff sets it: a hyphen that can be copied, and no line that reads as a request.
std::string plain(std::string_view text) {
  std::string roff;
  bool line_starts = true;
  for (const char c : text) {
    // A line that begins with either is a request to roff; \& is nothing, and no longer a
    // beginning.
    if (line_starts && (c == '.' || c == '\'')) roff += "\\&";
    line_starts = c == '\n';
    if (c == '\\')
      roff += "\\e";
    else if (c == '-')
      roff += "\\-";
    else
      roff += c;
  }
  return roff;
}

std::string page_name(std::string_view command) {
  std::string name = "flowtime-" + std::string(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

std::string heading(const std::string& name, const std::string& version, std::string_view summary) {
  std::string title = name;
  std::transform(title.begin(), title.end(), title.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return ".TH " + plain(title) + " 1 \"\" \"flowtime " + plain(version) + "\" \"FlowTime\"\n" +
         ".SH NAME\n" + plain(name) + " \\- " + plain(summary) + "\n";
}

std::string entry(const std::string& what, std::string_view text) {
  return ".TP\n" + what + "\n" + plain(text) + "\n";
}

std::string option_entry(const Option& option) {
  std::string what = "\\fB" + plain(option.name) + "\\fR";
  if (!option.letter.empty()) what = "\\fB" + plain(option.letter) + "\\fR, " + what;
  if (!option.value.empty()) what += " \\fI" + plain(option.value) + "\\fR";
  if (option.repeats) what += " ...";
  std::string text(option.help);
  for (std::size_t i = 0; i < option.choices.size(); ++i) {
    text += (i == 0 ? "\nOne of " : ", ") + std::string(option.choices[i]);
  }
  return entry(what, text + (option.choices.empty() ? "" : "."));
}

std::string synopsis(const Command& command) {
  std::string text = ".SH SYNOPSIS\n\\fBflowtime " + plain(command.name) + "\\fR";
  for (const Positional& positional : command.positionals) {
    text += " \\fI" + plain(positional.name) + "\\fR" + (positional.repeats ? " ..." : "");
  }
  return text + (command.options.empty() ? "" : " [options]") + "\n";
}

std::string exit_status() {
  return ".SH EXIT STATUS\n" + entry("0", "Done.") +
         entry("1",
               "Refused or failed; standard error names the place, the cause and the remedy.") +
         entry("2", "Wrong usage.");
}

ManPage command_page(const Command& command, const std::string& version) {
  const std::string name = page_name(command.name);
  std::string roff = heading(name, version, command.summary) + synopsis(command);
  if (!command.notes.empty()) roff += ".SH DESCRIPTION\n" + plain(command.notes) + "\n";
  if (!command.positionals.empty()) roff += ".SH ARGUMENTS\n";
  for (const Positional& positional : command.positionals)
    roff += entry("\\fI" + plain(positional.name) + "\\fR", positional.help);
  if (!command.options.empty()) roff += ".SH OPTIONS\n";
  for (const Option& option : command.options) roff += option_entry(option);
  if (!command.examples.empty()) roff += ".SH EXAMPLES\n.nf\n";
  for (const std::string_view example : command.examples) roff += plain(example) + "\n";
  if (!command.examples.empty()) roff += ".fi\n";
  return {name, roff + exit_status() + ".SH SEE ALSO\n\\fBflowtime\\fR(1)\n"};
}

ManPage program_page(const std::vector<Command>& commands, const std::string& version) {
  std::string roff = heading("flowtime", version, "a spreadsheet for flows");
  roff +=
      ".SH SYNOPSIS\n\\fBflowtime\\fR \\fICOMMAND\\fR [arguments] [options]\n"
      ".SH DESCRIPTION\nFlowTime evaluates models of services, queues, routers and retries on a "
      "fixed time grid, always to the same bits, and stores each evaluation as a run that can be "
      "verified and repeated.\n.SH COMMANDS\n";
  for (const Command& command : commands)
    roff += entry("\\fB" + plain(page_name(command.name)) + "\\fR(1)", command.summary);
  roff +=
      ".SH OPTIONS\n" + entry("\\fB\\-\\-help\\fR", "Of the program and of every command.") +
      entry("\\fB\\-\\-version\\fR [\\fB\\-\\-json\\fR]", "What this program is.") +
      ".SH ENVIRONMENT\n" + entry("FLOWTIME_DATA_DIR", "Where runs are kept.") +
      entry("XDG_DATA_HOME", "Runs are kept in flowtime below it when no other place is given.") +
      entry("FLOWTIME_MAX_CELLS", "How many cells (series times bins) a run may have.");
  return {"flowtime", roff + exit_status()};
}

}  // namespace

std::vector<ManPage> man_pages(const std::vector<Command>& commands, const std::string& version) {
  std::vector<ManPage> pages{program_page(commands, version)};
  for (const Command& command : commands) pages.push_back(command_page(command, version));
  return pages;
}

}  // namespace flowtime::cli
