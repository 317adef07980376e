#include "state/judged_json.h"

#include "answers/judgement_json.h"
#include "answers/node_judgement_json.h"
#include "state/judged_state.h"
#include "state/state_json.h"

namespace flowtime {
namespace {

void write_states(JsonWriter& json, const StoredRun& run, const NodeJudgement& judged) {
  const auto list = [&](const char* name, auto entry) {
    write_span_list(json, name, judged, entry);
  };
  json.key("states").begin_object();
  write_span_lists(json, judged);
  list("rising", [&](const JudgedSpan& span) {
    // Without a queue nothing can rise.
    if (is_waiting(span.activity)) {
      json.boolean(span.rising);
    } else {
      json.null();
    }
  });
  list("decider", [&](const JudgedSpan& span) { text_entry(json, decider_of(run, span)); });
  list("holder", [&](const JudgedSpan& span) { text_entry(json, holder_of(run, span)); });
  json.end_object();
}

void write_rows(JsonWriter& json, const NodeJudgement& judged) {
  json.key("rows").begin_array();
  for (const JudgedRow& row : judged.rows) {
    json.begin_object().member("row", row.row);
    verdict_or_null(json, "verdict", row.verdict);
    json.member("firstBin", row.first_bin).member("value", row.value);
    json.member("limit", row.limit).end_object();
  }
  json.end_array();
}

}  // namespace

void write_headline(JsonWriter& json, const StoredRun& run) {
  if (run.judgement() == nullptr) {
    json.key("verdict").null().key("headline").null().key("findings").begin_array().end_array();
    return;
  }
  const JudgementSummary& summary = run.judgement()->summary;
  headline_members(json, summary);
  json.key("findings").begin_array();
  for (const RankedFinding& finding : summary.findings) write_finding(json, finding);
  json.end_array();
}

void write_judged_node(JsonWriter& json, const StoredRun& run, const NodeJudgement& judged) {
  write_verdict_and_promise(json, judged);
  write_states(json, run, judged);
  write_node_figures(json, judged);
  write_rows(json, judged);
}

void write_constraint_verdicts(JsonWriter& json, const StoredRun& run) {
  json.key("constraints").begin_array();
  for (std::size_t i = 0; i < run.topology().constraints.size(); ++i) {
    json.begin_object().member("id", run.topology().constraints[i].id);
    // Without a judgement the ids alone are listed.
    if (run.judgement() != nullptr) {
      const ConstraintJudgement& judged = run.judgement()->constraints[i];
      verdict_or_null(json, "verdict", judged.verdict);
      write_peak(json, "peakLoad", judged.peak_load, judged.peak_load_bin);
      json.member("harmed", judged.harmed).key("held").begin_array();
      for (const std::uint32_t node : judged.held) json.string(run.topology().nodes[node].id);
      json.end_array();
    }
    json.end_object();
  }
  json.end_array();
}

}  // namespace flowtime
