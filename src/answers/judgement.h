// Judgement: what a run says about itself, as it is stored. Definitions: docs/semantics.md,
// "Judgement". The room judge makes it once, when a run is created; everybody else reads it.
//
// Plain values without behaviour; nothing here refers to a model. Node and constraint numbers are
// places in the topology. Times are in minutes where the name says so, else in bins.
// A judgement can be kept, copied and read by any number of threads once it is made. kAbsent in a
// figure means that it has no value, which JSON writes as null; 0 means that it is 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "series/absent.h"

namespace flowtime {

inline constexpr int kJudgementVersion = 3;

// In this order, so that the worst of several is their maximum.
enum class Verdict : std::uint8_t { kNone, kGood, kWarning, kCritical };
const char* name_of(Verdict verdict);  // "good", "warning", "critical"; "" for none

// What a node does in a bin. Exactly one holds, the first that applies (docs/semantics.md).
// judgement.bin holds the number of the enumerator: another order is another kJudgementVersion.
enum class NodeActivity : std::uint8_t {
  kUnknown,
  kEmpty,
  kFlowing,
  kPile,
  kScheduled,
  kShared,
  kOutage,
  kSaturated,
  kDownstream,
  kTransit,
  kHeld,
};
inline constexpr int kNodeActivityCount = 11;
const char* name_of(NodeActivity activity);  // "unknown", "empty", ...
// Items wait, and neither a schedule nor a transit explains it.
inline bool is_waiting(NodeActivity activity) {
  return activity == NodeActivity::kShared || activity == NodeActivity::kOutage ||
         activity == NodeActivity::kSaturated || activity == NodeActivity::kDownstream ||
         activity == NodeActivity::kHeld;
}

inline constexpr std::uint32_t kNobody = 0xFFFFFFFF;

// Consecutive bins in which a node did the same with the same verdict.
// Spans of a node follow one another without gaps, from bin 0 on; the last one ends with the grid.
struct JudgedSpan {
  std::int64_t first_bin = 0;  // the span ends where the next one begins
  NodeActivity activity = NodeActivity::kUnknown;
  Verdict verdict = Verdict::kNone;
  bool rising = false;              // of a waiting activity: the queue did not shrink
  std::uint32_t decider = kNobody;  // series (row) that held the outflow
  std::uint32_t holder = kNobody;   // kShared: the constraint; kDownstream: the node
  bool operator==(const JudgedSpan&) const = default;
};

// One row of the table of verdicts that applied, at its worst.
// Example: row "wait", critical from bin 96 on, value 2.3 (wait / promise), limit 1.5.
struct JudgedRow {
  std::string row;  // "wait", "dropped", ... (metrics/threshold_table.h)
  Verdict verdict = Verdict::kNone;
  std::int64_t first_bin = 0;  // first bin that it marks with this verdict
  double value = kAbsent;      // the figure at its worst
  double limit = kAbsent;      // the limit that it passed
};

// Which waits are lower bounds: what has not left by the end would move them by more than half a
// bin and more than 5 % of themselves (metrics/waits.h, is_at_least). Each asks for itself: 3 %
// that still wait move the longest wait and leave the 95th percentile where it is.
struct LowerBounds {
  bool p50 = false, p85 = false, p95 = false, longest = false;
};

struct NodeJudgement {
  Verdict verdict = Verdict::kNone;
  std::int64_t first_bin = 0;  // the first bin with that verdict
  double share = 0;            // of the bins that have it
  // slaMin where it is declared, else what docs/semantics.md says.
  double promise_minutes = kAbsent;
  bool promise_declared = false;
  bool is_pile = false;
  double transit_minutes = kAbsent;  // its own time, of a transit
  double dust = 0;                   // a level below it is empty
  double useful_norm = kAbsent, useful_band = kAbsent;
  bool errors_are_failures = false;  // only errors are given, and they are attempts that failed

  // Over the run, in items and minutes; absent without a queue.
  // harmed = late + dropped, what is both counted once; lost: dropped and not sent again; spilled:
  // overflow into another node; undelivered: waits at the end.
  double harmed = 0, late = 0, late_share = kAbsent;
  double dropped = 0, lost = 0, spilled = 0, undelivered = 0;
  double p50 = kAbsent, p85 = kAbsent, p95 = kAbsent, longest = kAbsent;
  LowerBounds at_least{};
  double outlook_per_bin = 0;  // items that would leave in a bin after the end; 0: none
  double peak_load = kAbsent;
  std::int64_t peak_load_bin = 0;
  double peak_depth = kAbsent;
  std::int64_t peak_depth_bin = 0;

  // Worst first.
  std::vector<JudgedRow> rows;
  std::vector<JudgedSpan> spans;
  // Per bin of [first_wait_bin, first_wait_bin + wait.size()): the longest wait of what came in it
  // or that of the oldest that waits at its end, whichever is larger; minutes. 0 outside.
  std::int64_t first_wait_bin = 0;
  std::vector<double> wait;
  double wait_minutes(std::int64_t bin) const;  // of a bin of the grid
};

// A constraint has no waits of its own: its verdict and harm are those of the items that it held.
struct ConstraintJudgement {
  Verdict verdict = Verdict::kNone;
  double peak_load = kAbsent;  // sum of allocations / capacity
  std::int64_t peak_load_bin = 0;
  double harmed = 0;
  std::vector<std::uint32_t> held{};  // nodes that it limited
};

// What the finding is about; decides its sentence. Written by name in JSON.
enum class FindingKind : std::uint8_t {
  kRetryStorm,
  kLoss,
  kOverload,
  kShared,
  kOutage,
  kDownstream,
  kSchedule,
  kHeld,
  kFailing,
  kGrowing,
  kCatchingUp,
  kNearLimit,
  kCalm,
  kPile,
};
inline constexpr int kFindingKindCount = 14;
const char* name_of(FindingKind kind);  // "retryStorm", "loss", ...
// Of the names above; nothing for any other text, and for an empty one.
std::optional<FindingKind> parse_finding_kind(const std::string& text);
std::optional<Verdict> parse_verdict(const std::string& text);
std::optional<NodeActivity> parse_node_activity(const std::string& text);

// A piece of a sentence: words, or a figure with the place it comes from.
struct SentencePart {
  std::string text;        // as it is read
  double value = kAbsent;  // absent: words only
  std::string series{};    // bare id; empty: none
  std::int64_t bin = -1;   // -1: of the whole run
  std::string unit{};
};

// Figures that a sentence may name; each is absent, or its bin -1, where it does not apply.
struct FindingCause {
  double demand_peak = kAbsent;  // asked for in the bin of demand_bin, first attempts and repeats
  std::int64_t demand_bin = -1;
  double capacity = kAbsent, first_attempts = kAbsent, retries = kAbsent;  // in that bin
  double amplification = kAbsent;  // sum of arrivals / sum of first attempts, in the episode
  double useful_share = kAbsent;   // in that bin
  std::int64_t trigger_bin = -1;   // of a storm: the last bin in which first attempts exceeded
                                   // the capacity
  std::int64_t due_bin = -1;       // by which first attempts alone would have cleared the queue
  bool undecided = false;          // no due bin inside the run
  // Of a storm: items served within the promise, per bin, before its episode and from the trigger
  // to the end of the episode. Absent: no storm, no bin before it.
  double goodput_before = kAbsent, goodput_during = kAbsent;
};

// One finding: what happened, where, when and how bad it was. Items over the run; peak at peak_bin.
struct RankedFinding {
  FindingKind kind = FindingKind::kCalm;
  Verdict verdict = Verdict::kGood;
  std::string node_id, constraint_id;  // one of them, or neither: of the run
  // Nodes whose items it held, by id.
  std::vector<std::string> members;
  std::int64_t from_bin = 0, to_bin = 0;  // inclusive, of the worst episode
  bool recovered = true;
  std::int64_t episodes = 0;
  std::int64_t peak_bin = -1;
  double peak = kAbsent;  // items that waited
  double harmed = 0, late_share = kAbsent, dropped = 0, lost = 0, undelivered = 0;
  double p95_minutes = kAbsent, longest_minutes = kAbsent;
  bool at_least = false;
  FindingCause cause;
  std::vector<SentencePart> parts;
  std::string text() const;  // the parts in one sentence
};

// Where everything went that came from outside, in items over the run. Absent without a node that
// something comes to from outside.
// offered = delivered + lost + gave_up + inside + unaccounted.
struct Balance {
  double offered = kAbsent;    // first attempts from outside, and what waited before bin 0
  double delivered = kAbsent;  // left at the end of the flow
  double lost = kAbsent, gave_up = kAbsent;
  double inside = kAbsent;  // waits at the end
  // offered - all of these: what branches copy or merge, what is between two nodes at the end.
  double unaccounted = kAbsent;
};

// What lists and envelopes say of a run; kept in run.json.
// Small, however many bins the run has.
struct JudgementSummary {
  int version = kJudgementVersion;
  Verdict verdict = Verdict::kNone;     // the worst of the nodes
  std::int64_t first_bin = 0;           // the first bin in which a node has it
  double share = 0;                     // of the bins in which a node has it
  std::vector<RankedFinding> findings;  // ranked; the first is the headline
  // The headline's node at a glance, at most kThumbnailPoints stretches of equal length: the
  // largest load, and the largest wait / promise. Empty: nothing to show.
  std::vector<double> thumbnail_load, thumbnail_wait;
  Balance balance;
};
inline constexpr std::size_t kThumbnailPoints = 64;

// nodes and constraints are by their places in the topology; both empty without a topology.
struct Judgement {
  JudgementSummary summary;
  std::vector<NodeJudgement> nodes;
  std::vector<ConstraintJudgement> constraints;
};

}  // namespace flowtime
