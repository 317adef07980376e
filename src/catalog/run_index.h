// RunIndex: the runs below runs/, searched without opening a bundle. Threads and processes: any.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "base/result.h"
#include "run/health.h"
#include "run/open_run.h"
#include "run/run_choice.h"
#include "sys/env.h"

namespace flowtime {

class Database;

// One run, as far as lists tell of it.
// A copy of a row; nothing of it follows the run afterwards. `grid` and `seed` are those of the
// model.
struct RunSummary {
  std::string run_id;
  std::string template_id, template_title, template_narrative, template_version;
  std::string mode, created_utc, input_hash, content_hash;
  std::int64_t seed = 0;
  FindingCounts findings;
  TimeGrid grid;
  std::string parameters = "{}";  // a JSON object
  std::string settings = "[]";    // beside those, as applied: a JSON array of texts
  double duration_ms = 0;         // what its making took
  std::string tags = "[]";        // a JSON array of texts
  std::string note;

  // What it says of itself; nothing where a version that judged nothing stored it.
  bool is_judged = false;
  Verdict verdict = Verdict::kNone;
  std::string kind;       // of the headline; empty: it has none
  double harmed = 0;      // likewise
  std::string headline;   // the first finding as JSON; empty: none
  std::string thumbnail;  // {"load","wait"} as JSON
  HealthCounts health;
  // The headline as it is read; empty: none.
  // Parses the JSON: once per row that is shown, not for each that is searched.
  std::string headline_text() const;
  std::int64_t warning_count() const { return findings.error + findings.warning; }
};

// Equal ones: newest first, then by id.
enum class RunOrder {
  kCreated,  // newest first
  kHarmed,   // most harmed items first
  kVerdict,  // worst first, then most harmed
};
inline constexpr std::array<const char*, 3> kRunOrderNames{"created", "harmed", "verdict"};

// All conditions hold together. Texts are compared without regard to case, but `tag` exactly.
struct RunQuery {
  std::string mode{}, template_id{};   // equal, in any case; empty: any
  std::optional<bool> has_warnings{};  // warnings or errors
  std::string search{};                // all words are in id, template, inputs, labels or finding
  std::string tag{};                   // one of its tags, exactly; empty: any
  RunChoice choice{};
  RunOrder order = RunOrder::kCreated;
  std::int64_t page = 1;  // from 1
  std::int64_t page_size = 50;
};

// Two equal questions with equal `revision` have the same answer.
struct RunPage {
  std::vector<RunSummary> items;  // in the order asked for; equals newest first, then by id
  std::int64_t total_count = 0;   // that match
  std::int64_t page = 1, page_size = 50;
  std::int64_t revision = 0;  // of the catalog: another one whenever a run came, changed or left
};

// What bringing the index up to date came to.
// Counts of runs since the last look.
struct IndexUpdate {
  std::int64_t added = 0, changed = 0, removed = 0;
  std::vector<std::string> damaged;  // directories under runs/ that hold no readable run
};

// The directory runs/ is the truth. A run is known by the number of its directory (inode): a run
// that was replaced has another. The modification time of runs/ says whether any came or left.
// docs/decisions/0005.
class RunIndex {
 public:
  RunIndex(Env& env, Database& database) : env_(env), database_(database) {}

  // After a run was published or deleted: reads what is there now.
  // Cheaper than update(): one bundle is read, runs/ is not listed.
  // A run that is gone is taken out of the index.
  Result<Done> refresh(const std::string& run_id);
  // The same of a run that was just published by the caller, who holds its id and knows what
  // reading it would give.
  Result<Done> refresh(const RunInfo& published);
  // Looks at runs/ when it changed since the last look, no matter what changed it.
  // One stat when nothing changed. Otherwise lists runs/ and reads the run.json of each run that is
  // new.
  Result<IndexUpdate> update();
  // Forgets everything and reads every bundle.
  // O(runs): reads each run.json.
  Result<IndexUpdate> rebuild();

  // update() first. Problems: catalog_failed, io codes.
  Result<RunPage> find(const RunQuery& query);
  // Ids of runs with this contentHash, newest first, as of the last look.
  // "As of the last look": without update(), for callers that have just made it.
  Result<std::vector<std::string>> with_content(const std::string& content_hash,
                                                std::int64_t limit);
  // Directories under runs/ that hold no readable run, as of the last look.
  Result<std::vector<std::string>> damaged();

 private:
  Env& env_;
  Database& database_;
};

}  // namespace flowtime
