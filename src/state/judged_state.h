// What the stored judgement says of a node in a bin, with the names of who decided.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "series/bin_window.h"
#include "state/stored_run.h"
#include "text/json_writer.h"

namespace flowtime {

// The span that holds the bin.
// Spans cover the grid, so there is one for every bin of it. O(log spans).
const JudgedSpan& span_at(const NodeJudgement& judged, std::int64_t bin);

// Every span that has a bin of the window, with those bins.
// Points into the judgement.
struct SpanPart {
  const JudgedSpan* span = nullptr;
  BinWindow bins{};
};
std::vector<SpanPart> spans_in(const NodeJudgement& judged, BinWindow bins, std::int64_t grid_bins);

// The verdict of every bin.
// One per bin of `bins`.
std::vector<Verdict> verdicts_in(const NodeJudgement& judged, BinWindow bins,
                                 std::int64_t grid_bins);

// The series that held the outflow, and the node (downstream) or constraint (shared) that did;
// empty where there is none.
// Ids, not words for people (explain/decider.h).
std::string decider_of(const StoredRun& run, const JudgedSpan& span);
std::string holder_of(const StoredRun& run, const JudgedSpan& span);

// Members state, verdict, rising, decider, holder of one bin; all null without a judgement.
// Into an object that is open.
void write_state_members(JsonWriter& json, const StoredRun& run, const NodeJudgement* judged,
                         std::int64_t bin);
// Members "state": [...], "verdict": [...], one per point: of the bin of the point with the worst
// verdict, the first of equals. Nothing without a judgement.
struct StateSeriesChoice {
  bool state = true, verdict = true;
};
// `judged` null: no member is written, so that the answer is as without a judgement.
void write_state_series(JsonWriter& json, const NodeJudgement* judged, BinWindow bins,
                        std::int64_t grid_bins, std::size_t bins_per_point,
                        StateSeriesChoice choice);

}  // namespace flowtime
