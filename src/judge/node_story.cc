#include "judge/node_story.h"

#include <algorithm>

#include "judge/node_work.h"

namespace flowtime::judge {

const JudgedRow* NodeStory::row(Row row) const {
  for (const JudgedRow& found : judged.rows) {
    if (found.row == about(row).name) return &found;
  }
  return nullptr;
}

StoryTeller::StoryTeller(const JudgedRun& run, const ThresholdOverrides& overrides)
    : run_(run), overrides_(overrides), deciders_(run), echoes_(run, deciders_.index()) {}

NodeStory StoryTeller::story_of(std::size_t node, const HolderChain* chain) {
  return NodeWork(run_, deciders_, echoes_, overrides_, node, chain).tell();
}

WaitSpreads StoryTeller::waits_of(std::size_t node) {
  return NodeWork(run_, deciders_, echoes_, overrides_, node, nullptr).wait_spreads();
}

std::optional<NodeRange> StoryTeller::range_of(std::size_t node, BinWindow bins,
                                               const std::string& class_id) {
  return NodeWork(run_, deciders_, echoes_, overrides_, node, nullptr).range(bins, class_id);
}

HolderChain::Holder HolderChain::follow(std::uint32_t node, std::int64_t bin) const {
  std::uint32_t at = node;
  for (std::size_t steps = 0; steps < stories_.size(); ++steps) {
    const auto& spans = stories_[at].judged.spans;
    const auto after =
        std::upper_bound(spans.begin(), spans.end(), bin,
                         [](std::int64_t t, const JudgedSpan& span) { return t < span.first_bin; });
    const JudgedSpan& span = *(after - 1);
    if (span.activity == NodeActivity::kShared) return {true, span.holder};
    if (span.activity != NodeActivity::kDownstream || span.holder == kNobody) break;
    at = span.holder;
    if (at == node) break;
  }
  return {false, at};
}

}  // namespace flowtime::judge
