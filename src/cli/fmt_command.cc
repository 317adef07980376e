// Lays the text out, reads the result again and compares the two trees: only a text that says the
// same is written. A file is read as a template, which a model with ${name} in it is.
#include "cli/commands.h"
#include "cli/model_input.h"
#include "cli/write_text_file.h"
#include "template/template.h"
#include "text/yaml_layout.h"

namespace flowtime::cli {
namespace {

// The text laid out evenly; one that cannot be moved safely is refused.
Result<std::string> formatted(const std::string& text, const std::string& file) {
  auto document = parse_template(text, file);
  if (!document) return in_file(document.problems(), file);
  // The layout works on the source text and keeps comments; only reading it again shows that it did
  // not change a value.
  std::string even = yaml::laid_out(*document);
  const auto again = parse_template(even, file);
  if (again && yaml::same_content(document->root, again->root)) return even;
  return Problem{.code = "layout_unusual",
                 .message = "the layout cannot be changed without changing what the file says",
                 .remedy =
                     "The file was left as it is. Lay out the part with tabs, tags or "
                     "quoted text over several lines by hand.",
                 .file = file};
}

// One file; true when it was, or would be, changed.
Result<bool> format_file(const std::string& path, bool only_check, Console& console) {
  FT_TRY(const std::string text, read_text_file(path));
  FT_TRY(const std::string even, formatted(text, path));
  if (even == text) return false;
  if (!only_check) FT_RETURN_IF_PROBLEM(write_text_file(path, even));
  console.out((only_check ? "would change " : "changed ") + path + "\n");
  return true;
}

int format_input(Console& console) {
  const auto text = read_standard_input();
  if (!text) return refuse(text.problems(), console);
  const auto even = formatted(*text, "<stdin>");
  if (!even) return refuse(even.problems(), console);
  console.out(*even);
  return kDone;
}

int format_files(const Arguments& arguments, Console& console) {
  const bool only_check = arguments.has("--check");
  bool any_changed = false;
  Problems problems;
  for (const std::string& path : arguments.all("FILE")) {
    if (path == "-") return format_input(console);
    const auto changed = format_file(path, only_check, console);
    if (!changed) {
      // One bad file of many does not keep the others from being laid out.
      problems.insert(problems.end(), changed.problems().begin(), changed.problems().end());
      continue;
    }
    any_changed |= *changed;
  }
  if (!problems.empty()) return refuse(problems, console);
  return only_check && any_changed ? kRefused : kDone;
}

}  // namespace

Command fmt_command() {
  return {.name = "fmt",
          .summary = "lay out model and template files evenly",
          .positionals = {{.name = "FILE",
                           .help = "a model or template, or - for standard input to output",
                           .repeats = true,
                           .takes_file = true}},
          .options = {{.name = "--check",
                       .value = "",
                       .help = "change nothing; exit code 1 when a file would change"}},
          .notes =
              "Two spaces per level, no blanks at the end of a line, at most one empty line in a\n"
              "row. Comments, quotes, order and line breaks stay; what the file says is compared\n"
              "before and after.",
          .examples = {"flowtime fmt models/*.yaml", "flowtime fmt --check models/*.yaml"},
          .run = format_files};
}

}  // namespace flowtime::cli
