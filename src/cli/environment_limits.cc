#include "cli/environment_limits.h"

#include <cstdlib>
#include <string>

#include "base/number_text.h"

namespace flowtime::cli {

Result<Limits> limits_of_environment() {
  Limits limits;
  const char* cells = std::getenv("FLOWTIME_MAX_CELLS");
  if (cells == nullptr || *cells == '\0') return limits;
  const auto value = parse_integer(cells);
  if (!value || *value < 1) {
    return Problem{.code = "invalid_option",
                   .message = "FLOWTIME_MAX_CELLS is \"" + std::string(cells) + "\", not a number",
                   .remedy = "Set it to the number of cells that a run may have."};
  }
  limits.cells_per_run = *value;
  return limits;
}

}  // namespace flowtime::cli
