// StudyStore: the studies of a data root, <data>/studies/<studyId>/.
//
//   study.json            what was asked, of what, with which version
//   points/000000.f64     rows of evaluated points, some in each file, in the order of evaluation:
//                         the parameters, the figures, then 1 for each figure that is "at least"
//   series/000000.f64     of the same points: the values of each series that is kept, one behind
//                         the other
//   units.json            the unit of each figure
//   answer.json           what was found; its presence says that the study is complete
//   failure.json          why it failed
//   left.json             a person stopped it: it is not gone on with by itself
//   resumed.json          how many points it had when it was gone on with by itself last
//
// A file of points appears by one rename, so a killed process loses what it had not written yet and
// nothing else. A lock of the data root is held while a process works on a study.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "studies/point_evaluator.h"
#include "studies/run_study.h"
#include "studies/study_request.h"
#include "sys/env.h"

namespace flowtime::studies {

enum class StudyStatus : std::uint8_t { kRunning, kCompleted, kFailed, kInterrupted };
// As JSON and lists have it.
const char* name_of(StudyStatus status);

// Read from the files at every call; a copy that may be out of date.
struct StudyRecord {
  std::string id{};
  StudyKind kind = StudyKind::kSweep;
  StudyStatus status = StudyStatus::kInterrupted;
  std::string of{};  // "template order-system"
  std::string created_utc{}, finished_utc{};
  std::string engine_version{};
  std::int64_t semantics_version = 0;
  std::vector<std::string> parameters{}, measures{}, series{};
  std::int64_t points = 0;            // planned; of a search the most
  std::int64_t completed_points = 0;  // that are stored
  std::int64_t bins = 0;
  std::string subject_hash{};  // of the plan that is varied, with its values
  std::string points_hash{};   // of all files of points and series, of a complete one
  std::string request{};       // JSON
  std::string answer{};        // JSON of a complete one
  Problems problems{};         // of a failed one
  // Of an interrupted one: its process ended before it did, and the next server continues it.
  bool resumes_at_start = false;
};
// {"studyId","kind","status","of","createdUtc",...,"points","completedPoints","request","result",
//  "errors"}; without `whole` neither request nor result.
std::string to_json(const StudyRecord& record, bool whole);

// Thread safe: state is on disk only, and locks are those of the data root.
class StudyStore {
 public:
  explicit StudyStore(Env& env) : env_(env) {}

  // A new study, with nothing evaluated yet. Problems: those of open_subject and run_study that are
  // known before anything is evaluated; io codes.
  Result<StudyRecord> begin(const RunHost& host, const StudyRequest& request);
  // Evaluates what is missing and keeps the answer. Of a complete study nothing is missing.
  // Problems: study_not_found, study_running (another process or thread works on it),
  // study_changed (its template, run or program gives another model now), those of run_study.
  // A study that fails keeps its problems; a stopped one is interrupted and can be gone on with.
  Result<StudyRecord> carry_out(const RunHost& host, const std::string& id, StudyRun run = {});
  // The answer of a complete study, made of its stored points; nothing is evaluated. Problems as
  // carry_out.
  Result<StudyAnswer> answer_again(const RunHost& host, const std::string& id);

  // What a run with the values of a stored point is made of; points count from 0, in the order of
  // evaluation. Of an ensemble whose nodes draw, with the seed of that draw. Problems: as
  // carry_out; point_not_found.
  Result<whatif::RunSource> run_source(const RunHost& host, const std::string& id,
                                       std::int64_t point);

  // Problems: study_not_found, study_damaged.
  Result<StudyRecord> find(const std::string& id);
  // The evaluated points of a study, in the order of evaluation, without the series that they keep.
  // No model is opened. Problem study_damaged; io codes.
  Result<std::vector<StudyRow>> points_of(const StudyRecord& record);
  Result<std::vector<StudyRecord>> list();  // newest first; damaged ones are left out
  // Those that a server continues when it starts, the oldest first.
  std::vector<StudyRecord> unfinished();
  // Problems: study_not_found, study_running.
  Result<Done> remove(const std::string& id);

  // It stays interrupted until a user asks for it again: a person has stopped it.
  Result<Done> leave(const std::string& id);
  // Notes that it is gone on with by itself. False: not again, since the last time brought no point
  // (its process may have ended of it).
  Result<bool> may_resume_by_itself(const StudyRecord& record);

 private:
  struct Reopened {
    StudyRequest request;
    OpenedSubject subject;
  };
  Result<Reopened> reopen(const RunHost& host, const StudyRecord& record);
  Result<std::string> answer_to(const RunHost& host, const StudyRecord& record, StudyRun run);

  Env& env_;
};

}  // namespace flowtime::studies
