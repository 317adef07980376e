// LiveValues: all columns of one scenario, kept, so that after a change only what is downstream of
// it is evaluated again.
//
// What it keeps has the same bits as an evaluation from nothing (tests/laws/live_law_test.cc).
// One object belongs to one thread at a time, and so do two of which one took over columns of the
// other.
// A change of one parameter evaluates again only the steps that read it, directly or through
// others. The price is memory: every column of the plan is kept for all bins.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "eval/evaluate.h"
#include "eval/evaluator.h"
#include "series/value_memory.h"

namespace flowtime {

class LiveValues {
 public:
  // What keeping every column of the plan takes.
  // In bytes; the caller compares it with what it allows before open().
  static std::int64_t bytes_for(const Plan& plan);

  // Evaluates all of it. What `before` has computed already, for a plan that may be another one, is
  // taken over: the columns that are the same computation on the same values. Null when stopped.
  // `before` is only read and must be finished (no stopped call); else, or if its grid has another
  // number of bins, nothing is taken over. The two share the memory of these columns until one of
  // them changes one, which then gets memory of its own.
  // `may_take` is asked once, before the columns that are not shared get their memory, for how many
  // bytes that is; where it says no, null is returned, too.
  static std::unique_ptr<LiveValues> open(
      std::shared_ptr<const Plan> plan, std::span<const ParameterOverride> values,
      const LiveValues* before = nullptr, StopToken* stop = nullptr,
      const std::function<bool(std::int64_t bytes)>& may_take = {});

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
  std::size_t all_ops() const { return plan_->order.size(); }
  // Columns whose memory another object has, too.
  std::size_t shared_columns() const;

 private:
  // The memory of one column: its history, then all its bins.
  struct Block {
    std::shared_ptr<ValueMemory> values;
    std::uint32_t history = 0;
    double* bins() const { return values->data() + history; }
  };
  // The order of a call: take_over() unmarks steps, set() marks some, run() adds what is downstream
  // and evaluates all marked ones.
  LiveValues(std::shared_ptr<const Plan> plan, std::span<const ParameterOverride> values);
  // Nothing is marked: no stopped call was the last one.
  bool is_whole() const;
  // By column, the one of `before` that is the same; kNowhere: none. A step is taken over as a
  // whole: its ops write to one another's columns, and half a step cannot be evaluated.
  std::vector<std::uint32_t> take_over(const LiveValues& before);
  // `from` is what take_over() gave; returns the columns that need memory of their own, ascending.
  std::vector<ColumnIndex> share_columns(const LiveValues* before,
                                         const std::vector<std::uint32_t>& from);
  std::int64_t bytes_of(std::span<const ColumnIndex> columns) const;
  void make_columns(const LiveValues* before, const std::vector<std::uint32_t>& from,
                    std::span<const ColumnIndex> own);
  Block new_block(ColumnIndex column) const;
  std::vector<double*> starts() const;
  // Whether the column was given other memory, because others have what it had.
  bool make_own(ColumnIndex column);
  void mark_downstream(ColumnIndex column);
  Outcome run(StopToken* stop);

  std::shared_ptr<const Plan> plan_;
  std::vector<std::vector<double>> values_;  // by parameter, as they are now
  std::vector<Block> blocks_;                // by column
  std::unique_ptr<eval::Evaluator> evaluator_;
  std::vector<std::uint8_t> marked_;                 // by step: to be evaluated
  std::vector<std::vector<std::uint32_t>> readers_;  // by column: the steps that read it
  std::size_t evaluated_ops_ = 0;
};

}  // namespace flowtime
