// ExpressionLowering: an expression of a node to a Value.
#pragma once

#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// Totals by the operation itself, parts by the attribution rules of docs/semantics.md.
// The tree is walked once, in the order in which Expr stores it (arguments first), so a long chain
// needs no stack. Expressions of several nodes may be lowered one after the other with one object.
class ExpressionLowering : SeriesWriter {
 public:
  explicit ExpressionLowering(World& world) : SeriesWriter(world) {}
  // Precondition: every name of the expression is a declared series.
  Value lower(const Expr& expr);
  // 1 where a DELAY of the expression that was lowered last was clamped, one operand for each.
  // Clamped: the lag was below the smallest or above the largest that the call allows. Valid until
  // the next call of lower().
  const std::vector<Operand>& clamped() const { return clamped_; }

 private:
  // The class rule of an op (expr/functions.def) chooses the function below that lowers it.
  Value lower_operation(const Expr& expr, const ExprNode& node);
  Value lower_arguments(const Expr& expr, const ExprNode& node);
  // Moves the value out: an argument is used by exactly one node of the tree.
  Value argument(const Expr& expr, const ExprNode& node, int i);
  Value named_or_compound(const Expr& expr, const ExprNode& node);

  Value lower_sum(OpCode code, const Value& a, const Value& b);
  Value lower_product(const Value& a, const Value& b);
  Value lower_extreme(OpCode code, const Value& a, const Value& b);
  Value lower_clamp(const Value& x, const Value& lo, const Value& hi);
  Value lower_mod(const Value& a, const Value& b);
  Value lower_if(const Value& c, const Value& a, const Value& b);
  Value lower_by_shares(const DraftOp& op, std::span<const Value> x);

  Value lower_shift(const Expr& expr, const ExprNode& node);
  // SHIFT of a name reads the named column with a lag and sees its initial condition; SHIFT of a
  // compound value sees 0 before bin 0.
  Value lower_lagged(const Expr& expr, const ExprNode& node, std::uint32_t lag);
  Value lower_extremes(const Expr& expr, const ExprNode& node);
  Value lower_conv(const Expr& expr, const ExprNode& node);
  Value lower_pulse(const Expr& expr, const ExprNode& node);
  Value lower_delay(const Expr& expr, const ExprNode& node);
  // One DELAY op; its second output is added to clamped_.
  Operand delayed(const DraftOp& op, Operand x, Operand lag);
  Value lower_time();

  // Moved-from once it was read.
  std::vector<Value> lowered_;  // by node of the expression
  std::vector<Operand> clamped_;
};

}  // namespace flowtime::compile_detail
