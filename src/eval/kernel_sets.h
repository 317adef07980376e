// The hot kernels, built once for every x86-64 and once more for processors with AVX2. All sets
// give the same bits; src/eval/kernel_sets_test.cc compares them.
// No other file is compiled with instructions that some processors lack, so no such instruction
// runs before the choice is made.
#pragma once

#include "eval/kernel.h"

namespace flowtime::eval {

struct KernelSet {
  Kernel (*kernel_of)(OpCode code);  // nullptr for an op that is not hot
  // 0: some of the values are absent or infinite, 1: none is, 2: nor has one a sign.
  std::uint8_t (*look_over)(const double* values, std::int64_t count);
  int register_doubles;  // fewer lanes than this are done one by one where bins depend on each
                         // other
};

// Const objects for the whole program; may be read by any number of threads. best_kernels asks the
// processor; without AVX2 both functions return the same set.
const KernelSet& portable_kernels();
const KernelSet& best_kernels();  // the fastest that this processor can run

}  // namespace flowtime::eval
