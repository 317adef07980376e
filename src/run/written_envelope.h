// The envelope of a run by what its writer holds: the same as a reader makes of the files.
#pragma once

#include "run/run_envelope.h"
#include "run/run_record.h"
#include "run/run_stage.h"

namespace flowtime {

// `info`: what run.json and model/metadata.json say.
// Spares opening the run that was just written: creation answers from memory.
RunEnvelope envelope_of(const RunRecord& record, RunInfo info);

// Of a stage that write_bundle() completed; once.
RunEnvelope take_envelope(RunStage& stage);

}  // namespace flowtime
