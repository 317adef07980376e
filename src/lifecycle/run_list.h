// The use cases about many runs: list and search, reindex, prune, recover.
// Each works with the host's catalog or, without one, with an index in memory that reads every run
// of the data root: O(runs) files for one call.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"
#include "host/run_host.h"
#include "text/json_writer.h"

namespace flowtime {

// Of one page over HTTP; the command line asks for all with find_all_runs.
inline constexpr std::int64_t kMaxPageSize = 200;

// Every run of the data root, no matter what made it. A page size above kMaxPageSize counts as
// that. Problems: invalid_page, invalid_page_size, catalog_failed. Pages count from 1. A page
// beyond the last one is empty, with the total count.
Result<RunPage> find_runs(const RunHost& host, RunQuery query);

// The first `limit` that match (0: all of them) as one page.
Result<RunPage> find_all_runs(const RunHost& host, RunQuery query, std::int64_t limit = 0);

// Directories under runs/ that hold no readable run, by name.
// They are in no list of runs; `verify` says what is wrong with each.
Result<std::vector<std::string>> damaged_runs(const RunHost& host);

// What a list can be narrowed and ordered by, as words: those of set_choice, `tag` and `sort`.
// Problem invalid_query, which lists the choices.
inline constexpr std::array<const char*, 5> kRunFilters{"verdict", "kind", "contentHash", "tag",
                                                        "sort"};
// The parameter names are those of the query string and of the flags. An empty `sort` sets nothing.
Result<Done> set_filter(RunQuery& query, std::string_view name, const std::string& text);

// Runs with this contentHash, newest first; with a catalog, as it is, without a look at the
// disk.
Result<std::vector<std::string>> runs_of_content(const RunHost& host,
                                                 const std::string& content_hash,
                                                 std::int64_t limit);

// {"items":[{"runId","templateId",...,"verdict","headline","thumbnail","health","parameters",
//  "settings","durationMs"}],"totalCount","page","pageSize"}: docs/http-api.md.
// `headline` and `thumbnail` are null for runs that nothing judged.
std::string to_json(const RunPage& page, JsonWriter::Layout layout);

// Reads every bundle again. The host has a catalog.
// For an index that cannot be trusted. O(runs) files; nothing under runs/ is changed.
Result<IndexUpdate> reindex_runs(const RunHost& host);
std::string to_json(const IndexUpdate& update, JsonWriter::Layout layout);

// After a start: stale stages are removed, what a process left unfinished is marked interrupted,
// and the index is brought up to date. The host has a catalog.
// Only what belongs to processes that are gone: other processes may share the data root.
struct Recovery {
  int swept_stages = 0, interrupted_runs = 0, interrupted_jobs = 0;
  IndexUpdate index;
};
Result<Recovery> recover(const RunHost& host);

}  // namespace flowtime
