#include "state/judged_json.h"

#include "answers/judgement_json.h"
#include "state/judged_state.h"
#include "state/state_json.h"

namespace flowtime {
namespace {

void write_promise(JsonWriter& json, const NodeJudgement& judged) {
  json.key("promise").begin_object().member("minutes", judged.promise_minutes);
  json.member("declared", judged.promise_declared).end_object();
}

// One list: what `entry` writes of every span.
template <class Entry>
void write_list(JsonWriter& json, const char* name, const NodeJudgement& judged, Entry entry) {
  json.key(name).begin_array();
  for (const JudgedSpan& span : judged.spans) entry(span);
  json.end_array();
}

void text_entry(JsonWriter& json, const std::string& text) {
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void write_states(JsonWriter& json, const StoredRun& run, const NodeJudgement& judged) {
  const auto list = [&](const char* name, auto entry) { write_list(json, name, judged, entry); };
  json.key("states").begin_object();
  list("bin", [&](const JudgedSpan& span) { json.integer(span.first_bin); });
  list("state", [&](const JudgedSpan& span) { json.string(name_of(span.activity)); });
  list("verdict", [&](const JudgedSpan& span) { text_entry(json, name_of(span.verdict)); });
  list("rising", [&](const JudgedSpan& span) {
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

void write_waits(JsonWriter& json, const NodeJudgement& judged) {
  const auto minutes = [&](const char* name, double value) {
    json.member(name, judged.is_pile ? kAbsent : value);
  };
  minutes("p50Minutes", judged.p50);
  minutes("p85Minutes", judged.p85);
  minutes("p95Minutes", judged.p95);
  minutes("longestMinutes", judged.longest);
  json.member("atLeast", judged.at_least).member("undelivered", judged.undelivered);
}

void write_peak(JsonWriter& json, const char* name, double peak, std::int64_t bin) {
  json.key(name).begin_object().member("value", peak).key("bin");
  if (is_absent(peak)) {
    json.null();
  } else {
    json.integer(bin);
  }
  json.end_object();
}

void write_node_figures(JsonWriter& json, const NodeJudgement& judged) {
  json.key("figures").begin_object();
  json.member("harmed", judged.harmed).member("late", judged.late);
  json.member("lateShare", judged.late_share).member("dropped", judged.dropped);
  json.member("lost", judged.lost).member("spilled", judged.spilled);
  write_waits(json, judged);
  write_peak(json, "peakLoad", judged.peak_load, judged.peak_load_bin);
  write_peak(json, "peakQueue", judged.peak_depth, judged.peak_depth_bin);
  json.member("usefulNorm", judged.useful_norm).member("usefulBand", judged.useful_band);
  json.member("transitMinutes", judged.transit_minutes).member("isPile", judged.is_pile);
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
  verdict_or_null(json, "verdict", judged.verdict);
  write_promise(json, judged);
  write_states(json, run, judged);
  write_node_figures(json, judged);
  write_rows(json, judged);
}

void write_constraint_verdicts(JsonWriter& json, const StoredRun& run) {
  json.key("constraints").begin_array();
  for (std::size_t i = 0; i < run.topology().constraints.size(); ++i) {
    json.begin_object().member("id", run.topology().constraints[i].id);
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
