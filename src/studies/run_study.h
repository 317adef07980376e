// run_study: from a request to what is found.
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "studies/study_answer.h"
#include "studies/study_request.h"
#include "studies/study_subject.h"

namespace flowtime::studies {

// `stop` outlives the call and is asked from several threads at once.
struct StudyRun {
  int threads = 0;  // 0: as the machine has
  StopToken* stop = nullptr;
  EvaluationHooks hooks{};
  std::vector<StudyRow> known{};                    // of an earlier process
  std::function<void(const StudyAnswer&)> found{};  // gets the answer, also of a stored study
};

// The answer is the same for any number of threads and wherever the study was stopped and gone on
// with. Problems: those of PointEvaluator, study/goal_seek.h and the like; study_too_large, with
// what it would take; missing_range. Not for kSuggest (studies/suggest.h).
// Keeps all rows in memory: at most kMostKeptStudyBytes of series.
Result<StudyAnswer> run_study(const OpenedSubject& opened, const StudyRequest& request,
                              StudyRun run = {});

// What a study will do, found before anything is evaluated.
struct StudyPlan {
  std::vector<std::string> knobs{};
  std::vector<figures::Figure> measures{};  // those of constraints behind them
  std::vector<std::string> series{};        // that every point keeps
  std::int64_t points = 0;                  // of a search the most that it may evaluate
};
// The problems are those that run_study would find before its first point.
Result<StudyPlan> plan_study(const OpenedSubject& opened, const StudyRequest& request);

// At least 1.
int threads_of(int wanted);

// Draw k of an ensemble whose nodes draw has the random numbers of a run with this seed: k more
// than that of the subject.
std::int64_t seed_of_draw(const whatif::Subject& subject, std::int64_t draw);

}  // namespace flowtime::studies
