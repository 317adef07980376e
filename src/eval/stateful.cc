// Kernels that look at the bin's number, at earlier bins or at several series at once.
#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

#include "eval/kernel_sets.h"
#include "eval/leave_in_order.h"
#include "series/absent.h"
#include "series/arithmetic.h"
#include "series/pcg32.h"

namespace flowtime::eval {
namespace {

// Dispatch schedules and PULSE count bins of the grid, not of the tile: hence first_bin.
bool gate_open(const Call& call, std::int64_t t) {
  return is_open(*call.op, {call.taps, call.op->tap_count}, *call.first_bin + t);
}

// Calls f(t, lane) for every bin and lane, bins outermost.
template <class F>
void for_each_cell(const Call& call, std::int64_t begin, std::int64_t end, F f) {
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = 0; l < call.lanes; ++l) f(t, l);
  }
}

void pulse(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const bool on = gate_open(call, t);
    call.out[0][t * call.lanes + l] = on ? call.in[0].value(t, l) : 0.0;
  });
}

void gate(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    double released = 0;
    if (gate_open(call, t)) {
      released = call.in[0].value(t, l);
      if (call.op->input_count > 1) {
        const double capacity = call.in[1].value(t, l);
        if (is_finite(capacity)) released = arithmetic::min(released, std::max(0.0, capacity));
      }
    }
    call.out[0][t * call.lanes + l] = released;
  });
}

// For a function whose kernel is built for every instruction set.
// The table names it as the kernel of such a function; kernel_of asks the hot set first.
constexpr Kernel in_hot_set = nullptr;

// state: {value, 1 once a finite sample has been seen}
// Absent samples change nothing: the average goes on as if they were not there.
void ema(const Call& call, std::int64_t begin, std::int64_t end) {
  const double weight = call.op->number;
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    double* state = call.state + 2 * l;
    const double x = call.in[0].value(t, l);
    if (is_finite(x)) {
      state[0] = state[1] == 0 ? x : weight * x + (1 - weight) * state[0];
      state[1] = 1;
    }
    call.out[0][t * call.lanes + l] = state[1] == 0 ? kAbsent : state[0];
  });
}

void number_of_bin(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    call.out[0][t * call.lanes + l] = static_cast<double>(*call.first_bin + t);
  });
}

// A function of its input and of numbers that are written out.
template <double (*F)(double, std::span<const double>)>
void tabulated(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::span<const double> taps(call.taps, call.op->tap_count);
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    call.out[0][t * call.lanes + l] = F(call.in[0].value(t, l), taps);
  });
}

// state: the value of bin 0
void initial(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    if (*call.first_bin + t == 0) call.state[l] = call.in[0].value(t, l);
    call.out[0][t * call.lanes + l] = call.state[l];
  });
}

// state: the value of the last bin whose condition held; bin 0 always does
void sample(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const double condition = call.in[1].value(t, l);
    const bool holds = condition == condition && condition != 0;
    if (holds || *call.first_bin + t == 0) call.state[l] = call.in[0].value(t, l);
    call.out[0][t * call.lanes + l] = call.state[l];
  });
}

// x, as many whole bins back as the lag says, and whether the lag had to be clamped. A lag that
// leads before bin 0 reads the bin before it, which holds what all earlier ones hold.
// The history of the input reaches back as far as the largest lag, so bin `t - back` is always in
// the buffer.
void delay(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const auto [bins, clamped] = whole_lag(*call.op, call.in[1].value(t, l));
    double value = kAbsent;
    if (!is_absent(bins)) {
      const double before_all = static_cast<double>(*call.first_bin + t + 1);
      const auto back = static_cast<std::int64_t>(bins < before_all ? bins : before_all);
      value = call.in[0].value(t - back, l);
    }
    call.out[0][t * call.lanes + l] = value;
    call.out[1][t * call.lanes + l] = clamped ? 1.0 : 0.0;
  });
}

void cumsum(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    call.state[l] += finite_or_zero(call.in[0].value(t, l));
    call.out[0][t * call.lanes + l] = call.state[l];
  });
}

// ((depth + in) - out) - loss, not below 0.
double depth_after(double depth, double in, double out, double loss) {
  const double left = ((depth + finite_or_zero(in)) - finite_or_zero(out)) - finite_or_zero(loss);
  return left > 0 ? left : 0.0;
}

void limited_queue(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const double wanted = depth_after(call.state[l], call.in[0].value(t, l), call.in[1].value(t, l),
                                      call.in[2].value(t, l));
    const double limit = std::max(0.0, finite_or_zero(call.in[3].value(t, l)));
    call.state[l] = wanted < limit ? wanted : limit;
    call.out[0][t * call.lanes + l] = call.state[l];
    call.out[1][t * call.lanes + l] = wanted > limit ? wanted - limit : 0.0;
  });
}

double positive(double value) { return is_finite(value) && value > 0 ? value : 0.0; }

// share_i = demand_i, scaled to the capacity when together they exceed it.
// own / demand first: with a single member it is exactly 1, and its share exactly the capacity.
void allocate(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::uint32_t members = call.op->output_count;
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const double capacity = positive(call.in[0].value(t, l));
    double demand = 0;
    for (std::uint32_t i = 0; i < members; ++i) demand += positive(call.in[1 + i].value(t, l));
    for (std::uint32_t i = 0; i < members; ++i) {
      const double own = positive(call.in[1 + i].value(t, l));
      const double share = demand <= capacity ? own : capacity * (own / demand);
      call.out[i][t * call.lanes + l] = capacity > 0 ? share : 0.0;
    }
  });
}

double sum_of_positive(const Call& call, std::uint32_t first, std::uint32_t count, std::int64_t t,
                       std::int64_t l) {
  double sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) sum += positive(call.in[first + i].value(t, l));
  return sum;
}

void write_all(const Call& call, std::int64_t at, double value, double last) {
  const std::uint32_t parts = call.op->output_count;
  for (std::uint32_t i = 0; i + 1 < parts; ++i) call.out[i][at] = value;
  call.out[parts - 1][at] = last;
}

// Parts, not negative and scaled to sum to the total; the last part takes what cannot be scaled.
// Inputs: the total, the parts, and perhaps the parts of a fallback, which counts where all parts
// are 0. Parts whose sum is within 1e-9 of the total are left as they are, so that exact ones keep
// their bits.
void scale_parts(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::uint32_t parts = call.op->output_count;
  const bool has_fallback = call.op->input_count == 1 + 2 * parts;
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const std::int64_t at = t * call.lanes + l;
    const double total = call.in[0].value(t, l);
    if (is_absent(total)) return write_all(call, at, kAbsent, kAbsent);
    if (total < 0) return write_all(call, at, 0.0, total);
    std::uint32_t first = 1;
    double sum = sum_of_positive(call, first, parts, t, l);
    if (sum == 0 && has_fallback) {
      first += parts;
      sum = sum_of_positive(call, first, parts, t, l);
    }
    const double slack = 1e-9 * std::max(1.0, total);
    if (sum == 0 && total > slack) return write_all(call, at, 0.0, total);
    const bool scaled = std::fabs(sum - total) > slack;
    const double factor = scaled ? total / sum : 1.0;
    for (std::uint32_t i = 0; i < parts; ++i) {
      const double part = positive(call.in[first + i].value(t, l));
      call.out[i][at] = scaled ? part * factor : part;
    }
  });
}

// state: the parts, then 1 once they are known.
// Parts of the depth before bin 0, in proportion to what comes in bin 0. The last part is what
// belongs to no class: where nothing comes, the classes share equally and it gets 0.
void initial_split(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::uint32_t parts = call.op->output_count;
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    double* state = call.state + l * (parts + 1);
    if (state[parts] == 0) {
      const double sum = sum_of_positive(call, 0, parts, t, l);
      for (std::uint32_t i = 0; i < parts; ++i) {
        const double equal = i + 1 < parts ? 1.0 / (parts - 1) : 0.0;
        const double share = sum > 0 ? positive(call.in[i].value(t, l)) / sum : equal;
        state[i] = call.op->number * share;
      }
      state[parts] = 1;
    }
    for (std::uint32_t i = 0; i < parts; ++i) call.out[i][t * call.lanes + l] = state[i];
  });
}

// Before bin `integer` the second input counts, from it on the first one.
void seeded(const Call& call, std::int64_t begin, std::int64_t end) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const bool before = *call.first_bin + t < call.op->integer;
    call.out[0][t * call.lanes + l] = before ? call.in[1].value(t, l) : call.in[0].value(t, l);
  });
}

// Where all weights are 0 the edges share equally.
void apportion(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::uint32_t edges = call.op->output_count;
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    const double amount = call.in[0].value(t, l);
    const double sum = sum_of_positive(call, 1, edges, t, l);
    for (std::uint32_t i = 0; i < edges; ++i) {
      const double weight = positive(call.in[1 + i].value(t, l));
      call.out[i][t * call.lanes + l] = sum > 0 ? amount * weight / sum : amount / edges;
    }
  });
}

// exp(-x) for 0 <= x <= 32 by (exp(-x/64))^64 over a Taylor sum of fixed order: the same bits on
// every machine.
double exp_of_minus(double x) {
  const double small = -x / 64;
  double term = 1, sum = 1;
  for (int i = 1; i <= 18; ++i) {
    term = term * small / i;
    sum += term;
  }
  for (int i = 0; i < 6; ++i) sum *= sum;
  return sum;
}

// Inversion: counts are added up until their probability passes u. 1000 ends it where the sum,
// short of 1 by rounding, never passes u.
double draw_poisson_part(Pcg32& random, double rate) {
  const double u = random.next_double();
  double probability = exp_of_minus(rate), cumulative = probability, count = 0;
  while (u > cumulative && count < 1000) {
    count += 1;
    probability *= rate / count;
    cumulative += probability;
  }
  return count;
}

// A Poisson count of a large rate is the sum of counts of its equal parts, each at most 16.
double draw_poisson(Pcg32& random, double rate) {
  if (!(rate > 0)) return 0;
  const double pieces = std::ceil(rate / 16);
  double count = 0;
  for (double i = 0; i < pieces; ++i) count += draw_poisson_part(random, rate / pieces);
  return count;
}

// taps: n values, then their n probabilities. The last value takes what rounding leaves.
double draw_pmf(Pcg32& random, const double* taps, std::uint32_t tap_count) {
  const std::uint32_t n = tap_count / 2;
  const double u = random.next_double();
  double cumulative = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    cumulative += taps[n + i];
    if (u <= cumulative) return taps[i];
  }
  return taps[n - 1];
}

// Every lane draws the same numbers: lanes differ by parameters only.
// One double of state holds the 64 bits of the generator, bit by bit.
template <class Draw>
void draw_kernel(const Call& call, std::int64_t begin, std::int64_t end, Draw draw) {
  for_each_cell(call, begin, end, [&](std::int64_t t, std::int64_t l) {
    Pcg32 random(std::bit_cast<std::uint64_t>(call.state[l]));
    call.out[0][t * call.lanes + l] = draw(random);
    call.state[l] = std::bit_cast<double>(random.state());
  });
}
void draw_pmf_kernel(const Call& call, std::int64_t begin, std::int64_t end) {
  draw_kernel(call, begin, end,
              [&](Pcg32& random) { return draw_pmf(random, call.taps, call.op->tap_count); });
}
void draw_poisson_kernel(const Call& call, std::int64_t begin, std::int64_t end) {
  draw_kernel(call, begin, end,
              [&](Pcg32& random) { return draw_poisson(random, call.op->number); });
}

}  // namespace

WholeLag whole_lag(const Op& op, double lag) {
  if (lag != lag) return {kAbsent, false};
  const double nearest = std::floor(lag + 0.5);
  const double least = static_cast<double>(op.phase), most = static_cast<double>(op.integer);
  const double kept = nearest < least ? least : (nearest > most ? most : nearest);
  return {kept, kept != nearest};
}

std::uint32_t first_nonzero_tap(const double* taps, std::uint32_t count) {
  std::uint32_t first = 0;
  while (first < count && taps[first] == 0) ++first;
  return first;
}

Kernel kernel_of(OpCode code, const KernelSet& hot) {
  if (const Kernel kernel = hot.kernel_of(code)) return kernel;
  switch (code) {
// clang-format off
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, kernel, ...) \
  case OpCode::k##id: return kernel;
#include "expr/functions.def"
    // clang-format on
    case OpCode::kGate: return gate;
    case OpCode::kLimitedQueue: return limited_queue;
    case OpCode::kAllocate: return allocate;
    case OpCode::kScaleParts: return scale_parts;
    case OpCode::kInitialSplit: return initial_split;
    case OpCode::kLeaveInOrder: return leave_in_order;
    case OpCode::kSeeded: return seeded;
    case OpCode::kApportion: return apportion;
    case OpCode::kDrawPmf: return draw_pmf_kernel;
    case OpCode::kDrawPoisson: return draw_poisson_kernel;
    default: break;
  }
  FT_CHECK(false && "every op has a kernel");
  return nullptr;
}

// Functions say it in the table; the ops that no function names are listed here.
std::uint32_t state_size(const Op& op) {
  switch (op.code) {
// clang-format off
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, kernel, state, ...) \
  case OpCode::k##id: return state;
#include "expr/functions.def"
    // clang-format on
    case OpCode::kQueue:
    case OpCode::kLimitedQueue:
    case OpCode::kBacklogServer:
    case OpCode::kDrawPmf:
    case OpCode::kDrawPoisson: return 1;
    case OpCode::kInitialSplit: return op.output_count + 1;
    case OpCode::kLeaveInOrder: return static_cast<std::uint32_t>(op.integer) + 1;
    default: return 0;
  }
}

void initialise_state(const Op& op, double* state) {
  std::fill_n(state, state_size(op), 0.0);
  switch (op.code) {
    case OpCode::kQueue:
    case OpCode::kLimitedQueue:
    // The depth before bin 0.
    case OpCode::kBacklogServer: state[0] = op.number; return;
    case OpCode::kDrawPmf:
    case OpCode::kDrawPoisson:
      state[0] = std::bit_cast<double>(Pcg32::seeded(op.stream).state());
      return;
    default: return;
  }
}

}  // namespace flowtime::eval
