// Models that a session is opened on by name: a template of the library with values for its
// parameters, or a stored run. Who knows the library and the runs gives the session a FindModel.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/thresholds.h"
#include "pipeline/model_source.h"
#include "template/template_value.h"
#include "whatif/subject.h"

namespace flowtime::sessions {

// Exactly one of the two ids.
struct ModelName {
  std::string template_id{}, run_id{};
  std::vector<GivenParameter> parameters{};  // of the template
};

struct NamedModel {
  std::shared_ptr<const whatif::Subject> subject{};
  ThresholdOverrides thresholds{};  // of the run
  std::string of{};                 // "template order-system", "run r1"
  ModelSource source{};             // the same model as a text, which edits change
};

// `most_variants` as in SubjectOptions. Problems: template_not_found, run_not_found, those of the
// model. Called by the thread of the session.
using FindModel =
    std::function<Result<NamedModel>(const ModelName& name, std::size_t most_variants)>;

}  // namespace flowtime::sessions
