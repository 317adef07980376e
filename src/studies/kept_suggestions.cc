#include "studies/kept_suggestions.h"

#include "studies/study_subject.h"
#include "sys/sha256.h"

namespace flowtime::studies {
namespace {

std::string path_of(const std::string& run_id) { return "suggestions/" + run_id + ".json"; }

// The first line of what is kept: what it belongs to.
std::string key_of(const RunHost& host, const RunInfo& info) {
  return sha256_hex(info.content_hash + "\n" + info.created_utc + "\n" + host.version.version +
                    "\n" + host.version.commit + "\n" +
                    std::to_string(host.version.semantics_version));
}

void keep(Env& env, const std::string& run_id, const std::string& text) {
  const std::string path = path_of(run_id);
  const std::string part = path + "." + env.random_hex(8);
  if (!env.make_directories("suggestions") || !env.write_file(part, text)) return;
  if (env.rename(part, path, RenameRule::kReplaceFile)) return;
  const auto removed = env.remove_file(part);
  static_cast<void>(removed.has_value());
}

}  // namespace

Result<std::string> suggestions_for(const RunHost& host, const std::string& run_id,
                                    const SuggestOptions& options) {
  FT_TRY(const Run run, open_run(host.env, run_id));
  const std::string key = key_of(host, run.info());
  const auto kept = host.env.read_file(path_of(run_id));
  if (kept && kept->starts_with(key + "\n")) return kept->substr(key.size() + 1);
  FT_TRY(const OpenedSubject opened, open_subject(host, run));
  FT_TRY(const Suggestions found, suggest(opened, options));
  std::string json = to_json(found, run_id, opened.subject->template_id());
  keep(host.env, run_id, key + "\n" + json);
  return json;
}

}  // namespace flowtime::studies
