// What a judgement says of one node, as JSON: alike in every answer. Docs: docs/http-api.md.
#pragma once

#include <string>

#include "answers/judgement.h"
#include "text/json_writer.h"

namespace flowtime {

// "verdict": null without one; "promise": {"minutes","declared"}
void write_verdict_and_promise(JsonWriter& json, const NodeJudgement& judged);

// "name": [...], one entry per span: what `entry(span)` writes.
// The lists of one node have one length, so that entry i of all of them is span i.
template <class Entry>
void write_span_list(JsonWriter& json, const char* name, const NodeJudgement& judged, Entry entry) {
  json.key(name).begin_array();
  for (const JudgedSpan& span : judged.spans) entry(span);
  json.end_array();
}

// "bin", "state", "verdict": such lists.
void write_span_lists(JsonWriter& json, const NodeJudgement& judged);

// "figures": {"harmed","late",...,"isPile"}
// The waits of a pile are null: what lies there is not meant to leave.
void write_node_figures(JsonWriter& json, const NodeJudgement& judged);
// "name": {"value","bin"}
// Both null where there is no peak.
void write_peak(JsonWriter& json, const char* name, double peak, std::int64_t bin);

// The text, or null where it is empty.
void text_entry(JsonWriter& json, const std::string& text);

}  // namespace flowtime
