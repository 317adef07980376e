#include "answers/judgement.h"

#include <algorithm>
#include <array>

namespace flowtime {
namespace {

// By the number of the enumerator: the order here is the order there.
constexpr std::array<const char*, 4> kVerdictNames{"", "good", "warning", "critical"};
constexpr std::array<const char*, kNodeActivityCount> kActivityNames{
    "unknown", "empty",     "flowing",    "pile",    "scheduled", "shared",
    "outage",  "saturated", "downstream", "transit", "held"};
constexpr std::array<const char*, kFindingKindCount> kKindNames{
    "retryStorm", "loss",    "overload", "shared",     "outage",    "downstream", "schedule",
    "held",       "failing", "growing",  "catchingUp", "nearLimit", "calm",       "pile"};

template <class Enum, std::size_t N>
// The empty name of Verdict::kNone is not one that can be read.
std::optional<Enum> find_name(const std::array<const char*, N>& names, const std::string& text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end() || text.empty()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

const char* name_of(Verdict verdict) { return kVerdictNames[static_cast<std::size_t>(verdict)]; }
const char* name_of(NodeActivity activity) {
  return kActivityNames[static_cast<std::size_t>(activity)];
}
const char* name_of(FindingKind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<FindingKind> parse_finding_kind(const std::string& text) {
  return find_name<FindingKind>(kKindNames, text);
}
std::optional<Verdict> parse_verdict(const std::string& text) {
  return find_name<Verdict>(kVerdictNames, text);
}
std::optional<NodeActivity> parse_node_activity(const std::string& text) {
  return find_name<NodeActivity>(kActivityNames, text);
}

// Only the stretch from the first to the last wait is stored.
double NodeJudgement::wait_minutes(std::int64_t bin) const {
  const std::int64_t at = bin - first_wait_bin;
  const bool inside = at >= 0 && at < static_cast<std::int64_t>(wait.size());
  return inside ? wait[static_cast<std::size_t>(at)] : 0;
}

std::string RankedFinding::text() const {
  std::string text;
  for (const SentencePart& part : parts) text += part.text;
  return text;
}

}  // namespace flowtime
