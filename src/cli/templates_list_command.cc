#include "cli/commands.h"
#include "cli/template_input.h"
#include "library/template_json.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

void write_text(const TemplateList& list, Console& console) {
  std::vector<std::vector<std::string>> rows;
  for (const LibraryTemplate& entry : list) {
    if (entry.parsed == nullptr) continue;
    rows.push_back({entry.id, entry.parsed->version,
                    std::to_string(entry.parsed->parameters.size()),
                    entry.parsed->claim.empty() ? entry.parsed->title : entry.parsed->claim});
  }
  if (rows.empty()) return console.out("No templates.\n");
  console.out(table_text(
      {{"template"}, {"version"}, {"parameters", Align::kRight}, {"what it shows"}}, rows));
}

// Damaged ones never hide the others, and are never left out in silence.
void tell_damaged(const TemplateList& list, Console& console) {
  for (const LibraryTemplate& entry : list) {
    if (!entry.problems.empty()) console.problems(entry.problems, entry.file);
  }
}

int list_templates(const Arguments& arguments, Console& console) {
  const auto list = open_template_library(arguments)->list();
  if (!list) return refuse(list.problems(), console);
  if (arguments.has("--json"))
    console.out(template_list_json(**list) + "\n");
  else
    write_text(**list, console);
  tell_damaged(**list, console);
  return kDone;
}

}  // namespace

Command templates_list_command() {
  return {.name = "templates list",
          .summary = "the templates there are, by id",
          .options = {{.name = "--json", .value = "", .help = "as JSON"}, templates_dir_option()},
          .notes =
              "What is wrong with a damaged template is printed on standard error; the others\n"
              "are listed all the same.",
          .examples = {"flowtime templates list",
                       "flowtime templates list --templates-dir my-templates --json"},
          .run = list_templates};
}

}  // namespace flowtime::cli
