// LiveValues: all columns of one scenario, kept, so that after a change only what is downstream of
// it is evaluated again.
//
// What it keeps has the same bits as an evaluation from nothing (tests/laws/live_law_test.cc).
// One object belongs to one thread at a time.
// A change of one parameter evaluates again only the steps that read it, directly or through
// others. The price is memory: every column of the plan is kept for all bins.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "eval/evaluate.h"
#include "eval/evaluator.h"

namespace flowtime {

class LiveValues {
 public:
  // What keeping every column of the plan takes.
  // In bytes; the caller compares it with what it allows before open().
  static std::int64_t bytes_for(const Plan& plan);

  // Evaluates all of it. What `before` has computed already, for a plan that may be another one, is
  // taken over: the columns that are the same computation on the same values. Null when stopped.
  // `before` is only read and must be finished (no stopped call); else, or if its grid has another
  // number of bins, nothing is taken over.
  static std::unique_ptr<LiveValues> open(std::shared_ptr<const Plan> plan,
                                          std::span<const ParameterOverride> values,
                                          const LiveValues* before = nullptr,
                                          StopToken* stop = nullptr);

  // The plan's own values but for these, which need not be those of the last call. After kStopped
  // the next call evaluates everything.
  // Parameters that are not named get the plan's values again. A value with the same bits as before
  // marks nothing.
  Outcome set(std::span<const ParameterOverride> values, StopToken* stop = nullptr);

  // The plan that was given to open().
  const std::shared_ptr<const Plan>& plan() const { return plan_; }
  // All bins of a published series; valid until the next set().
  std::span<const double> row(SeriesIndex series) const;
  // All published series as one tile.
  // It points into this object; valid until the next set().
  SeriesTile tile() const;

  // How many ops the last call evaluated, of how many.
  std::size_t evaluated_ops() const { return evaluated_ops_; }
  std::size_t all_ops() const { return own_.order.size(); }

 private:
  // The order of a call: change() and take_over() mark steps or unmark them, run() adds what is
  // downstream and evaluates all marked ones.
  LiveValues(std::shared_ptr<const Plan> plan, std::span<const ParameterOverride> values);
  void take_over(const LiveValues& before);
  void mark_downstream(ColumnIndex column);
  Outcome run(StopToken* stop);
  // Whether the values differ from those before; if so the evaluator has the new ones.
  bool change(std::size_t parameter, const std::vector<double>& values);

  std::shared_ptr<const Plan> plan_;
  const Plan own_;                           // the same, with a buffer for each column
  std::vector<std::vector<double>> values_;  // by parameter, as they are now
  std::unique_ptr<eval::Evaluator> evaluator_;
  std::vector<std::uint8_t> marked_;                 // by step: to be evaluated
  std::vector<std::vector<std::uint32_t>> readers_;  // by column: the steps that read it
  std::size_t evaluated_ops_ = 0;
};

}  // namespace flowtime
