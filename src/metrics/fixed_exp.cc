// Division by 2, multiplication and addition alone: IEEE 754 fixes their bits. No step may be
// contracted to a fused multiply-add; the build forbids that.
#include "metrics/fixed_exp.h"

namespace flowtime {

double exp_of_minus(double x) {
  if (!(x > 0)) return 1;
  // exp(-700) is 1e-304: smaller ones are of no use and would become denormal.
  if (x > 700) return 0;
  int halvings = 0;
  while (x > 0.25) {
    x /= 2;
    ++halvings;
  }
  double term = 1, sum = 1;
  // At x <= 1/4 the next term is below 1e-21, far below one unit in the last place.
  for (int i = 1; i <= 14; ++i) {
    term = term * -x / i;
    sum += term;
  }
  for (; halvings > 0; --halvings) sum *= sum;
  return sum;
}

}  // namespace flowtime
