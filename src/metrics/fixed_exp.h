// exp(-x), the same bits on every machine: the mathematics library may round its last digit
// differently elsewhere, and what a run says must not depend on where it is read.
#pragma once

namespace flowtime {

// exp(-x) within 2e-12 of the true value, relatively; 1 for x <= 0, 0 for x > 700.
//
// A Taylor sum of fixed order at x / 2^k <= 1/4, then squared k times.
// Absent (NaN) gives 1, as every x that is not above 0.
double exp_of_minus(double x);

}  // namespace flowtime
