// Terms are added in the order in which evaluation added them, and each amount is the difference of
// two partial sums, exact as a Twofold: so the amounts sum to the rounded value without a rest.
#include "trace/breakdown.h"

#include <algorithm>
#include <utility>

#include "eval/kernel.h"
#include "series/absent.h"
#include "series/arithmetic.h"

namespace flowtime {

// Takes one cell apart; one member function per kind of op.
class BreakdownMaker {
 public:
  BreakdownMaker(Breakdowns& breakdowns, ColumnIndex column, std::int64_t bin)
      : breakdowns_(breakdowns),
        column_(column),
        bin_(bin),
        maker_(breakdowns.index_.maker(column)) {
    made_.value = breakdowns.values_.at(column, bin);
  }

  Breakdown make() {
    if (maker_.op != nullptr) take_apart();
    const bool nothing = made_.value == 0 || is_absent(made_.value);
    if (nothing) made_.terms.clear();
    // Amounts of 0 explain nothing, such as an outflow in a closed bin.
    std::erase_if(made_.terms, [](const Term& term) { return term.amount.is_zero(); });
    return std::move(made_);
  }

 private:
  const Op& op() const { return *maker_.op; }
  const Operand& input(std::uint32_t i) const {
    return breakdowns_.plan_.operands[op().first_input + i];
  }
  double read(std::uint32_t i) { return breakdowns_.value(input(i), bin_); }

  Term term(std::uint32_t i, const char* role = "") {
    const Operand& operand = input(i);
    Term made{.bin = bin_, .value = read(i), .role = role};
    if (operand.is_immediate() && !operand.named) {
      made.kind = Term::Kind::kNumber;
    } else {
      made.column = operand.column;
      made.bin = bin_ - operand.lag;
      if (made.bin < 0) made.kind = Term::Kind::kInitial;
    }
    return made;
  }
  // The op's own output one bin earlier.
  Term previous(ColumnIndex column, double initial, const char* role) {
    Term made{.column = column, .bin = bin_ - 1, .role = role};
    if (bin_ == 0) made.kind = Term::Kind::kInitial;
    made.value = bin_ == 0 ? initial : breakdowns_.values_.at(column, bin_ - 1);
    return made;
  }
  ColumnIndex output(std::uint32_t i) const {
    return breakdowns_.plan_.outputs[op().first_output + i];
  }

  // The next term of a sum: sum + value, rounded as evaluation rounded it.
  void add(Term next, double value) {
    // The same operation on the same numbers as in the kernel, so the same rounding.
    const double sum = started_ ? sum_ + value : value;
    next.amount = started_ ? exact_difference(sum, sum_) : Twofold{value, 0};
    sum_ = sum;
    started_ = true;
    made_.terms.push_back(next);
  }
  void pass(Term all) {
    all.amount = {made_.value, 0};
    made_.terms.assign(1, all);
  }
  void bind(std::uint32_t i, const char* role = "") {
    made_.binding = i;
    pass(term(i, role));
  }
  void decide() {
    pass({.kind = Term::Kind::kDecision, .column = column_, .bin = bin_, .value = made_.value});
  }
  void draw() {
    pass({.kind = Term::Kind::kDraw, .column = column_, .bin = bin_, .value = made_.value});
  }

  void take_apart();
  // The column `explain` of functions.def: which of its inputs a value comes from.
  void pass_first() { pass(term(0)); }
  void sum() {
    add(term(0), read(0));
    add(term(1), read(1));
  }
  void difference() {
    add(term(0), read(0));
    add(term(1), -read(1));
  }
  void chosen() { bind(read(0) != 0 ? 1 : 2); }
  void clock() { pass({.kind = Term::Kind::kNumber, .bin = bin_, .value = made_.value}); }
  void initial() { pass_earlier(); }
  void sampled() { pass_earlier(); }
  void delayed() { maker_.output == 0 ? pass_earlier() : decide(); }
  void pass_earlier();
  void product();
  void extreme();
  void clamp();
  void pass_open_gate();
  void convolution();
  void average();
  void running_sum();
  void queue_terms(std::uint32_t in, Term out, std::uint32_t loss, ColumnIndex depth);
  void queue();
  void limited_queue();
  void backlog_server();
  void server_effective();
  void effective();
  void allocation();
  void scaled_part();
  void leaving_in_order();
  void seeded();
  bool is_steady(const Operand& operand) const;

  Breakdowns& breakdowns_;
  ColumnIndex column_;
  std::int64_t bin_;
  const PlanIndex::Maker& maker_;
  Breakdown made_;
  double sum_ = 0;
  bool started_ = false;
};

void BreakdownMaker::take_apart() {
  switch (op().code) {
// clang-format off
#define FT_OPERATOR(id, plan, classes, units, scalar, explain) case OpCode::k##id: return explain();
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, scalar, explain, ...) \
  case OpCode::k##id: return explain();
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, kernel, state, fold, \
                    explain, ...)                                                             \
  case OpCode::k##id: return explain();
#include "expr/functions.def"
    // clang-format on
    case OpCode::kCopy:
    case OpCode::kFiniteOrZero: return pass_first();
    case OpCode::kLimitedFlag: return decide();
    case OpCode::kQueue: return queue();
    case OpCode::kLimitedQueue: return limited_queue();
    case OpCode::kBacklogServer: return backlog_server();
    case OpCode::kGate: return pass_open_gate();
    case OpCode::kServedEffective: return effective();
    case OpCode::kAllocate: return allocation();
    case OpCode::kScaleParts: return scaled_part();
    case OpCode::kInitialSplit:
      return pass({.kind = Term::Kind::kInitial,
                   .column = column_,
                   .bin = -1,
                   .value = made_.value,
                   .role = "initial depth"});
    case OpCode::kLeaveInOrder: return leaving_in_order();
    case OpCode::kSeeded: return seeded();
    case OpCode::kApportion: return pass(term(0, "amount"));
    case OpCode::kDrawPmf:
    case OpCode::kDrawPoisson: return draw();
  }
}

// The one cell that an op with a memory passes on.
void BreakdownMaker::pass_earlier() {
  const Breakdowns::Cell from = breakdowns_.passed_on(op(), column_, bin_);
  Term made{.column = from.operand.column, .bin = from.bin};
  made.value = breakdowns_.value(from.operand, from.bin);
  if (from.operand.is_immediate() && !from.operand.named) {
    made.kind = Term::Kind::kNumber;
    made.bin = bin_;
  } else if (from.bin < 0) {
    made.kind = Term::Kind::kInitial;
  }
  pass(made);
}

// A number, or an input that is the same in every bin.
bool BreakdownMaker::is_steady(const Operand& operand) const {
  if (operand.is_immediate()) return true;
  const Parameter* parameter = breakdowns_.index_.maker(operand.column).parameter;
  return parameter != nullptr && parameter->values.size() == 1;
}

// The quantity takes everything, the rate is only named.
void BreakdownMaker::product() {
  const bool left_steady = is_steady(input(0)), right_steady = is_steady(input(1));
  const bool right_larger = std::fabs(read(1)) > std::fabs(read(0));
  // A rate is steady and a quantity is not; where both or neither are, the larger one counts.
  const bool right = left_steady != right_steady ? left_steady : right_larger;
  pass(term(right ? 1 : 0));
}

// Of equals the first one: the kernel's result cannot say which.
void BreakdownMaker::extreme() { bind(read(0) == made_.value ? 0 : 1); }

void BreakdownMaker::clamp() {
  const std::uint32_t winner = read(0) == made_.value ? 0 : (read(1) == made_.value ? 1 : 2);
  bind(winner, winner == 0 ? "" : (winner == 1 ? "lower limit" : "upper limit"));
}

void BreakdownMaker::pass_open_gate() {
  if (read(0) == made_.value || op().input_count < 2) return bind(0, "outflow");
  bind(1, "most that a dispatch releases");
}

void BreakdownMaker::convolution() {
  const double* taps = breakdowns_.plan_.taps.data() + op().first_tap;
  const std::int64_t first = eval::first_nonzero_tap(taps, op().tap_count);
  made_.echo = first > 0;
  const Operand& x = input(0);
  const std::int64_t seen = std::min<std::int64_t>(op().tap_count, bin_ + 1);
  for (std::int64_t j = first; j < seen; ++j) {
    Term sample{.column = x.column, .bin = bin_ - j};
    if (x.is_immediate()) sample.kind = Term::Kind::kNumber;
    sample.value = x.is_immediate() ? x.value : breakdowns_.values_.at(x.column, bin_ - j);
    if (is_finite(sample.value)) add(sample, taps[j] * sample.value);
  }
}

void BreakdownMaker::average() {
  const double x = read(0), weight = op().number;
  const double before = bin_ == 0 ? kAbsent : breakdowns_.values_.at(column_, bin_ - 1);
  // The average begins with the first value that is there.
  if (is_absent(before)) return pass(term(0));
  if (!is_finite(x)) return pass(previous(column_, 0, "average so far"));
  add(term(0), weight * x);
  add(previous(column_, 0, "average so far"), (1 - weight) * before);
}

void BreakdownMaker::running_sum() {
  const Term before = previous(column_, 0, "sum so far");
  if (bin_ > 0) add(before, before.value);
  add(term(0), finite_or_zero(read(0)));
}

// ((previous + in) - out) - loss
void BreakdownMaker::queue_terms(std::uint32_t in, Term out, std::uint32_t loss,
                                 ColumnIndex depth) {
  const Term before = previous(depth, op().number, "depth before");
  add(before, before.value);
  add(term(in, "inflow"), finite_or_zero(read(in)));
  add(out, -finite_or_zero(out.value));
  add(term(loss, "loss"), -finite_or_zero(read(loss)));
  // The depth was cut to 0: its terms would sum to less.
  made_.held_at_zero = !(sum_ > 0);
}

void BreakdownMaker::queue() { queue_terms(0, term(1, "outflow"), 2, output(0)); }

void BreakdownMaker::limited_queue() {
  const double limit = std::max(0.0, finite_or_zero(read(3)));
  queue_terms(0, term(1, "outflow"), 2, output(0));
  const double wanted = made_.held_at_zero ? 0.0 : sum_;
  if (maker_.output == 1) return add(term(3, "limit"), -limit);
  if (!(wanted < limit)) bind(3, "limit");
}

void BreakdownMaker::backlog_server() {
  if (maker_.output == 1) {
    Term served{.column = output(0), .bin = bin_, .role = "outflow"};
    served.value = breakdowns_.values_.at(served.column, bin_);
    return queue_terms(2, served, 3, output(1));
  }
  if (maker_.output == 2) return server_effective();
  if (read(1) == made_.value) return bind(1, "capacity");
  made_.binding = 0;
  add(term(0, "arrivals"), read(0));
  const Term before = previous(output(1), op().number, "depth before");
  add(before, before.value);
}

// The same as effective(), of the server's own served.
void BreakdownMaker::server_effective() {
  Term served{.column = output(0), .bin = bin_, .role = "outflow"};
  served.value = breakdowns_.values_.at(served.column, bin_);
  if (finite_or_zero(served.value) == made_.value) return pass(served);
  const Term before = previous(output(1), op().number, "depth before");
  add(before, before.value);
  add(term(2, "inflow"), finite_or_zero(read(2)));
}

// min(outflow, previous depth + inflow)
void BreakdownMaker::effective() {
  if (finite_or_zero(read(0)) == made_.value) return bind(0, "outflow");
  made_.binding = 2;
  add(term(2, "depth before"), read(2));
  add(term(1, "inflow"), finite_or_zero(read(1)));
}

// A member gets what the others leave of the capacity.
void BreakdownMaker::allocation() {
  const std::uint32_t own = 1 + maker_.output;
  if (read(own) == made_.value) return bind(own, "demand");
  made_.binding = 0;
  add(term(0, "shared capacity"), read(0));
  for (std::uint32_t i = 0; i < op().output_count; ++i) {
    if (i == maker_.output) continue;
    Term taken{.kind = Term::Kind::kShare, .column = output(i), .bin = bin_};
    taken.value = breakdowns_.values_.at(taken.column, bin_);
    add(taken, -taken.value);
  }
  // What rounding lost is the capacity's: it is the largest of the terms.
  made_.terms.front().amount += exact_difference(made_.value, sum_);  // shares are rounded
}

void BreakdownMaker::scaled_part() {
  const std::uint32_t parts = op().output_count;
  const auto counts = [](double value) { return is_finite(value) && value > 0; };
  const auto sums_to_something = [&](std::uint32_t first) {
    for (std::uint32_t i = 0; i < parts; ++i) {
      if (counts(read(first + i))) return true;
    }
    return false;
  };
  std::uint32_t first = 1;
  // The fallback parts, as in the kernel.
  if (!sums_to_something(first) && op().input_count == 1 + 2 * parts) first += parts;
  if (!sums_to_something(first) || read(0) < 0) return pass(term(0, "total"));
  pass(term(first + maker_.output, "part"));
}

// Of one class what waited leaves before what came in the bin; what overflows came last.
void BreakdownMaker::leaving_in_order() {
  const auto parts = static_cast<std::uint32_t>(op().integer);
  const std::uint32_t part = maker_.output % parts, kind = maker_.output / parts;
  const std::uint32_t came = (op().output_count == 3 * parts ? 2 : 1) + part;
  if (kind == 2) return pass(term(came, "inflow"));
  const ColumnIndex stays = output(parts + part);
  const double initial = came - part + parts < op().input_count ? read(came + parts)
                         : part + 1 == parts                    ? op().number
                                                                : 0.0;
  const Term before = previous(stays, initial, "depth before");
  if (kind == 0) {
    const double old = std::min(made_.value, before.value);
    add(before, old);
    add(term(came, "inflow"), finite_or_zero(read(came)));
    made_.terms.back().amount = exact_difference(made_.value, old);
    return;
  }
  add(before, before.value);
  add(term(came, "inflow"), finite_or_zero(read(came)));
  for (std::uint32_t out = 0; out < op().output_count / parts; ++out) {
    if (out == 1) continue;
    Term gone{.column = output(out * parts + part), .bin = bin_};
    gone.role = out == 0 ? "outflow" : "overflow";
    gone.value = breakdowns_.values_.at(gone.column, bin_);
    add(gone, -gone.value);
  }
  made_.held_at_zero = !(sum_ > 0);
}

void BreakdownMaker::seeded() {
  // Before that bin there is nothing to read back to.
  if (bin_ >= op().integer) return pass(term(0));
  Term seed = term(1, "initial value");
  pass(seed);
}

Breakdowns::Cell Breakdowns::passed_on(const Op& op, ColumnIndex column, std::int64_t bin) {
  Operand x = plan_.operands[op.first_input];
  std::int64_t from = bin;
  if (op.code == OpCode::kInitial) from = 0;
  if (op.code == OpCode::kSample) {
    const double condition = value(plan_.operands[op.first_input + 1], bin);
    const bool held = bin > 0 && !(is_finite(condition) && condition != 0);
    if (held) return {Operand::of(column), bin - 1};
  }
  if (op.code == OpCode::kDelay) {
    const Operand& lag = plan_.operands[op.first_input + 1];
    const double bins = eval::whole_lag(op, value(lag, bin)).bins;
    if (is_absent(bins)) {
      x = lag;
    } else {
      from -= static_cast<std::int64_t>(bins);
    }
  }
  if (x.is_column()) from -= std::exchange(x.lag, 0);
  return {x, from};
}

Breakdown Breakdowns::of(ColumnIndex column, std::int64_t bin) {
  if (bin < 0) {
    Breakdown made{.value = values_.at(column, bin), .terms = {}, .binding = {}};
    if (made.value == 0 || is_absent(made.value)) return made;
    made.terms.push_back({.kind = Term::Kind::kInitial,
                          .column = column,
                          .bin = bin,
                          .value = made.value,
                          .amount = {made.value, 0},
                          .role = "initial condition"});
    return made;
  }
  return BreakdownMaker(*this, column, bin).make();
}

}  // namespace flowtime
