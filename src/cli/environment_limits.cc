#include "cli/environment_limits.h"

#include <cstdlib>
#include <string>

#include "base/number_text.h"

namespace flowtime::cli {
namespace {

// Nothing set, or set to nothing: `limit` stays.
Result<Done> read_limit(const char* name, std::int64_t least, const char* what,
                        std::int64_t& limit) {
  const char* text = std::getenv(name);
  // Shells and unit files set variables to nothing more easily than they unset them.
  if (text == nullptr || *text == '\0') return Done{};
  const auto value = parse_integer(text);
  if (!value || *value < least) {
    return Problem{.code = "invalid_option",
                   .message = "the variable " + std::string(name) + " is '" + text +
                              "', not a whole number of at least " + std::to_string(least),
                   .remedy = std::string("Set it to ") + what + "."};
  }
  limit = *value;
  return Done{};
}

}  // namespace

Result<Limits> limits_of_environment() {
  Limits limits;
  FT_RETURN_IF_PROBLEM(read_limit("FLOWTIME_MAX_CELLS", 1,
                                  "the number of cells that a run may have", limits.cells_per_run));
  return limits;
}

Result<SessionLimits> session_limits_of_environment() {
  SessionLimits limits;
  FT_RETURN_IF_PROBLEM(read_limit("FLOWTIME_MAX_SESSIONS", 0,
                                  "the number of live sessions that may be open; 0 offers none",
                                  limits.sessions));
  FT_RETURN_IF_PROBLEM(read_limit("FLOWTIME_SESSION_IDLE_SECONDS", 1,
                                  "the seconds that a session may be idle", limits.idle_seconds));
  FT_RETURN_IF_PROBLEM(read_limit("FLOWTIME_SESSIONS_BYTES", 1,
                                  "the number of bytes that all sessions may hold",
                                  limits.bytes_for_all));
  return limits;
}

}  // namespace flowtime::cli
