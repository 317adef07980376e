#include "judge/findings.h"

#include <algorithm>
#include <memory>

#include "judge/finding_facts.h"
#include "judge/node_flows.h"
#include "metrics/load.h"
#include "metrics/waits.h"

namespace flowtime::judge {
namespace {

constexpr double kNearLoad = 0.8;

// What others made wait, by who held it.
// Harm is counted once: what a node gave has left its own kept_harm.
struct Received {
  double harmed = 0, weighted = 0, lateness = 0;
  std::vector<std::uint32_t> members;
  Verdict verdict = Verdict::kGood;
  bool declared = false;
};

bool is_named_about_work(const std::string& name) {
  for (const RowInfo& info : threshold_table()) {
    if (is_about_work(info.row) && name == info.name) return true;
  }
  return false;
}

// The worst verdict of the rows about work, or of all others.
Verdict worst_row(const NodeStory& story, bool about_work) {
  Verdict worst = Verdict::kGood;
  for (const JudgedRow& row : story.judged.rows) {
    if (is_named_about_work(row.row) == about_work) worst = std::max(worst, row.verdict);
  }
  return worst;
}

FindingKind kind_of(NodeActivity activity) {
  switch (activity) {
    case NodeActivity::kSaturated: return FindingKind::kOverload;
    case NodeActivity::kShared: return FindingKind::kShared;
    case NodeActivity::kOutage: return FindingKind::kOutage;
    case NodeActivity::kDownstream: return FindingKind::kDownstream;
    case NodeActivity::kScheduled:
    case NodeActivity::kTransit: return FindingKind::kSchedule;
    default: return FindingKind::kHeld;
  }
}

// What some nodes had to do in a bin: what waited before and what came.
class Wanted {
 public:
  Wanted(const JudgedRun& run, const std::vector<std::uint32_t>& nodes) {
    for (const std::uint32_t node : nodes) flows_.push_back(std::make_unique<NodeFlows>(run, node));
  }
  double in(std::size_t t) const {
    double wanted = 0;
    for (const auto& node : flows_) {
      wanted +=
          finite_or_zero(node->depth_before(t)) + finite_or_zero(value_at(node->entered(), t));
    }
    return wanted;
  }

 private:
  std::vector<std::unique_ptr<NodeFlows>> flows_;
};

// collect() sums the harm by receiver; add_node and add_constraint make at most one finding each;
// rank() sorts them and writes the sentences, the second clause of the headline last.
class Ranking {
 public:
  Ranking(const JudgedRun& run, StoryTeller& teller, const std::vector<NodeStory>& stories,
          std::vector<ConstraintJudgement>& constraints)
      : run_(run),
        teller_(teller),
        stories_(stories),
        constraints_(constraints),
        to_node_(stories.size()),
        to_constraint_(run.model.topology.constraints.size()) {}

  std::vector<RankedFinding> rank() {
    collect();
    for (std::uint32_t i = 0; i < stories_.size(); ++i) add_node(i);
    for (std::uint32_t i = 0; i < to_constraint_.size(); ++i) add_constraint(i);
    if (all_.empty()) add_calm();
    std::stable_sort(all_.begin(), all_.end(), before);
    if (all_.size() > kMostFindings) all_.resize(kMostFindings);
    std::vector<RankedFinding> findings;
    for (FindingFacts& facts : all_) {
      facts.finding.parts = sentence_of(run_, facts);
      findings.push_back(facts.finding);
    }
    for (std::size_t i = 1; i < all_.size(); ++i) {
      if (!is_worth_a_clause(all_[i])) continue;
      add_second_clause(findings.front().parts, all_[i].finding);
      break;
    }
    return findings;
  }

 private:
  // A total order but for equals, which the stable sort leaves in the order of the topology.
  static bool before(const FindingFacts& a, const FindingFacts& b) {
    const bool pile_a = a.finding.kind == FindingKind::kPile,
               pile_b = b.finding.kind == FindingKind::kPile;
    if (pile_a != pile_b) return pile_b;
    if (a.finding.verdict != b.finding.verdict) return a.finding.verdict > b.finding.verdict;
    if (a.declared != b.declared) return a.declared;
    if (a.weighted_harm != b.weighted_harm) return a.weighted_harm > b.weighted_harm;
    if (a.lateness != b.lateness) return a.lateness > b.lateness;
    return finite_or_zero(a.load) > finite_or_zero(b.load);
  }

  // Critical, of a node, half of what came harmed, and the longest wait three promises: else the
  // headline stays one clause.
  static bool is_worth_a_clause(const FindingFacts& facts) {
    return facts.finding.verdict == Verdict::kCritical && facts.story != nullptr &&
           facts.arrivals > 0 && facts.finding.harmed >= 0.5 * facts.arrivals &&
           facts.finding.longest_minutes >= 3 * facts.story->judged.promise_minutes;
  }

  void collect();
  void add_node(std::uint32_t index);
  void add_constraint(std::uint32_t index);
  void add_calm();
  FindingKind kind(const NodeStory& story, const Received& received, double harmed) const;
  FindingKind by_activity(const NodeStory& story, const Received& received) const;
  void fill_from(FindingFacts& facts, const NodeStory& story) const;
  void find_marked_span(RankedFinding& finding, const NodeStory& story) const;
  void fill_constraint_span(FindingFacts& facts, const Received& received) const;
  void pool_waits(RankedFinding& finding, std::vector<std::uint32_t> nodes) const;
  std::vector<std::string> names_of(std::vector<std::uint32_t> members) const;

  const JudgedRun& run_;
  StoryTeller& teller_;
  const std::vector<NodeStory>& stories_;
  std::vector<ConstraintJudgement>& constraints_;
  std::vector<Received> to_node_, to_constraint_;
  std::vector<FindingFacts> all_;
};

void Ranking::collect() {
  for (std::uint32_t i = 0; i < stories_.size(); ++i) {
    for (const GivenHarm& given : stories_[i].given) {
      Received& to =
          given.to_constraint ? to_constraint_[given.receiver] : to_node_[given.receiver];
      to.harmed += given.harmed;
      to.weighted += given.harmed * stories_[i].weight;
      to.lateness += given.lateness;
      to.members.push_back(i);
      to.verdict = std::max(to.verdict, given.verdict);
      to.declared |= stories_[i].judged.promise_declared;
    }
  }
}

std::vector<std::string> Ranking::names_of(std::vector<std::uint32_t> members) const {
  std::vector<std::string> names;
  for (const std::uint32_t member : members) names.push_back(run_.model.topology.nodes[member].id);
  return names;
}

// The order of the questions is the definition of the kinds (docs/semantics.md).
FindingKind Ranking::kind(const NodeStory& story, const Received& received, double harmed) const {
  for (const Storm& storm : story.storms) {
    if (storm.is_storm) return FindingKind::kRetryStorm;
  }
  if (harmed > 0 && story.judged.dropped >= harmed / 2) return FindingKind::kLoss;
  const Verdict work = worst_row(story, true), rest = worst_row(story, false);
  if (work > Verdict::kGood && work > rest) return FindingKind::kFailing;
  if (harmed <= 0) {
    const JudgedRow* later = story.row(Row::kWillBeLate);
    if (later != nullptr && later->verdict > Verdict::kGood) return FindingKind::kGrowing;
    if (story.only_fell && !story.episodes.empty()) return FindingKind::kCatchingUp;
    if (story.row(Row::kStuck) != nullptr) return by_activity(story, received);
    const bool missed =
        story.row(Row::kDeparture) != nullptr || story.row(Row::kAdherence) != nullptr;
    if (missed) return FindingKind::kSchedule;
    return finite_or_zero(story.judged.peak_load) >= kNearLoad ? FindingKind::kNearLimit
                                                               : FindingKind::kCalm;
  }
  if (story.only_fell) return FindingKind::kCatchingUp;
  return by_activity(story, received);
}

// The activity that holds most item-time, among bins whose oldest item is over the promise if there
// are any.
FindingKind Ranking::by_activity(const NodeStory& story, const Received& received) const {
  const auto& over = story.over_promise;
  const bool any_over = std::any_of(over.begin(), over.end(), [](double sum) { return sum > 0; });
  const auto& sums = any_over ? over : story.waiting;
  const auto largest = std::max_element(sums.begin(), sums.end());
  // Nothing waited here: the node is named because it held others.
  if (!(*largest > 0)) return received.harmed > 0 ? FindingKind::kDownstream : FindingKind::kHeld;
  return kind_of(static_cast<NodeActivity>(largest - sums.begin()));
}

void Ranking::fill_from(FindingFacts& facts, const NodeStory& story) const {
  RankedFinding& finding = facts.finding;
  const NodeJudgement& judged = story.judged;
  finding.late_share = judged.late_share;
  finding.dropped = judged.dropped;
  finding.lost = judged.lost;
  finding.undelivered = judged.undelivered;
  finding.p95_minutes = judged.p95;
  finding.longest_minutes = judged.longest;
  finding.at_least = judged.at_least.p95;
  finding.cause = story.cause;
  finding.episodes = static_cast<int>(story.episodes.size());
  facts.declared = judged.promise_declared;
  facts.load = judged.peak_load;
  facts.arrivals = story.arrivals;
  const auto last_bin = run_.model.grid.bins - 1;
  // A storm is about its own episode, which need not be the worst.
  std::uint32_t episode = story.worst_episode;
  if (facts.storm != nullptr) episode = static_cast<std::uint32_t>(facts.storm->episode);
  if (episode < story.episodes.size()) {
    const Episode& worst = story.episodes[episode];
    finding.from_bin = worst.first;
    finding.to_bin = worst.last;
    finding.peak_bin = worst.peak_bin;
    finding.peak = worst.peak;
    finding.recovered = worst.last < last_bin;
    return;
  }
  find_marked_span(finding, story);
  finding.peak_bin = is_finite(judged.peak_depth) ? judged.peak_depth_bin : -1;
  finding.peak = judged.peak_depth;
}

// Without an episode: the longest stretch of bins with a verdict, else the whole run.
void Ranking::find_marked_span(RankedFinding& finding, const NodeStory& story) const {
  const std::int64_t bins = run_.model.grid.bins;
  finding.to_bin = bins - 1;
  std::int64_t first = -1, longest = 0;
  const auto& spans = story.judged.spans;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const std::int64_t end = i + 1 < spans.size() ? spans[i + 1].first_bin : bins;
    if (spans[i].verdict <= Verdict::kGood) {
      first = -1;
      continue;
    }
    if (first < 0) first = spans[i].first_bin;
    if (end - first <= longest) continue;
    longest = end - first;
    finding.from_bin = first;
    finding.to_bin = end - 1;
    finding.recovered = end < bins;
  }
}

void narrow_to(RankedFinding& finding, std::int64_t from, std::int64_t to, std::int64_t bins) {
  if (from < 0) return;
  finding.from_bin = from;
  finding.to_bin = to;
  finding.recovered = to < bins - 1;
}

// The wait of a finding is that of all items of its node and its members together.
// Percentiles cannot be combined, so the items of all nodes are put together and counted again.
void Ranking::pool_waits(RankedFinding& finding, std::vector<std::uint32_t> nodes) const {
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  WaitSpreads all;
  finding.undelivered = 0;
  finding.longest_minutes = 0;
  for (const std::uint32_t node : nodes) {
    WaitSpreads own = teller_.waits_of(node);
    all.so_far.insert(all.so_far.end(), own.so_far.begin(), own.so_far.end());
    all.in_the_end.insert(all.in_the_end.end(), own.in_the_end.begin(), own.in_the_end.end());
    finding.undelivered += stories_[node].judged.undelivered;
    finding.longest_minutes =
        std::max(finding.longest_minutes, finite_or_zero(stories_[node].judged.longest));
  }
  const double minutes = run_.model.grid.bin_minutes();
  const double now = percentile(all.so_far, 0.95), later = percentile(all.in_the_end, 0.95);
  finding.p95_minutes = canonical(now * minutes);
  finding.at_least = finding.undelivered > 0 && is_at_least(now, later);
}

// Three ways out: a pile has a finding only if something lies in it; a node whose harm others made
// appears as their member; a calm node has none.
void Ranking::add_node(std::uint32_t index) {
  const NodeStory& story = stories_[index];
  const NodeJudgement& judged = story.judged;
  const Received& received = to_node_[index];
  FindingFacts facts{.story = &story, .index = index};
  facts.finding.node_id = run_.model.topology.nodes[index].id;
  if (judged.is_pile) {
    if (!(finite_or_zero(judged.peak_depth) > 0)) return;
    facts.finding.kind = judged.dropped > 0 ? FindingKind::kLoss : FindingKind::kPile;
    facts.finding.verdict = std::max(Verdict::kGood, judged.verdict);
    facts.finding.harmed = judged.dropped;
    facts.weighted_harm = judged.dropped * story.weight;
    fill_from(facts, story);
    all_.push_back(std::move(facts));
    return;
  }
  if (!story.is_judged) return;
  const double harmed = story.kept_harm + received.harmed;
  const bool only_member = !(story.kept_harm > 0) && !story.given.empty();
  if (only_member && received.members.empty() && worst_row(story, true) <= Verdict::kGood) return;
  facts.finding.kind = kind(story, received, harmed);
  facts.finding.verdict = std::max({Verdict::kGood, judged.verdict, received.verdict});
  if (only_member) {
    // What others made wait is told of them.
    facts.finding.verdict = std::max(worst_row(story, true), received.verdict);
  }
  const bool quiet =
      facts.finding.kind == FindingKind::kCalm && facts.finding.verdict <= Verdict::kGood;
  if (quiet) return;
  facts.finding.harmed = harmed;
  facts.finding.members = names_of(received.members);
  facts.weighted_harm = story.kept_harm * story.weight + received.weighted;
  facts.lateness = story.kept_lateness + received.lateness;
  for (const Storm& storm : story.storms) {
    if (storm.is_storm) facts.storm = &storm;
  }
  fill_from(facts, story);
  facts.declared |= received.declared;
  if (facts.finding.kind == FindingKind::kFailing) {
    narrow_to(facts.finding, story.failing_from, story.failing_to, run_.model.grid.bins);
  } else if (facts.finding.kind == FindingKind::kLoss) {
    narrow_to(facts.finding, story.dropped_from, story.dropped_to, run_.model.grid.bins);
  }
  if (!received.members.empty()) {
    std::vector<std::uint32_t> nodes = received.members;
    nodes.push_back(index);
    pool_waits(facts.finding, std::move(nodes));
  }
  all_.push_back(std::move(facts));
}

// A constraint has no queue of its own: its episodes are the bins in which it held any member, and
// what waits is the sum over its members. Bins less than a promise apart are one episode, as with
// nodes.
void Ranking::fill_constraint_span(FindingFacts& facts, const Received& received) const {
  RankedFinding& finding = facts.finding;
  const std::int64_t bins = run_.model.grid.bins;
  std::vector<bool> held(static_cast<std::size_t>(bins), false);
  std::vector<double> waits(held.size(), 0.0);
  double promise = 1;
  for (const std::uint32_t member : received.members) {
    const auto& spans = stories_[member].judged.spans;
    promise = std::max(promise, stories_[member].promise_bins);
    const SeriesIn depth = run_.values(run_.series.of(member)[Role::kQueueDepth]);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const bool is = spans[i].activity == NodeActivity::kShared && spans[i].holder == facts.index;
      const std::int64_t end = i + 1 < spans.size() ? spans[i + 1].first_bin : bins;
      for (std::int64_t t = spans[i].first_bin; is && t < end; ++t) {
        held[static_cast<std::size_t>(t)] = true;
      }
    }
    for (std::size_t t = 0; t < waits.size(); ++t) waits[t] += finite_or_zero(value_at(depth, t));
  }
  double most = -1;
  for (std::int64_t t = 0; t < bins;) {
    if (!held[static_cast<std::size_t>(t)]) {
      ++t;
      continue;
    }
    std::int64_t last = t;
    double item_bins = 0;
    Episode episode{.first = t};
    for (std::int64_t i = t; i < bins; ++i) {
      if (held[static_cast<std::size_t>(i)]) last = i;
      if (static_cast<double>(i - last) >= promise) break;
    }
    for (std::int64_t i = t; i <= last; ++i) {
      const double waiting = waits[static_cast<std::size_t>(i)];
      item_bins += waiting;
      if (episode.peak_bin < 0 || waiting > episode.peak) {
        episode.peak_bin = i;
        episode.peak = waiting;
      }
    }
    ++finding.episodes;
    if (item_bins > most) {
      most = item_bins;
      finding.from_bin = t;
      finding.to_bin = last;
      finding.peak_bin = episode.peak_bin;
      finding.peak = episode.peak;
      finding.recovered = last < bins - 1;
    }
    t = last + 1;
  }
}

void Ranking::add_constraint(std::uint32_t index) {
  const Received& received = to_constraint_[index];
  ConstraintJudgement& judged = constraints_[index];
  const Constraint& constraint = run_.model.topology.constraints[index];
  judged.harmed = received.harmed;
  judged.held = received.members;
  judged.verdict = std::max(Verdict::kGood, received.verdict);
  if (received.members.empty()) return;
  FindingFacts facts{.index = index};
  RankedFinding& finding = facts.finding;
  finding.kind = FindingKind::kShared;
  finding.constraint_id = constraint.id;
  finding.verdict = judged.verdict;
  finding.harmed = received.harmed;
  finding.members = names_of(received.members);
  facts.weighted_harm = received.weighted;
  facts.lateness = received.lateness;
  facts.declared = received.declared;
  facts.load = judged.peak_load;
  fill_constraint_span(facts, received);
  const Wanted wanted(run_, received.members);
  const SeriesIn asked = run_.values(run_.series.find(constraint.arrivals));
  const SeriesIn capacity = run_.values(run_.series.find(constraint.served));
  for (std::int64_t t = finding.from_bin; t <= finding.to_bin; ++t) {
    const auto bin = static_cast<std::size_t>(t);
    double value = value_at(asked, bin);
    // Limited, yet asked for no more than there is: what is written as asked for is what they got.
    if (value <= value_at(capacity, bin)) value = wanted.in(bin);
    if (t == finding.from_bin) facts.asked_at_first = value;
    if (is_absent(value) || value <= finite_or_zero(finding.cause.demand_peak)) continue;
    finding.cause.demand_peak = value;
    finding.cause.demand_bin = t;
    finding.cause.capacity = value_at(capacity, bin);
  }
  double late = 0, came = 0;
  for (const std::uint32_t member : received.members) {
    const NodeJudgement& node = stories_[member].judged;
    finding.dropped += node.dropped;
    finding.lost += node.lost;
    late += node.late;
    came += stories_[member].arrivals;
  }
  finding.late_share = ratio_or_absent(late, came);
  pool_waits(finding, received.members);
  facts.arrivals = came;
  all_.push_back(std::move(facts));
}

// Nothing to say: the node that came closest to its limit, else the first that is judged.
void Ranking::add_calm() {
  const NodeStory* best = nullptr;
  std::uint32_t index = 0;
  for (std::uint32_t i = 0; i < stories_.size(); ++i) {
    const NodeStory& story = stories_[i];
    if (!story.is_judged || story.judged.is_pile) continue;
    // One of which nothing is known is told only where nothing is known of any.
    const auto known = [](const NodeStory& one) { return one.judged.verdict != Verdict::kNone; };
    const auto rank = [&](const NodeStory& one) {
      return std::pair(known(one), finite_or_zero(one.judged.peak_load));
    };
    if (best != nullptr && rank(story) <= rank(*best)) continue;
    best = &story;
    index = i;
  }
  FindingFacts facts{.story = best, .index = index};
  facts.finding.kind = FindingKind::kCalm;
  facts.finding.to_bin = run_.model.grid.bins - 1;
  if (best != nullptr) {
    facts.finding.node_id = run_.model.topology.nodes[index].id;
    fill_from(facts, *best);
  }
  all_.push_back(std::move(facts));
}

}  // namespace

std::vector<RankedFinding> rank_findings(const JudgedRun& run, StoryTeller& teller,
                                         const std::vector<NodeStory>& stories,
                                         std::vector<ConstraintJudgement>& constraints) {
  return Ranking(run, teller, stories, constraints).rank();
}

}  // namespace flowtime::judge
