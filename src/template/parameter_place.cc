#include "template/parameter_place.h"

#include <algorithm>
#include <string_view>

#include "template/expand.h"

namespace flowtime {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// The key on whose line the scalar stands: "expr" of `{id: a, expr: "${b}"}`; "" for none.
std::string key_before(const std::vector<std::string_view>& lines, const SourcePos& scalar) {
  const auto line = static_cast<std::size_t>(scalar.line) - 1;
  if (line >= lines.size()) return "";
  std::string_view before = lines[line].substr(0, static_cast<std::size_t>(scalar.column) - 1);
  const std::size_t colon = before.rfind(':');
  if (colon == std::string_view::npos) return "";
  before = before.substr(0, colon);
  return std::string(before.substr(before.find_last_of(" {,") + 1));
}

}  // namespace

std::vector<ParameterPlace> parameter_places(const Expansion& expansion) {
  const auto lines = lines_of(expansion.document.text);
  std::vector<ParameterPlace> places;
  for (const FilledPlace& filled : expansion.filled) {
    places.push_back({filled.where, key_before(lines, filled.scalar), filled.parameter});
  }
  return places;
}

}  // namespace flowtime
