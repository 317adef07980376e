#include "state/overlay_words.h"

#include "base/number_text.h"
#include "series/duration_text.h"

namespace flowtime {
namespace {

Result<double> parse_wait(const std::string& text) {
  if (const auto minutes = parse_minutes(text)) return *minutes;
  return Problem{.code = "bad_wait",
                 .message = "'" + text + "' is not a wait",
                 .remedy = "Write minutes (2.5), or a number with s, min or h: 15s."};
}

Result<double> parse_variation(const std::string& text) {
  // 1: exponential, the usual assumption about arrivals that nothing is known of.
  if (text.empty()) return 1.0;
  const auto number = parse_number(text);
  if (number && *number >= 0) return *number;
  return Problem{.code = "bad_variation",
                 .message = "'" + text + "' is not a coefficient of variation",
                 .remedy = "Write a number of at least 0; 1 means random, 0 regular."};
}

}  // namespace

Result<Done> read_overlay(const OverlayWords& words, FlowFactsRequest& request) {
  if (!words.within.empty()) {
    FT_TRY(request.within_minutes, parse_wait(words.within));
  }
  FT_TRY(request.cv_arrivals, parse_variation(words.cv_arrivals));
  FT_TRY(request.cv_service, parse_variation(words.cv_service));
  return Done{};
}

}  // namespace flowtime
