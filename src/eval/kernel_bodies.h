// The kernels that evaluation spends its time in. Included once per instruction set by
// kernel_sets.cc, each time into a namespace of its own (FT_KERNEL_SET); that is why it has no
// include guard and includes nothing. No sum changes its order and no product joins a sum, so every
// set gives the same bits.
// How to read this file: a kernel gets a Call (eval/kernel.h) and runs tile bins begin .. end - 1.
// A column of L lanes has its value of bin t and lane l at [t * L + l], so when all inputs have
// that layout, bins and lanes are one flat range and one loop runs over it. The other loops, bin
// outside and lane inside, serve mixed inputs: numbers, columns that do not vary, columns that do.

namespace flowtime::eval::FT_KERNEL_SET {
namespace {

// As many doubles as a register holds.
// kDoublesPerRegister comes from kernel_sets.cc and differs between the sets.
using Pack = double __attribute__((vector_size(8 * kDoublesPerRegister)));
using PackMask = std::int64_t __attribute__((vector_size(8 * kDoublesPerRegister)));
using PackBits = std::uint64_t __attribute__((vector_size(8 * kDoublesPerRegister)));

// Copies bytes: a tile's values need not be aligned to a register.
inline Pack load(const double* from) {
  Pack pack;
  __builtin_memcpy(&pack, from, sizeof pack);
  return pack;
}
inline void store(double* to, const Pack pack) { __builtin_memcpy(to, &pack, sizeof pack); }
// The same value in every place.
inline Pack everywhere(double value) {
  Pack pack{};
  for (int i = 0; i < kDoublesPerRegister; ++i) pack[i] = value;
  return pack;
}
// Whether no place of the mask is set. A comparison sets all bits of a place or none.
inline bool none(const PackMask mask) {
  std::int64_t any = 0;
  for (int i = 0; i < kDoublesPerRegister; ++i) any |= mask[i];
  return any == 0;
}
// finite_or_zero of each: +0 where the value is absent or infinite. The sign bit is taken away
// before the comparison; a comparison with an absent value is false.
inline Pack pack_finite_or_zero(const Pack x) {
  constexpr std::int64_t kMagnitude = 0x7fffffffffffffff;
  const auto magnitude = __builtin_bit_cast(Pack, __builtin_bit_cast(PackMask, x) & kMagnitude);
  const PackMask finite = magnitude <= std::numeric_limits<double>::max();
  return __builtin_bit_cast(Pack, finite & __builtin_bit_cast(PackMask, x));
}
// arithmetic::min of each.
inline Pack pack_min(const Pack a, const Pack b) {
  // The two choices differ only where neither is smaller: for equal values, where "or" keeps the
  // sign of a -0, and for absent values, where "or" of the two patterns is absent again.
  const Pack left = a < b ? a : b, right = b < a ? b : a;
  return __builtin_bit_cast(
      Pack, __builtin_bit_cast(PackMask, left) | __builtin_bit_cast(PackMask, right));
}

// Whether the input can be walked with the output's own index.
// True for a number and for a column that has as many lanes as the output.
bool flat(const Input& in, std::int64_t lanes) {
  return in.bin_stride == 0 || in.bin_stride == lanes;
}

// Elementwise kernels: out = F(a), F(a, b) or F(a, b, c) per bin and lane. F is a template argument
// so that it is part of the loop and the loop can be done a register at a time.
template <double (*F)(double)>
void unary(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::int64_t lanes = call.lanes;
  const Input a = call.in[0];
  double* out = call.out[0];
  if (a.bin_stride == lanes) {
    FT_INDEPENDENT
    for (std::int64_t i = begin * lanes; i < end * lanes; ++i) out[i] = F(a.at[i]);
    return;
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = 0; l < lanes; ++l) out[t * lanes + l] = F(a.value(t, l));
  }
}

// Both inputs flat. A number is read once, before the loop; when both are numbers the first branch
// reads the second one again and again at its first place.
template <double (*F)(double, double)>
void binary_flat(const Input a, const Input b, double* out, std::int64_t begin, std::int64_t end) {
  if (a.bin_stride == 0) {
    const double left = *a.at;
    FT_INDEPENDENT
    for (std::int64_t i = begin; i < end; ++i) out[i] = F(left, b.at[i * (b.bin_stride != 0)]);
  } else if (b.bin_stride == 0) {
    const double right = *b.at;
    FT_INDEPENDENT
    for (std::int64_t i = begin; i < end; ++i) out[i] = F(a.at[i], right);
  } else {
    FT_INDEPENDENT
    for (std::int64_t i = begin; i < end; ++i) out[i] = F(a.at[i], b.at[i]);
  }
}

template <double (*F)(double, double)>
void binary(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::int64_t lanes = call.lanes;
  const Input a = call.in[0], b = call.in[1];
  if (flat(a, lanes) && flat(b, lanes)) {
    binary_flat<F>(a, b, call.out[0], begin * lanes, end * lanes);
    return;
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = 0; l < lanes; ++l) {
      call.out[0][t * lanes + l] = F(a.value(t, l), b.value(t, l));
    }
  }
}

// Flat loops for two layouts: three columns, or a column and two numbers, as in CLAMP(x, 0, 10).
template <double (*F)(double, double, double)>
void ternary(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::int64_t lanes = call.lanes;
  const Input a = call.in[0], b = call.in[1], c = call.in[2];
  double* out = call.out[0];
  const bool all_columns = a.bin_stride == lanes && b.bin_stride == lanes && c.bin_stride == lanes;
  if (all_columns) {
    FT_INDEPENDENT
    for (std::int64_t i = begin * lanes; i < end * lanes; ++i)
      out[i] = F(a.at[i], b.at[i], c.at[i]);
    return;
  }
  if (a.bin_stride == lanes && b.bin_stride == 0 && c.bin_stride == 0) {
    const double second = *b.at, third = *c.at;
    FT_INDEPENDENT
    for (std::int64_t i = begin * lanes; i < end * lanes; ++i) out[i] = F(a.at[i], second, third);
    return;
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = 0; l < lanes; ++l) {
      out[t * lanes + l] = F(a.value(t, l), b.value(t, l), c.value(t, l));
    }
  }
}

// The kernel of an elementwise op.
template <double (*F)(double)>
Kernel elementwise() {
  return unary<F>;
}
template <double (*F)(double, double)>
Kernel elementwise() {
  return binary<F>;
}
template <double (*F)(double, double, double)>
Kernel elementwise() {
  return ternary<F>;
}

double copy(double x) { return x; }

// 1 iff the allocation is noticeably below what was wanted.
// The flag of a constraint. An absent or negative demand wants 0. 1e-6 keeps rounding of the
// allocation from raising the flag.
double limited(double allocation, double demand) {
  const double wanted = is_finite(demand) && demand > 0 ? demand : 0.0;
  return allocation + 1e-6 < wanted ? 1.0 : 0.0;
}

// What really left: at most what stood there plus what came in.
// Absent flows count as 0, and so does what would be below it; the result is never absent.
// previous_depth is the depth at the end of the bin before.
double served_effective(double outflow, double inflow, double previous_depth) {
  const double available = previous_depth + finite_or_zero(inflow);
  const double most = available > 0 ? available : 0.0;
  const double wanted = finite_or_zero(outflow);
  return wanted < most ? wanted : most;
}

// --- convolution ---
// Equation: out[t] = sum over j of taps[j] * x[t - j], j ascending from the first tap that is not
// 0. Bins before bin 0 add nothing.

// Neighbouring bins whose sums are made together; as many as the registers hold.
// Each sum waits for its own last addition only, so several sums side by side fill the time.
constexpr int kConvolvedTogether = 4 * kDoublesPerRegister;

// `kBins` neighbouring bins at once; each bin's sum keeps its order.
// `x` points to the first of the bins. The caller has checked that all samples that the block reads
// are finite, so none needs to be looked at here.
template <int kBins>
void convolve_block(const double* x, const double* taps, std::int64_t first_tap,
                    std::int64_t tap_count, double* out) {
  double sums[kBins] = {};
  for (std::int64_t j = first_tap; j < tap_count; ++j) {
    const double tap = taps[j];
    for (int i = 0; i < kBins; ++i) sums[i] += tap * x[i - j];
  }
  for (int i = 0; i < kBins; ++i) out[i] = sums[i];
}

// One bin of the convolution, taps in ascending order, absent samples skipped.
// The number of taps is cut to the bins of the grid that there are, not of the tile: earlier bins
// of the tile before are in the history in front of the buffer.
double convolve_one(const Call& call, const Input& x, std::int64_t first_tap, std::int64_t t,
                    std::int64_t lane) {
  const std::int64_t taps = call.op->tap_count, before = *call.first_bin + t + 1;
  const std::int64_t seen = taps < before ? taps : before;
  double sum = 0;
  for (std::int64_t j = first_tap; j < seen; ++j) {
    const double sample = x.value(t - j, lane);
    if (is_finite(sample)) sum += call.taps[j] * sample;
  }
  return sum;
}

inline PackMask sign_of(const Pack x) { return __builtin_bit_cast(PackMask, x); }

// Its sign bit tells whether the value is finite: adding one to an exponent of all ones, and to no
// other, carries into the sign.
inline PackMask carry_of(const Pack x) {
  constexpr std::uint64_t kMagnitude = 0x7fffffffffffffff, kOneExponent = 0x0010000000000000;
  const PackBits carried = (__builtin_bit_cast(PackBits, x) & kMagnitude) + kOneExponent;
  return __builtin_bit_cast(PackMask, carried);
}

// KernelSet::look_over
// Four registers per turn, their bits gathered with "or": the loop has no branch and the question
// is asked once, after it. The rest, fewer values than four registers, is looked at one by one.
std::uint8_t look_over(const double* values, std::int64_t count) {
  PackMask carried{}, more{}, signs{};
  std::int64_t i = 0;
  for (; i + 4 * kDoublesPerRegister <= count; i += 4 * kDoublesPerRegister) {
    const Pack a = load(values + i), b = load(values + i + kDoublesPerRegister);
    const Pack c = load(values + i + 2 * kDoublesPerRegister);
    const Pack d = load(values + i + 3 * kDoublesPerRegister);
    carried |= carry_of(a) | carry_of(b);
    more |= carry_of(c) | carry_of(d);
    signs |= sign_of(a) | sign_of(b) | sign_of(c) | sign_of(d);
  }
  bool finite = none((carried | more) < PackMask{}), unsigned_all = none(signs < PackMask{});
  for (; i < count; ++i) {
    finite = finite && is_finite(values[i]);
    unsigned_all = unsigned_all && !__builtin_signbit(values[i]);
  }
  if (!finite) return 0;
  return unsigned_all ? 2 : 1;
}

bool are_finite(const double* values, std::int64_t count) { return look_over(values, count) != 0; }

// The bins from `t` on that see all their taps, all finite, as far as whole blocks go.
// Returns the first bin that is still to be done. If one sample of the range is absent it does
// nothing, and the caller goes bin by bin and skips absent samples.
std::int64_t convolve_whole(const Call& call, const double* x, std::int64_t first_tap,
                            std::int64_t t, std::int64_t end) {
  const std::int64_t taps = call.op->tap_count;
  if (!are_finite(x + t - taps + 1, end - t + taps - 1)) return t;
  double* out = call.out[0];
  for (; t + kConvolvedTogether <= end; t += kConvolvedTogether) {
    convolve_block<kConvolvedTogether>(x + t, call.taps, first_tap, taps, out + t);
  }
  for (; t + 4 <= end; t += 4) convolve_block<4>(x + t, call.taps, first_tap, taps, out + t);
  return t;
}

// Fast way: one lane, a plain column, and at least 16 bins. The first bins of the grid, which do
// not see all taps, are done one by one; then whole blocks; then what is left.
void conv(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input x = call.in[0];
  const std::int64_t taps = call.op->tap_count;
  const std::int64_t first_tap = first_nonzero_tap(call.taps, call.op->tap_count);
  std::int64_t t = begin;
  if (call.lanes == 1 && x.bin_stride == 1 && end - begin >= 16) {
    const std::int64_t whole = taps - 1 - *call.first_bin;
    for (; t < whole && t < end; ++t) call.out[0][t] = convolve_one(call, x, first_tap, t, 0);
    if (t < end) t = convolve_whole(call, x.at, first_tap, t, end);
  }
  for (; t < end; ++t) {
    for (std::int64_t l = 0; l < call.lanes; ++l) {
      call.out[0][t * call.lanes + l] = convolve_one(call, x, first_tap, t, l);
    }
  }
}

// --- queues ---
// Equation: depth[t] = max(0, depth[t-1] + inflow[t] - outflow[t] - loss[t]), absent flows as 0.
// The state is the depth per lane; it is depth[t-1] when the kernel begins.

// One lane keeps the depth in a register instead of reading and writing the state in each bin. Both
// ways do the same operations in the same order.
void queue(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input in = call.in[0], out = call.in[1], loss = call.in[2];
  if (call.lanes == 1) {
    double depth = call.state[0];
    for (std::int64_t t = begin; t < end; ++t) {
      depth = next_depth(depth, in.value(t, 0), out.value(t, 0), loss.value(t, 0));
      call.out[0][t] = depth;
    }
    call.state[0] = depth;
    return;
  }
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = 0; l < call.lanes; ++l) {
      const double came = finite_or_zero(in.value(t, l)), went = finite_or_zero(out.value(t, l));
      const double left = ((call.state[l] + came) - went) - finite_or_zero(loss.value(t, l));
      call.state[l] = left > 0 ? left : 0.0;
      call.out[0][t * call.lanes + l] = call.state[l];
    }
  }
}

// --- the server that works off its backlog ---
// Three ops that the compiler joined into one (compile/fuse.cc), because what is served reads the
// depth of the bin before: a loop over three kernels would be called three times per bin. An empty
// queue makes bins independent of one another; that is what the fast ways use.

// Whether the queue, empty before these bins, is empty after each of them; if so, writes them.
// It writes before it knows: when the answer is false, the caller does the same bins again, one by
// one, and overwrites them.
bool stays_idle(const Pack in, const Pack capacity, double* served, double* depth,
                double* effective) {
  const Pack zero{};
  const Pack out = pack_min(capacity, in + zero);
  const Pack came = pack_finite_or_zero(in), went = pack_finite_or_zero(out);
  const Pack most = came > zero ? came : zero;
  store(served, out);
  store(depth, zero);
  store(effective, went < most ? went : most);
  return none(came - went > zero);
}

// One bin of a queue that may hold something. A busy server gives its capacity, and then the next
// bin waits for one sum and one difference only.
// Why the short way is right: with finite numbers and wanted > capacity, the minimum is the
// capacity and what stays is wanted - capacity.
inline double serve_bin(double depth, double in, double capacity, double& served,
                        double& effective) {
  const double wanted = in + depth;
  if (__builtin_expect(wanted > capacity && is_finite(in) && is_finite(capacity), 1)) {
    served = effective = capacity;
    return wanted - capacity;
  }
  served = arithmetic::min(capacity, wanted);
  effective = served_effective(served, in, depth);
  return next_depth(depth, in, served, 0);
}

// One lane that loses nothing and queues what arrives.
// Returns the depth after the last bin. kSeries: the capacity is a column, else a number.
// kEffective: the op has the third output; without it that value is written to `unused`.
template <bool kSeries, bool kEffective>
double serve_backlog(const Call& call, double depth, std::int64_t begin, std::int64_t end) {
  const double *in = call.in[0].at, *capacity = call.in[1].at;
  double *served = call.out[0], *depths = call.out[1];
  double unused[kDoublesPerRegister];
  double* effective = kEffective ? call.out[2] : unused;
  const auto at = [](std::int64_t t) { return kEffective ? t : 0; };
  // Two modes by turns: whole registers of bins while the queue is empty, single bins while it
  // holds something. After a register that was not idle at least its own bins are done singly, else
  // the first loop would try the same bins again.
  std::int64_t t = begin;
  while (t < end) {
    for (; bits_are_zero(depth) && t + kDoublesPerRegister <= end; t += kDoublesPerRegister) {
      const Pack most = kSeries ? load(capacity + t) : everywhere(*capacity);
      if (!stays_idle(load(in + t), most, served + t, depths + t, effective + at(t))) break;
    }
    const std::int64_t look_again = t + kDoublesPerRegister;
    for (; t < end && (t < look_again || !bits_are_zero(depth)); ++t) {
      depth = serve_bin(depth, in[t], capacity[kSeries ? t : 0], served[t], effective[at(t)]);
      depths[t] = depth;
    }
  }
  return depth;
}

// Some neighbouring lanes of one bin of an input.
// An input that does not vary by lane has lane_stride 0 and gives its one value to all lanes.
inline Pack load(const Input& in, std::int64_t t, std::int64_t lane) {
  const double* at = in.at + t * in.bin_stride;
  return in.lane_stride == 1 ? load(at + lane) : everywhere(*at);
}
inline Pack above_zero(const Pack x) { return x > Pack{} ? x : Pack{}; }

// `kPacks` packs of lanes from `lane` on, side by side so that they need not wait for one another.
// A simple server queues what arrives and loses nothing.
// The depths are kept in registers from the first bin to the last and written to the state once.
// Lanes do not read one another, so their order is free.
template <int kPacks, bool kSimple, bool kEffective>
void serve_packs(const Call& call, std::int64_t lane, std::int64_t begin, std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  double *served = call.out[0], *depth = call.out[1];
  double* effective = kEffective ? call.out[2] : nullptr;
  Pack state[kPacks];
  for (int i = 0; i < kPacks; ++i) state[i] = load(call.state + lane + i * kDoublesPerRegister);
  for (std::int64_t t = begin; t < end; ++t) {
    for (int i = 0; i < kPacks; ++i) {
      const std::int64_t l = lane + i * kDoublesPerRegister, at = t * call.lanes + l;
      const Pack before = state[i], arrived = load(arrivals, t, l);
      const Pack out = pack_min(load(capacity, t, l), arrived + before);
      const Pack there = before + pack_finite_or_zero(kSimple ? arrived : load(inflow, t, l));
      const Pack went = pack_finite_or_zero(out);
      const Pack lost = kSimple ? Pack{} : pack_finite_or_zero(load(loss, t, l));
      state[i] = above_zero((there - went) - lost);
      store(served + at, out);
      store(depth + at, state[i]);
      if (!kEffective) continue;
      const Pack most = above_zero(there);
      store(effective + at, went < most ? went : most);
    }
  }
  for (int i = 0; i < kPacks; ++i) store(call.state + lane + i * kDoublesPerRegister, state[i]);
}

// As many lanes as make whole packs; returns how many.
// The lanes from the returned number on are the caller's to do: serve_plainly.
template <bool kSimple, bool kEffective>
std::int64_t serve_lanes(const Call& call, std::int64_t begin, std::int64_t end) {
  constexpr std::int64_t kTogether = 4 * kDoublesPerRegister;
  std::int64_t lane = 0;
  for (; lane + kTogether <= call.lanes; lane += kTogether) {
    serve_packs<4, kSimple, kEffective>(call, lane, begin, end);
  }
  for (; lane + kDoublesPerRegister <= call.lanes; lane += kDoublesPerRegister) {
    serve_packs<1, kSimple, kEffective>(call, lane, begin, end);
  }
  return lane;
}

// Any inputs, the lanes from `first_lane` on.
// The meaning of the op, written without haste. The fast ways give the same bits as this one.
void serve_plainly(const Call& call, std::int64_t first_lane, std::int64_t begin,
                   std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  for (std::int64_t t = begin; t < end; ++t) {
    for (std::int64_t l = first_lane; l < call.lanes; ++l) {
      const double before = call.state[l], came = inflow.value(t, l);
      const double out = arithmetic::min(capacity.value(t, l), arrivals.value(t, l) + before);
      call.state[l] = next_depth(before, came, out, loss.value(t, l));
      call.out[0][t * call.lanes + l] = out;
      call.out[1][t * call.lanes + l] = call.state[l];
      if (call.op->output_count > 2) {
        call.out[2][t * call.lanes + l] = served_effective(out, came, before);
      }
    }
  }
}

// served = MIN(capacity, arrivals + depth before), depth = queue(inflow, served, loss), and perhaps
// effective = served_effective(served, inflow, depth before).
// Inputs: arrivals, capacity, inflow, loss. Outputs: served, depth, and the third only where the
// plan wants it. A simple server has its arrivals as inflow and the number 0 as loss.
void backlog_server(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input arrivals = call.in[0], capacity = call.in[1], inflow = call.in[2], loss = call.in[3];
  const bool simple = arrivals.at == inflow.at && arrivals.bin_stride == inflow.bin_stride &&
                      loss.bin_stride == 0 && *loss.at == 0;
  const bool effective = call.op->output_count > 2, series = capacity.bin_stride != 0;
  if (call.lanes > 1) {
    const auto serve = simple ? (effective ? serve_lanes<true, true> : serve_lanes<true, false>)
                              : (effective ? serve_lanes<false, true> : serve_lanes<false, false>);
    return serve_plainly(call, serve(call, begin, end), begin, end);
  }
  if (!simple || arrivals.bin_stride != 1) return serve_plainly(call, 0, begin, end);
  const auto serve = series
                         ? (effective ? serve_backlog<true, true> : serve_backlog<true, false>)
                         : (effective ? serve_backlog<false, true> : serve_backlog<false, false>);
  call.state[0] = serve(call, call.state[0], begin, end);
}

// Operators and functions get their kernels from the table that the parser and the compiler also
// read (expr/functions.def): a new elementwise function needs no line here. nullptr: the op has one
// kernel for all processors (kernel.h).
Kernel kernel_of(OpCode code) {
  switch (code) {
// clang-format off
#define FT_OPERATOR(id, plan, classes, units, scalar, ...) \
  case OpCode::k##id: return elementwise<scalar>();
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, scalar, ...) \
  case OpCode::k##id: return elementwise<scalar>();
#include "expr/functions.def"
    // clang-format on
    case OpCode::kCopy: return unary<copy>;
    case OpCode::kFiniteOrZero: return unary<finite_or_zero>;
    case OpCode::kLimitedFlag: return binary<limited>;
    case OpCode::kServedEffective: return ternary<served_effective>;
    case OpCode::kConv: return conv;
    case OpCode::kQueue: return queue;
    case OpCode::kBacklogServer: return backlog_server;
    default: return nullptr;
  }
}

}  // namespace

constexpr KernelSet kSet{kernel_of, look_over};

}  // namespace flowtime::eval::FT_KERNEL_SET
