#include "text/tree.h"

#include <algorithm>
#include <numeric>

namespace flowtime::yaml {
namespace {

using Pair = std::pair<std::size_t, std::size_t>;

// Up to here comparing all pairs beats sorting: no memory is asked for.
constexpr std::size_t kFewMembers = 16;

std::optional<Pair> equal_keys_of_few(const std::vector<Member>& members) {
  for (std::size_t later = 1; later < members.size(); ++later) {
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      if (members[earlier].key == members[later].key) return Pair{earlier, later};
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_null_text(std::string_view plain) {
  return plain.empty() || plain == "~" || plain == "null" || plain == "Null" || plain == "NULL";
}

std::optional<Pair> equal_keys(const std::vector<Member>& members) {
  if (members.size() <= kFewMembers) return equal_keys_of_few(members);
  std::vector<std::size_t> order(members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // Stable: of equal keys the earlier one comes first, so that neighbours are (earlier, later).
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return members[a].key < members[b].key; });
  std::optional<Pair> first;
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (members[order[i - 1]].key != members[order[i]].key) continue;
    if (!first || order[i] < first->second) first = Pair{order[i - 1], order[i]};
  }
  return first;
}

}  // namespace flowtime::yaml
