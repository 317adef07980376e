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
struct RunSummary {
  std::string run_id;
  std::string template_id, template_title, template_narrative, template_version;
  std::string mode, created_utc, input_hash, content_hash;
  std::int64_t seed = 0;
  FindingCounts findings;
  TimeGrid grid;
  std::string parameters = "{}";  // a JSON object
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
  std::string headline_text() const;
  std::int64_t warning_count() const { return findings.error + findings.warning; }
};

enum class RunOrder {
  kCreated,  // newest first
  kHarmed,   // most harmed items first
  kVerdict,  // worst first, then most harmed
};
inline constexpr std::array<const char*, 3> kRunOrderNames{"created", "harmed", "verdict"};

struct RunQuery {
  std::string mode{}, template_id{};   // equal, in any case; empty: any
  std::optional<bool> has_warnings{};  // warnings or errors
  std::string search{};                // every word is in the id, template, parameters or labels
  std::string tag{};                   // one of its tags, exactly; empty: any
  RunChoice choice{};
  RunOrder order = RunOrder::kCreated;
  std::int64_t page = 1;  // from 1
  std::int64_t page_size = 50;
};

struct RunPage {
  std::vector<RunSummary> items;  // in the order asked for; equals newest first, then by id
  std::int64_t total_count = 0;   // that match
  std::int64_t page = 1, page_size = 50;
  std::int64_t revision = 0;  // of the catalog: another one whenever a run came, changed or left
};

// What bringing the index up to date came to.
struct IndexUpdate {
  std::int64_t added = 0, changed = 0, removed = 0;
  std::vector<std::string> damaged;  // directories under runs/ that hold no readable run
};

class RunIndex {
 public:
  RunIndex(Env& env, Database& database) : env_(env), database_(database) {}

  // After a run was published or deleted: reads what stands there now.
  Result<Done> refresh(const std::string& run_id);
  // Looks at runs/ when it changed since the last look, whoever changed it.
  Result<IndexUpdate> update();
  // Forgets everything and reads every bundle.
  Result<IndexUpdate> rebuild();

  // update() first. Problems: catalog_failed, io codes.
  Result<RunPage> find(const RunQuery& query);
  // Ids of runs with this contentHash, newest first, as of the last look.
  Result<std::vector<std::string>> with_content(const std::string& content_hash,
                                                std::int64_t limit);
  // Directories under runs/ that hold no readable run, as of the last look.
  Result<std::vector<std::string>> damaged();

 private:
  Env& env_;
  Database& database_;
};

}  // namespace flowtime
