#include "suite/points.h"

#include <sstream>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime::flows {
namespace {

// The sign that starts the step of "a+bxn", after the first number.
std::size_t find_step(const std::string& token) {
  // From 1: a sign in front belongs to the number.
  for (std::size_t i = 1; i < token.size(); ++i) {
    const bool exponent = token[i - 1] == 'e' || token[i - 1] == 'E';
    if ((token[i] == '+' || token[i] == '-') && !exponent) return i;
  }
  return std::string::npos;
}

bool append_token(const std::string& token, std::vector<double>& values) {
  const std::size_t times = token.find('x');
  const std::string head = token.substr(0, times);
  long long count = 1;
  if (times != std::string::npos) {
    const auto parsed = parse_integer(token.substr(times + 1));
    if (!parsed || *parsed < 0) return false;
    count = *parsed;
  }
  const std::size_t step_at = find_step(head);
  const std::string first = head.substr(0, step_at);
  const std::optional<double> start =
      first == "_" ? std::optional<double>(kAbsent) : parse_number(first);
  if (!start) return false;
  if (step_at == std::string::npos) {
    values.insert(values.end(), static_cast<std::size_t>(count), *start);
    return true;
  }
  const std::optional<double> step = parse_number(head.substr(step_at));
  // A step without a count has no end.
  if (!step || times == std::string::npos) return false;
  for (long long i = 0; i <= count; ++i) values.push_back(*start + static_cast<double>(i) * *step);
  return true;
}

}  // namespace

std::optional<std::vector<double>> parse_points(const std::string& text) {
  std::istringstream in(text);
  std::vector<double> values;
  std::string token;
  while (in >> token) {
    if (!append_token(token, values)) return std::nullopt;
  }
  return values;
}

std::string format_point(double value) { return is_absent(value) ? "_" : format_number(value); }

std::string format_points(const std::vector<double>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size();) {
    const std::string point = format_point(values[i]);
    std::size_t run = 1;
    while (i + run < values.size() && format_point(values[i + run]) == point) ++run;
    text += (text.empty() ? "" : " ") + point + (run > 1 ? "x" + std::to_string(run) : "");
    i += run;
  }
  return text;
}

}  // namespace flowtime::flows
