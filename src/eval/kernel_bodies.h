// The kernels that evaluation spends its time in. Included once per instruction set by
// kernel_sets.cc, each time into a namespace of its own (FT_KERNEL_SET); that is why it has no
// include guard and includes nothing but more of the kind. No sum changes its order and no product
// joins a sum, so every set gives the same bits. How to read this file: a kernel gets a Call
// (eval/kernel.h) and runs tile bins begin .. end - 1. A column of L lanes has its value of bin t
// and lane l at [t * L + l], so when all inputs have that layout, bins and lanes are one flat range
// and one loop runs over it. The other loops, bin outside and lane inside, serve mixed inputs:
// numbers, columns that do not vary, columns that do.

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
    const double value = F(a.value(t, 0));
    for (std::int64_t l = 0; l < lanes; ++l) out[t * lanes + l] = value;
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

// One bin of an input for the lanes of a row: a value each, or one for all of them.
template <bool kVaries>
inline double of_lane(const double* row, std::int64_t lane) {
  return kVaries ? row[lane] : *row;
}
inline const double* row_of(const Input& in, std::int64_t t) { return in.at + t * in.bin_stride; }

// Inputs of which some vary by lane and others do not, bin by bin.
// What varies is a template argument, so that a row can be done a register at a time.
template <double (*F)(double, double), bool kLeft, bool kRight>
void binary_rows(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input a = call.in[0], b = call.in[1];
  const std::int64_t lanes = call.lanes;
  for (std::int64_t t = begin; t < end; ++t) {
    const double *left = row_of(a, t), *right = row_of(b, t);
    double* out = call.out[0] + t * lanes;
    FT_INDEPENDENT
    for (std::int64_t l = 0; l < lanes; ++l) {
      out[l] = F(of_lane<kLeft>(left, l), of_lane<kRight>(right, l));
    }
  }
}

template <double (*F)(double, double)>
void binary(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::int64_t lanes = call.lanes;
  const Input a = call.in[0], b = call.in[1];
  if (flat(a, lanes) && flat(b, lanes)) {
    binary_flat<F>(a, b, call.out[0], begin * lanes, end * lanes);
  } else if (a.lane_stride != 0) {
    binary_rows<F, true, false>(call, begin, end);
  } else if (b.lane_stride != 0) {
    binary_rows<F, false, true>(call, begin, end);
  } else {
    binary_rows<F, false, false>(call, begin, end);
  }
}

template <double (*F)(double, double, double), bool kFirst, bool kSecond, bool kThird>
void ternary_rows(const Call& call, std::int64_t begin, std::int64_t end) {
  const Input a = call.in[0], b = call.in[1], c = call.in[2];
  const std::int64_t lanes = call.lanes;
  for (std::int64_t t = begin; t < end; ++t) {
    const double *first = row_of(a, t), *second = row_of(b, t), *third = row_of(c, t);
    double* out = call.out[0] + t * lanes;
    FT_INDEPENDENT
    for (std::int64_t l = 0; l < lanes; ++l) {
      out[l] = F(of_lane<kFirst>(first, l), of_lane<kSecond>(second, l), of_lane<kThird>(third, l));
    }
  }
}

template <double (*F)(double, double, double), bool kFirst>
void ternary_rows(const Call& call, std::int64_t begin, std::int64_t end) {
  const bool second = call.in[1].lane_stride != 0, third = call.in[2].lane_stride != 0;
  if (second && third) return ternary_rows<F, kFirst, true, true>(call, begin, end);
  if (second) return ternary_rows<F, kFirst, true, false>(call, begin, end);
  if (third) return ternary_rows<F, kFirst, false, true>(call, begin, end);
  ternary_rows<F, kFirst, false, false>(call, begin, end);
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
  if (lanes > 1) {
    const auto rows = a.lane_stride != 0 ? ternary_rows<F, true> : ternary_rows<F, false>;
    return rows(call, begin, end);
  }
  for (std::int64_t t = begin; t < end; ++t) {
    out[t] = F(a.value(t, 0), b.value(t, 0), c.value(t, 0));
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

// Neighbouring cells whose sums are made together; as many as the registers hold.
// Each sum waits for its own last addition only, so several sums side by side fill the time.
constexpr int kConvolvedTogether = 4 * kDoublesPerRegister;

// `kCells` neighbouring cells at once; each one's sum keeps its order. Lanes lie side by side, so
// that the same lane one bin earlier is `lanes` cells before.
// `x` points to the first of the cells. The caller has checked that all samples that the block
// reads are finite, so none needs to be looked at here.
template <int kCells>
void convolve_block(const double* x, const double* taps, std::int64_t first_tap,
                    std::int64_t tap_count, std::int64_t lanes, double* out) {
  double sums[kCells] = {};
  x -= first_tap * lanes;
  for (std::int64_t j = first_tap; j < tap_count; ++j, x -= lanes) {
    const double tap = taps[j];
    for (int i = 0; i < kCells; ++i) sums[i] += tap * x[i];
  }
  for (int i = 0; i < kCells; ++i) out[i] = sums[i];
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

// The bins from `t` on, which see `taps` taps each, all finite, as far as whole blocks go.
// Returns the first cell that is still to be done. If one sample of the range is absent it does
// nothing, and the caller goes cell by cell and skips absent samples.
std::int64_t convolve_whole(const Call& call, std::int64_t first_tap, std::int64_t taps,
                            std::int64_t t, std::int64_t end) {
  const std::int64_t lanes = call.lanes, last = end * lanes;
  const double* x = call.in[0].at;
  double* out = call.out[0];
  std::int64_t i = t * lanes;
  if (!are_finite(x + (t - taps + 1) * lanes, (end - t + taps - 1) * lanes)) return i;
  for (; i + kConvolvedTogether <= last; i += kConvolvedTogether) {
    convolve_block<kConvolvedTogether>(x + i, call.taps, first_tap, taps, lanes, out + i);
  }
  for (; i + 4 <= last; i += 4) {
    convolve_block<4>(x + i, call.taps, first_tap, taps, lanes, out + i);
  }
  return i;
}

// The cells of the bins before `end`, from cell `i` on.
void convolve_cells(const Call& call, std::int64_t first_tap, std::int64_t i, std::int64_t end) {
  std::int64_t lane = i % call.lanes;
  for (std::int64_t t = i / call.lanes; t < end; ++t, lane = 0) {
    for (; lane < call.lanes; ++lane) {
      call.out[0][t * call.lanes + lane] = convolve_one(call, call.in[0], first_tap, t, lane);
    }
  }
}

// Fast way: a plain column, and at least 16 cells. The first bins of the grid, which do not see all
// taps, are done one by one; then whole blocks; then what is left.
void conv(const Call& call, std::int64_t begin, std::int64_t end) {
  const std::int64_t taps = call.op->tap_count, lanes = call.lanes;
  const std::int64_t first_tap = first_nonzero_tap(call.taps, call.op->tap_count);
  std::int64_t i = begin * lanes;
  if (call.in[0].bin_stride == lanes && (end - begin) * lanes >= 16) {
    const std::int64_t whole = taps - 1 - *call.first_bin;
    std::int64_t t = begin;
    for (; t < whole && t < end; ++t) {
      const std::int64_t seen = *call.first_bin + t + 1;
      const bool is_wide = lanes >= 4 && seen > first_tap;
      if (is_wide) i = convolve_whole(call, first_tap, seen, t, t + 1);
      convolve_cells(call, first_tap, i, t + 1);
      i = (t + 1) * lanes;
    }
    if (t < end) i = convolve_whole(call, first_tap, taps, t, end);
  }
  convolve_cells(call, first_tap, i, end);
}

}  // namespace
}  // namespace flowtime::eval::FT_KERNEL_SET

#include "eval/queue_kernels.h"

namespace flowtime::eval::FT_KERNEL_SET {
namespace {

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

constexpr KernelSet kSet{kernel_of, look_over, kDoublesPerRegister};

}  // namespace flowtime::eval::FT_KERNEL_SET
