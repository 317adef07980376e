// Plan: what evaluation does, as plain data. Steps over columns, plus the parameter table.
//
// A column holds one value per bin (and per lane). Each column has exactly one writer: an op or a
// parameter. An operand is a column, read `lag` bins back, or an immediate number. A Map step runs
// one op over many bins at once; a Loop step runs the ops of one feedback component bin by bin.
// Indices are 32-bit numbers into the vectors of Plan. Const after compile: may be evaluated and
// printed by any number of threads. Absent numbers are NaN (series/absent.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/strong_index.h"
#include "expr/functions.h"
#include "series/series_view.h"

namespace flowtime {

using ColumnIndex = StrongIndex<struct ColumnTag>;
using OpIndex = StrongIndex<struct OpTag>;
using ParameterIndex = StrongIndex<struct ParameterTag>;

// One input of an op. A named immediate is evaluated as its number; its column is for explanations.
struct Operand {
  enum class Kind : std::uint8_t { kImmediate, kColumn };
  Kind kind = Kind::kImmediate;
  bool named = false;  // of an immediate: it is what `column` holds in every bin
  // With a lag the writer may be later in the order: it reads an earlier bin.
  std::uint32_t lag = 0;  // bins back; reads before bin 0 give Column::before_first_bin
  ColumnIndex column{};
  double value = 0;  // of an immediate

  static Operand immediate(double value) { return {.value = value}; }
  // The value of a series that is a number in every bin. Evaluation sees the number; a reader who
  // asks where it came from finds the series.
  static Operand constant(ColumnIndex column, double value) {
    return {.named = true, .column = column, .value = value};
  }
  static Operand of(ColumnIndex column, std::uint32_t lag = 0) {
    return {.kind = Kind::kColumn, .lag = lag, .column = column};
  }
  bool is_immediate() const { return kind == Kind::kImmediate; }
  bool is_column() const { return kind == Kind::kColumn; }
};

// Equations per bin t; x, a, b, c are the inputs in order. `state` lives from bin to bin.
enum class OpCode : std::uint8_t {
// Of expressions; functions.def says what they compute. kConv and kDelay read earlier bins of their
// first input, which is a column with lag 0. kDelay has a second output: 1 where its lag had to be
// clamped to `phase`..`integer`.
#define FT_OPERATOR(id, ...) k##id,
#define FT_ELEMENTWISE(id, ...) k##id,
#define FT_FUNCTION(id, ...) k##id,
#include "expr/functions.def"
  kCopy,           // x
  kFiniteOrZero,   // x where finite, else 0
  kQueue,          // inflow, outflow, loss -> depth = max(0, ((state + in) - out) - loss)
  kLimitedQueue,   // inflow, outflow, loss, limit -> depth = min(q, limit), overflow = max(0, q -
                   // limit)
  kBacklogServer,  // arrivals, capacity, inflow, loss -> served, depth[, effective]; fused from
                   //   served = MIN(capacity, arrivals + SHIFT(depth, 1)), depth = queue(inflow,
                   //   served, loss), effective = kServedEffective(served, inflow, depth')
  kGate,  // outflow, capacity: open bins release min(outflow, capacity) (no finite capacity:
          // outflow). Open every `integer` bins from `phase` on; with taps in these bins instead
  kServedEffective,  // outflow, inflow, depth one bin back -> min(out, max(0, depth' + in)); absent
                     // out -> 0
  kAllocate,  // capacity, d1..dn -> share_i = d_i, or capacity * (d_i / sum) when the sum exceeds
              // it
  kLimitedFlag,  // allocation, demand -> 1 iff allocation + 1e-6 < max(0, demand)
  kScaleParts,  // total, p1..pn[, f1..fn] -> parts that sum to total (docs/semantics.md, "Classes")
  kInitialSplit,  // p1..pn -> number * p_i(0) / sum p(0); equal over p1..p(n-1) when the sum is 0;
                  // held
  kLeaveInOrder,  // depth[, overflow], p1..pn[, s1..sn] -> what left of each part, what stays of
                  // each[, what overflowed of each]: a queue whose items leave in an order. p is
                  // what came in the bin, s what was there before bin 0 (else `number`, all of it
                  // in the last part); `integer` is n, the taps are the group of each part: a
                  // group leaves before the next, what a group has first in, first out
  kSeeded,        // x, seed: t < lag ? seed : x, where x is read `integer` bins back
  kApportion,  // amount, w1..wn -> amount * w_i / sum of positive w; equal shares when the sum is 0
  kDrawPmf,    // one draw per bin from (taps = values..., probabilities...) by inverse transform
  kDrawPoisson,  // one Poisson(number) draw per bin
};

// One computation per bin. Its lists are ranges of the shared vectors of Plan.
struct Op {
  OpCode code = OpCode::kCopy;
  std::uint32_t first_input = 0, input_count = 0;    // into Plan::operands
  std::uint32_t first_output = 0, output_count = 0;  // into Plan::outputs
  std::uint32_t first_tap = 0, tap_count = 0;        // into Plan::taps
  // Of a function of expressions: its literals, as in ExprNode.
  std::int64_t integer = 0;  // kGate: period; kSeeded: lag; kLeaveInOrder: parts
  std::int64_t phase = 0;    // kGate; kDelay: smallest lag
  double number = 0;         // kQueue initial depth, rates
  std::uint64_t stream = 0;  // initial pcg32 state of a drawing op
};

// Where values of one series live while they are evaluated.
struct Column {
  std::string name;             // a series id, or "t12" for a temporary
  double before_first_bin = 0;  // what a lagged read sees before bin 0
  // The evaluator keeps that many bins before the tile.
  std::uint32_t history = 0;  // largest lag anyone reads
  bool stored = false;        // published: every tile keeps it until the sink has seen it
  std::uint32_t buffer = 0;   // columns whose lives do not overlap share a buffer
};

// What may be replaced for one evaluation without compiling again (eval/evaluate.h).
struct Parameter {
  std::string name;  // const node id, or "<TopologyId>.wipLimit"
  ColumnIndex column{};
  std::vector<double> values;  // default: 1 value for every bin, or one per bin
  bool scalar_only = false;    // accepts one value, not a series
};

// A Map step has no lagged read of its own output. In a Loop every cycle passes through a lag.
struct Step {
  enum class Kind : std::uint8_t { kMap, kLoop };
  Kind kind = Kind::kMap;
  std::uint32_t first_op = 0, op_count = 0;  // into Plan::order; a Map has one
  std::uint32_t block = 1;                   // Loop: bins that may run at once (smallest inner lag)
};

// The whole program of one model. Owns everything; nothing points into the model.
struct Plan {
  std::int64_t bins = 0;
  std::vector<Column> columns;
  std::vector<Op> ops;
  std::vector<Operand> operands;
  std::vector<ColumnIndex> outputs;
  std::vector<double> taps;
  std::vector<Parameter> parameters;
  std::vector<Step> steps;     // in evaluation order
  std::vector<OpIndex> order;  // ops of the steps, Loop members in same-bin order
  // Buffers that the evaluator allocates, each of history plus one tile.
  std::uint32_t buffer_count = 0;
  // In the order in which tiles list them.
  SeriesCatalog series;                     // what is published, and
  std::vector<ColumnIndex> series_columns;  // the column of each, by SeriesIndex

  const Op& op(OpIndex index) const { return ops[index.value]; }
};

// The word in to_text(), such as "queue"; valid for the life of the program.
const char* name_of(OpCode code);

// Whether a gate or a pulse lets something through in the bin.
// O(log taps) with taps, else O(1).
bool is_open(const Op& op, std::span<const double> taps, std::int64_t bin);
inline bool is_open(const Plan& plan, const Op& op, std::int64_t bin) {
  return is_open(op, {plan.taps.data() + op.first_tap, op.tap_count}, bin);
}

// The literals of a function of expressions; nothing for other ops.
// Refers to a table of the program.
std::span<const Literal> literals_of(OpCode code);

// One line per step, ids instead of numbers where a column has one: docs/testing.md shows the form.
// For tests and for `flowtime plan`; reading it back is not possible.
std::string to_text(const Plan& plan);

}  // namespace flowtime
