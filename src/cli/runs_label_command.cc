#include <algorithm>

#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "lifecycle/label_run.h"

namespace flowtime::cli {
namespace {

// The tags it has, with those of --tag and without those of --untag.
LabelChange change_of(const Arguments& arguments, const RunRemarks& before) {
  LabelChange change;
  // Absent: the tags stay as they are. An empty list would take all of them away.
  if (arguments.has("--tag") || arguments.has("--untag")) {
    change.tags = before.tags;
    for (const std::string& tag : arguments.all("--tag")) change.tags->push_back(tag);
    for (const std::string& tag : arguments.all("--untag")) std::erase(*change.tags, tag);
  }
  if (arguments.has("--note")) change.note = arguments.get("--note");
  return change;
}

std::string text_of(const std::string& id, const RunRemarks& labels) {
  std::string text = "Run " + id + ":";
  for (const std::string& tag : labels.tags) text += " [" + tag + "]";
  if (!labels.note.empty()) text += " " + labels.note;
  return text + (labels.empty() ? " no tags and no note\n" : "\n");
}

int label_runs(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const CatalogHost runs(*root);
  for (const std::string& id : arguments.all("RUN")) {
    const LabelChange change = change_of(arguments, read_labels(*root->env, id));
    const auto labels = label_run(runs.host(), id, change);
    if (!labels) return refuse(labels.problems(), console);
    console.out(text_of(id, *labels));
  }
  return kDone;
}

}  // namespace

Command runs_label_command() {
  return {.name = "runs label",
          .summary = "tag runs or write a note on them",
          .positionals = {{.name = "RUN", .help = "the id of a run", .repeats = true}},
          .options = {{.name = "--tag", .value = "TAG", .help = "add it", .repeats = true},
                      {.name = "--untag", .value = "TAG", .help = "take it away", .repeats = true},
                      {.name = "--note", .value = "TEXT", .help = "in place of the note it has"},
                      data_dir_option()},
          .notes = "Labels are not part of what a run computed; no hash depends on them.",
          .examples = {"flowtime runs label demo-baseline --tag baseline --note 'as it was'"},
          .run = label_runs};
}

}  // namespace flowtime::cli
