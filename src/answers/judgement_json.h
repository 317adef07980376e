// The words of a judgement as JSON: in run.json, and in every answer that names a headline.
#pragma once

#include "answers/judgement.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {

// {kind, verdict, nodeId | constraintId, members, fromBin, ..., text, parts}: docs/http-api.md.
void write_finding(JsonWriter& json, const RankedFinding& finding);
RankedFinding read_finding(JsonReader& json);

// "judgement": {version, verdict, fromBin, share, thumbnail, findings}
void judgement_member(JsonWriter& json, const JudgementSummary& judgement);
JudgementSummary read_judgement(JsonReader& json);

// "verdict", "headline": the first finding, or null.
void headline_members(JsonWriter& json, const JudgementSummary& judgement);
// {"load": [...], "wait": [...]}
void write_thumbnail(JsonWriter& json, const JudgementSummary& judgement);
// "balance": {"offered", "delivered", "lost", "gaveUp", "inside", "unaccounted"}
void balance_member(JsonWriter& json, const Balance& balance);

}  // namespace flowtime
