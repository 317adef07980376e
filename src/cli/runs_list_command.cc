// The list comes from the catalog (or, without one, from the folders); the verdict and sentence of
// each row are read from its run.json, since a catalog keeps what is searched for and no more.
#include "cli/catalog_host.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/model_input.h"
#include "lifecycle/run_list.h"
#include "run/open_run.h"
#include "run/shown_verdict.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

constexpr std::size_t kFindingWidth = 64;  // of a sentence in the list

// What a row tells of the run's judgement; empty texts where it has none.
struct Told {
  Verdict verdict = Verdict::kNone;
  std::string sentence;
};
Told told_of(Env& env, const RunSummary& run) {
  const auto info = read_run_info(env, run.run_id);
  if (!info || !info->judgement || info->judgement->findings.empty()) return {};
  return {info->judgement->verdict, info->judgement->findings.front().text()};
}

// The first clause of the sentence, cut where it is still too long.
// A row is one line of a terminal: the figures come after the first clause.
std::string short_finding(const std::string& sentence) {
  std::string clause = sentence.substr(0, std::min(sentence.find(". "), sentence.find("; ")));
  if (clause.ends_with('.')) clause.pop_back();
  if (character_count(clause) <= kFindingWidth) return clause;
  const std::string first_line = wrapped(clause, kFindingWidth - 1);
  std::string cut = first_line.substr(0, first_line.find('\n'));
  while (cut.ends_with(',') || cut.ends_with(':')) cut.pop_back();
  return cut + "…";
}

void write_text(const RunPage& page, Env& env, Console& console) {
  if (page.items.empty()) console.out("No runs.\n");
  std::vector<std::vector<std::string>> rows;
  for (const RunSummary& run : page.items) {
    const Told told = told_of(env, run);
    rows.push_back({run.run_id, run.created_utc, run.template_id,
                    told.verdict == Verdict::kNone ? "-" : shown_verdict(told.verdict),
                    told.sentence.empty() ? "-" : short_finding(told.sentence)});
  }
  if (rows.empty()) return;
  console.out(table_text({{"run"}, {"created"}, {"model"}, {"verdict"}, {"finding"}}, rows));
}

struct ListFilter {
  const char *option, *filter;  // filter: a name of kRunFilters
};
constexpr ListFilter kFilters[] = {{"--verdict", "verdict"},
                                   {"--kind", "kind"},
                                   {"--content-hash", "contentHash"},
                                   {"--tag", "tag"},
                                   {"--sort", "sort"}};

Result<RunQuery> query_of(const Arguments& arguments) {
  RunQuery query;
  query.mode = arguments.get("--mode");
  query.template_id = arguments.get("--template-id");
  query.search = arguments.get("--search");
  if (arguments.has("--warnings")) query.has_warnings = true;
  for (const ListFilter& row : kFilters) {
    FT_RETURN_IF_PROBLEM(set_filter(query, row.filter, arguments.get(row.option)));
  }
  return query;
}

int print_run_list(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  const auto limit = integer_option(arguments, "--limit", 1);
  if (!root) return refuse(root.problems(), console);
  if (!limit) return refuse(limit.problems(), console);
  const auto query = query_of(arguments);
  if (!query) return refuse(query.problems(), console);
  const CatalogHost runs(*root);
  const auto page = find_all_runs(runs.host(), *query, limit->value_or(0));
  if (!page) return refuse(page.problems(), console);
  if (arguments.has("--json"))
    console.out(to_json(*page, JsonWriter::Layout::kIndented) + "\n");
  else
    write_text(*page, *root->env, console);
  // On standard error, after the list, so that a script that reads the list is not disturbed.
  const auto damaged = damaged_runs(runs.host());
  if (!damaged || damaged->empty()) return kDone;
  console.err(counted(static_cast<std::int64_t>(damaged->size()), "damaged run") +
              " left out; 'flowtime runs verify' shows why\n");
  for (const std::string& id : *damaged) console.err("  " + id + "\n");
  return kDone;
}

}  // namespace

Command runs_list_command() {
  return {.name = "runs list",
          .summary = "stored runs, newest first",
          .options = {{.name = "--mode",
                       .value = "MODE",
                       .help = "only these",
                       .choices = {"simulation", "telemetry"}},
                      {.name = "--template-id", .value = "ID", .help = "only those made from it"},
                      {.name = "--warnings",
                       .value = "",
                       .help = "only those with findings to look at"},
                      {.name = "--search",
                       .value = "WORDS",
                       .help = "only those with all words in id, template, title, parameters\n"
                               "(name=value), tags, note or findings"},
                      {.name = "--tag", .value = "TAG", .help = "only those with this tag"},
                      {.name = "--verdict",
                       .value = "VERDICT",
                       .help = "only good, warning or critical ones; several with commas"},
                      {.name = "--kind",
                       .value = "KIND",
                       .help = "only with a headline of this kind: overload, loss, retryStorm,\n"
                               "...; several with commas"},
                      {.name = "--content-hash", .value = "HASH", .help = "only of this content"},
                      {.name = "--sort",
                       .value = "ORDER",
                       .help = "created: newest first; harmed: most first; verdict: worst first",
                       .choices = {"created", "harmed", "verdict"}},
                      {.name = "--limit", .value = "N", .help = "at most so many"},
                      {.name = "--json", .value = "", .help = "as JSON"},
                      data_dir_option()},
          .examples = {"flowtime runs list --limit 10",
                       "flowtime runs list --template-id order-system --search bins=96",
                       "flowtime runs list --verdict critical,warning --sort harmed"},
          .run = print_run_list};
}

}  // namespace flowtime::cli
