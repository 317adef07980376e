// The page is what-if.html with the engine's module and a subject (text, title, parameters) written
// into it; inspect/what_if_page.h makes it. The subject is a template, a file or a stored run.
#include <filesystem>

#include "cli/commands.h"
#include "cli/console_observer.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "cli/quiet_host.h"
#include "cli/template_input.h"
#include "inspect/what_if_page.h"
#include "library/template_parameters.h"
#include "studies/study_subject.h"
#include "studies/suggest.h"
#include "template/bind_parameters.h"
#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime::cli {
namespace {

// What the model says of its origin, else the name of its file.
std::string title_of(const std::string& path, const std::string& text) {
  const auto document = yaml::parse(text, path);
  const yaml::Value* origin = document ? document->root.find("provenance") : nullptr;
  const yaml::Value* title = origin == nullptr ? nullptr : origin->find("templateTitle");
  if (title != nullptr && !title->scalar.empty()) return title->scalar;
  return path == "-" ? "Model" : std::filesystem::path(path).stem().string();
}

Result<PageSubject> template_subject(const Arguments& arguments) {
  FT_TRY(const LibraryTemplate entry, find_template(arguments, arguments.get("--template-id")));
  if (entry.parsed == nullptr) return entry.problems;
  PageSubject subject{.title = entry.parsed->title.empty() ? entry.id : entry.parsed->title,
                      .text = entry.text,
                      .template_id = entry.id,
                      .file = entry.file};
  FT_TRY(const std::vector<GivenParameter> given, read_parameters(arguments));
  // Bound here to find mistakes before the page is written, and to have the values as JSON.
  FT_TRY(const BoundParameters bound, bind_parameters(*entry.parsed, given));
  for (const GivenParameter& one : given) {
    if (const BoundParameter* value = bound.find(one.name))
      subject.parameters.push_back({one.name, to_json(value->value)});
  }
  return subject;
}

Result<PageSubject> run_subject(const Arguments& arguments, Console& console) {
  FT_TRY(const DataRoot root, open_data_root(arguments));
  FT_TRY(const auto run, open_run(*root.env, arguments.get("MODEL|RUN")));
  const QuietHost quiet(arguments, *root.env, console);
  return page_subject(quiet.host(), run);
}

// A file by this path wins over a run of this name.
Result<PageSubject> subject_of(const Arguments& arguments, Console& console) {
  if (arguments.has("--template-id")) return template_subject(arguments);
  const std::string name = arguments.get("MODEL|RUN");
  if (name.empty()) {
    return Problem{.code = "page_of_what",
                   .message = "the command 'export-page' needs a model, a run or a template",
                   .remedy = "Name a model file or a run, or give --template-id."};
  }
  // Ids of runs have no '/', so a file of that name in the current directory is what is meant.
  std::error_code ignored;
  if (name != "-" && !std::filesystem::is_regular_file(name, ignored))
    return run_subject(arguments, console);
  FT_TRY(std::string text, name == "-" ? read_standard_input() : read_text_file(name));
  std::string title = title_of(name, text);
  return PageSubject{.title = std::move(title),
                     .text = std::move(text),
                     .file = name == "-" ? "model.yaml" : std::filesystem::path(name).filename()};
}

// The subject as a study varies it.
Result<studies::StudySubject> study_of(const PageSubject& subject) {
  studies::StudySubject study{.template_id = subject.template_id};
  FT_TRY(study.parameters, parameters_from_json(parameters_json(subject)));
  if (!subject.template_id.empty()) return study;
  study.model.emplace();
  study.model->text = subject.text;
  study.model->file = subject.file;
  return study;
}

// What `flowtime suggest` proposes first. A story without one has fewer steps.
Result<std::optional<PageFix>> fix_of(const Arguments& arguments, Console& console,
                                      const PageSubject& subject) {
  FT_TRY(const studies::StudySubject study, study_of(subject));
  FT_TRY(const DataRoot root, open_data_root(arguments));
  const QuietHost quiet(arguments, *root.env, console);
  FT_TRY(const auto opened, studies::open_subject(quiet.host(), study));
  FT_TRY(const studies::Suggestions found, studies::suggest(opened));
  if (found.entries.empty()) return std::optional<PageFix>();
  const studies::Suggestion& first = found.entries.front();
  return std::optional(PageFix{first.parameter, first.title, first.from, first.to});
}

Result<Done> write_page(const std::string& path, const std::string& page) {
  std::error_code ignored;
  const auto whole = std::filesystem::absolute(path, ignored).lexically_normal();
  return posix_env(whole.parent_path().string())->write_file(whole.filename().string(), page);
}

int export_page(const Arguments& arguments, Console& console, PagePartsFunction parts) {
  auto subject = subject_of(arguments, console);
  if (!subject) return refuse(subject.problems(), console);
  subject->story = arguments.has("--story");
  if (subject->story) {
    if (const auto fix = fix_of(arguments, console, *subject)) subject->fix = *fix;
  }
  const auto page = what_if_page(parts == nullptr ? PageParts{} : parts(), *subject);
  if (!page) return refuse(page.problems(), console, subject->file);
  const std::string path = arguments.get("--output", "what-if.html");
  if (path == "-") {
    console.out(*page);
    return kDone;
  }
  const auto done = write_page(path, *page);
  if (!done) return refuse(done.problems(), console, path);
  console.out(path + ": " + subject->title + "; open it in a browser, it needs no server\n");
  return kDone;
}

std::vector<Option> export_page_options() {
  std::vector<Option> options{
      {.name = "--output",
       .value = "FILE",
       .help = "where to write it, or - for standard output (default: what-if.html)",
       .takes_file = true,
       .letter = "-o"},
      {.name = "--story",
       .value = "",
       .help = "the page begins with the story of the run: what, since when, why, what would help"},
      {.name = "--template-id", .value = "ID", .help = "a template in place of a model"}};
  for (Option& option : parameter_options()) options.push_back(std::move(option));
  options.push_back(templates_dir_option());
  options.push_back(data_dir_option());
  return options;
}

}  // namespace

Command export_page_command(PagePartsFunction parts) {
  return {
      .name = "export-page",
      .summary = "a what-if as one file that needs no server",
      .positionals = {{.name = "MODEL|RUN",
                       .help = "a model file, or the id of a run",
                       .is_optional = true}},
      .options = export_page_options(),
      .notes =
          "Writes a page with the engine and the model inside. Opened from a disk, without a\n"
          "network, it evaluates what is changed: values, stretches of time, the text. The page\n"
          "of a run begins with the run's values. What the page could not evaluate is refused\n"
          "here, as validate would.",
      .examples = {"flowtime export-page checkout.yaml -o what-if.html",
                   "flowtime export-page monday --story",
                   "flowtime export-page --template-id order-system --param paymentCapacity=76"},
      .run = [parts](const Arguments& arguments, Console& console) {
        return export_page(arguments, console, parts);
      }};
}

}  // namespace flowtime::cli
