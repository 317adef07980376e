// The subject that a request names, ready to be varied.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "host/run_host.h"
#include "run/open_run.h"
#include "studies/study_request.h"
#include "whatif/subject.h"

namespace flowtime::studies {

// Keeps the subject alive. The environment of the host outlives it.
struct OpenedSubject {
  std::shared_ptr<const whatif::Subject> subject{};
  ThresholdOverrides thresholds{};  // of the run
  std::string of{};                 // "template order-system", "run r1", "model"
  // A scenario with the random numbers of another seed (whatif/reseed.h).
  std::function<Result<whatif::Scenario>(const whatif::Scenario&, std::int64_t seed)> with_seed{};
};

// A run of a template is varied by the parameters of the template as long as that still gives the
// model of the run; else by those of its stored model.
// `most_variants` as in whatif::SubjectOptions.
// Problems: template_not_found, run_not_found, those of model_subject and template_subject.
inline constexpr std::size_t kStudyVariants = 256;
Result<OpenedSubject> open_subject(const RunHost& host, const StudySubject& subject,
                                   std::size_t most_variants = kStudyVariants);
Result<OpenedSubject> open_subject(const RunHost& host, const Run& run,
                                   std::size_t most_variants = kStudyVariants);

}  // namespace flowtime::studies
