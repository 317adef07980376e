// Kernels without state: every bin and lane stands alone.
#include "eval/kernel.h"
#include "series/arithmetic.h"

// The loops below read and write the same position only, so the compiler may vectorise them.
#if defined(__clang__)
#define FT_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define FT_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace flowtime::eval {
namespace {

// Whether the input can be walked with the output's own index.
bool flat(const Input& in, std::int64_t lanes) {
  return in.bin_stride == 0 || in.bin_stride == lanes;
}

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

double copy(double x) { return x; }
double negate(double x) { return -x; }
double floor(double x) { return std::floor(x); }
double ceil(double x) { return std::ceil(x); }
double abs(double x) { return std::fabs(x); }
double add(double a, double b) { return a + b; }
double subtract(double a, double b) { return a - b; }
double multiply(double a, double b) { return a * b; }

// 1 iff the allocation is noticeably below what was wanted.
double limited(double allocation, double demand) {
  const double wanted = is_finite(demand) && demand > 0 ? demand : 0.0;
  return allocation + 1e-6 < wanted ? 1.0 : 0.0;
}

// What really left: at most what stood there plus what came in.
double served_effective(double outflow, double inflow, double previous_depth) {
  const double available = previous_depth + finite_or_zero(inflow);
  const double most = available > 0 ? available : 0.0;
  const double wanted = finite_or_zero(outflow);
  return wanted < most ? wanted : most;
}

}  // namespace

Kernel elementwise_kernel_of(OpCode code) {
  switch (code) {
    case OpCode::kCopy: return unary<copy>;
    case OpCode::kFiniteOrZero: return unary<finite_or_zero>;
    case OpCode::kNegate: return unary<negate>;
    case OpCode::kFloor: return unary<floor>;
    case OpCode::kCeil: return unary<ceil>;
    case OpCode::kRound: return unary<arithmetic::round>;
    case OpCode::kAbs: return unary<abs>;
    case OpCode::kSqrt: return unary<arithmetic::sqrt>;
    case OpCode::kAdd: return binary<add>;
    case OpCode::kSubtract: return binary<subtract>;
    case OpCode::kMultiply: return binary<multiply>;
    case OpCode::kDivide: return binary<arithmetic::divide>;
    case OpCode::kMin: return binary<arithmetic::min>;
    case OpCode::kMax: return binary<arithmetic::max>;
    case OpCode::kMod: return binary<arithmetic::mod>;
    case OpCode::kStep: return binary<arithmetic::step>;
    case OpCode::kLess: return binary<arithmetic::less>;
    case OpCode::kLessEqual: return binary<arithmetic::less_equal>;
    case OpCode::kGreater: return binary<arithmetic::greater>;
    case OpCode::kGreaterEqual: return binary<arithmetic::greater_equal>;
    case OpCode::kEqual: return binary<arithmetic::equal>;
    case OpCode::kNotEqual: return binary<arithmetic::not_equal>;
    case OpCode::kLimitedFlag: return binary<limited>;
    case OpCode::kClamp: return ternary<arithmetic::clamp>;
    case OpCode::kIf: return ternary<arithmetic::choose>;
    case OpCode::kServedEffective: return ternary<served_effective>;
    default: return nullptr;
  }
}

}  // namespace flowtime::eval
