#include "compare/outcome.h"

#include <algorithm>
#include <cmath>

namespace flowtime {
namespace {

// One item in a thousand: less is below what a model of bins can tell.
constexpr double kShareMoves = 0.001, kWorkMoves = 0.01, kWaitingMoves = 0.01;
constexpr double kRounding = 1e-9;  // a move of exactly the limit is none

void add_move(ShareMove move, std::vector<ShareMove>& moves) {
  if (std::fabs(move.share_after - move.share_before) > kShareMoves + kRounding) {
    moves.push_back(std::move(move));
  }
}

// Nodes that only one of the runs has, as one: a node that was renamed moves nothing.
// Otherwise splitting a node would count as one that got better and one that got worse.
struct Pool {
  double items = 0, arrivals = 0;
  double share() const { return arrivals > 0 ? items / arrivals : 0; }
};
void add_lone_nodes(const std::vector<NodeChange>& nodes, bool lost,
                    std::vector<ShareMove>& moves) {
  Pool before, after;
  for (const NodeChange& node : nodes) {
    if (node.before && node.after) continue;
    const NodeSide& side = node.before ? *node.before : *node.after;
    Pool& pool = node.before ? before : after;
    pool.items += lost ? side.lost : side.late;
    pool.arrivals += side.arrivals;
  }
  add_move({.is_lost = lost,
            .before = before.items,
            .after = after.items,
            .share_before = before.share(),
            .share_after = after.share()},
           moves);
}

std::vector<ShareMove> moves_of(const std::vector<NodeChange>& nodes) {
  std::vector<ShareMove> moves;
  for (const NodeChange& node : nodes) {
    if (!node.before || !node.after) continue;
    const NodeSide &was = *node.before, &is = *node.after;
    add_move({node.id, false, was.late, is.late, was.late_share, is.late_share}, moves);
    add_move({node.id, true, was.lost, is.lost, was.lost_share, is.lost_share}, moves);
  }
  add_lone_nodes(nodes, false, moves);
  add_lone_nodes(nodes, true, moves);
  std::stable_sort(moves.begin(), moves.end(), [](const ShareMove& a, const ShareMove& b) {
    // By items and not by share: a small node with a large share is not what people feel.
    return std::fabs(a.after - a.before) > std::fabs(b.after - b.before);
  });
  return moves;
}

CompareVerdict outcome_of(const std::vector<ShareMove>& moves) {
  const auto rises = [](const ShareMove& move) { return move.rises(); };
  const bool any_rises = std::any_of(moves.begin(), moves.end(), rises);
  const bool all_rise = std::all_of(moves.begin(), moves.end(), rises);
  if (moves.empty()) return CompareVerdict::kSame;
  if (!any_rises) return CompareVerdict::kBetter;
  return all_rise ? CompareVerdict::kWorse : CompareVerdict::kMixed;
}

bool differs(double before, double after, double share) {
  if (is_absent(before) || is_absent(after)) return false;
  return std::fabs(after - before) > (share + kRounding) * std::fabs(before);
}

}  // namespace

const char* name_of(CompareVerdict outcome) {
  switch (outcome) {
    case CompareVerdict::kNone: return "";
    case CompareVerdict::kBetter: return "better";
    case CompareVerdict::kWorse: return "worse";
    case CompareVerdict::kMixed: return "mixed";
    case CompareVerdict::kSame: return "same";
    case CompareVerdict::kDifferentWork: return "differentWork";
  }
  return "";
}

OutcomeFacts decide_outcome(const std::vector<NodeChange>& nodes, Work work, double bin_minutes) {
  OutcomeFacts facts{.work = work};
  if (nodes.empty()) return facts;
  double arrivals = 0;
  for (const NodeChange& node : nodes) {
    if (node.before) facts.item_minutes_before += node.before->item_minutes;
    if (node.after) facts.item_minutes_after += node.after->item_minutes;
    if (node.before) arrivals += node.before->arrivals;
  }
  facts.moves = moves_of(nodes);
  facts.by_shares = outcome_of(facts.moves);
  const bool other_work = differs(work.before, work.after, kWorkMoves);
  // The same work would have waited so much longer or shorter.
  // Twice the arrivals with twice the waiting is the same service.
  const bool scales = other_work && work.before > 0 && work.after > 0;
  const double waited = facts.item_minutes_after * (scales ? work.before / work.after : 1);
  const double change = std::fabs(waited - facts.item_minutes_before);
  // Waiting decides only where no share moved: being late counts more than waiting a little longer.
  if (facts.moves.empty() && differs(facts.item_minutes_before, waited, kWaitingMoves) &&
      change > kShareMoves * arrivals * bin_minutes) {
    facts.by_waiting = true;
    facts.by_shares =
        waited < facts.item_minutes_before ? CompareVerdict::kBetter : CompareVerdict::kWorse;
  }
  facts.outcome = other_work ? CompareVerdict::kDifferentWork : facts.by_shares;
  return facts;
}

}  // namespace flowtime
