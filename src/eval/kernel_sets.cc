#include "eval/kernel_sets.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "series/arithmetic.h"

// Loops marked so read and write the same position only; the compiler may vectorise them.
#if defined(__clang__)
#define FT_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define FT_INDEPENDENT _Pragma("GCC ivdep")
#endif

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define FT_HAS_AVX2_KERNELS
#endif

namespace flowtime::eval {
namespace {

// +0: a sum with it changes nothing but -0.
inline bool bits_are_zero(double value) { return std::bit_cast<std::uint64_t>(value) == 0; }

// finite_or_zero where each bin waits for the one before: a branch that is all but never taken
// costs nothing there, a select adds to every bin's delay.
inline double guarded(double value) {
  if (__builtin_expect(!is_finite(value), 0)) return 0.0;
  return value;
}

// ((depth + in) - out) - loss, not below 0. An idle queue stays idle for many bins, so that the
// branch is foreseen and the next bin need not wait for this one.
inline double next_depth(double depth, double in, double out, double loss) {
  const double left = ((depth + guarded(in)) - guarded(out)) - guarded(loss);
  if (__builtin_expect_with_probability(left > 0, 1, 0.95)) return left;
  return 0.0;
}

}  // namespace
}  // namespace flowtime::eval

#define FT_KERNEL_SET portable
namespace flowtime::eval::portable {
constexpr int kDoublesPerRegister = 2;
}
#include "eval/kernel_bodies.h"
#undef FT_KERNEL_SET

#ifdef FT_HAS_AVX2_KERNELS
// Only what stands between push and pop may use AVX2: inline functions of other headers must not,
// because the linker keeps one copy of them for the whole program.
#pragma GCC push_options
#pragma GCC target("avx2")
#define FT_KERNEL_SET avx2
namespace flowtime::eval::avx2 {
constexpr int kDoublesPerRegister = 4;
}
#include "eval/kernel_bodies.h"
#undef FT_KERNEL_SET
#pragma GCC pop_options
#endif

namespace flowtime::eval {

const KernelSet& portable_kernels() { return portable::kSet; }

const KernelSet& best_kernels() {
#ifdef FT_HAS_AVX2_KERNELS
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
  if (has_avx2) return avx2::kSet;
#endif
  return portable_kernels();
}

}  // namespace flowtime::eval
