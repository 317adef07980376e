#include "state/judged_state.h"

#include <algorithm>

#include "base/check.h"
#include "state/state_json.h"

namespace flowtime {
namespace {

std::vector<JudgedSpan>::const_iterator span_before(const NodeJudgement& judged, std::int64_t bin) {
  const auto after =
      // The last span that begins at or before the bin.
      std::upper_bound(judged.spans.begin(), judged.spans.end(), bin,
                       [](std::int64_t at, const JudgedSpan& span) { return at < span.first_bin; });
  FT_CHECK(after != judged.spans.begin());
  return after - 1;
}

void write_rising(JsonWriter& json, const JudgedSpan& span) {
  json.key("rising");
  if (is_waiting(span.activity)) {
    json.boolean(span.rising);
  } else {
    json.null();
  }
}

// The spans of the points: of each the one with the worst verdict, the first of equals.
std::vector<const JudgedSpan*> spans_of_points(const std::vector<SpanPart>& parts, BinWindow bins,
                                               std::size_t bins_per_point) {
  const std::size_t points = (bins.size() + bins_per_point - 1) / bins_per_point;
  std::vector<const JudgedSpan*> worst(points, nullptr);
  for (const SpanPart& part : parts) {
    const auto first = static_cast<std::size_t>(part.bins.first - bins.first) / bins_per_point;
    const auto last = static_cast<std::size_t>(part.bins.last() - bins.first) / bins_per_point;
    for (std::size_t point = first; point <= last; ++point) {
      // Verdicts are ordered from none to critical; equal ones keep the earlier span.
      if (worst[point] != nullptr && worst[point]->verdict >= part.span->verdict) continue;
      worst[point] = part.span;
    }
  }
  return worst;
}

}  // namespace

const JudgedSpan& span_at(const NodeJudgement& judged, std::int64_t bin) {
  return *span_before(judged, bin);
}

std::vector<SpanPart> spans_in(const NodeJudgement& judged, BinWindow bins,
                               std::int64_t grid_bins) {
  std::vector<SpanPart> parts;
  for (auto span = span_before(judged, bins.first);
       span != judged.spans.end() && span->first_bin < bins.end; ++span) {
    // A span ends where the next one begins, the last one with the grid.
    const std::int64_t end = span + 1 == judged.spans.end() ? grid_bins : (span + 1)->first_bin;
    parts.push_back({&*span, {std::max(bins.first, span->first_bin), std::min(bins.end, end)}});
  }
  return parts;
}

std::vector<Verdict> verdicts_in(const NodeJudgement& judged, BinWindow bins,
                                 std::int64_t grid_bins) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(bins.size());
  for (const SpanPart& part : spans_in(judged, bins, grid_bins)) {
    verdicts.insert(verdicts.end(), part.bins.size(), part.span->verdict);
  }
  return verdicts;
}

std::string decider_of(const StoredRun& run, const JudgedSpan& span) {
  // kNobody, or a judgement that was made of another catalogue.
  if (span.decider >= run.catalog().size()) return "";
  return run.catalog()[SeriesIndex{span.decider}].id;
}

std::string holder_of(const StoredRun& run, const JudgedSpan& span) {
  const Topology& topology = run.topology();
  if (span.activity == NodeActivity::kShared && span.holder < topology.constraints.size()) {
    return topology.constraints[span.holder].id;
  }
  const bool node = span.activity == NodeActivity::kDownstream;
  return node && span.holder < topology.nodes.size() ? topology.nodes[span.holder].id : "";
}

void write_state_members(JsonWriter& json, const StoredRun& run, const NodeJudgement* judged,
                         std::int64_t bin) {
  if (judged == nullptr) {
    for (const char* name : {"state", "verdict", "rising", "decider", "holder"}) {
      json.key(name).null();
    }
    return;
  }
  const JudgedSpan& span = span_at(*judged, bin);
  json.member("state", name_of(span.activity));
  verdict_or_null(json, "verdict", span.verdict);
  write_rising(json, span);
  text_or_null(json, "decider", decider_of(run, span));
  text_or_null(json, "holder", holder_of(run, span));
}

void write_state_series(JsonWriter& json, const NodeJudgement* judged, BinWindow bins,
                        std::int64_t grid_bins, std::size_t bins_per_point,
                        StateSeriesChoice choice) {
  if (judged == nullptr) return;
  const std::vector<const JudgedSpan*> points =
      spans_of_points(spans_in(*judged, bins, grid_bins), bins, bins_per_point);
  if (choice.state) {
    json.key("state").begin_array();
    for (const JudgedSpan* span : points) json.string(name_of(span->activity));
    json.end_array();
  }
  if (!choice.verdict) return;
  json.key("verdict").begin_array();
  for (const JudgedSpan* span : points) {
    if (span->verdict == Verdict::kNone) {
      json.null();
    } else {
      json.string(name_of(span->verdict));
    }
  }
  json.end_array();
}

}  // namespace flowtime
