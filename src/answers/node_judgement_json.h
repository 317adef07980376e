// What a judgement says of one node, as JSON: alike in every answer. Docs: docs/http-api.md.
#pragma once

#include <string>

#include "answers/judgement.h"
#include "text/json_writer.h"

namespace flowtime {

// "verdict": null without one; "promise": {"minutes","declared"}
void write_verdict_and_promise(JsonWriter& json, const NodeJudgement& judged);

// "name": [...], one entry per span: what `entry(span)` writes.
template <class Entry>
void write_span_list(JsonWriter& json, const char* name, const NodeJudgement& judged, Entry entry) {
  json.key(name).begin_array();
  for (const JudgedSpan& span : judged.spans) entry(span);
  json.end_array();
}

// "bin", "state", "verdict": such lists.
void write_span_lists(JsonWriter& json, const NodeJudgement& judged);

// "figures": {"harmed","late",...,"isPile"}
void write_node_figures(JsonWriter& json, const NodeJudgement& judged);
// "name": {"value","bin"}
void write_peak(JsonWriter& json, const char* name, double peak, std::int64_t bin);

// The text, or null where it is empty.
void text_entry(JsonWriter& json, const std::string& text);

}  // namespace flowtime
