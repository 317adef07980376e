// Exponential, logarithms, power and the circular functions, made of + - * / and comparisons alone:
// the same bits on every machine, and within one unit in the last place of the true value (tested
// against MPFR). An absent argument gives an absent value, and so does one outside the domain.
// Thread-safe: no state.
// How: docs/decisions/0008.
#pragma once

namespace flowtime::arithmetic {

// e to the power x.
double exp(double x);  // infinite above 709.78, 0 below -745.14
// Infinite for an infinite x.
double ln(double x);  // absent where x <= 0
// Powers of 10 are exact, so that a digit count by log10 is right.
double log10(double x);  // absent where x <= 0; whole for powers of 10
// x to the power y. x ^ 0 is 1. Absent where it is not real (x < 0 with y not whole) and where it
// has no bound (0 to a negative power).
// The result has the sign of x ^ y where y is whole: (-2) ^ 3 is -8.
double pow(double x, double y);

// Arguments are reduced with 190 bits of 2/pi, so a large x loses nothing.
double sin(double x);  // of radians, however large; absent for an infinite x, as are cos and tan
// 1 for tiny arguments.
double cos(double x);
double tan(double x);
double arctan(double x);  // -pi/2 .. pi/2

}  // namespace flowtime::arithmetic
