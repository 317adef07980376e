// The use cases that take runs away.
// All of them also work without a catalog: the next look at runs/ finds what changed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "run/trash.h"
#include "text/json_writer.h"

namespace flowtime {

// Deletes one run for good and tells the catalog. Problems: invalid_id, run_not_found, io codes.
// Does not ask whether other runs name it as their base: those have copies of all they need.
Result<Done> remove_run(const RunHost& host, const std::string& run_id);

// Takes one run into the trash, from which it can come back for 24 hours, and tells the catalog.
// What has lain there longer is deleted. Problems: as remove_run.
// Suggestions that were stored for the run are deleted with it; they can be computed again.
Result<RetiredRun> discard_run(const RunHost& host, const std::string& run_id);
// Brings a discarded run back and tells the catalog. Problems: as restore_run.
Result<Done> bring_back_run(const RunHost& host, const std::string& run_id);
// {"items":[{"runId","deletedUtc","restorableUntilUtc"}]}
// Times are UTC, ISO 8601.
std::string trash_json(const std::vector<RetiredRun>& runs, JsonWriter::Layout layout);
std::string to_json(const RetiredRun& run, JsonWriter::Layout layout);

// Which runs to remove: of those that match, the ones that no rule keeps. At least one rule is set.
// Two rules together keep the union: a run stays if it is new enough by number or by age.
struct PruneRules {
  std::string mode{}, template_id{};          // only these; empty: all
  std::optional<std::int64_t> keep_newest{};  // rule: this many stay
  std::optional<std::int64_t> keep_for_ms{};  // rule: those made within this time stay
  bool dry_run = false;                       // only tell
};
struct Pruning {
  std::vector<std::string> removed;  // or would be, newest first
  std::vector<std::string> busy;     // are being made again right now, and stay
  std::int64_t kept = 0;             // of those that match
  bool dry_run = false;
};
// Problems: no_prune_rule, catalog_failed, io codes.
// A run that is being made again, or that another writer replaced since the list was read, stays. A
// failure stops in the middle; what was removed before stays removed.
Result<Pruning> prune_runs(const RunHost& host, const PruneRules& rules);
// {"removed":[ids],"busy":[ids],"kept","isDryRun"}
std::string to_json(const Pruning& pruning, JsonWriter::Layout layout);

// "90m", "12h", "30d" or "2w" in milliseconds.
// Nothing for anything else, and for a count above 100,000.
std::optional<std::int64_t> parse_age_ms(std::string_view text);

}  // namespace flowtime
