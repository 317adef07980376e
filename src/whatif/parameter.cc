#include "whatif/parameter.h"

#include <cmath>

#include "base/number_text.h"

namespace flowtime::whatif {

const char* name_of(ParameterKind kind) {
  switch (kind) {
    case ParameterKind::kConst: return "const";
    case ParameterKind::kWipLimit: return "wipLimit";
    case ParameterKind::kExpression: return "expression";
    case ParameterKind::kClassRate: return "classRate";
    case ParameterKind::kInitialCondition: return "initialCondition";
    case ParameterKind::kWeight: return "weight";
    case ParameterKind::kTemplate: return "template";
  }
  return "";
}

double natural_step(double value) {
  const double size = std::fabs(value);
  if (!(size > 0)) return 1;
  const int digits = static_cast<int>(std::floor(std::log10(size)));
  // Read as a decimal: a power computed by pow may be off in the last bit.
  return *parse_number("1e" + std::to_string(digits - (size < 100 ? 1 : 2)));
}

double on_step(double value, double step) {
  const double steps = std::round(value / step);
  // 7 x 0.01 is 0.07000000000000001; 7 / 100 is what a person writes.
  const double inverse = std::round(1 / step);
  const bool divides = step < 1 && std::fabs(inverse * step - 1) < 1e-12;
  return divides ? steps / inverse : steps * step;
}

}  // namespace flowtime::whatif
