// The use cases that take runs away.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "text/json_writer.h"

namespace flowtime {

// Deletes one run and tells the catalog. Problems: invalid_id, run_not_found, io codes.
Result<Done> remove_run(const RunHost& host, const std::string& run_id);

// Which runs to remove: of those that match, the ones that no rule keeps. At least one rule is set.
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
Result<Pruning> prune_runs(const RunHost& host, const PruneRules& rules);
// {"removed":[ids],"busy":[ids],"kept","isDryRun"}
std::string to_json(const Pruning& pruning, JsonWriter::Layout layout);

// "90m", "12h", "30d" or "2w" in milliseconds.
std::optional<std::int64_t> parse_age_ms(std::string_view text);

}  // namespace flowtime
