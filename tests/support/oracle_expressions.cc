// Expressions: values by the operation, parts by the attribution rules.
#include <numeric>

#include "support/oracle_impl.h"

namespace flowtime::tests {

double ModelOracle::Impl::eval(const Expr& expr, ExprIndex index, Bin t) {
  if (t < 0) return 0;
  const ExprNode& node = expr[index];
  std::vector<double> x;
  const bool by_hand = node.op == ExprOp::kShift || node.op == ExprOp::kConv ||
                       node.op == ExprOp::kEma || node.op == ExprOp::kCumSum ||
                       node.op == ExprOp::kDelay || node.op == ExprOp::kInitial ||
                       node.op == ExprOp::kSample;
  for (int i = 0; !by_hand && i < node.argument_count; ++i) x.push_back(arg(expr, node, i, t));
  switch (node.op) {
    case ExprOp::kNumber: return node.number;
    case ExprOp::kName: return total(expr.names[node.name], t);
    case ExprOp::kNegate: return -x[0];
    case ExprOp::kAdd: return x[0] + x[1];
    case ExprOp::kSubtract: return x[0] - x[1];
    case ExprOp::kMultiply: return x[0] * x[1];
    case ExprOp::kDivide: return arithmetic::divide(x[0], x[1]);
    case ExprOp::kLess: return arithmetic::less(x[0], x[1]);
    case ExprOp::kLessEqual: return arithmetic::less_equal(x[0], x[1]);
    case ExprOp::kGreater: return arithmetic::greater(x[0], x[1]);
    case ExprOp::kGreaterEqual: return arithmetic::greater_equal(x[0], x[1]);
    case ExprOp::kEqual: return arithmetic::equal(x[0], x[1]);
    case ExprOp::kNotEqual: return arithmetic::not_equal(x[0], x[1]);
    case ExprOp::kMin: return std::accumulate(x.begin() + 1, x.end(), x[0], arithmetic::min);
    case ExprOp::kMax: return std::accumulate(x.begin() + 1, x.end(), x[0], arithmetic::max);
    case ExprOp::kClamp: return arithmetic::clamp(x[0], x[1], x[2]);
    case ExprOp::kMod: return arithmetic::mod(x[0], x[1]);
    case ExprOp::kFloor: return std::floor(x[0]);
    case ExprOp::kCeil: return std::ceil(x[0]);
    case ExprOp::kRound: return arithmetic::round(x[0]);
    case ExprOp::kStep: return arithmetic::step(x[0], x[1]);
    case ExprOp::kPulse: return beats(node, t) ? (x.empty() ? 1.0 : x[0]) : 0.0;
    case ExprOp::kIf: return arithmetic::choose(x[0], x[1], x[2]);
    case ExprOp::kAbs: return std::fabs(x[0]);
    case ExprOp::kSqrt: return arithmetic::sqrt(x[0]);
    case ExprOp::kExp: return arithmetic::exp(x[0]);
    case ExprOp::kLn: return arithmetic::ln(x[0]);
    case ExprOp::kLog10: return arithmetic::log10(x[0]);
    case ExprOp::kPow: return arithmetic::pow(x[0], x[1]);
    case ExprOp::kSin: return arithmetic::sin(x[0]);
    case ExprOp::kCos: return arithmetic::cos(x[0]);
    case ExprOp::kTan: return arithmetic::tan(x[0]);
    case ExprOp::kArctan: return arithmetic::arctan(x[0]);
    case ExprOp::kLookup: return looked_up(expr.kernels[node.kernel], x[0]);
    case ExprOp::kBin: return static_cast<double>(t);
    case ExprOp::kTime: return static_cast<double>(t) * model_.grid.bin_ms() / 3'600'000;
    case ExprOp::kInitial: return arg(expr, node, 0, 0);
    case ExprOp::kSample: return arg(expr, node, 0, sampled_bin(expr, node, t));
    case ExprOp::kDelay: return eval_delay(expr, node, t);
    case ExprOp::kShift: return eval_shift(expr, node, t);
    case ExprOp::kConv:
      return eval_conv(expr.kernels[node.kernel], t,
                       [&](Bin bin) { return arg(expr, node, 0, bin); });
    case ExprOp::kEma: return eval_ema(expr, index, t);
    case ExprOp::kCumSum: return eval_cumsum(expr, index, t);
  }
  return kAbsent;
}

double ModelOracle::Impl::eval_shift(const Expr& expr, const ExprNode& node, Bin t) {
  const Bin from = t - node.lag_or_period;
  if (from >= 0) return arg(expr, node, 0, from);
  if (node.argument_count > 1) return arg(expr, node, 1, t);
  return before_first_bin(expr, expr.argument(node, 0));
}

std::optional<std::pair<Bin, bool>> ModelOracle::Impl::delay_of(const Expr& expr,
                                                                const ExprNode& node, Bin t) {
  const double lag = arg(expr, node, 1, t);
  if (std::isnan(lag)) return std::nullopt;
  const double nearest = std::floor(lag + 0.5), most = static_cast<double>(node.lag_or_period);
  const double kept = nearest < 0 ? 0.0 : (nearest > most ? most : nearest);
  return std::pair(static_cast<Bin>(kept), kept != nearest);
}

// While probing only what says how far back it reads is needed in the bin.
double ModelOracle::Impl::eval_delay(const Expr& expr, const ExprNode& node, Bin t) {
  const auto back = delay_of(expr, node, t);
  if (probing_) return 0;
  if (!back) return kAbsent;
  const Bin from = t - back->first;
  return from < 0 ? before_first_bin(expr, expr.argument(node, 0)) : arg(expr, node, 0, from);
}

// 1 where some DELAY of the expression is clamped.
double ModelOracle::Impl::clamped_delays(const Expr& expr, Bin t) {
  double clamped = 0;
  for (const ExprNode& node : expr.nodes) {
    if (node.op != ExprOp::kDelay) continue;
    const auto back = delay_of(expr, node, t);
    if (back && back->second) clamped = 1;
  }
  return clamped;
}

// The last bin up to t whose condition holds, else bin 0.
Bin ModelOracle::Impl::sampled_bin(const Expr& expr, const ExprNode& node, Bin t) {
  for (Bin bin = t; bin > 0; --bin) {
    const double condition = arg(expr, node, 1, bin);
    if (!std::isnan(condition) && condition != 0) return bin;
  }
  arg(expr, node, 1, 0);
  return 0;
}

double ModelOracle::Impl::looked_up(const std::vector<double>& points, double x) {
  if (std::isnan(x)) return x;
  double y = points[1];
  for (std::size_t i = 0; i + 3 < points.size(); i += 2) {
    const double x0 = points[i], y0 = points[i + 1], x1 = points[i + 2], y1 = points[i + 3];
    if (x >= x0) y = x >= x1 ? y1 : y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
  }
  return y;
}

// Only a queue depth and a level have a value before bin 0.
double ModelOracle::Impl::before_first_bin(const Expr& expr, ExprIndex operand) const {
  if (expr[operand].op != ExprOp::kName) return 0;
  const auto found = initial_.find(expr.names[expr[operand].name]);
  return found == initial_.end() ? 0.0 : found->second;
}

// Taps before the first that is not 0 read nothing, so that they need nothing of their bin.
double ModelOracle::Impl::eval_conv(const std::vector<double>& kernel, Bin t,
                                    const std::function<double(Bin)>& x) {
  double sum = 0;
  bool started = false;
  for (std::size_t j = 0; j < kernel.size() && static_cast<Bin>(j) <= t; ++j) {
    started = started || kernel[j] != 0;
    if (!started) continue;
    const double sample = x(t - static_cast<Bin>(j));
    if (is_finite(sample)) sum += kernel[j] * sample;
  }
  return sum;
}

double ModelOracle::Impl::eval_ema(const Expr& expr, ExprIndex index, Bin t) {
  if (t < 0) return kAbsent;
  const ExprNode& node = expr[index];
  if (probing_) return arg(expr, node, 0, t);
  const auto known = ema_.find({&node, t});
  if (known != ema_.end()) return known->second;
  const double x = arg(expr, node, 0, t), held = eval_ema(expr, index, t - 1);
  double value = held;
  if (is_finite(x)) value = is_absent(held) ? x : node.number * x + (1 - node.number) * held;
  return ema_[{&node, t}] = value;
}

double ModelOracle::Impl::eval_cumsum(const Expr& expr, ExprIndex index, Bin t) {
  if (t < 0) return 0;
  const ExprNode& node = expr[index];
  if (probing_) return arg(expr, node, 0, t);
  const auto known = cumsum_.find({&node, t});
  if (known != cumsum_.end()) return known->second;
  const double before = eval_cumsum(expr, index, t - 1);
  return cumsum_[{&node, t}] = before + finite_or_zero(arg(expr, node, 0, t));
}

bool ModelOracle::Impl::classed(const Expr& expr, ExprIndex index) {
  const ExprNode& node = expr[index];
  const auto argument = [&](int i) { return classed(expr, expr.argument(node, i)); };
  switch (node.op) {
    case ExprOp::kNumber: return false;
    case ExprOp::kName: return classed(expr.names[node.name]);
    case ExprOp::kBin:
    case ExprOp::kTime:
    case ExprOp::kStep:
    case ExprOp::kLess:
    case ExprOp::kLessEqual:
    case ExprOp::kGreater:
    case ExprOp::kGreaterEqual:
    case ExprOp::kEqual:
    case ExprOp::kNotEqual: return false;
    case ExprOp::kMod: return mod_may_be_classed_ && argument(0) && !argument(1);
    case ExprOp::kPulse: return node.argument_count > 0 && argument(0);
    case ExprOp::kIf: return argument(1) || argument(2);
    case ExprOp::kClamp:
    case ExprOp::kAdd:
    case ExprOp::kSubtract:
    case ExprOp::kMultiply:
    case ExprOp::kMin:
    case ExprOp::kMax:
    case ExprOp::kShift: {
      bool any = false;
      for (int i = 0; i < node.argument_count; ++i) any = any || argument(i);
      return any;
    }
    case ExprOp::kExp:
    case ExprOp::kLn:
    case ExprOp::kLog10:
    case ExprOp::kPow:
    case ExprOp::kSin:
    case ExprOp::kCos:
    case ExprOp::kTan:
    case ExprOp::kArctan:
    case ExprOp::kLookup:
    case ExprOp::kInitial:
    case ExprOp::kSample:
    case ExprOp::kDelay:
    case ExprOp::kDivide:
    case ExprOp::kNegate:
    case ExprOp::kConv:
    case ExprOp::kFloor:
    case ExprOp::kCeil:
    case ExprOp::kRound:
    case ExprOp::kAbs:
    case ExprOp::kSqrt:
    case ExprOp::kEma:
    case ExprOp::kCumSum: return argument(0);
  }
  return false;
}

// Parts of a sub-expression, scaled to its value; of an unclassed one all DEFAULT.
Parts ModelOracle::Impl::parts(const Expr& expr, ExprIndex index, Bin t) {
  if (t < 0) return nothing();
  const ExprNode& node = expr[index];
  const double whole = eval(expr, index, t);
  if (!classed(expr, index)) return unattributed(whole);
  const auto argument = [&](int i) { return parts(expr, expr.argument(node, i), t); };
  switch (node.op) {
    case ExprOp::kName: return parts(expr.names[node.name], t);
    case ExprOp::kNegate:
    case ExprOp::kAdd:
    case ExprOp::kSubtract: return sum_parts(expr, node, whole, t);
    case ExprOp::kMultiply: return product_parts(expr, node, whole, t);
    case ExprOp::kExp:
    case ExprOp::kLn:
    case ExprOp::kLog10:
    case ExprOp::kPow:
    case ExprOp::kSin:
    case ExprOp::kCos:
    case ExprOp::kTan:
    case ExprOp::kArctan:
    case ExprOp::kLookup:
    case ExprOp::kDivide:
    case ExprOp::kAbs:
    case ExprOp::kSqrt: return scaled(whole, argument(0));
    case ExprOp::kInitial: return scaled(whole, parts(expr, expr.argument(node, 0), 0));
    case ExprOp::kSample:
      return scaled(whole, parts(expr, expr.argument(node, 0), sampled_bin(expr, node, t)));
    case ExprOp::kDelay: return scaled(whole, delay_parts(expr, node, t));
    case ExprOp::kMin:
    case ExprOp::kMax: return extreme_parts(expr, node, t);
    case ExprOp::kClamp: return clamp_parts(expr, node, whole, t);
    case ExprOp::kMod: return scaled(whole, mod_parts(expr, node, t));
    case ExprOp::kFloor: return scaled(whole, map_parts(expr, node, t, std::floor), argument(0));
    case ExprOp::kCeil: return scaled(whole, map_parts(expr, node, t, std::ceil), argument(0));
    case ExprOp::kRound:
      return scaled(whole, map_parts(expr, node, t, arithmetic::round), argument(0));
    case ExprOp::kPulse: {
      const Parts amplitude = argument(0);
      return beats(node, t) ? scaled(whole, amplitude) : nothing();
    }
    case ExprOp::kIf: {
      const Parts chosen = argument(1), other = argument(2);
      const double condition = arg(expr, node, 0, t);
      return scaled(whole, condition != 0 ? chosen : other);
    }
    case ExprOp::kShift: return scaled(whole, shift_parts(expr, node, t));
    case ExprOp::kConv: return scaled(whole, conv_parts(expr, node, t));
    case ExprOp::kEma: return scaled(whole, ema_parts(expr, node, index, t));
    case ExprOp::kCumSum: return scaled(whole, cumsum_parts(expr, node, index, t));
    default: return unattributed(whole);
  }
}

Parts ModelOracle::Impl::sum_parts(const Expr& expr, const ExprNode& node, double whole, Bin t) {
  const bool negated = node.op == ExprOp::kNegate;
  Parts left = negated ? nothing() : parts(expr, expr.argument(node, 0), t);
  const Parts right = parts(expr, expr.argument(node, negated ? 0 : 1), t);
  for (std::size_t i = 0; i < left.size(); ++i) {
    left[i] = node.op == ExprOp::kAdd ? left[i] + right[i] : left[i] - right[i];
  }
  return scaled(whole, left);
}

// The left factor's parts times the right one, or the other way round when only that is classed.
Parts ModelOracle::Impl::product_parts(const Expr& expr, const ExprNode& node, double whole,
                                       Bin t) {
  const bool left_classed = classed(expr, expr.argument(node, 0));
  Parts both[2] = {parts(expr, expr.argument(node, 0), t), parts(expr, expr.argument(node, 1), t)};
  Parts& shares = both[left_classed ? 0 : 1];
  const double factor = arg(expr, node, left_classed ? 1 : 0, t);
  for (double& part : shares) part *= finite_or_zero(factor);
  return scaled(whole, shares);
}

// Only classed operands are candidates; of two, the one that equals the result, the left one first.
Parts ModelOracle::Impl::extreme(double whole, double left, const Parts& left_parts,
                                 bool left_classed, const Parts& right_parts, bool right_classed) {
  if (!left_classed && !right_classed) return unattributed(whole);
  const bool take_left = left_classed && (!right_classed || left == whole);
  return scaled(whole, take_left ? left_parts : right_parts);
}

// From left to right, two at a time.
Parts ModelOracle::Impl::extreme_parts(const Expr& expr, const ExprNode& node, Bin t) {
  const auto of = node.op == ExprOp::kMin ? arithmetic::min : arithmetic::max;
  double whole = arg(expr, node, 0, t);
  Parts made = parts(expr, expr.argument(node, 0), t);
  bool is_classed = classed(expr, expr.argument(node, 0));
  for (int i = 1; i < node.argument_count; ++i) {
    const ExprIndex next = expr.argument(node, i);
    const double left = whole;
    whole = of(whole, eval(expr, next, t));
    made = extreme(whole, left, made, is_classed, parts(expr, next, t), classed(expr, next));
    is_classed = is_classed || classed(expr, next);
  }
  return made;
}

// CLAMP(x, lo, hi) is MAX(MIN(x, hi), lo).
Parts ModelOracle::Impl::clamp_parts(const Expr& expr, const ExprNode& node, double whole, Bin t) {
  const ExprIndex x = expr.argument(node, 0), lo = expr.argument(node, 1),
                  hi = expr.argument(node, 2);
  const double inner = arithmetic::min(eval(expr, x, t), eval(expr, hi, t));
  const Parts inner_parts = extreme(inner, eval(expr, x, t), parts(expr, x, t), classed(expr, x),
                                    parts(expr, hi, t), classed(expr, hi));
  return extreme(whole, inner, inner_parts, classed(expr, x) || classed(expr, hi),
                 parts(expr, lo, t), classed(expr, lo));
}

Parts ModelOracle::Impl::mod_parts(const Expr& expr, const ExprNode& node, Bin t) {
  Parts result = parts(expr, expr.argument(node, 0), t);
  const double divisor = arg(expr, node, 1, t);
  for (double& part : result) part = arithmetic::mod(part, divisor);
  return result;
}

Parts ModelOracle::Impl::map_parts(const Expr& expr, const ExprNode& node, Bin t,
                                   double (*f)(double)) {
  Parts result = parts(expr, expr.argument(node, 0), t);
  for (double& part : result) part = f(part);
  return result;
}

// Before bin 0 a queue depth has the parts of its initial depth.
Parts ModelOracle::Impl::shift_parts(const Expr& expr, const ExprNode& node, Bin t) {
  const ExprIndex operand = expr.argument(node, 0);
  const Bin from = t - node.lag_or_period;
  if (from >= 0) return parts(expr, operand, from);
  if (node.argument_count > 1) return parts(expr, expr.argument(node, 1), t);
  if (expr[operand].op != ExprOp::kName) return nothing();
  const auto queue = queues_.find(expr.names[expr[operand].name]);
  return queue == queues_.end() ? nothing() : initial_split(queue->second);
}

// Before bin 0 nothing is attributed.
Parts ModelOracle::Impl::delay_parts(const Expr& expr, const ExprNode& node, Bin t) {
  const auto back = delay_of(expr, node, t);
  if (probing_ || !back || t < back->first) return nothing();
  return parts(expr, expr.argument(node, 0), t - back->first);
}

Parts ModelOracle::Impl::conv_parts(const Expr& expr, const ExprNode& node, Bin t) {
  Parts result;
  for (std::size_t i = 0; i < part_count(); ++i) {
    result.push_back(eval_conv(expr.kernels[node.kernel], t, [&](Bin bin) {
      return parts(expr, expr.argument(node, 0), bin)[i];
    }));
  }
  return result;
}

// Each part on its own; parts are absent exactly where their total is.
Parts ModelOracle::Impl::ema_parts(const Expr& expr, const ExprNode& node, ExprIndex index, Bin t) {
  if (t < 0) return Parts(part_count(), kAbsent);
  const auto known = ema_parts_.find({&node, t});
  if (!probing_ && known != ema_parts_.end()) return known->second;
  const Parts x = parts(expr, expr.argument(node, 0), t);
  if (probing_) return x;
  Parts held = ema_parts(expr, node, index, t - 1);
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (is_absent(x[i])) continue;
    held[i] = is_absent(held[i]) ? x[i] : node.number * x[i] + (1 - node.number) * held[i];
  }
  return ema_parts_[{&node, t}] = held;
}

Parts ModelOracle::Impl::cumsum_parts(const Expr& expr, const ExprNode& node, ExprIndex index,
                                      Bin t) {
  if (t < 0) return nothing();
  const auto known = cumsum_parts_.find({&node, t});
  if (!probing_ && known != cumsum_parts_.end()) return known->second;
  const Parts x = parts(expr, expr.argument(node, 0), t);
  if (probing_) return x;
  Parts sum = cumsum_parts(expr, node, index, t - 1);
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += finite_or_zero(x[i]);
  return cumsum_parts_[{&node, t}] = sum;
}

}  // namespace flowtime::tests
