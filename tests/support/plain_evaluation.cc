#include "support/plain_evaluation.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <vector>

#include "series/absent.h"
#include "series/arithmetic.h"
#include "series/pcg32.h"

namespace flowtime::tests {
namespace {

double positive(double value) { return is_finite(value) && value > 0 ? value : 0.0; }

// exp(-x) for 0 <= x <= 16: the Taylor sum of exp(-x / 64) up to the 18th power, squared six times.
double exponential_of_minus(double x) {
  const double y = -x / 64;
  double term = 1, sum = 1;
  for (int i = 1; i <= 18; ++i) {
    term = term * y / i;
    sum += term;
  }
  for (int i = 0; i < 6; ++i) sum = sum * sum;
  return sum;
}

// Sequential inversion: the first count whose cumulative probability reaches u.
double small_poisson(Pcg32& random, double rate) {
  const double u = random.next_double();
  double probability = exponential_of_minus(rate);
  double cumulative = probability;
  int count = 0;
  while (u > cumulative && count < 1000) {
    ++count;
    probability *= rate / count;
    cumulative += probability;
  }
  return count;
}

double poisson(Pcg32& random, double rate) {
  if (!(rate > 0)) return 0;
  const double parts = std::ceil(rate / 16);
  double count = 0;
  for (int i = 0; i < static_cast<int>(parts); ++i) count += small_poisson(random, rate / parts);
  return count;
}

class PlainEvaluation {
 public:
  PlainEvaluation(const Plan& plan, std::span<const ParameterOverride> parameters) : plan_(plan) {
    // A column that is read before it is written shows up as absent.
    columns_.assign(plan.columns.size(), std::vector<double>(bins(), kAbsent));
    states_.resize(plan.ops.size());
    for (std::size_t i = 0; i < plan.ops.size(); ++i) states_[i] = first_state(plan.ops[i]);
    for (const Parameter& parameter : plan.parameters) fill(parameter.column, parameter.values);
    for (const ParameterOverride& value : parameters) {
      fill(plan.parameters[value.parameter.value].column, value.values);
    }
  }

  SeriesTable run() {
    for (bin_ = 0; bin_ < plan_.bins; ++bin_) {
      for (const OpIndex index : plan_.order) run_op(index);
    }
    SeriesTable table(plan_.series.size(), plan_.bins);
    for (std::uint32_t i = 0; i < plan_.series.size(); ++i) {
      const std::vector<double>& column = columns_[plan_.series_columns[i].value];
      std::transform(column.begin(), column.end(), table.row_of({i}).begin(), canonical);
    }
    return table;
  }

 private:
  std::size_t bins() const { return static_cast<std::size_t>(plan_.bins); }

  void fill(ColumnIndex column, const std::vector<double>& values) {
    for (std::size_t t = 0; t < bins(); ++t) {
      columns_[column.value][t] = values.size() == 1 ? values[0] : values[t];
    }
  }

  static std::vector<double> first_state(const Op& op) {
    switch (op.code) {
      case OpCode::kQueue:
      case OpCode::kLimitedQueue:
      case OpCode::kBacklogServer: return {op.number};
      case OpCode::kCumSum: return {0};
      case OpCode::kEma: return {kAbsent};
      case OpCode::kDrawPmf:
      case OpCode::kDrawPoisson: return {std::bit_cast<double>(Pcg32::seeded(op.stream).state())};
      default: return {};
    }
  }

  double before_first_bin(const Operand& operand) const {
    return plan_.columns[operand.column.value].before_first_bin;
  }

  // Input i, `more` bins further back than its own lag.
  double in(std::uint32_t i, std::int64_t more = 0) const {
    const Operand& operand = plan_.operands[op_->first_input + i];
    if (operand.is_immediate()) return operand.value;
    const std::int64_t bin = bin_ - static_cast<std::int64_t>(operand.lag) - more;
    if (bin < 0) return before_first_bin(operand);
    return columns_[operand.column.value][static_cast<std::size_t>(bin)];
  }
  void out(std::uint32_t i, double value) {
    const ColumnIndex column = plan_.outputs[op_->first_output + i];
    columns_[column.value][static_cast<std::size_t>(bin_)] = value;
  }
  double tap(std::uint32_t i) const { return plan_.taps[op_->first_tap + i]; }
  bool open() const {
    for (std::uint32_t i = 0; i < op_->tap_count; ++i) {
      if (tap(i) == static_cast<double>(bin_)) return true;
    }
    return op_->tap_count == 0 && bin_ >= op_->phase && (bin_ - op_->phase) % op_->integer == 0;
  }

  void run_op(OpIndex index);
  double value_of_elementwise() const;
  double gated() const;
  double convolved() const;
  static double effective(double outflow, double inflow, double before);
  double looked_up() const;
  void run_initial();
  void run_sample();
  void run_delay();
  void run_ema();
  void run_cumsum();
  double next_depth(double inflow, double outflow, double loss);
  void run_queue();
  void run_limited_queue();
  void run_backlog_server();
  void run_allocate();
  double positive_sum(std::uint32_t first, std::uint32_t count) const;
  void run_scale_parts();
  void run_initial_split();
  void run_apportion();
  void run_leave_in_order();
  void run_draw();
  double draw_pmf(Pcg32& random) const;

  // What came in one bin and still waits, by part; a line of them for every group.
  struct Batch {
    std::int64_t bin = 0;
    double total = 0;
    std::vector<double> parts{};
  };
  using Lines = std::vector<std::deque<Batch>>;
  void let_in(Lines& lines, std::int64_t bin, const std::vector<double>& parts) const;
  static bool let_out(Batch& batch, double amount, std::vector<double>& taken);
  static void let_out_first(Lines& lines, double amount, std::vector<double>& taken);
  static void let_out_last(Lines& lines, double amount, std::vector<double>& taken);

  const Plan& plan_;
  std::map<const Op*, Lines> lines_;
  std::vector<std::vector<double>> columns_;
  std::vector<std::vector<double>> states_;  // by op
  std::int64_t bin_ = 0;
  const Op* op_ = nullptr;
  std::vector<double>* state_ = nullptr;
};

void PlainEvaluation::run_op(OpIndex index) {
  op_ = &plan_.op(index);
  state_ = &states_[index.value];
  switch (op_->code) {
    case OpCode::kPulse: return out(0, open() ? in(0) : 0.0);
    case OpCode::kConv: return out(0, convolved());
    case OpCode::kEma: return run_ema();
    case OpCode::kCumSum: return run_cumsum();
    case OpCode::kBin: return out(0, static_cast<double>(bin_));
    case OpCode::kLookup: return out(0, looked_up());
    case OpCode::kInitial: return run_initial();
    case OpCode::kSample: return run_sample();
    case OpCode::kDelay: return run_delay();
    case OpCode::kQueue: return run_queue();
    case OpCode::kLimitedQueue: return run_limited_queue();
    case OpCode::kBacklogServer: return run_backlog_server();
    case OpCode::kGate: return out(0, gated());
    case OpCode::kServedEffective: return out(0, effective(in(0), in(1), in(2)));
    case OpCode::kAllocate: return run_allocate();
    case OpCode::kScaleParts: return run_scale_parts();
    case OpCode::kInitialSplit: return run_initial_split();
    case OpCode::kLeaveInOrder: return run_leave_in_order();
    case OpCode::kSeeded: return out(0, bin_ < op_->integer ? in(1) : in(0));
    case OpCode::kApportion: return run_apportion();
    case OpCode::kDrawPmf:
    case OpCode::kDrawPoisson: return run_draw();
    default: return out(0, value_of_elementwise());
  }
}

double PlainEvaluation::value_of_elementwise() const {
  switch (op_->code) {
    case OpCode::kCopy: return in(0);
    case OpCode::kFiniteOrZero: return finite_or_zero(in(0));
    case OpCode::kNegate: return -in(0);
    case OpCode::kFloor: return std::floor(in(0));
    case OpCode::kCeil: return std::ceil(in(0));
    case OpCode::kRound: return arithmetic::round(in(0));
    case OpCode::kAbs: return std::fabs(in(0));
    case OpCode::kSqrt: return arithmetic::sqrt(in(0));
    case OpCode::kExp: return arithmetic::exp(in(0));
    case OpCode::kLn: return arithmetic::ln(in(0));
    case OpCode::kLog10: return arithmetic::log10(in(0));
    case OpCode::kPow: return arithmetic::pow(in(0), in(1));
    case OpCode::kSin: return arithmetic::sin(in(0));
    case OpCode::kCos: return arithmetic::cos(in(0));
    case OpCode::kTan: return arithmetic::tan(in(0));
    case OpCode::kArctan: return arithmetic::arctan(in(0));
    case OpCode::kAdd: return in(0) + in(1);
    case OpCode::kSubtract: return in(0) - in(1);
    case OpCode::kMultiply: return in(0) * in(1);
    case OpCode::kDivide: return arithmetic::divide(in(0), in(1));
    case OpCode::kMin: return arithmetic::min(in(0), in(1));
    case OpCode::kMax: return arithmetic::max(in(0), in(1));
    case OpCode::kMod: return arithmetic::mod(in(0), in(1));
    case OpCode::kStep: return arithmetic::step(in(0), in(1));
    case OpCode::kLess: return arithmetic::less(in(0), in(1));
    case OpCode::kLessEqual: return arithmetic::less_equal(in(0), in(1));
    case OpCode::kGreater: return arithmetic::greater(in(0), in(1));
    case OpCode::kGreaterEqual: return arithmetic::greater_equal(in(0), in(1));
    case OpCode::kEqual: return arithmetic::equal(in(0), in(1));
    case OpCode::kNotEqual: return arithmetic::not_equal(in(0), in(1));
    case OpCode::kClamp: return arithmetic::clamp(in(0), in(1), in(2));
    case OpCode::kIf: return arithmetic::choose(in(0), in(1), in(2));
    case OpCode::kLimitedFlag: return in(0) + 1e-6 < positive(in(1)) ? 1.0 : 0.0;
    default: break;
  }
  FT_CHECK(false && "every op code has an equation");
  return kAbsent;
}

double PlainEvaluation::gated() const {
  if (!open()) return 0;
  if (op_->input_count < 2 || is_absent(in(1))) return in(0);
  return arithmetic::min(in(0), in(1) > 0 ? in(1) : 0.0);
}

double PlainEvaluation::convolved() const {
  double sum = 0;
  for (std::uint32_t j = 0; j < op_->tap_count && static_cast<std::int64_t>(j) <= bin_; ++j) {
    // A tap of 0 at the newest bins may stand for a bin that is not known yet.
    const double sample = in(0, static_cast<std::int64_t>(j));
    if (is_finite(sample)) sum += tap(j) * sample;
  }
  return sum;
}

double PlainEvaluation::effective(double outflow, double inflow, double before) {
  const double available = before + finite_or_zero(inflow);
  const double wanted = finite_or_zero(outflow);
  const double most = available > 0 ? available : 0.0;
  return wanted < most ? wanted : most;
}

// The line through the two points around x, point after point.
double PlainEvaluation::looked_up() const {
  const double x = in(0);
  const std::uint32_t points = op_->tap_count / 2;
  if (is_absent(x) && x != x) return x;
  if (x <= tap(0)) return tap(1);
  for (std::uint32_t i = 1; i < points; ++i) {
    const double x0 = tap(2 * i - 2), y0 = tap(2 * i - 1), x1 = tap(2 * i), y1 = tap(2 * i + 1);
    if (x < x1) return y0 + (y1 - y0) * ((x - x0) / (x1 - x0));
  }
  return tap(2 * points - 1);
}

void PlainEvaluation::run_initial() {
  if (bin_ == 0) state_->assign(1, in(0));
  out(0, (*state_)[0]);
}

void PlainEvaluation::run_sample() {
  const double condition = in(1);
  const bool takes = condition < 0 || condition > 0;
  if (takes || bin_ == 0) state_->assign(1, in(0));
  out(0, (*state_)[0]);
}

void PlainEvaluation::run_delay() {
  const double lag = in(1);
  if (std::isnan(lag)) {
    out(0, kAbsent);
    return out(1, 0);
  }
  const double nearest = std::floor(lag + 0.5);
  const double kept = std::min(std::max(nearest, static_cast<double>(op_->phase)),
                               static_cast<double>(op_->integer));
  out(0, in(0, static_cast<std::int64_t>(kept)));
  out(1, kept == nearest ? 0.0 : 1.0);
}

void PlainEvaluation::run_ema() {
  double& held = (*state_)[0];
  const double x = in(0);
  if (is_finite(x)) held = is_absent(held) ? x : op_->number * x + (1 - op_->number) * held;
  out(0, held);
}

void PlainEvaluation::run_cumsum() {
  (*state_)[0] += finite_or_zero(in(0));
  out(0, (*state_)[0]);
}

double PlainEvaluation::next_depth(double inflow, double outflow, double loss) {
  double depth = (*state_)[0];
  depth = depth + finite_or_zero(inflow);
  depth = depth - finite_or_zero(outflow);
  depth = depth - finite_or_zero(loss);
  return depth > 0 ? depth : 0.0;
}

void PlainEvaluation::run_queue() {
  (*state_)[0] = next_depth(in(0), in(1), in(2));
  out(0, (*state_)[0]);
}

void PlainEvaluation::run_limited_queue() {
  const double wanted = next_depth(in(0), in(1), in(2));
  const double limit = positive(in(3));
  (*state_)[0] = wanted < limit ? wanted : limit;
  out(0, (*state_)[0]);
  out(1, wanted > limit ? wanted - limit : 0.0);
}

void PlainEvaluation::run_backlog_server() {
  const double before = (*state_)[0];
  const double served = arithmetic::min(in(1), in(0) + before);
  (*state_)[0] = next_depth(in(2), served, in(3));
  out(0, served);
  out(1, (*state_)[0]);
  if (op_->output_count > 2) out(2, effective(served, in(2), before));
}

double PlainEvaluation::positive_sum(std::uint32_t first, std::uint32_t count) const {
  double sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) sum += positive(in(first + i));
  return sum;
}

void PlainEvaluation::run_allocate() {
  const std::uint32_t members = op_->input_count - 1;
  const double capacity = positive(in(0));
  const double sum = positive_sum(1, members);
  for (std::uint32_t i = 0; i < members; ++i) {
    const double demand = positive(in(1 + i));
    const double share = sum <= capacity ? demand : capacity * (demand / sum);
    out(i, capacity > 0 ? share : 0.0);
  }
}

void PlainEvaluation::run_scale_parts() {
  const std::uint32_t parts = op_->output_count;
  const double total = in(0);
  const double slack = 1e-9 * std::max(1.0, total);
  std::uint32_t first = 1;
  double sum = positive_sum(first, parts);
  if (sum == 0 && op_->input_count > 1 + parts) {
    first = 1 + parts;
    sum = positive_sum(first, parts);
  }
  const bool scaled = std::fabs(sum - total) > slack;
  for (std::uint32_t i = 0; i < parts; ++i) {
    const bool is_default = i + 1 == parts;
    const double part = positive(in(first + i));
    if (is_absent(total)) {
      out(i, kAbsent);
    } else if (total < 0 || (sum == 0 && total > slack)) {
      out(i, is_default ? total : 0.0);
    } else {
      out(i, scaled ? part * (total / sum) : part);
    }
  }
}

// The split of bin 0 is kept in the state and repeated.
void PlainEvaluation::run_initial_split() {
  const std::uint32_t parts = op_->output_count;
  if (bin_ == 0) {
    const double sum = positive_sum(0, parts);
    for (std::uint32_t i = 0; i < parts; ++i) {
      const double equal = i + 1 == parts ? 0.0 : 1.0 / (parts - 1);
      state_->push_back(op_->number * (sum > 0 ? positive(in(i)) / sum : equal));
    }
  }
  for (std::uint32_t i = 0; i < parts; ++i) out(i, (*state_)[i]);
}

void PlainEvaluation::run_apportion() {
  const std::uint32_t edges = op_->output_count;
  const double sum = positive_sum(1, edges);
  for (std::uint32_t i = 0; i < edges; ++i) {
    out(i, sum > 0 ? in(0) * positive(in(1 + i)) / sum : in(0) / edges);
  }
}

void PlainEvaluation::let_in(Lines& lines, std::int64_t bin,
                             const std::vector<double>& parts) const {
  for (std::size_t group = 0; group < lines.size(); ++group) {
    Batch batch{bin, 0, std::vector<double>(parts.size(), 0.0)};
    for (std::uint32_t i = 0; i < parts.size(); ++i) {
      if (tap(i) != static_cast<double>(group)) continue;
      batch.parts[i] = parts[i];
      batch.total += parts[i];
    }
    if (batch.total > 0) lines[group].push_back(batch);
  }
}

// The whole batch, or of every part the same share; whether all of it.
bool PlainEvaluation::let_out(Batch& batch, double share, std::vector<double>& taken) {
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const double amount = share < 1 ? batch.parts[i] * share : batch.parts[i];
    taken[i] += amount;
    batch.parts[i] -= amount;
  }
  return share >= 1;
}

void PlainEvaluation::let_out_first(Lines& lines, double amount, std::vector<double>& taken) {
  for (std::deque<Batch>& line : lines) {
    while (amount > 0 && !line.empty()) {
      const double total = line.front().total;
      if (total - amount > 1e-12 * total) {
        let_out(line.front(), amount / total, taken);
        line.front().total = total - amount;
        amount = 0;
      } else {
        let_out(line.front(), 1, taken);
        line.pop_front();
        amount -= total;
      }
    }
  }
}

// The youngest of all lines, one bin after the other.
void PlainEvaluation::let_out_last(Lines& lines, double amount, std::vector<double>& taken) {
  while (amount > 0) {
    std::int64_t newest = -2;
    for (const std::deque<Batch>& line : lines) {
      if (!line.empty()) newest = std::max(newest, line.back().bin);
    }
    if (newest == -2) return;
    double total = 0;
    for (const std::deque<Batch>& line : lines) {
      if (!line.empty() && line.back().bin == newest) total += line.back().total;
    }
    const bool all = !(total - amount > 1e-12 * total);
    for (std::deque<Batch>& line : lines) {
      if (line.empty() || line.back().bin != newest) continue;
      Batch& last = line.back();
      let_out(last, all ? 1 : amount / total, taken);
      if (!all) last.total -= last.total * (amount / total);
      if (all) line.pop_back();
    }
    amount = all ? amount - total : 0.0;
  }
}

void PlainEvaluation::run_leave_in_order() {
  const auto n = static_cast<std::uint32_t>(op_->integer);
  const bool limited = op_->output_count == 3 * n;
  const std::uint32_t first = limited ? 2 : 1;
  Lines& lines = lines_[op_];
  std::vector<double> came(n), left(n), lost(n), before(n);
  std::vector<double>& depth = *state_;  // by part, then in total
  if (bin_ == 0) {
    double groups = 0;
    for (std::uint32_t i = 0; i < n; ++i) groups = std::max(groups, tap(i));
    lines.resize(static_cast<std::size_t>(groups) + 1);
    depth.assign(n + 1, 0.0);
    if (op_->number > 0) {
      for (std::uint32_t i = 0; i < n; ++i) {
        const bool split = op_->input_count > first + n;
        depth[i] = split ? positive(in(first + n + i)) : (i + 1 == n ? op_->number : 0.0);
      }
      depth[n] = op_->number;
      let_in(lines, -1, {depth.begin(), depth.end() - 1});
    }
  }
  double there = depth[n];
  for (std::uint32_t i = 0; i < n; ++i) {
    came[i] = positive(in(first + i));
    there += came[i];
    before[i] = depth[i] + came[i];
  }
  let_in(lines, bin_, came);
  const double stays = positive(in(0)), overflows = limited ? positive(in(1)) : 0.0;
  const bool empties = !(stays + overflows > 0);
  if (empties) {
    left = before;
    for (std::deque<Batch>& line : lines) line.clear();
  } else {
    const double leaves = there - (stays + overflows);
    if (leaves > 1e-12 * there) let_out_first(lines, leaves, left);
    let_out_last(lines, overflows, lost);
  }
  for (std::uint32_t i = 0; i < n; ++i) {
    const bool none = lines[static_cast<std::size_t>(tap(i))].empty();
    depth[i] = none ? 0.0 : positive((before[i] - left[i]) - lost[i]);
    out(i, left[i]);
    out(n + i, depth[i]);
    if (limited) out(2 * n + i, lost[i]);
  }
  depth[n] = stays;
}

double PlainEvaluation::draw_pmf(Pcg32& random) const {
  const std::uint32_t n = op_->tap_count / 2;
  const double u = random.next_double();
  double cumulative = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    cumulative += tap(n + i);
    if (u <= cumulative) return tap(i);
  }
  return tap(n - 1);
}

void PlainEvaluation::run_draw() {
  Pcg32 random(std::bit_cast<std::uint64_t>((*state_)[0]));
  out(0, op_->code == OpCode::kDrawPmf ? draw_pmf(random) : poisson(random, op_->number));
  (*state_)[0] = std::bit_cast<double>(random.state());
}

}  // namespace

SeriesTable evaluate_plainly(const Plan& plan, std::span<const ParameterOverride> parameters) {
  return PlainEvaluation(plan, parameters).run();
}

}  // namespace flowtime::tests
