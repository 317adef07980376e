// Three sources of a figure: the values of a series, the judgement (figures of the whole run), and
// the items themselves (figures of a range or class, and those that no judgement keeps). Which one
// it is follows from the reducer and the range alone.
#include "figures/run_figures.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/number_text.h"
#include "figures/check_figure.h"
#include "figures/headroom.h"
#include "figures/series_figure.h"
#include "figures/service_level.h"
#include "judge/judge.h"
#include "judge/node_flows.h"
#include "series/shown.h"

namespace flowtime::figures {
namespace {

using checks::exists;

// A judgement of another topology says nothing of these nodes: the run is judged again.
bool fits(const Judgement& judgement, const Topology& topology) {
  return judgement.nodes.size() == topology.nodes.size() &&
         judgement.constraints.size() == topology.constraints.size();
}

double number_of(Verdict verdict) {
  return verdict == Verdict::kNone ? kAbsent : static_cast<double>(verdict);
}

bool is_lower_bound(const LowerBounds& bounds, Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50Wait: return bounds.p50;
    case Reducer::kP85Wait: return bounds.p85;
    case Reducer::kP95Wait: return bounds.p95;
    case Reducer::kLongest: return bounds.longest;
    default: return false;
  }
}

// What is found item by item (judge::NodeRange), of a range or because no judgement keeps it.
bool is_about_items(Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50Wait:
    case Reducer::kP85Wait:
    case Reducer::kP95Wait:
    case Reducer::kLate:
    case Reducer::kLateShare:
    case Reducer::kLost:
    case Reducer::kDropped:
    case Reducer::kHarmed:
    case Reducer::kGoodput:
    case Reducer::kTimeToDrain:
    case Reducer::kGaveUp: return true;
    default: return false;
  }
}

double item_figure(const judge::NodeRange& items, Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50Wait: return items.p50;
    case Reducer::kP85Wait: return items.p85;
    case Reducer::kP95Wait: return items.p95;
    case Reducer::kLate: return items.late;
    case Reducer::kLateShare: return items.late_share;
    case Reducer::kLost: return items.lost;
    case Reducer::kDropped: return items.dropped;
    case Reducer::kHarmed: return items.harmed;
    case Reducer::kGoodput: return items.goodput;
    case Reducer::kTimeToDrain: return items.drain_minutes;
    case Reducer::kLongest: return items.longest;
    case Reducer::kUndelivered: return items.undelivered;
    default: return items.gave_up;
  }
}

// Figures that are not members of the judgement.
bool is_kept(Reducer reducer) {
  return reducer != Reducer::kFirstBreach && reducer != Reducer::kGoodput &&
         reducer != Reducer::kTimeToDrain && reducer != Reducer::kGaveUp;
}

// Of the whole run, as the judgement says it.
double stored_value(const NodeJudgement& node, Reducer reducer) {
  switch (reducer) {
    case Reducer::kLoad: return node.peak_load;
    case Reducer::kPeakQueue: return node.peak_depth;
    case Reducer::kP50Wait: return node.p50;
    case Reducer::kP85Wait: return node.p85;
    case Reducer::kP95Wait: return node.p95;
    case Reducer::kLongest: return node.longest;
    case Reducer::kLate: return node.late;
    case Reducer::kLateShare: return node.late_share;
    case Reducer::kLost: return node.lost;
    case Reducer::kDropped: return node.dropped;
    case Reducer::kUndelivered: return node.undelivered;
    case Reducer::kHarmed: return node.harmed;
    case Reducer::kVerdict: return number_of(node.verdict);
    default: return kAbsent;
  }
}

// Why a node has no value of this kind, in one clause.
std::string why_absent(const NodeJudgement& node, Reducer reducer, const std::string& node_id) {
  const std::string id = "'" + node_id + "'";
  if (reducer == Reducer::kLoad) return id + " has no capacity that is open";
  if (reducer == Reducer::kVerdict) return id + " is not judged";
  if (reducer == Reducer::kFirstBreach) return id + " never passes its promise";
  if (node.is_pile) return id + " is a pile: what reaches it stays there";
  const bool has_queue = is_finite(node.longest);
  if (reducer == Reducer::kTimeToDrain && has_queue && is_finite(node.peak_load)) {
    return "what waits in " + id + " never drains: first attempts take all of its capacity";
  }
  if (reducer == Reducer::kGoodput) return id + " serves nothing";
  if (has_queue && reducer == Reducer::kTimeToDrain) return id + " has no capacity";
  if (has_queue) return "nothing came to " + id;
  return id + " has no queue";
}

// A time to drain that is absent although there is a queue and a capacity.
bool never_drains(const NodeJudgement& node, const FigureValue& value) {
  return is_absent(value.value) && !node.is_pile && is_finite(node.longest) &&
         is_finite(node.peak_load);
}

// The largest of the values that `at` has in the bins; absent without one.
template <class At>
double largest(BinRange bins, At at) {
  double most = kAbsent;
  for (std::int64_t t = bins.first; t < bins.end; ++t) {
    const double value = at(t);
    if (is_finite(value) && !(value <= most)) most = value;
  }
  return most;
}

// Waits are kept from the first bin that has one to the last.
double wait_in(const NodeJudgement& node, std::int64_t bin) {
  const std::int64_t at = bin - node.first_wait_bin;
  const bool known = at >= 0 && at < static_cast<std::int64_t>(node.wait.size());
  return known ? node.wait[static_cast<std::size_t>(at)] : 0;
}

Verdict worst_verdict(const NodeJudgement& node, BinRange bins, std::int64_t end_of_grid) {
  Verdict worst = Verdict::kNone;
  for (std::size_t i = 0; i < node.spans.size(); ++i) {
    const std::int64_t end = i + 1 < node.spans.size() ? node.spans[i + 1].first_bin : end_of_grid;
    if (node.spans[i].first_bin >= bins.end || end <= bins.first) continue;
    worst = std::max(worst, node.spans[i].verdict);
  }
  return worst;
}

// The first bin in which something waits longer than promised; absent without one.
double first_breach(const NodeJudgement& node, BinRange bins) {
  for (std::int64_t t = bins.first; t < bins.end; ++t) {
    if (wait_in(node, t) > node.promise_minutes * (1 + 1e-9)) return static_cast<double>(t);
  }
  return kAbsent;
}

}  // namespace

std::string shown(const FigureValue& value) {
  if (is_absent(value.value)) return "-";
  const double size = std::fabs(value.value);
  const char* sign = value.value < 0 ? "-" : "";
  if (value.unit == "verdict") return name_of(static_cast<Verdict>(static_cast<int>(size)));
  if (value.unit == "truth") return size > 0 ? "yes" : "no";
  std::string text = value.unit == "minutes"                          ? shown_minutes(size)
                     : value.unit == "ratio" || value.unit == "share" ? shown_percent(size)
                                                                      : shown_amount(size);
  return (value.at_least ? "≥ " : "") + (sign + text);
}

RunFigures::RunFigures(const Model& model, const Plan& plan, Values values,
                       std::optional<Judgement> judgement)
    : series_(model, plan.series),
      run_{.model = model, .plan = plan, .series = series_, .values = std::move(values)} {
  if (judgement && fits(*judgement, model.topology)) {
    judgement_ = *std::move(judgement);
    return;
  }
  judged_again_ = true;
  judgement_ = judge::judge_run(run_);
}

RunFigures::RunFigures(const Run& run, const Model& model, const Plan& plan)
    : RunFigures(
          model, plan,
          [&run, &plan](SeriesIndex series) {
            if (!exists(series)) return SeriesIn();
            const auto row = run.find(plan.series[series].id);
            return row ? run.values(*row) : SeriesIn();
          },
          run.judgement()) {
  stored_ = &run;
}

std::string RunFigures::unit_of(SeriesIndex series) const {
  // Only a stored run knows units.
  const auto row = stored_ == nullptr ? std::nullopt : stored_->find(run_.plan.series[series].id);
  return row ? stored_->series()[*row].unit : "";
}

Result<FigureValue> RunFigures::of(const Figure& figure) const {
  FT_RETURN_IF_PROBLEM(check_figure(figure, run_.model, run_.plan.series));
  if (figure.is_of_series()) return of_series(figure);
  if (figure.is_of_run()) return of_run(figure);
  if (const auto node = run_.model.topology_index(figure.id)) return of_node(figure, node->value);
  if (const std::size_t place = figure.id.rfind('@'); place != std::string::npos) {
    const auto of = run_.model.topology_index(figure.id.substr(0, place));
    if (of) {
      return of_class(figure, of->value, figure.id.substr(place + 1));
    }
  }
  const auto& constraints = run_.model.topology.constraints;
  const auto found =
      std::find_if(constraints.begin(), constraints.end(),
                   [&](const Constraint& constraint) { return constraint.id == figure.id; });
  // check_figure has found the id already.
  FT_CHECK(found != constraints.end());
  return of_constraint(figure, static_cast<std::size_t>(found - constraints.begin()));
}

Result<FigureValue> RunFigures::of_series(const Figure& figure) const {
  const SeriesIndex series = run_.series.find(figure.id);
  FT_TRY(const BinRange bins, bins_of(figure, run_.model.grid));
  return value_of_series(figure, run_.values(series), bins, run_.model.grid.bin_minutes(),
                         unit_of(series));
}

FigureValue RunFigures::judged_value(Reducer reducer, std::size_t node) const {
  const NodeJudgement& judged = judgement_.nodes[node];
  FigureValue made{.value = stored_value(judged, reducer)};
  made.at_least = is_lower_bound(judged.at_least, reducer);
  return made;
}

FigureValue RunFigures::ranged_value(Reducer reducer, std::size_t node, BinRange bins) const {
  const NodeJudgement& judged = judgement_.nodes[node];
  if (reducer == Reducer::kVerdict) {
    return {.value = number_of(worst_verdict(judged, bins, run_.model.grid.bins))};
  }
  if (reducer == Reducer::kFirstBreach) {
    const double width = run_.model.grid.bin_minutes();
    return {.value = first_breach(judged, bins) * width};
  }
  if (is_about_items(reducer)) return item_value(reducer, node, bins);
  const judge::NodeFlows flows(run_, node);
  const auto at = [](std::int64_t t) { return static_cast<std::size_t>(t); };
  if (reducer == Reducer::kLoad) {
    return {.value = largest(bins, [&](std::int64_t t) { return flows.load(at(t)); })};
  }
  if (reducer == Reducer::kPeakQueue) {
    return {.value = largest(bins, [&](std::int64_t t) { return value_at(flows.depth(), at(t)); })};
  }
  if (!flows.has_queue() || judged.is_pile) return {};
  if (reducer == Reducer::kUndelivered) return {.value = flows.depth()[at(bins.end - 1)]};
  return longest_in(node, bins);
}

// Of what came before the bins and waited in them its age is known; what came in them and has not
// left by the end of the run may wait longer than it has.
FigureValue RunFigures::longest_in(std::size_t node, BinRange bins) const {
  const NodeJudgement& judged = judgement_.nodes[node];
  FigureValue made{.value = largest(bins, [&](std::int64_t t) { return wait_in(judged, t); })};
  if (!(judged.undelivered > 0) || is_absent(made.value)) return made;
  const auto items = teller().range_of(node, {bins.first, bins.end});
  const double width = run_.model.grid.bin_minutes();
  made.at_least = is_at_least(made.value / width, items->longest_in_the_end / width);
  return made;
}

Result<FigureValue> RunFigures::of_node(const Figure& figure, std::size_t node) const {
  const ReducerRow& row = about(figure.reducer);
  if (figure.reducer == Reducer::kHeadroom) return headroom(figure, node);
  FT_TRY(const BinRange bins, bins_of(figure, run_.model.grid));
  if (figure.reducer == Reducer::kServiceLevel) {
    FigureValue level = service_level(run_, judge::NodeFlows(run_, node), bins, figure.limit);
    level.unit = std::string(row.unit);
    return level;
  }
  const bool whole = figure.range.empty() && is_kept(figure.reducer);
  FigureValue made =
      whole ? judged_value(figure.reducer, node) : ranged_value(figure.reducer, node, bins);
  made.unit = std::string(row.unit);
  if (is_absent(made.value)) {
    made.why_absent = why_absent(judgement_.nodes[node], figure.reducer, figure.id);
  }
  return made;
}

FigureValue RunFigures::of_constraint(const Figure& figure, std::size_t constraint) const {
  const ConstraintJudgement& judged = judgement_.constraints[constraint];
  FigureValue made{.unit = std::string(about(figure.reducer).unit)};
  if (figure.reducer == Reducer::kLoad) made.value = judged.peak_load;
  if (figure.reducer == Reducer::kHarmed) made.value = judged.harmed;
  if (figure.reducer == Reducer::kVerdict) made.value = number_of(judged.verdict);
  if (is_absent(made.value)) made.why_absent = "'" + figure.id + "' has no capacity";
  return made;
}

FigureValue RunFigures::item_value(Reducer reducer, std::size_t node, BinRange bins) const {
  const auto items = teller().range_of(node, {bins.first, bins.end});
  FigureValue made{.value = item_figure(*items, reducer)};
  if (!is_finite(made.value)) made.value = kAbsent;
  made.at_least = is_lower_bound(items->at_least, reducer);
  return made;
}

judge::StoryTeller& RunFigures::teller() const {
  static const ThresholdOverrides kNone;  // limits move no item
  if (!teller_) teller_ = std::make_unique<judge::StoryTeller>(run_, kNone);
  return *teller_;
}

// Of the items of one class, which share the queue of the node.
Result<FigureValue> RunFigures::of_class(const Figure& figure, std::size_t node,
                                         const std::string& class_id) const {
  FT_TRY(const BinRange bins, bins_of(figure, run_.model.grid));
  const auto items = teller().range_of(node, {bins.first, bins.end}, class_id);
  if (!items) return no_such_class(run_.model.topology.nodes[node].id, class_id);
  FigureValue made{.value = item_figure(*items, figure.reducer)};
  made.unit = std::string(about(figure.reducer).unit);
  made.at_least = is_lower_bound(items->at_least, figure.reducer);
  if (is_absent(made.value)) {
    made.why_absent = why_absent(judgement_.nodes[node], figure.reducer, figure.id);
  }
  return made;
}

Result<FigureValue> RunFigures::headroom(const Figure& figure,
                                         std::optional<std::size_t> node) const {
  constexpr double kMostValues = 1e9;  // series x bins x evaluations: some ten seconds
  constexpr double kEvaluations = 40;
  const Plan& plan = run_.plan;
  const double work = static_cast<double>(plan.bins) * static_cast<double>(plan.series.size());
  if (work * kEvaluations > kMostValues) {
    return Problem{.code = "figures_too_many",
                   .message = "the figure '" + to_text(figure) + "' evaluates the model some " +
                              format_number(kEvaluations) +
                              " times, which is too much work for a model of this size",
                   .remedy = "Ask for load(" + figure.id + "): 1 / load is a first answer."};
  }
  FigureValue made = headroom_of(run_, node);
  made.unit = std::string(about(figure.reducer).unit);
  return made;
}

FigureValue RunFigures::balance_value(Reducer reducer) const {
  const Balance& balance = judgement_.summary.balance;
  FigureValue made{.unit = std::string(about(reducer).unit)};
  switch (reducer) {
    case Reducer::kOffered: made.value = balance.offered; break;
    case Reducer::kDelivered: made.value = balance.delivered; break;
    case Reducer::kInside: made.value = balance.inside; break;
    case Reducer::kGaveUp: made.value = balance.gave_up; break;
    default: made.value = balance.unaccounted; break;
  }
  if (is_absent(made.value)) made.why_absent = "nothing comes from outside";
  return made;
}

// Counts are added up over the nodes, all else is the worst of them.
Result<FigureValue> RunFigures::of_run(const Figure& figure) const {
  const ReducerRow& row = about(figure.reducer);
  if (figure.reducer == Reducer::kHeadroom) return headroom(figure, std::nullopt);
  // Figures of the balance are of the run alone; what gave up is counted there without counting
  // twice.
  if (!row.of_node || figure.reducer == Reducer::kGaveUp) return balance_value(figure.reducer);
  // Peaks of queues at different times do not add up.
  const bool adds = row.unit == "items" && figure.reducer != Reducer::kPeakQueue;
  const bool earliest = figure.reducer == Reducer::kFirstBreach;
  FigureValue made{.unit = std::string(row.unit)};
  for (std::size_t i = 0; i < judgement_.nodes.size(); ++i) {
    Figure of_node_figure = figure;
    of_node_figure.id = run_.model.topology.nodes[i].id;
    FT_TRY(const FigureValue node, of_node(of_node_figure, i));
    // One node that never drains decides for the run.
    if (figure.reducer == Reducer::kTimeToDrain && never_drains(judgement_.nodes[i], node)) {
      return node;
    }
    if (is_absent(node.value)) continue;
    made.at_least |= node.at_least;
    if (is_absent(made.value))
      made.value = node.value;
    else if (adds)
      made.value += node.value;
    else if (earliest)
      made.value = std::min(made.value, node.value);
    else
      made.value = std::max(made.value, node.value);
  }
  // A shared capacity may be the tightest limit though no node is.
  if (figure.reducer == Reducer::kLoad && figure.range.empty()) {
    for (const ConstraintJudgement& constraint : judgement_.constraints) {
      if (is_finite(constraint.peak_load) && !(constraint.peak_load <= made.value)) {
        made.value = constraint.peak_load;
      }
    }
  }
  if (is_absent(made.value)) {
    made.why_absent = judgement_.nodes.empty() ? "the run has no topology"
                      : earliest               ? "no node passes its promise"
                                               : "no node has this figure";
  }
  return made;
}

}  // namespace flowtime::figures
