#include "studies/kept_suggestions.h"

#include "run/suggestions_path.h"
#include "series/absent.h"
#include "studies/study_subject.h"
#include "sys/sha256.h"
#include "text/json_reader.h"

namespace flowtime::studies {
namespace {

// The first line of what is kept: what it belongs to.
std::string key_of(const RunHost& host, const RunInfo& info) {
  // Another build may suggest otherwise; a run that was made again may have another content.
  return sha256_hex(info.content_hash + "\n" + info.created_utc + "\n" + host.version.version +
                    "\n" + host.version.commit + "\n" +
                    std::to_string(host.version.semantics_version));
}

void keep(Env& env, const std::string& run_id, const std::string& text) {
  const std::string path = suggestions_path(run_id);
  const std::string part = path + "." + env.random_hex(8);
  // Keeping is a help only: what fails here is computed again next time.
  if (!env.make_directories(kSuggestionsDirectory) || !env.write_file(part, text)) return;
  // Two that compute at once write the same text.
  if (env.rename(part, path, RenameRule::kReplaceFile)) return;
  const auto removed = env.remove_file(part);
  static_cast<void>(removed.has_value());
}

std::optional<std::string> kept_for(const RunHost& host, const Run& run, const std::string& key) {
  const auto kept = host.env.read_file(suggestions_path(run.info().id));
  if (!kept || !kept->starts_with(key + "\n")) return std::nullopt;
  return kept->substr(key.size() + 1);
}

Result<std::string> make(const RunHost& host, const Run& run, const std::string& key,
                         const SuggestOptions& options) {
  FT_TRY(const OpenedSubject opened, open_subject(host, run));
  FT_TRY(const Suggestions found, suggest(opened, options));
  std::string json = to_json(found, run.info().id, opened.subject->template_id());
  keep(host.env, run.info().id, key + "\n" + json);
  return json;
}

std::optional<NextChange> first_of(const std::string& text) {
  NextChange next;
  JsonReader reader(text);
  reader.members([&](std::string_view member) {
    if (member != "next") return;
    reader.members([&](std::string_view name) {
      if (name == "parameter") next.parameter = reader.text();
      if (name == "to") next.to = reader.number().value_or(kAbsent);
    });
  });
  if (next.parameter.empty() || is_absent(next.to)) return std::nullopt;
  return next;
}

}  // namespace

Result<std::string> suggestions_for(const RunHost& host, const std::string& run_id,
                                    const SuggestOptions& options) {
  FT_TRY(const Run run, open_run(host.env, run_id));
  const std::string key = key_of(host, run.info());
  if (auto kept = kept_for(host, run, key)) return *std::move(kept);
  return make(host, run, key, options);
}

Result<std::optional<std::string>> kept_suggestions(const RunHost& host,
                                                    const std::string& run_id) {
  FT_TRY(const Run run, open_run(host.env, run_id));
  return kept_for(host, run, key_of(host, run.info()));
}

NextStep next_step(const RunHost& host, const Run& run, std::int64_t most_cells) {
  const std::string key = key_of(host, run.info());
  if (const auto kept = kept_for(host, run, key)) return {.change = first_of(*kept)};
  const auto cells = static_cast<std::int64_t>(run.series().size()) * run.info().grid.bins;
  if (cells > most_cells) return {.is_too_large = true};
  const auto made = make(host, run, key, {});
  return {.change = made ? first_of(*made) : std::nullopt};
}

}  // namespace flowtime::studies
