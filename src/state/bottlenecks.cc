// Node by node, each offers itself in the bins in which it is in outage, full or held: with what
// holds it in the end, and how hard that is pressed. The hardest pressed of each bin stays; equal
// holders of neighbouring bins become one span.
#include "state/bottlenecks.h"

#include <algorithm>
#include <limits>

#include "state/judged_state.h"
#include "state/node_reader.h"

namespace flowtime {
namespace {

constexpr double kLarger = 1 + 1e-9;  // a ratio is larger than another beyond rounding

// A node or a constraint of the topology, or nobody.
struct Holder {
  bool is_constraint = false;
  std::uint32_t index = kNobody;
  bool operator==(const Holder&) const = default;
};

class BottleneckFinder {
 public:
  BottleneckFinder(const StoredRun& run, BinWindow bins)
      : run_(run),
        bins_(bins),
        reader_(run, bins),
        best_(bins.size(), 0.0),
        found_(bins.size()),
        pressures_(run.topology().nodes.size()) {}

  std::vector<BottleneckSpan> find() {
    for (std::uint32_t node = 0; node < run_.topology().nodes.size(); ++node) look_at(node);
    return spans();
  }

 private:
  static bool may_hold(NodeActivity activity) {
    return activity == NodeActivity::kOutage || activity == NodeActivity::kSaturated ||
           is_held(activity);
  }
  static bool is_held(NodeActivity activity) {
    return activity == NodeActivity::kShared || activity == NodeActivity::kDownstream;
  }

  void look_at(std::uint32_t node) {
    const NodeJudgement* judged = run_.judgement_of(node);
    if (judged == nullptr) return;
    for (const SpanPart& part : spans_in(*judged, bins_, run_.bins())) {
      if (!may_hold(part.span->activity)) continue;
      for (std::int64_t bin = part.bins.first; bin < part.bins.end; ++bin) offer(node, bin);
    }
  }

  void offer(std::uint32_t node, std::int64_t bin) {
    constexpr double kBeforeAll = std::numeric_limits<double>::infinity();
    const auto at = static_cast<std::size_t>(bin - bins_.first);
    const bool out = span_at(*run_.judgement_of(node), bin).activity == NodeActivity::kOutage;
    const Holder holder = out ? Holder{false, node} : holder_at(node, bin);
    const double pressure = out ? kBeforeAll : pressure_of(holder, bin);
    // Of equals the first one stays: nodes are offered in the order of the topology.
    if (!(pressure > best_[at] * kLarger)) return;
    best_[at] = pressure;
    found_[at] = holder;
  }

  // What holds the node, and what holds that, as far as it goes.
  Holder holder_at(std::uint32_t node, std::int64_t bin) const {
    // Bounded: nodes of a ring may hold one another.
    for (std::size_t steps = 0; steps < run_.topology().nodes.size(); ++steps) {
      const JudgedSpan& span = span_at(*run_.judgement_of(node), bin);
      if (!is_held(span.activity) || span.holder == kNobody) break;
      if (span.activity == NodeActivity::kShared) return {true, span.holder};
      node = span.holder;
    }
    return {false, node};
  }

  double pressure_of(const Holder& holder, std::int64_t bin) {
    const auto at = static_cast<std::size_t>(bin - bins_.first);
    if (!holder.is_constraint) return finite_or_zero(value_at(pressures(holder.index), at));
    const Constraint& constraint = run_.topology().constraints[holder.index];
    const auto t = static_cast<std::size_t>(bin);
    const SeriesIn demand = run_.values(run_.series().find(constraint.arrivals));
    const SeriesIn capacity = run_.values(run_.series().find(constraint.served));
    // A constraint may name a capacity alone.
    const double asked = demand.empty() ? asked_of(constraint, bin) : finite_or_zero(demand[t]);
    return finite_or_zero(ratio_or_absent(asked, value_at(capacity, t)));
  }

  // What the members of a constraint that declares no demand had to do.
  double asked_of(const Constraint& constraint, std::int64_t bin) const {
    double asked = 0;
    for (std::size_t node = 0; node < run_.topology().nodes.size(); ++node) {
      const std::vector<std::string>& of = run_.topology().nodes[node].constraints;
      if (std::find(of.begin(), of.end(), constraint.id) == of.end()) continue;
      asked += to_do(NodeQueue(run_, node).fifo(), static_cast<std::size_t>(bin));
    }
    return asked;
  }

  static double to_do(const FifoQueue& queue, std::size_t t) {
    const double before = t == 0 ? queue.initial_depth : value_at(queue.depth, t - 1);
    return finite_or_zero(before) + finite_or_zero(value_at(queue.inflow, t));
  }

  // (what waited before + what entered) / capacity of a node, made when it is asked for.
  SeriesIn pressures(std::uint32_t node) {
    std::vector<double>& values = pressures_[node];
    // Made once for all bins: a node that holds others is asked for many times.
    if (!values.empty()) return values;
    values.resize(bins_.size());
    const NodeQueue queue(run_, node);
    reader_.select(sources_of(run_, node));
    const SeriesIn capacity = reader_.working_capacity();
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto t = static_cast<std::size_t>(bins_.first) + i;
      values[i] = ratio_or_absent(to_do(queue.fifo(), t), value_at(capacity, i));
    }
    return values;
  }

  std::vector<BottleneckSpan> spans() const {
    std::vector<BottleneckSpan> spans;
    for (std::size_t t = 0; t < found_.size(); ++t) {
      const std::int64_t bin = bins_.first + static_cast<std::int64_t>(t);
      if (t > 0 && found_[t] == found_[t - 1]) {
        spans.back().bins.last = bin;
        continue;
      }
      spans.push_back({{bin, bin}, name_of_node(found_[t]), name_of_constraint(found_[t])});
    }
    return spans;
  }

  std::string name_of_node(const Holder& holder) const {
    const bool node = !holder.is_constraint && holder.index != kNobody;
    return node ? run_.topology().nodes[holder.index].id : "";
  }
  std::string name_of_constraint(const Holder& holder) const {
    return holder.is_constraint ? run_.topology().constraints[holder.index].id : "";
  }

  const StoredRun& run_;
  BinWindow bins_;
  NodeReader reader_;
  std::vector<double> best_;
  std::vector<Holder> found_;
  std::vector<std::vector<double>> pressures_;
};

}  // namespace

std::vector<BottleneckSpan> find_bottlenecks(const StoredRun& run, BinWindow bins) {
  return BottleneckFinder(run, bins).find();
}

}  // namespace flowtime
