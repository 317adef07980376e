// The whole judgement of a stored run as JSON: for clients that draw it at once. Every member comes
// from the stored judgement. Docs: docs/http-api.md.
#pragma once

#include "answers/judgement.h"
#include "state/stored_run.h"
#include "text/json_writer.h"

namespace flowtime {

// Members verdict, headline, findings (all, ranked); null, null, [] without a judgement.
void write_headline(JsonWriter& json, const StoredRun& run);

// Members verdict, promise, states, figures, rows of a node. `states` are parallel lists, one entry
// per span: {"bin":[0,108],"state":[...],"verdict":[...],"rising":[...],"decider":[...],
// "holder":[...]}.
// Into an object that is open. Series by span, not by bin: an answer stays small for long runs.
void write_judged_node(JsonWriter& json, const StoredRun& run, const NodeJudgement& judged);

// "constraints": [{"id","verdict","peakLoad","peakLoadBin","harmed","held":[node ids]}]
void write_constraint_verdicts(JsonWriter& json, const StoredRun& run);

}  // namespace flowtime
