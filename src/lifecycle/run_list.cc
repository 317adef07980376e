#include "lifecycle/run_list.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "answers/answer_json.h"
#include "run/health.h"
#include "run/json_parts.h"
#include "run/run_stage.h"
#include "run/trash.h"

namespace flowtime {
namespace {

constexpr std::int64_t kMaxPage = 1'000'000'000;

Problem out_of_range(const char* code, const std::string& what, std::int64_t value) {
  return {.code = code,
          .message = "'" + what + "' cannot be " + std::to_string(value),
          .remedy = "'" + what + "' must be an integer greater than 0."};
}

// The catalog of the host, or one in memory for a host that has none.
class SomeCatalog {
 public:
  static Result<SomeCatalog> of(const RunHost& host) {
    SomeCatalog some;
    some.catalog_ = host.catalog;
    if (some.catalog_ != nullptr) return some;
    FT_TRY(some.own_, Catalog::open(host.env, ""));
    some.catalog_ = some.own_.get();
    return some;
  }
  Catalog* operator->() const { return catalog_; }

 private:
  Catalog* catalog_ = nullptr;
  std::unique_ptr<Catalog> own_;
};

void telemetry(JsonWriter& json, const RunSummary& run) {
  json.key("telemetry").begin_object().member("available", run.mode == "telemetry");
  json.member("generatedAtUtc", run.created_utc).member("warningCount", run.warning_count());
  json.member("sourceRunId", run.run_id).end_object();
}

void json_or_null(JsonWriter& json, std::string_view name, const std::string& value) {
  json.key(name);
  if (value.empty()) {
    json.null();
  } else {
    json.raw(value);
  }
}

// Null: nothing is known of it.
void judgement_members(JsonWriter& json, const RunSummary& run) {
  member_or_null(json, "verdict", name_of(run.verdict));
  json_or_null(json, "headline", run.headline);
  json_or_null(json, "thumbnail", run.thumbnail);
  if (run.is_judged) {
    health_member(json, run.health);
  } else {
    json.key("health").null();
  }
}

void item(JsonWriter& json, const RunSummary& run) {
  json.begin_object().member("runId", run.run_id).member("templateId", run.template_id);
  json.member("templateTitle", run.template_title);
  json.member("templateNarrative", run.template_narrative);
  json.member("templateVersion", run.template_version).member("mode", run.mode);
  json.member("createdUtc", run.created_utc).member("warningCount", run.warning_count());
  telemetry(json, run);
  rng_member(json, run.seed);
  member_or_null(json, "inputHash", run.input_hash);
  member_or_null(json, "contentHash", run.content_hash);
  findings_member(json, run.findings);
  grid_member(json, run.grid);
  judgement_members(json, run);
  json.key("parameters").raw(run.parameters).key("settings").raw(run.settings);
  json.member("durationMs", run.duration_ms).key("tags").raw(run.tags);
  json.member("note", run.note).end_object();
}

// A run whose process ended between publishing it and saying so came to something after all.
// The stage says how far it was: publish is one rename, so the run is there or it is not.
Result<Done> forget_published(const RunHost& host, const std::string& owner) {
  FT_TRY(const auto unfinished, host.catalog->failures().unfinished(owner));
  for (const FailureRecord& run : unfinished) {
    if (run.stage != name_of(Stage::kPublish) || !run_exists(host.env, run.run_id)) continue;
    FT_RETURN_IF_PROBLEM(host.catalog->failures().forget(run.number));
  }
  return Done{};
}

Result<int> interrupt_runs(const RunHost& host, const std::string& now_utc) {
  int interrupted = 0;
  FT_TRY(const auto owners, host.catalog->failures().owners());
  for (const std::string& owner : owners) {
    FT_TRY(const bool gone, host.catalog->is_gone(owner));
    if (!gone) continue;
    // Before the rest are marked: a published run is not an interrupted one.
    FT_RETURN_IF_PROBLEM(forget_published(host, owner));
    FT_TRY(const int count, host.catalog->failures().interrupt(owner, now_utc));
    interrupted += count;
  }
  return interrupted;
}

Result<int> interrupt_jobs(const RunHost& host, const std::string& now_utc) {
  int interrupted = 0;
  FT_TRY(const auto owners, host.catalog->jobs().owners());
  for (const std::string& owner : owners) {
    FT_TRY(const bool gone, host.catalog->is_gone(owner));
    if (!gone) continue;
    FT_TRY(const int count, host.catalog->jobs().interrupt(owner, now_utc));
    interrupted += count;
  }
  return interrupted;
}

}  // namespace

Result<RunPage> find_runs(const RunHost& host, RunQuery query) {
  if (query.page < 1 || query.page > kMaxPage) {
    return out_of_range("invalid_page", "page", query.page);
  }
  if (query.page_size < 1) {
    return out_of_range("invalid_page_size", "pageSize", query.page_size);
  }
  query.page_size = std::min(query.page_size, kMaxPageSize);
  // A fresh index has to look at the disk; the host's is kept up to date by its owner.
  FT_TRY(const SomeCatalog catalog, SomeCatalog::of(host));
  return catalog->runs().find(query);
}

Result<RunPage> find_all_runs(const RunHost& host, RunQuery query, std::int64_t limit) {
  constexpr std::int64_t kAll = std::int64_t{1} << 40;
  FT_TRY(const SomeCatalog catalog, SomeCatalog::of(host));
  query.page = 1;
  query.page_size = limit > 0 ? limit : kAll;
  FT_TRY(RunPage page, catalog->runs().find(query));
  page.page_size = limit > 0 ? limit : static_cast<std::int64_t>(page.items.size());
  return page;
}

Result<std::vector<std::string>> runs_of_content(const RunHost& host,
                                                 const std::string& content_hash,
                                                 std::int64_t limit) {
  FT_TRY(const SomeCatalog catalog, SomeCatalog::of(host));
  if (host.catalog == nullptr) FT_RETURN_IF_PROBLEM(catalog->runs().update());
  return catalog->runs().with_content(content_hash, limit);
}

Result<Done> set_filter(RunQuery& query, std::string_view name, const std::string& text) {
  if (name == "tag") {
    query.tag = text;
    return Done{};
  }
  if (name != "sort" || text.empty()) return set_choice(query.choice, name, text);
  const auto found = std::find(kRunOrderNames.begin(), kRunOrderNames.end(), text);
  if (found == kRunOrderNames.end()) {
    return not_a_choice(name, text, "created, harmed or verdict");
  }
  query.order = static_cast<RunOrder>(found - kRunOrderNames.begin());
  return Done{};
}

Result<std::vector<std::string>> damaged_runs(const RunHost& host) {
  FT_TRY(const SomeCatalog catalog, SomeCatalog::of(host));
  FT_RETURN_IF_PROBLEM(catalog->runs().update());
  return catalog->runs().damaged();
}

std::string to_json(const RunPage& page, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().key("items").begin_array();
  for (const RunSummary& run : page.items) item(json, run);
  json.end_array().member("totalCount", page.total_count);
  json.member("page", page.page).member("pageSize", page.page_size).end_object();
  return json.take();
}

Result<IndexUpdate> reindex_runs(const RunHost& host) {
  FT_CHECK(host.catalog != nullptr);
  return host.catalog->runs().rebuild();
}

std::string to_json(const IndexUpdate& update, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().member("added", update.added).member("changed", update.changed);
  json.member("removed", update.removed).key("damaged").begin_array();
  for (const std::string& id : update.damaged) json.string(id);
  json.end_array().end_object();
  return json.take();
}

Result<Recovery> recover(const RunHost& host) {
  FT_CHECK(host.catalog != nullptr);
  Recovery recovery;
  FT_TRY(recovery.swept_stages, sweep_stages(host.env));
  FT_RETURN_IF_PROBLEM(sweep_trash(host.env));
  const std::string now_utc = format_moment(host.env.now_unix_ms());
  FT_TRY(recovery.interrupted_runs, interrupt_runs(host, now_utc));
  FT_TRY(recovery.interrupted_jobs, interrupt_jobs(host, now_utc));
  FT_TRY(recovery.index, host.catalog->runs().update());
  return recovery;
}

}  // namespace flowtime
