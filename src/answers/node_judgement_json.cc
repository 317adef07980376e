#include "answers/node_judgement_json.h"

namespace flowtime {
namespace {

// `atLeast` and `undelivered` are written for a pile too: all nodes have the same members.
void write_waits(JsonWriter& json, const NodeJudgement& judged) {
  const auto minutes = [&](const char* name, double value) {
    json.member(name, judged.is_pile ? kAbsent : value);
  };
  minutes("p50Minutes", judged.p50);
  minutes("p85Minutes", judged.p85);
  minutes("p95Minutes", judged.p95);
  minutes("longestMinutes", judged.longest);
  json.member("atLeast", judged.at_least.p95).member("undelivered", judged.undelivered);
}

}  // namespace

void text_entry(JsonWriter& json, const std::string& text) {
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void write_verdict_and_promise(JsonWriter& json, const NodeJudgement& judged) {
  json.key("verdict");
  text_entry(json, name_of(judged.verdict));
  json.key("promise").begin_object().member("minutes", judged.promise_minutes);
  json.member("declared", judged.promise_declared).end_object();
}

void write_span_lists(JsonWriter& json, const NodeJudgement& judged) {
  const auto list = [&](const char* name, auto entry) {
    write_span_list(json, name, judged, entry);
  };
  list("bin", [&](const JudgedSpan& span) { json.integer(span.first_bin); });
  list("state", [&](const JudgedSpan& span) { json.string(name_of(span.activity)); });
  list("verdict", [&](const JudgedSpan& span) { text_entry(json, name_of(span.verdict)); });
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

}  // namespace flowtime
