#include "judge/judge.h"

#include <algorithm>
#include <memory>
#include <unordered_map>

#include "judge/balance.h"
#include "judge/findings.h"
#include "judge/node_flows.h"
#include "judge/node_story.h"
#include "model/names.h"

namespace flowtime::judge {
namespace {

// By constraint: what its members were given.
std::vector<std::vector<SeriesIn>> allocations_of(const JudgedRun& run) {
  const Topology& topology = run.model.topology;
  std::unordered_map<std::string, std::size_t> place;  // lookups only
  for (std::size_t i = 0; i < topology.constraints.size(); ++i) {
    place.emplace(topology.constraints[i].id, i);
  }
  std::vector<std::vector<SeriesIn>> given(topology.constraints.size());
  for (const TopologyNode& node : topology.nodes) {
    for (const std::string& id : node.constraints) {
      const auto found = place.find(id);
      if (found == place.end()) continue;
      given[found->second].push_back(run.values(run.series.find(allocation_id(node, id))));
    }
  }
  return given;
}

// Sum of what the members were given / what there is.
ConstraintJudgement load_of_constraint(SeriesIn capacity, const std::vector<SeriesIn>& given) {
  ConstraintJudgement judged{.verdict = Verdict::kGood};
  for (std::size_t t = 0; t < capacity.size(); ++t) {
    double sum = 0;
    for (const SeriesIn share : given) sum += finite_or_zero(value_at(share, t));
    const double load = ratio_or_absent(sum, capacity[t]);
    if (is_absent(load) || load <= judged.peak_load) continue;
    judged.peak_load = load;
    judged.peak_load_bin = static_cast<std::int64_t>(t);
  }
  return judged;
}

// The verdict of the run is the worst of its nodes', in every bin.
// Spans are added as +1 at their first bin and -1 after their last; the running sum is the number
// of nodes with the worst verdict. That is linear in spans and bins, not nodes x bins.
void judge_whole(Judgement& judgement, std::int64_t bins) {
  for (const NodeJudgement& node : judgement.nodes) {
    judgement.summary.verdict = std::max(judgement.summary.verdict, node.verdict);
  }
  if (judgement.summary.verdict == Verdict::kNone) return;
  std::vector<std::int32_t> change(static_cast<std::size_t>(bins) + 1, 0);
  for (const NodeJudgement& node : judgement.nodes) {
    if (node.verdict < judgement.summary.verdict) continue;
    for (std::size_t i = 0; i < node.spans.size(); ++i) {
      if (node.spans[i].verdict != judgement.summary.verdict) continue;
      const std::int64_t end = i + 1 < node.spans.size() ? node.spans[i + 1].first_bin : bins;
      ++change[static_cast<std::size_t>(node.spans[i].first_bin)];
      --change[static_cast<std::size_t>(end)];
    }
  }
  std::int64_t marked = 0;
  std::int32_t active = 0;
  for (std::int64_t t = 0; t < bins; ++t) {
    active += change[static_cast<std::size_t>(t)];
    if (active == 0) continue;
    if (marked++ == 0) judgement.summary.first_bin = t;
  }
  judgement.summary.share = static_cast<double>(marked) / static_cast<double>(bins);
}

// Harm that was laid on a node that was held itself belongs to whoever held that one.
// Only nodes that gave harm to such a node are done again. All of them read the stories of the
// first round; the new stories replace them after the last one is made.
void pass_blame_on(StoryTeller& teller, std::vector<NodeStory>& stories) {
  const auto is_held = [&](const GivenHarm& given) {
    if (given.to_constraint) return false;
    const auto& spans = stories[given.receiver].judged.spans;
    return std::any_of(spans.begin(), spans.end(), [](const JudgedSpan& span) {
      return span.activity == NodeActivity::kDownstream || span.activity == NodeActivity::kShared;
    });
  };
  std::vector<std::size_t> again;
  for (std::size_t i = 0; i < stories.size(); ++i) {
    if (std::any_of(stories[i].given.begin(), stories[i].given.end(), is_held)) again.push_back(i);
  }
  const HolderChain chain(stories);
  std::vector<NodeStory> told;
  for (const std::size_t node : again) told.push_back(teller.story_of(node, &chain));
  for (std::size_t i = 0; i < again.size(); ++i) stories[again[i]] = std::move(told[i]);
}

// The largest value of each of at most kThumbnailPoints stretches.
template <class ValueAt>
std::vector<double> pooled(std::int64_t bins, ValueAt value_at_bin) {
  const auto points = std::min(bins, static_cast<std::int64_t>(kThumbnailPoints));
  std::vector<double> pool(static_cast<std::size_t>(points), kAbsent);
  for (std::int64_t t = 0; t < bins; ++t) {
    double& point = pool[static_cast<std::size_t>(t * points / bins)];
    const double value = value_at_bin(t);
    if (is_finite(value) && !(value <= point)) point = value;
  }
  return pool;
}

double wait_over_promise(const NodeJudgement& node, std::int64_t bin) {
  const std::int64_t at = bin - node.first_wait_bin;
  if (at < 0 || at >= static_cast<std::int64_t>(node.wait.size())) return 0;
  return node.wait[static_cast<std::size_t>(at)] / node.promise_minutes;
}

void draw_thumbnail(const JudgedRun& run, Judgement& judgement) {
  JudgementSummary& summary = judgement.summary;
  if (summary.findings.empty()) return;
  const RankedFinding& headline = summary.findings.front();
  std::vector<std::string> names = headline.members;
  if (!headline.node_id.empty()) names.assign(1, headline.node_id);
  std::vector<std::size_t> shown;
  for (const std::string& name : names) {
    if (const auto found = run.model.topology_index(name)) shown.push_back(found->value);
  }
  if (shown.empty()) return;
  std::vector<std::unique_ptr<NodeFlows>> flows;
  for (const std::size_t node : shown) flows.push_back(std::make_unique<NodeFlows>(run, node));
  summary.thumbnail_load = pooled(run.model.grid.bins, [&](std::int64_t t) {
    double load = kAbsent;
    for (const auto& node : flows) {
      const double own = node->load(static_cast<std::size_t>(t));
      if (is_finite(own) && !(own <= load)) load = own;
    }
    return load;
  });
  summary.thumbnail_wait = pooled(run.model.grid.bins, [&](std::int64_t t) {
    double wait = 0;
    for (const std::size_t node : shown) {
      wait = std::max(wait, wait_over_promise(judgement.nodes[node], t));
    }
    return wait;
  });
}

}  // namespace

Judgement judge_run(const JudgedRun& run, const ThresholdOverrides& overrides) {
  Judgement judgement;
  const Topology& topology = run.model.topology;
  if (topology.nodes.empty()) return judgement;
  const auto given = allocations_of(run);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const SeriesIn capacity = run.values(run.series.find(topology.constraints[i].served));
    judgement.constraints.push_back(load_of_constraint(capacity, given[i]));
  }
  // The stories hold more than what is kept; findings and balance take what they need before the
  // judged parts are moved out.
  StoryTeller teller(run, overrides);
  std::vector<NodeStory> stories;
  stories.reserve(topology.nodes.size());
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) stories.push_back(teller.story_of(i));
  pass_blame_on(teller, stories);
  judgement.summary.findings = rank_findings(run, teller, stories, judgement.constraints);
  judgement.summary.balance = balance_of(run, teller.echoes(), stories);
  for (NodeStory& story : stories) judgement.nodes.push_back(std::move(story.judged));
  judge_whole(judgement, run.model.grid.bins);
  draw_thumbnail(run, judgement);
  return judgement;
}

}  // namespace flowtime::judge
