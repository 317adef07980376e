// Figure: one number of a run that people ask for by name. The one grammar of figures, for
// comparisons, expectations and studies. Definitions: docs/figures.md.
//
//   p95Wait(Payment)                     a figure of a node
//   max(payment_queue)                   a figure of a series
//   load(database)                       of a node or a shared constraint
//   harmed(run)                          of the run as a whole
//   max(payment_queue) in 09:00..12:00   over some bins (pipeline/bin_range.h)
//   timeAbove(payment_queue, 100)        with a limit
//   serviceLevel(Calls, 30 s)            with a wait
//   p95Wait(Payment@Gold)                of one class of a node
//
// Flags and addresses may write a colon: max:payment_queue, timeAbove(100):payment_queue. The other
// way round is an alias: Payment:p95Wait, payment_queue:max, payment_queue:160 (the value in bin
// 160); a series alone means its max.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime::figures {

enum class Reducer : std::uint8_t {
  // of the values of a series; absent ones are passed over
  kMax,
  kMin,
  kMean,
  kSum,
  kLast,
  kP50,
  kP85,
  kP95,
  kP99,
  kTimeAbove,
  kIntegral,
  kMonotone,
  // of a series over a limit; of a node over its promise
  kFirstBreach,
  // of what a run says about itself (docs/semantics.md, "Judgement")
  kLoad,
  kPeakQueue,
  kP50Wait,
  kP85Wait,
  kP95Wait,
  kLongest,
  kLate,
  kLateShare,
  kLost,
  kDropped,
  kUndelivered,
  kHarmed,
  kVerdict,
  kGoodput,
  kTimeToDrain,
  kHeadroom,
  kGaveUp,
  // of the run: where everything went that came from outside
  kOffered,
  kDelivered,
  kInside,
  kUnaccounted,
  // of chance on top of that (docs/semantics.md, "Derived facts")
  kServiceLevel,
};

// What a reducer can be asked of.
// The columns say of what the reducer may be asked; several may be true.
struct ReducerRow {
  Reducer reducer{};
  std::string_view name{};
  bool of_series = false, of_node = false, of_constraint = false, of_run = false;
  bool takes_limit = false;     // of a series
  bool takes_wait = false;      // of a node, always
  bool takes_range = true;      // of a node; of a series every reducer does
  bool is_truth = false;        // 1 or 0, and an expectation by itself
  std::string_view unit{};      // of a node; of a series "" is the unit of the series
  std::string_view measures{};  // in words
};
// Static, in the order of Reducer.
std::span<const ReducerRow> reducer_table();
const ReducerRow& about(Reducer reducer);

inline constexpr std::string_view kWholeRun = "run";  // the id that means the run

// `id` may be "Node@Class".
struct Figure {
  Reducer reducer = Reducer::kMax;
  std::string id{};        // of a series, a node or a constraint; kWholeRun
  double limit = 0;        // where it takes one; a wait in minutes
  bool has_limit = false;  // timeAbove and serviceLevel always; firstBreach of a series
  std::string range{};     // as written; empty: every bin
  bool operator==(const Figure&) const = default;

  // A figure of the values of one series, which needs no judgement.
  bool is_of_series() const {
    return about(reducer).of_series && (!about(reducer).of_node || has_limit);
  }
  bool is_of_run() const { return !is_of_series() && id == kWholeRun; }
};

// Problem figure_syntax, with the nearest reducer. Neither ids nor ranges are looked up.
// Pure: the same text gives the same figure in every model.
Result<Figure> parse_figure(std::string_view text);
// "p95Wait(Payment)", "timeAbove(payment_queue, 100) in 9..12".
std::string to_text(const Figure& figure);
// As older clients know it, where they do: "payment_queue:max", "payment_queue:160"; else to_text.
std::string alias_text(const Figure& figure);

}  // namespace flowtime::figures
