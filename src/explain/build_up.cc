#include "explain/build_up.h"

#include <algorithm>
#include <cmath>

#include "explain/decider.h"
#include "explain/level.h"
#include "series/absent.h"
#include "series/twofold.h"

namespace flowtime {
namespace {

class BuildUpMaker {
 public:
  BuildUpMaker(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
               Breakdowns& breakdowns, ColumnIndex depth, const QueueOperands& queue)
      : plan_(plan),
        index_(index),
        facts_(facts),
        breakdowns_(breakdowns),
        depth_(depth),
        queue_(queue),
        noise_(noise_of_column(plan, index, breakdowns, depth)),
        deciders_(plan, index, facts, breakdowns, owner_of(depth)) {}

  bool is_empty(std::int64_t bin) { return noise_.is_empty(depth_at(bin)); }

  BuildUp make(std::int64_t bin, std::size_t width) {
    BuildUp made;
    made.inflow_id = name_of_operand(queue_.inflow);
    made.outflow_id = name_of_operand(queue_.outflow);
    made.loss_id = name_of_operand(queue_.loss);
    made.first_bin = waiting_since(breakdowns_, depth_, noise_, bin);
    made.before = depth_at(made.first_bin - 1);
    made.from_empty = noise_.is_empty(made.before);
    made.empty_below = noise_.empty;
    made.bins = bin - made.first_bin + 1;
    find_peak(made);
    std::vector<BuildUpBin> all;
    for (std::int64_t t = made.first_bin; t <= bin; ++t) {
      all.push_back(at(t, made.limits));
      made.inflow += all.back().inflow;
      made.outflow += all.back().outflow;
      made.loss += all.back().loss;
      made.overflow += all.back().overflow;
    }
    made.now = all.back();
    std::stable_sort(made.limits.begin(), made.limits.end(),
                     [](const auto& a, const auto& b) { return a.bins > b.bins; });
    keep_largest(made, std::move(all), width);
    return made;
  }

 private:
  const TopologyNode* owner_of(ColumnIndex depth) const {
    const auto series = index_.series_of(depth);
    return series ? facts_.node_of(plan_.series[*series].measure) : nullptr;
  }
  double depth_at(std::int64_t bin) {
    return bin < 0 ? queue_.initial : breakdowns_.value(Operand::of(depth_), bin);
  }
  double flow(const Operand& operand, std::int64_t bin) {
    return finite_or_zero(breakdowns_.value(operand, bin));
  }
  // Looks beyond the bin that was asked for, to the next empty one. A later depth that is larger by
  // noise only does not move the peak.
  void find_peak(BuildUp& made) {
    made.peak_bin = made.first_bin;
    made.peak = depth_at(made.first_bin);
    for (std::int64_t t = made.first_bin; t < plan_.bins && !is_empty(t); ++t) {
      if (!noise_.is_change(depth_at(t) - made.peak) || depth_at(t) < made.peak) continue;
      made.peak = depth_at(t);
      made.peak_bin = t;
    }
  }
  BuildUpBin at(std::int64_t bin, std::vector<BuildUpLimit>& limits) {
    BuildUpBin made{.bin = bin};
    made.inflow = flow(queue_.inflow, bin);
    made.outflow = flow(queue_.outflow, bin);
    made.loss = flow(queue_.loss, bin);
    if (queue_.overflow) made.overflow = flow(Operand::of(*queue_.overflow), bin);
    made.change = depth_at(bin) - depth_at(bin - 1);
    made.limited_by = note_decider(bin, limits);
    return made;
  }
  std::string note_decider(std::int64_t bin, std::vector<BuildUpLimit>& limits) {
    const Decider decider = deciders_.of(queue_.outflow, bin);
    const auto same = [&](const BuildUpLimit& limit) { return limit.id == decider.id; };
    auto found = std::find_if(limits.begin(), limits.end(), same);
    if (found == limits.end()) found = limits.insert(limits.end(), limit_of(decider));
    ++found->bins;
    return decider.id;
  }
  BuildUpLimit limit_of(const Decider& decider) const {
    BuildUpLimit made{.id = decider.id, .series_id = decider.series_id, .kind = decider.kind};
    if (decider.node != nullptr) made.node_id = decider.node->id;
    const bool schedule = decider.series_id.empty() && decider.node != nullptr;
    made.parameters = schedule ? facts_.parameters_of(*decider.node, {"periodBins", "phaseOffset"})
                               : facts_.parameters_of(decider.series_id);
    return made;
  }
  std::string name_of_operand(const Operand& operand) const {
    if (operand.is_immediate() && !operand.named) return "";
    const auto series = index_.series_of(operand.column);
    if (series) return plan_.series[*series].id;
    const Parameter* parameter = index_.maker(operand.column).parameter;
    return parameter != nullptr ? parameter->name : "";
  }
  // Chosen by size, listed by time. The rest is the whole change less what is listed, so that both
  // sum to it.
  void keep_largest(BuildUp& made, std::vector<BuildUpBin> all, std::size_t width) {
    const double total = depth_at(made.first_bin + made.bins - 1) - made.before;
    const auto larger = [](const BuildUpBin& a, const BuildUpBin& b) {
      const double left = std::fabs(a.change), right = std::fabs(b.change);
      return left != right ? left > right : a.bin < b.bin;
    };
    std::sort(all.begin(), all.end(), larger);
    if (all.size() > width) all.resize(width);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.bin < b.bin; });
    Twofold shown;
    for (const BuildUpBin& bin : all) shown += Twofold{bin.change, 0};
    if (static_cast<std::int64_t>(all.size()) < made.bins) {
      made.others = (Twofold{total, 0} + -shown).rounded();
    }
    made.largest = std::move(all);
  }

  const Plan& plan_;
  const PlanIndex& index_;
  const SeriesFacts& facts_;
  Breakdowns& breakdowns_;
  ColumnIndex depth_;
  const QueueOperands& queue_;
  Noise noise_;
  Deciders deciders_;
};

}  // namespace

std::optional<BuildUp> build_up(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                                Breakdowns& breakdowns, ColumnIndex column, std::int64_t bin,
                                std::size_t width) {
  const auto queue = queue_operands(plan, index.maker(column));
  if (!queue) return std::nullopt;
  BuildUpMaker maker(plan, index, facts, breakdowns, column, *queue);
  if (maker.is_empty(bin)) return std::nullopt;
  return maker.make(bin, width);
}

}  // namespace flowtime
