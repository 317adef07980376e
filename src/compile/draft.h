// Draft: ops and columns while a plan is being made. Equal ops merge, ops on numbers fold.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/hash_index.h"
#include "plan/plan.h"

namespace flowtime::compile_detail {

// An op to be emitted, with its inputs beside it.
// The fields mean what those of Op in plan/plan.h mean; `inputs` may also be given separately,
// which saves a copy where one op is emitted for each class part.
struct DraftOp {
  OpCode code = OpCode::kCopy;
  std::vector<Operand> inputs{};
  std::vector<double> taps{};
  std::int64_t integer = 0;
  std::int64_t phase = 0;
  double number = 0;
  std::uint64_t stream = 0;
};

// Where an op is looked for and there is none.
inline constexpr std::uint32_t kNoOp = 0xffffffff;

// Every column has one writer. A column is in one of three states: declared (no producer yet),
// written by an op, or a parameter. Mechanisms may read a declared column before it is written;
// order_ops finds the order afterwards.
//
// Indices stay valid for the life of the draft. Spans from inputs(), outputs() and taps() hold
// until the next op is emitted.
struct Draft {
  std::vector<Op> ops;                  // their inputs, outputs and taps lie in the pools below
  std::vector<std::uint32_t> op_owner;  // by op, into owners: the series this op was made for
  std::vector<Column> columns;
  std::vector<std::uint32_t> producer;     // by column: its op, kNoOp for parameters and forwards
  std::vector<std::uint32_t> uses;         // by column: how many operands read it
  std::vector<std::uint8_t> is_parameter;  // by column
  std::vector<std::uint8_t> is_temporary;  // by column
  std::vector<Parameter> parameters;
  // Not owned: ids of slots, nodes and constraints, which live as long as the World.
  std::vector<const std::string*> owners;
  std::uint32_t owner = 0;  // of the ops emitted now
  // Ops on constants that are series stay ops, so that an explanation of the number finds
  // them. Off where a whole series is one number: then the series itself is the name.
  bool keeps_names = false;

  // The inputs, outputs and taps of an op.
  std::span<const Operand> inputs(const Op& op) const {
    return {operands_.data() + op.first_input, op.input_count};
  }
  std::span<const ColumnIndex> outputs(const Op& op) const {
    return {outputs_.data() + op.first_output, op.output_count};
  }
  std::span<const double> taps(const Op& op) const {
    return {taps_.data() + op.first_tap, op.tap_count};
  }
  // The series that the op was emitted for; a cycle is reported by these names.
  const std::string& owner_of(std::uint32_t op) const { return *owners[op_owner[op]]; }

  // Ops that are emitted from here on belong to this series.
  void begin_owner(const std::string& id);  // which outlives what asks for owners
  void begin_owner(std::string&&) = delete;
  void reserve(std::size_t series);  // for about so many published columns
  // A column without a writer. `before_first_bin` is what lagged reads see before bin 0.
  ColumnIndex new_column(std::string name, double before_first_bin = 0);
  // A column that is not published; its buffer may be shared.
  ColumnIndex new_temporary();

  // The op's only output: a number when all inputs are numbers, the column of an equal earlier op,
  // or a new temporary.
  Operand emit(const DraftOp& op);
  Operand emit(const DraftOp& op, std::span<const Operand> inputs);  // instead of the op's own
  Operand emit(OpCode code, std::initializer_list<Operand> inputs);
  // The op's outputs as new temporaries.
  // Merges with an equal earlier op of as many outputs; does not fold.
  std::vector<Operand> emit_many(const DraftOp& op, std::size_t output_count);
  // The op writes the given columns.
  // Does not merge with an equal op, since the columns are chosen already. Precondition: none of
  // them has a writer.
  void emit_into(const DraftOp& op, std::span<const ColumnIndex> outputs);
  void emit_into(const DraftOp& op, std::initializer_list<ColumnIndex> outputs) {
    emit_into(op, std::span(outputs.begin(), outputs.size()));
  }
  // Another op, other inputs or other outputs for an op that is there; `uses` stays as it is.
  void replace_inputs(std::uint32_t op, std::initializer_list<Operand> inputs);
  void replace_outputs(std::uint32_t op, std::span<const ColumnIndex> outputs);
  // A column that holds the operand, for lagged reads of it.
  // A kernel with a memory reads a window of its input, which has to be a column at lag 0.
  Operand materialise(Operand value);
  // x read `lag` bins back; 0 before bin 0 unless x is a column that says otherwise.
  // SHIFT needs no op: the lag is added to the operand's own (docs/decisions/0001).
  Operand shifted(Operand x, std::uint32_t lag);
  // Makes the value available under `wanted` without a copy where possible; returns the column that
  // holds it: `wanted`, or the value's own column.
  // In order of preference: the op that made a temporary writes `wanted` instead; readers of
  // `wanted` read the value's column; a copy. The caller must use the column that is returned.
  ColumnIndex settle(Operand value, ColumnIndex wanted);

 private:
  // An op, its inputs and its taps, not yet part of the draft.
  // Kept apart from DraftOp so that looking for an equal op copies no vector.
  struct Proposal {
    Op op;
    std::span<const Operand> inputs;
    std::span<const double> taps;
  };
  static Proposal proposal(const DraftOp& op);
  // An input is a constant series by name, and the draft keeps such names.
  bool has_name_to_keep(std::span<const Operand> inputs) const;
  Operand emit(const Proposal& proposal);
  std::uint32_t add_op(const Proposal& proposal);
  // The op with the same code, literals and inputs, or a new one that writes new temporaries.
  std::uint32_t equal_or_new(const Proposal& proposal, std::uint32_t output_count);
  Operand copied(Operand value);
  // An operand that was taken before settle moved its column reads the moved one.
  Operand current(Operand operand) const;
  std::uint64_t hash_of(const Proposal& proposal, std::size_t output_count) const;
  bool same(const Op& earlier, const Proposal& proposal) const;
  // Of settle: its first and its second way.
  bool can_retarget(const Operand& value, ColumnIndex wanted) const;
  bool can_alias(const Operand& value, ColumnIndex wanted) const;
  std::vector<Operand> operands_;
  std::vector<ColumnIndex> outputs_;
  std::vector<double> taps_;
  std::vector<ColumnIndex> moved_to_;  // by column: where settle moved a temporary's value
  HashIndex equal_ops_;
};

// The value of an op of expressions on numbers, by its row of functions.def; nothing for other ops.
// The same scalar function that the kernels call, so that a folded number has the bits of an
// evaluated one.
std::optional<double> fold(OpCode code, std::span<const Operand> inputs,
                           std::span<const double> taps = {});

// The lag at which the op needs its input of that index: a convolution needs nothing newer than its
// first non-zero tap, a delay that is part of a ring reads the bin before (outside of one the order
// of ops puts its input first anyhow), any other op needs what its operand says.
std::uint32_t needed_lag(const Draft& draft, const Op& op, std::size_t index);
// The largest lag at which the op reads the input of that index.
// It sizes the history of a column: DELAY may look back as far as its largest lag, CONV over all
// taps.
std::uint32_t deepest_lag(const Op& op, std::size_t index, const Operand& input);

}  // namespace flowtime::compile_detail
