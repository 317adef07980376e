// Draft: ops and columns while a plan is being made. Equal ops merge, ops on numbers fold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/plan.h"

namespace flowtime::compile_detail {

struct DraftOp {
  OpCode code = OpCode::kCopy;
  std::vector<Operand> inputs{};
  std::vector<ColumnIndex> outputs{};
  std::vector<double> taps{};
  std::int64_t integer = 0;
  std::int64_t phase = 0;
  double number = 0;
  std::uint64_t stream = 0;
  std::uint32_t owner = 0;  // into Draft::owners: the series this op was made for
};

inline constexpr std::uint32_t kNoOp = 0xffffffff;

struct Draft {
  std::vector<DraftOp> ops;
  std::vector<Column> columns;
  std::vector<std::uint32_t> producer;     // by column: its op, kNoOp for parameters and forwards
  std::vector<std::uint32_t> uses;         // by column: how many operands read it
  std::vector<std::uint8_t> is_parameter;  // by column
  std::vector<std::uint8_t> is_temporary;  // by column
  std::vector<Parameter> parameters;
  std::vector<std::string> owners;
  std::uint32_t owner = 0;  // of the ops emitted now

  void begin_owner(const std::string& id);
  void reserve(std::size_t series);  // for about so many published columns
  ColumnIndex new_column(std::string name, double before_first_bin = 0);
  ColumnIndex new_temporary();

  // The op's only output: a number when all inputs are numbers, the column of an equal earlier op,
  // or a new temporary.
  Operand emit(DraftOp op);
  Operand emit(OpCode code, std::vector<Operand> inputs) {
    return emit(DraftOp{.code = code, .inputs = std::move(inputs)});
  }
  // The op's outputs as new temporaries.
  std::vector<Operand> emit_many(DraftOp op, std::size_t output_count);
  // The op writes the given columns.
  void emit_into(DraftOp op, std::vector<ColumnIndex> outputs);
  // A column that holds the operand, for lagged reads of it.
  Operand materialise(Operand value);
  // x read `lag` bins back; 0 before bin 0 unless x is a column that says otherwise.
  Operand shifted(Operand x, std::uint32_t lag);
  // Makes the value available under `wanted` without a copy where possible; returns the column that
  // holds it: `wanted`, or the value's own column.
  ColumnIndex settle(Operand value, ColumnIndex wanted);

 private:
  std::uint32_t add_op(DraftOp op);
  Operand current(Operand operand) const;
  bool can_retarget(const Operand& value, ColumnIndex wanted) const;
  bool can_alias(const Operand& value, ColumnIndex wanted) const;
  std::vector<ColumnIndex> moved_to_;  // by column: where settle moved a temporary's value
  std::optional<std::uint32_t> equal_op(std::uint64_t hash, const DraftOp& op,
                                        std::size_t output_count) const;
  std::unordered_multimap<std::uint64_t, std::uint32_t> equal_ops_;  // lookups only
};

// The value of an elementwise op on numbers; nothing for other ops.
std::optional<double> fold(OpCode code, const std::vector<Operand>& inputs);

// The lag at which an op's input is needed: a convolution needs nothing newer than its first
// non-zero tap, an op with its own memory of the previous bin needs what its operand says.
std::uint32_t needed_lag(const DraftOp& op, std::size_t input);
// The largest lag at which the op reads the input.
std::uint32_t deepest_lag(const DraftOp& op, std::size_t input);

}  // namespace flowtime::compile_detail
