#include <algorithm>

#include "base/number_text.h"
#include "cli/commands.h"
#include "cli/template_input.h"
#include "library/template_json.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kMaxDefaultChars = 24;

std::string default_cell(const TemplateParameter& parameter) {
  if (!parameter.default_value) return "-";
  std::string text = to_text(*parameter.default_value);
  if (parameter.type == ParameterType::kString) text = "\"" + text + "\"";
  return text.size() <= kMaxDefaultChars ? text : text.substr(0, kMaxDefaultChars - 3) + "...";
}

std::string range_cell(const TemplateParameter& parameter) {
  if (!parameter.choices.empty()) {
    std::string list;
    for (const TemplateValue& choice : parameter.choices)
      list += (list.empty() ? "" : ", ") + to_text(choice);
    return list;
  }
  if (!parameter.min && !parameter.max) return "";
  return (parameter.min ? format_number(*parameter.min) : "") + ".." +
         (parameter.max ? format_number(*parameter.max) : "");
}

// Templates need not tell units; then there is no column of them.
void drop_empty_unit(std::vector<Column>& columns, std::vector<std::vector<std::string>>& rows) {
  constexpr std::ptrdiff_t kUnit = 4;
  const auto tells = [](const std::vector<std::string>& row) { return !row[kUnit].empty(); };
  if (std::any_of(rows.begin(), rows.end(), tells)) return;
  columns.erase(columns.begin() + kUnit);
  for (auto& row : rows) row.erase(row.begin() + kUnit);
}

std::string parameter_table(const Template& shown) {
  std::vector<std::vector<std::string>> rows;
  for (const TemplateParameter& parameter : shown.parameters) {
    rows.push_back({parameter.name, name_of(parameter.type), default_cell(parameter),
                    range_cell(parameter), parameter.unit,
                    parameter.title.empty() ? parameter.description : parameter.title});
  }
  std::vector<Column> columns{{"parameter"}, {"type"}, {"default", Align::kRight},
                              {"range"},     {"unit"}, {"what"}};
  drop_empty_unit(columns, rows);
  return table_text(columns, rows);
}

// The change to try, and the command that makes it.
std::string what_if_text(const Template& shown) {
  std::string changes, command = "flowtime run --template-id " + shown.id;
  for (const WhatIf::Change& change : shown.what_if->changes) {
    const std::string written = change.name + "=" + to_text(change.value);
    changes += (changes.empty() ? "" : ", ") + written;
    command += " --param " + written;
  }
  return "\n" + wrapped("What if " + changes + "? " + shown.what_if->says, 80) + "  " + command +
         "\n";
}

void write_text(const LibraryTemplate& entry, Console& console) {
  const Template& shown = *entry.parsed;
  console.out(shown.id + " " + shown.version + ": " + shown.title + "\n");
  if (!shown.claim.empty()) console.out(shown.claim + ".\n");
  console.out(wrapped(shown.description, 80));
  if (!shown.narrative.empty()) console.out("\n" + wrapped(shown.narrative, 80));
  if (shown.what_if) console.out(what_if_text(shown));
  std::string tags;
  for (const std::string& tag : shown.tags) tags += (tags.empty() ? "" : ", ") + tag;
  if (!tags.empty()) console.out("\nTags: " + tags + "\n");
  console.out("\n" + (shown.parameters.empty() ? "No parameters.\n" : parameter_table(shown)));
}

int show_template(const Arguments& arguments, Console& console) {
  const auto entry = find_template(arguments, arguments.get("TEMPLATE"));
  if (!entry) return refuse(entry.problems(), console);
  if (arguments.has("--source")) {
    console.out(entry->text);
  } else if (arguments.has("--json")) {
    console.out(template_detail_json(*entry) + "\n");
  } else if (entry->parsed != nullptr) {
    write_text(*entry, console);
  }
  if (entry->problems.empty()) return kDone;
  return refuse(entry->problems, console, entry->file);
}

}  // namespace

Command templates_show_command() {
  return {.name = "templates show",
          .summary = "one template: what it shows, and its parameters",
          .positionals = {template_positional()},
          .options = {{.name = "--source", .value = "", .help = "its text"},
                      {.name = "--json", .value = "", .help = "as JSON"},
                      templates_dir_option()},
          .examples = {"flowtime templates show order-system"},
          .run = show_template};
}

}  // namespace flowtime::cli
