// Publishing is one rename from staging/ to runs/. What is there already decides the rest: it
// stays, is swapped with the stage and removed with it, or is swapped with a run that was placed
// beside it. Each
// step leaves a whole run under every name, so a process may end between any two of them.
#include <optional>
#include <string>

#include "run/bundle_paths.h"
#include "run/durability.h"
#include "run/open_run.h"
#include "run/run_stage.h"
#include "run/run_stage_state.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// How often a name may change hands under us before we give up.
constexpr int kMaxAttempts = 100;

// The name under which a superseded run is kept.
std::string former_id(Env& env, const std::string& run_id, const std::string& content_hash) {
  const std::size_t colon = content_hash.find(':');
  const std::string hex = colon == std::string::npos ? "" : content_hash.substr(colon + 1, 8);
  return run_id + "." + (hex.size() == 8 ? hex : env.random_hex(8));
}

std::string content_hash_of(Env& env, const std::string& id) {
  const Result<RunInfo> info = read_run_info(env, id);
  return info ? info->content_hash : "";
}

// One attempt each; nothing means that the place changed meanwhile and another attempt is due.
class Publisher {
 public:
  explicit Publisher(RunStage::State& state)
      : env_(state.env),
        state_(state),
        place_(run_directory(state.run_id)),
        content_hash_(state.content_hash) {}

  Result<std::optional<Publication>> attempt(PublishRule rule) {
    // Without asking first whether the place is free: only the rename can tell.
    const Result<Done> created = env_.rename(state_.directory, place_, RenameRule::kNoReplace);
    if (created) {
      // The stage is a run from here on: its destructor must not remove it.
      state_.directory.clear();
      return std::optional(Publication{.published = true});
    }
    if (!failed_with(created.problems(), io_codes::kExists)) return created.problems();
    switch (rule) {
      case PublishRule::kKeepExisting: return std::optional(Publication{});
      case PublishRule::kReplace: return swap_and_drop("");
      case PublishRule::kSupersede: return supersede();
    }
    return again();
  }

 private:
  // Nothing when one of the two is not there any more.
  Result<bool> swap(const std::string& a, const std::string& b) {
    const Result<Done> swapped = env_.rename(a, b, RenameRule::kExchange);
    if (swapped) return true;
    if (failed_with(swapped.problems(), io_codes::kNotFound)) return false;
    return swapped.problems();
  }

  // The new run first takes the name that the former one will have, then the two swap: at no moment
  // is either of them without a name.
  Result<std::optional<Publication>> supersede() {
    const std::string kept_hash = content_hash_of(env_, state_.run_id);
    const std::string former = former_id(env_, state_.run_id, kept_hash);
    FT_RETURN_IF_PROBLEM(check_id(former, "run id"));
    if (!env_.exists(run_directory(former))) return supersede_as(former);
    const std::string stands_there = content_hash_of(env_, former);
    // A writer ended between its two renames and left a copy of the new run there.
    // The former run then is still in the place, and the swap is all that is missing.
    if (stands_there == content_hash_ && stands_there != kept_hash) return finish_swap(former);
    // An earlier copy of the former run is kept there already, so that this one may go.
    if (stands_there == kept_hash && !kept_hash.empty()) return swap_and_drop(former);
    return supersede_as(former_id(env_, state_.run_id, ""));
  }

  Result<std::optional<Publication>> supersede_as(const std::string& former) {
    const Result<Done> placed =
        env_.rename(state_.directory, run_directory(former), RenameRule::kNoReplace);
    if (!placed && failed_with(placed.problems(), io_codes::kExists)) return again();
    if (!placed) return placed.problems();
    state_.directory.clear();
    return finish_swap(former);
  }

  // The new run stands at runs/<former>.
  Result<std::optional<Publication>> finish_swap(const std::string& former) {
    FT_TRY(const bool swapped, swap(run_directory(former), place_));
    if (swapped) return published_over(former);
    // The former run was deleted meanwhile: what stands aside takes its place.
    const Result<Done> renamed = env_.rename(run_directory(former), place_, RenameRule::kNoReplace);
    if (!renamed) return renamed.problems();
    return std::optional(Publication{.published = true});
  }

  // What people say of a run stays when it is made again.
  Result<Done> carry_labels() {
    for (const char* name : {bundle::kLabels, bundle::kNotes}) {
      const auto text = env_.read_file(place_ + "/" + name);
      if (text) FT_RETURN_IF_PROBLEM(env_.write_file(state_.directory + "/" + name, *text));
    }
    return Done{};
  }

  // The stage's owner removes the former run, which then is in the stage directory.
  Result<std::optional<Publication>> swap_and_drop(const std::string& former) {
    // Before the swap, so that the new run has them at the moment it appears.
    if (former.empty()) FT_RETURN_IF_PROBLEM(carry_labels());
    FT_TRY(const bool swapped, swap(state_.directory, place_));
    if (!swapped) return again();
    return published_over(former);
  }

  static std::optional<Publication> published_over(const std::string& former) {
    return Publication{.published = true, .replaced = true, .former_id = former};
  }
  static std::optional<Publication> again() { return std::nullopt; }

  Env& env_;
  RunStage::State& state_;
  std::string place_;
  std::string content_hash_;
};

}  // namespace

Result<Publication> publish(RunStage& stage, PublishRule rule, Durability durability) {
  RunStage::State& state = stage.state();
  FT_CHECK(state.complete && !state.directory.empty());
  // Its file is synced and moved with the others.
  state.matrix->close();
  if (durability == Durability::kFull)
    FT_RETURN_IF_PROBLEM(sync_bundle(state.env, state.directory, state.files));
  FT_RETURN_IF_PROBLEM(state.env.make_directories(kRunsDirectory));
  Publisher publisher(state);
  for (int i = 0; i < kMaxAttempts; ++i) {
    // Each attempt finds the place as it is then; others may publish, delete or swap between two of
    // them.
    FT_TRY(std::optional<Publication> publication, publisher.attempt(rule));
    if (!publication) continue;
    if (publication->published && durability == Durability::kFull) {
      // The publication cannot be undone any more; a failure is only told.
      publication->durable = sync_names(state.env).has_value();
    }
    return std::move(*publication);
  }
  return Problem{.code = "run_busy",
                 .message = "the run '" + state.run_id + "' is being replaced by other requests",
                 .remedy = "Try again later."};
}

}  // namespace flowtime
