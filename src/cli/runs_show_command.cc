#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/digest_text.h"
#include "cli/run_output.h"
#include "cli/series_output.h"
#include "run/open_run.h"
#include "run/run_envelope.h"
#include "series/absent.h"
#include "terminal/table.h"

namespace flowtime::cli {
namespace {

struct Extent {
  double first = kAbsent, least = kAbsent, most = kAbsent, last = kAbsent;
};

Extent extent_of(std::span<const double> values) {
  Extent extent;
  if (values.empty()) return extent;
  extent.first = values.front();
  extent.last = values.back();
  for (const double value : values) {
    if (is_absent(value)) continue;
    if (is_absent(extent.least) || value < extent.least) extent.least = value;
    if (is_absent(extent.most) || value > extent.most) extent.most = value;
  }
  return extent;
}

std::string series_table(const Run& run) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < run.series().size(); ++row) {
    const Extent extent = extent_of(run.values(row));
    rows.push_back({run.series()[row].bare_id, short_number(extent.first),
                    short_number(extent.least), short_number(extent.most),
                    short_number(extent.last)});
  }
  return table_text({{"series"},
                     {"first", Align::kRight},
                     {"least", Align::kRight},
                     {"most", Align::kRight},
                     {"last", Align::kRight}},
                    rows);
}

void write_text(const RunEnvelope& envelope, const Run& run, const std::string& root,
                Console& console) {
  console.out("Run " + run.info().id + ", made on " + run.info().created_utc + " by version " +
              run.info().engine_version + "\n");
  console.out(run_facts(envelope, root));
  if (const auto digest = digest_run(run); digest && !digest->nodes.empty()) {
    console.out("\n" + story_text(*digest) + "\n" + node_table(*digest));
  }
  console.out("\n" + series_table(run));
  const std::string found = findings_text(run.info().findings);
  if (!found.empty()) console.out("\n" + found);
}

int show_run(const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const std::string id = arguments.get("RUN");
  const auto envelope = read_envelope(*root->env, id);
  const auto stored = open_run(*root->env, id);
  if (!envelope || !stored) {
    return refuse(envelope ? stored.problems() : envelope.problems(), console);
  }
  if (arguments.has("--json")) {
    console.out(to_json(*envelope, JsonWriter::Layout::kIndented) + "\n");
  } else {
    write_text(*envelope, *stored, root->path, console);
  }
  return kDone;
}

}  // namespace

Command runs_show_command() {
  return {.name = "runs show",
          .summary = "one stored run: where it comes from, its series, its findings",
          .positionals = {{.name = "RUN", .help = "the id of a run"}},
          .options = {{.name = "--json", .value = "", .help = "the run's envelope as JSON"},
                      data_dir_option()},
          .run = show_run};
}

}  // namespace flowtime::cli
