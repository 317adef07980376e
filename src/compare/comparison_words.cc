// A sentence is a title ("Better"), a cause ("with tills 18 instead of 15") and a body that says
// what moved. Where the work differs, shares are told instead of items: more items would be late
// anyhow.
#include "compare/comparison_words.h"

#include <algorithm>
#include <cmath>

#include "compare/cause_words.h"
#include "figures/run_figures.h"
#include "metrics/noise.h"
#include "run/shown_verdict.h"
#include "series/shown.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostMoves = 3;  // that a sentence names

std::string noun_of(const ComparedRun& run) {
  return run.model.item_noun.empty() ? "items" : run.model.item_noun;
}

// "no orders", "429 orders".
std::string counted_items(double amount, const std::string& noun) {
  return (amount > 0 ? shown_amount(amount) : "no") + " " + noun;
}
std::string before_words(double amount) {
  return " (" + (amount > 0 ? shown_amount(amount) : std::string("none")) + " before)";
}

class ComparisonSentence {
 public:
  ComparisonSentence(const Comparison& comparison, const ComparedRun& before,
                     const ComparedRun& after)
      : comparison_(comparison),
        facts_(comparison.outcome),
        noun_(noun_of(after)),
        cause_(cause_words(comparison, before, after)) {}

  std::string tell() const {
    switch (facts_.outcome) {
      case CompareVerdict::kNone: return without_topology();
      case CompareVerdict::kDifferentWork: return different_work();
      default: return title(facts_.by_shares) + ": " + body() + ".";
    }
  }

 private:
  static std::string title(CompareVerdict outcome) {
    switch (outcome) {
      case CompareVerdict::kBetter: return "Better";
      case CompareVerdict::kWorse: return "Worse";
      case CompareVerdict::kMixed: return "Mixed";
      default: return "The same";
    }
  }

  std::string without_topology() const {
    const SeriesChanges& series = comparison_.series;
    const std::string open = "Without a topology in both runs neither is better: ";
    if (!series.comparable) return open + with_cause("their bins have different widths.");
    if (series.changed.empty()) return open + with_cause("no series differs.");
    return open + with_cause(std::to_string(series.changed.size()) + " of " +
                             std::to_string(series.compared) + " series differ, most of all " +
                             series.changed.front().id + ".");
  }

  std::string different_work() const {
    const double was = facts_.work.before, is = facts_.work.after;
    const double change = was > 0 ? std::fabs(is - was) / was : 1;
    return "Different work: " + shown_percent(change) + (is > was ? " more " : " fewer ") + noun_ +
           " came from outside (" + shown_amount(is) + ", " + shown_amount(was) +
           " before); by shares it is " + by_shares() + ": " + body() + ".";
  }
  std::string by_shares() const {
    return facts_.by_shares == CompareVerdict::kSame ? "the same" : name_of(facts_.by_shares);
  }

  std::string body() const {
    if (facts_.moves.empty()) return with_cause(facts_.by_waiting ? waiting() : unmoved());
    if (facts_.by_shares == CompareVerdict::kMixed) return with_cause(mixed());
    return with_cause(moves(facts_.moves));
  }
  // A comma keeps the numbers of a cause and of what came of it apart.
  std::string with_cause(const std::string& text) const {
    if (cause_.empty()) return text;
    const bool starts_with_number = text.front() >= '0' && text.front() <= '9';
    return cause_ + (starts_with_number ? ", " : " ") + text;
  }

  double total(bool is_after, double NodeSide::*count) const {
    double sum = 0, dust = 0;
    for (const NodeChange& node : comparison_.nodes) {
      const auto& side = is_after ? node.after : node.before;
      if (!side) continue;
      sum += *side.*count;
      dust += side->dust;
    }
    // Fractions of an item at many nodes are no item.
    return sum > dust ? sum : 0;
  }

  // "no orders were late in either run", "1,323 orders were late, as before".
  std::string unmoved() const {
    std::string text = stayed(&NodeSide::late, noun_, " late");
    const bool any_lost = total(false, &NodeSide::lost) > 0 || total(true, &NodeSide::lost) > 0;
    return any_lost ? text + "; " + stayed(&NodeSide::lost, noun_, " lost") : text;
  }
  std::string stayed(double NodeSide::*count, const std::string& noun, const char* what) const {
    const double was = total(false, count), is = total(true, count);
    const std::string text = counted_items(is, noun) + " were" + what;
    if (was == 0 && is == 0) return text + " in either run";
    return shown_amount(was) == shown_amount(is) ? text + ", as before" : text + before_words(was);
  }

  std::string waiting() const {
    const double was = facts_.item_minutes_before;
    double is = facts_.item_minutes_after;
    // Scaled to the work of the first run, as decide_outcome compares them.
    if (facts_.outcome == CompareVerdict::kDifferentWork)
      is *= facts_.work.before / facts_.work.after;
    if (!(was > 0)) return unmoved() + "; some waited where none did before";
    if (!(is > 0)) return unmoved() + "; none had to wait any more";
    const std::string all = unmoved() + "; in all they waited ";
    // "3 times as long" is read faster than "200 % longer".
    const double ratio = is / was;
    if (ratio >= 2) return all + shown_amount(ratio) + " times as long";
    return all + shown_percent(std::fabs(ratio - 1)) + (ratio < 1 ? " less" : " longer");
  }

  // Of one node: "no orders were late at Payment (4,588 before)". Where the work differs shares are
  // told: "3 % of the orders were late at Payment (14 % before)". After another one of its kind
  // only what differs: "12 at Shipping (none before)".
  std::string move(const ShareMove& move, const std::string& place, bool again = false) const {
    const bool shares = facts_.outcome == CompareVerdict::kDifferentWork;
    const auto amount = [&](double items, double share) -> std::string {
      if (!(items > 0)) return "none";
      return shares ? shown_percent(share) : shown_amount(items);
    };
    std::string text;
    if (again)
      text = amount(move.after, move.share_after);
    else if (shares)
      text = amount(move.after, move.share_after) + " of the " + noun_;
    else
      text = counted_items(move.after, noun_);
    if (!again) text += move.is_lost ? " were lost" : " were late";
    if (!place.empty()) text += " " + place;
    return text + " (" + amount(move.before, move.share_before) + " before)";
  }

  // The place is left out where the total says the same.
  std::string place_of(const ShareMove& one) const {
    if (one.node_id.empty()) return "at nodes that only one run has";
    if (facts_.moves.size() > 1) return "at " + one.node_id;
    const auto count = one.is_lost ? &NodeSide::lost : &NodeSide::late;
    return total(true, count) == 0 ? "" : "at " + one.node_id;
  }

  std::string moves(const std::vector<ShareMove>& moved) const {
    const ShareMove& first = moved.front();
    const auto same_kind = [&](const ShareMove& one) { return one.is_lost == first.is_lost; };
    const bool one_kind = std::all_of(moved.begin(), moved.end(), same_kind);
    const auto count = first.is_lost ? &NodeSide::lost : &NodeSide::late;
    // Everywhere gone: one clause for all.
    if (one_kind && facts_.outcome != CompareVerdict::kDifferentWork && total(true, count) == 0) {
      ShareMove all = first;
      all.before = total(false, count);
      all.after = 0;
      return move(all, "");
    }
    std::string text;
    const std::size_t named = std::min(kMostMoves, moved.size());
    for (std::size_t i = 0; i < named; ++i) {
      const bool last = i + 1 == named && named == moved.size();
      text += i == 0 ? "" : (last ? " and " : ", ");
      const bool again = i > 0 && moved[i].is_lost == moved[i - 1].is_lost;
      text += move(moved[i], place_of(moved[i]), again);
    }
    const std::size_t more = moved.size() - named;
    if (more > 0) text += " and likewise at " + std::to_string(more) + " more";
    return text;
  }

  std::string mixed() const {
    std::vector<ShareMove> falls, rises;
    for (const ShareMove& one : facts_.moves) (one.rises() ? rises : falls).push_back(one);
    const bool one_place = falls.size() == 1 && rises.size() == 1 &&
                           !rises.front().node_id.empty() &&
                           falls.front().node_id == rises.front().node_id;
    return moves(falls) + ", but " + (one_place ? move(rises.front(), "there") : moves(rises));
  }

  const Comparison& comparison_;
  const OutcomeFacts& facts_;
  std::string noun_, cause_;
};

// The node or constraint with the largest load.
struct Limit {
  std::string id;
  double load = kAbsent;
};
Limit nearest_limit(const Comparison& comparison, bool is_after) {
  Limit nearest;
  const auto look = [&](const std::string& id, double load) {
    if (is_finite(load) && !(load <= nearest.load)) nearest = {id, load};
  };
  for (const NodeChange& node : comparison.nodes) {
    const auto& side = is_after ? node.after : node.before;
    if (side && !side->is_pile) look(node.id, side->load);
  }
  for (const ConstraintChange& constraint : comparison.constraints) {
    const auto& side = is_after ? constraint.after : constraint.before;
    if (side) look(constraint.id, side->load);
  }
  return nearest;
}

void remark_verdicts(const Comparison& comparison, std::vector<std::string>& remarks) {
  const Verdict was = comparison.before_verdict, is = comparison.after_verdict;
  if (was == Verdict::kNone || is == Verdict::kNone) return;
  if (was != is) {
    remarks.push_back(std::string("The verdict is ") + word_of(is) + "; it was " + word_of(was) +
                      " before.");
  } else if (is != Verdict::kGood) {
    remarks.push_back(std::string("The verdict is ") + word_of(is) + ", as before.");
  }
}

void remark_limit(const Comparison& comparison, std::vector<std::string>& remarks) {
  const Limit was = nearest_limit(comparison, false), is = nearest_limit(comparison, true);
  if (is.id.empty() || was.id.empty()) return;
  const std::string now = shown_percent(is.load), then = shown_percent(was.load);
  if (was.id == is.id && now == then) return;
  remarks.push_back("Nearest to its limit was " + is.id + " at " + now + " (" +
                    (was.id == is.id ? "" : was.id + " at ") + then + " before).");
}

void remark_promises(const Comparison& comparison, std::vector<std::string>& remarks) {
  for (const NodeChange& node : comparison.nodes) {
    if (!node.before || !node.after) continue;
    const double was = node.before->promise, is = node.after->promise;
    const bool declared = node.before->promise_declared || node.after->promise_declared;
    if (!declared || !noise_of(SeriesIn(&was, 1)).is_change(is - was)) continue;
    remarks.push_back(node.id + " promised " + shown_minutes(is) + " (" + shown_minutes(was) +
                      " before), so late does not mean the same.");
  }
}

std::string grid_words(const TimeGrid& grid) {
  return std::to_string(grid.bins) + " bins of " + shown_bin_width(grid);
}

void remark_grids(const ComparedRun& before, const ComparedRun& after,
                  std::vector<std::string>& remarks) {
  const TimeGrid &was = before.model.grid, &is = after.model.grid;
  if (was.bins == is.bins && was.bin_minutes() == is.bin_minutes()) return;
  const bool one_width = was.bin_minutes() == is.bin_minutes();
  remarks.push_back("The grid had " + grid_words(is) + " (" + grid_words(was) + " before): " +
                    (one_width ? "series are compared over the bins that both have."
                               : "series are not compared."));
}

void remark_lone_nodes(const Comparison& comparison, std::vector<std::string>& remarks) {
  std::vector<std::string> gone, added;
  for (const NodeChange& node : comparison.nodes) {
    if (!node.after) gone.push_back(node.id);
    if (!node.before) added.push_back(node.id);
  }
  if (!gone.empty()) remarks.push_back("Only before: " + shown_list(gone) + ".");
  if (!added.empty()) remarks.push_back("Only after: " + shown_list(added) + ".");
}

void remark_judged_again(const ComparedRun& run, std::vector<std::string>& remarks) {
  if (!run.figures.was_judged_again() || run.model.topology.nodes.empty()) return;
  remarks.push_back("An older version stored the run '" + run.run.info().id +
                    "'; it was judged again.");
}

}  // namespace

std::string sentence_of(const Comparison& comparison, const ComparedRun& before,
                        const ComparedRun& after) {
  return ComparisonSentence(comparison, before, after).tell();
}

std::vector<std::string> remarks_of(const Comparison& comparison, const ComparedRun& before,
                                    const ComparedRun& after) {
  std::vector<std::string> remarks;
  remark_verdicts(comparison, remarks);
  remark_limit(comparison, remarks);
  remark_promises(comparison, remarks);
  remark_grids(before, after, remarks);
  remark_lone_nodes(comparison, remarks);
  remark_judged_again(before, remarks);
  remark_judged_again(after, remarks);
  return remarks;
}

std::string shown_beside(double value, double beside, const std::string& unit) {
  const double scale = std::max(std::fabs(value), std::fabs(finite_or_zero(beside)));
  const bool is_dust = std::fabs(value) < kNoChangeShare * scale;
  return figures::shown({.value = is_dust ? 0 : value, .unit = unit});
}

std::string words_of(const AttributedChange& change) {
  const double difference = change.after - change.before;
  const double scale = std::max(std::fabs(change.before), std::fabs(change.after));
  const auto amount = [&](double value) { return shown_beside(value, scale, change.unit); };
  const auto end = [&](double value, bool at_least) {
    return (at_least ? "≥ " : "") + amount(value);
  };
  const std::string from = end(change.before, change.before_at_least),
                    to = end(change.after, change.after_at_least);
  const std::string from_to = (from == to ? "" : ", from " + from) + " to " + to + ": ";
  if (std::fabs(difference) <= kNoChangeShare * scale) {
    const std::string text = to_text(change.figure) + " stayed at " + amount(change.after);
    return change.shares.size() < 2 ? text + "." : text + ": " + share_words(change, scale) + ".";
  }
  return to_text(change.figure) + (difference > 0 ? " rose by " : " fell by ") +
         amount(std::fabs(difference)) + from_to + share_words(change, scale) + ".";
}

}  // namespace flowtime
