// The answer to "evaluate this model text and keep it".
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "run/run_envelope.h"
#include "sys/env.h"

namespace flowtime {

// More values than this are left out of the answer; they are in the run.
inline constexpr std::int64_t kMaxCellsPerAnswer = 5'000'000;

// {"runId","artifactsPath","modelHash","scenarioHash","grid","order":[ids],
//  "series":{id:[numbers or null]},"warnings":[...],"wasReused"}, the nodes of the model in
// evaluation order, then what was made beside them. "seriesOmitted":true replaces the values of a
// run with more than kMaxCellsPerAnswer of them. Problems: as open_run, or as reading its model.
Result<std::string> model_run_json(Env& env, const RunEnvelope& envelope);

}  // namespace flowtime
