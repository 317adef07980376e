#include "template/placeholders.h"

namespace flowtime::template_detail {

std::vector<Placeholder> placeholders_in(std::string_view text) {
  std::vector<Placeholder> found;
  std::size_t at = text.find("${");
  while (at != std::string_view::npos) {
    const std::size_t close = text.find('}', at);
    if (close == std::string_view::npos) break;
    if (close > at + 2)
      found.push_back({.begin = at, .end = close + 1, .name = text.substr(at + 2, close - at - 2)});
    // From the closing brace on: placeholders do not nest.
    at = text.find("${", close);
  }
  return found;
}

bool is_one_placeholder(std::string_view text) {
  const std::vector<Placeholder> found = placeholders_in(text);
  return found.size() == 1 && found[0].begin == 0 && found[0].end == text.size();
}

}  // namespace flowtime::template_detail
