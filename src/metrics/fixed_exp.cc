#include "metrics/fixed_exp.h"

namespace flowtime {

double exp_of_minus(double x) {
  if (!(x > 0)) return 1;
  if (x > 700) return 0;
  int halvings = 0;
  while (x > 0.25) {
    x /= 2;
    ++halvings;
  }
  double term = 1, sum = 1;
  for (int i = 1; i <= 14; ++i) {
    term = term * -x / i;
    sum += term;
  }
  for (; halvings > 0; --halvings) sum *= sum;
  return sum;
}

}  // namespace flowtime
