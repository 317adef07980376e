// The words of a judgement as JSON: in run.json, and in every answer that names a headline.
// What these write, the read_ functions read back. A reader takes what it knows and leaves out the
// rest, so that a run of a newer version can be listed; what is missing has its default.
#pragma once

#include "answers/judgement.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {

// {kind, verdict, nodeId | constraintId, members, fromBin, ..., text, parts}: docs/http-api.md.
void write_finding(JsonWriter& json, const RankedFinding& finding);
// The reader is at the value; an unknown kind is read as kCalm, an unknown verdict as kGood.
RankedFinding read_finding(JsonReader& json);

// "judgement": {version, verdict, fromBin, share, thumbnail, findings}
void judgement_member(JsonWriter& json, const JudgementSummary& judgement);
// Reads the value of the member, not its name. Numbers that are null are absent, bins -1.
JudgementSummary read_judgement(JsonReader& json);

// "verdict", "headline": the first finding, or null.
void headline_members(JsonWriter& json, const JudgementSummary& judgement);
// {"load": [...], "wait": [...]}
void write_thumbnail(JsonWriter& json, const JudgementSummary& judgement);
// "balance": {"offered", "delivered", "lost", "gaveUp", "inside", "unaccounted"}
void balance_member(JsonWriter& json, const Balance& balance);

}  // namespace flowtime
