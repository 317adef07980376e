#include "lifecycle/remove_runs.h"

#include <string_view>
#include <utility>

#include "base/number_text.h"
#include "lifecycle/run_list.h"
#include "run/open_run.h"
#include "run/run_stage.h"
#include "run/suggestions_path.h"

namespace flowtime {
namespace {

// What the rules leave over, newest first.
std::vector<RunSummary> left_over(std::vector<RunSummary> runs, const PruneRules& rules,
                                  std::int64_t now_ms) {
  std::vector<RunSummary> over;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto created = parse_utc(runs[i].created_utc);
    // `runs` is newest first, so the position is the rank. A run whose time cannot be read is never
    // young.
    const bool is_new = rules.keep_newest && static_cast<std::int64_t>(i) < *rules.keep_newest;
    const bool is_young = rules.keep_for_ms && created && now_ms - *created < *rules.keep_for_ms;
    if (!is_new && !is_young) over.push_back(std::move(runs[i]));
  }
  return over;
}

enum class Removal { kRemoved, kBusy, kChanged };

// Nobody makes the run while it goes, and it is still the one that was looked at.
// The time it was made identifies it: an id may be made again by a new run.
Result<Removal> remove_unless_busy(const RunHost& host, const RunSummary& run) {
  FT_TRY(const auto lock, try_lock_run_id(host.env, run.run_id));
  if (!lock) return Removal::kBusy;
  const auto info = read_run_info(host.env, run.run_id);
  if (!info || info->created_utc != run.created_utc) return Removal::kChanged;
  FT_RETURN_IF_PROBLEM(remove_run(host, run.run_id));
  return Removal::kRemoved;
}

// What is done is done; a failure beside it is only told.
template <class Outcome>
void warn_unless(const Outcome& outcome, const RunHost& host, const char* event,
                 const std::string& run_id) {
  if (outcome) return;
  host.log.write({.level = LogLevel::kWarning,
                  .name = event,
                  .fields = {{"runId", run_id}, {"message", outcome.problems().front().message}}});
}

// Where this fails the next look at runs/ finds what changed.
void tell_catalog(const RunHost& host, const std::string& run_id) {
  if (host.catalog == nullptr) return;
  warn_unless(host.catalog->runs().refresh(run_id), host, "CatalogUnavailable", run_id);
}

// What was suggested for a run is made again from it, so it goes with the run.
void forget_suggestions(const RunHost& host, const std::string& run_id) {
  const std::string path = suggestions_path(run_id);
  if (host.env.exists(path)) {
    warn_unless(host.env.remove_file(path), host, "SuggestionsNotRemoved", run_id);
  }
}

void retired_run(JsonWriter& json, const RetiredRun& run) {
  json.begin_object().member("runId", run.run_id);
  json.member("deletedUtc", format_moment(run.deleted_unix_ms));
  json.member("restorableUntilUtc", format_moment(run.restorable_until_unix_ms())).end_object();
}

void id_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& ids) {
  json.key(name).begin_array();
  for (const std::string& id : ids) json.string(id);
  json.end_array();
}

}  // namespace

Result<Done> remove_run(const RunHost& host, const std::string& run_id) {
  // The run first: what is beside it is worthless without it, and nothing is lost when this fails.
  FT_RETURN_IF_PROBLEM(delete_run(host.env, run_id));
  forget_suggestions(host, run_id);
  tell_catalog(host, run_id);
  return Done{};
}

Result<RetiredRun> discard_run(const RunHost& host, const std::string& run_id) {
  FT_TRY(const RetiredRun retired, retire_run(host.env, run_id));
  forget_suggestions(host, run_id);
  tell_catalog(host, run_id);
  warn_unless(sweep_trash(host.env), host, "TrashNotSwept", run_id);
  return retired;
}

Result<Done> bring_back_run(const RunHost& host, const std::string& run_id) {
  FT_RETURN_IF_PROBLEM(restore_run(host.env, run_id));
  tell_catalog(host, run_id);
  return Done{};
}

std::string to_json(const RetiredRun& run, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  retired_run(json, run);
  return json.take();
}

std::string trash_json(const std::vector<RetiredRun>& runs, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().key("items").begin_array();
  for (const RetiredRun& run : runs) retired_run(json, run);
  json.end_array().end_object();
  return json.take();
}

Result<Pruning> prune_runs(const RunHost& host, const PruneRules& rules) {
  if (!rules.keep_newest && !rules.keep_for_ms) {
    return Problem{.code = "no_prune_rule",
                   .message = "the request does not say which runs to keep",
                   .remedy = "Give a number of newest runs to keep, an age, or both."};
  }
  RunQuery query;
  query.mode = rules.mode;
  query.template_id = rules.template_id;
  FT_TRY(RunPage all, find_all_runs(host, query));
  // Counted down from all that match, so that busy and changed runs count as kept.
  Pruning pruning{.removed = {}, .busy = {}, .kept = all.total_count, .dry_run = rules.dry_run};
  for (const RunSummary& run : left_over(std::move(all.items), rules, host.env.now_unix_ms())) {
    Removal removal = Removal::kRemoved;
    if (!rules.dry_run) {
      FT_TRY(removal, remove_unless_busy(host, run));
    }
    if (removal == Removal::kBusy) pruning.busy.push_back(run.run_id);
    if (removal != Removal::kRemoved) continue;
    pruning.removed.push_back(run.run_id);
    --pruning.kept;
  }
  return pruning;
}

std::string to_json(const Pruning& pruning, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  id_list(json, "removed", pruning.removed);
  id_list(json, "busy", pruning.busy);
  json.member("kept", pruning.kept).member("isDryRun", pruning.dry_run).end_object();
  return json.take();
}

std::optional<std::int64_t> parse_age_ms(std::string_view text) {
  constexpr std::int64_t kMinute = 60'000, kMost = 100'000;
  if (text.empty()) return std::nullopt;
  const auto count = parse_integer(text.substr(0, text.size() - 1));
  if (!count || *count < 0 || *count > kMost) return std::nullopt;
  switch (text.back()) {
    case 'm': return *count * kMinute;
    case 'h': return *count * 60 * kMinute;
    case 'd': return *count * 24 * 60 * kMinute;
    case 'w': return *count * 7 * 24 * 60 * kMinute;
    default: return std::nullopt;
  }
}

}  // namespace flowtime
