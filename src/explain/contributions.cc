#include "explain/contributions.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "metrics/noise.h"
#include "series/absent.h"

namespace flowtime {
namespace {

using Bins = std::map<std::int64_t, Twofold>;

constexpr double kLastPlace = 2.3e-16;  // of a double

// A cause with its names, still with exact amounts.
struct Named {
  Contribution shown{};
  ColumnIndex column{};
  Bins bins{};
  Twofold total{};
};

Twofold sum_of(const Bins& bins) {
  Twofold sum;
  for (const auto& [bin, amount] : bins) sum += amount;
  return sum;
}

class ContributionMaker {
 public:
  ContributionMaker(const ContributionSource& source, const ExplainLimits& limits)
      : source_(source), limits_(limits) {}

  // Names first, then ways that cancel, then the order by size, then rounding from left to right:
  // each step needs the one before, and the rounding depends on the order.
  std::vector<Contribution> make(WalkResult walked) {
    for (Cause& cause : walked.causes) add(std::move(cause));
    tell_cancelling_ways_once();
    std::sort(named_.begin(), named_.end(), before);
    Twofold rest = walked.rest;
    std::int64_t folded = walked.rest_cells;
    for (; named_.size() > limits_.causes; named_.pop_back(), ++folded) rest += named_.back().total;
    std::vector<Contribution> made{};
    for (Named& named : named_) made.push_back(finish(std::move(named)));
    if (folded > 0) {
      made.push_back({.kind = CauseKind::kRest,
                      .first_bin = 0,
                      .last_bin = walked.rest_bin,
                      .amount = step_to(rest),
                      .folded = folded});
    }
    add_rounding(walked.value, made);
    return made;
  }

 private:
  // Sums of large doubles are multiples of their last place; a value that is small beside them has
  // digits below it. Those digits are the last cause's: its amount has more of them than a double.
  // Of a value that is next to nothing beside what cancelled in it, 32 digits of these may say too
  // little; what is missing then is told apart.
  void add_rounding(double value, std::vector<Contribution>& made) {
    const double missing = value - running_;
    if (missing == 0) return;
    if (!made.empty() && std::fabs(missing) <= kLastPlace * largest_) {
      made.back().amount_rest = missing;
    } else {
      made.push_back({.kind = CauseKind::kRounding, .amount = missing});
    }
  }
  static bool before(const Named& a, const Named& b) {
    const double left = std::fabs(a.total.high), right = std::fabs(b.total.high);
    if (left != right) return left > right;
    const auto names = [](const Named& n) {
      return std::tie(n.shown.series_id, n.shown.class_id, n.shown.via_node, n.shown.kind,
                      n.shown.side);
    };
    return names(a) < names(b);
  }

  void add(Cause cause) {
    Named named{.shown = describe(cause), .column = cause.column, .bins = std::move(cause.bins)};
    if (named.shown.kind != CauseKind::kNumber && split_by_class(named)) return;
    keep(std::move(named));
  }
  void keep(Named named) {
    named.total = sum_of(named.bins);
    if (!named.total.is_zero()) named_.push_back(std::move(named));
  }

  // What comes from one place by several ways that take most of it away from one another is told
  // once, without a way: nobody is helped by a hundred million and minus a hundred million, and no
  // two doubles of that size sum to the little that is left.
  void tell_cancelling_ways_once() {
    std::map<std::tuple<CauseKind, Side, std::uint32_t>, std::vector<std::size_t>> ways;
    for (std::size_t i = 0; i < named_.size(); ++i) {
      ways[{named_[i].shown.kind, named_[i].shown.side, named_[i].column.value}].push_back(i);
    }
    for (const auto& [place, members] : ways) {
      if (cancel(members)) merge(members);
    }
    std::erase_if(named_, [](const Named& named) { return named.total.is_zero(); });
  }
  bool cancel(const std::vector<std::size_t>& members) const {
    constexpr double kMost = 10;
    double gross = 0;
    Twofold net;
    for (const std::size_t i : members) {
      gross += std::fabs(named_[i].total.high);
      net += named_[i].total;
    }
    return members.size() > 1 && std::fabs(net.high) * kMost < gross;
  }
  void merge(const std::vector<std::size_t>& members) {
    Named& first = named_[members.front()];
    first.shown.via_node.clear();
    for (std::size_t i = 1; i < members.size(); ++i) {
      Named& other = named_[members[i]];
      for (const auto& [bin, amount] : other.bins) first.bins[bin] += amount;
      other.total = {};
    }
    std::erase_if(first.bins, [](const auto& bin) { return bin.second.is_zero(); });
    first.total = sum_of(first.bins);
  }

  Contribution describe(const Cause& cause) const {
    Contribution made{.kind = cause.kind, .side = cause.side};
    const auto series = source_.index.series_of(cause.column);
    const Parameter* parameter = source_.index.maker(cause.column).parameter;
    std::string measure{};
    if (series) {
      measure = source_.plan.series[*series].measure;
      made.series_id = measure;
      made.class_id = source_.plan.series[*series].class_id;
    } else {
      made.series_id =
          parameter != nullptr ? parameter->name : source_.plan.columns[cause.column.value].name;
      measure = made.series_id;
    }
    if (const TopologyNode* node = source_.facts.node_of(measure)) made.node_id = node->id;
    if (cause.via != nullptr) made.via_node = cause.via->id;
    made.where = source_.facts.position_of(measure);
    describe_origin(cause, measure, made);
    return made;
  }
  void describe_origin(const Cause& cause, const std::string& measure, Contribution& made) const {
    const SeriesFacts& facts = source_.facts;
    if (cause.echo_of) made.echo_of = name_of_column(*cause.echo_of);
    made.parameters = facts.parameters_of(measure, made.class_id);
    if (made.kind == CauseKind::kOverflow && !made.node_id.empty()) {
      made.parameters = facts.parameters_of(made.node_id + ".wipLimit");
    }
    // A capacity that nodes share is no single node's.
    made.constraint_id = facts.constraint_of(measure);
    if (!made.constraint_id.empty()) made.node_id.clear();
    // A number that stands for a whole series plays the role of that series.
    const bool is_role = facts.cause_kind(measure) != CauseKind::kInput;
    if (made.kind == CauseKind::kNumber && is_role) made.kind = facts.cause_kind(measure);
  }
  std::string name_of_column(ColumnIndex column) const {
    const auto series = source_.index.series_of(column);
    return series ? source_.plan.series[*series].id : "";
  }

  struct Part {
    std::string class_id{};
    ColumnIndex column{};
  };
  std::vector<Part> parts_of(ColumnIndex column) const {
    std::vector<Part> parts{};
    const auto series = source_.index.series_of(column);
    if (!series || !source_.plan.series[*series].class_id.empty()) return parts;
    const std::string& measure = source_.plan.series[*series].measure;
    // The parts of a series follow its total.
    for (std::uint32_t s = series->value + 1; s < source_.plan.series.size(); ++s) {
      const SeriesInfo& info = source_.plan.series[SeriesIndex{s}];
      if (info.measure != measure || info.class_id.empty()) break;
      parts.push_back({info.class_id, source_.plan.series_columns[s]});
    }
    return parts;
  }

  // Each bin by the shares of the classes in it; the last class closes.
  // The last class takes what is left, so that the parts sum to the amount exactly.
  bool split_by_class(const Named& named) {
    const std::vector<Part> parts = parts_of(named.column);
    if (parts.empty()) return false;
    std::vector<Bins> split(parts.size());
    for (const auto& [bin, amount] : named.bins) {
      if (!split_bin(parts, bin, amount, split)) return false;
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (split[i].empty()) continue;
      Named part{.shown = named.shown, .column = parts[i].column, .bins = std::move(split[i])};
      part.shown.class_id = parts[i].class_id;
      part.shown.parameters = source_.facts.parameters_of(part.shown.series_id, parts[i].class_id);
      keep(std::move(part));
    }
    return true;
  }
  bool split_bin(const std::vector<Part>& parts, std::int64_t bin, const Twofold& amount,
                 std::vector<Bins>& split) {
    double sum = 0;
    std::size_t last = parts.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const double value = source_.values.at(parts[i].column, bin);
      if (is_absent(value) || value <= 0) continue;
      sum += value;
      last = i;
    }
    if (last == parts.size()) return false;
    Twofold given;
    for (std::size_t i = 0; i < last; ++i) {
      const double value = source_.values.at(parts[i].column, bin);
      if (is_absent(value) || value <= 0) continue;
      split[i][bin] = amount * Twofold{value, 0} / Twofold{sum, 0};
      given += split[i][bin];
    }
    split[last][bin] = amount + -given;
    return true;
  }

  // The amount as a double, rounded so that the sum of all so far, from left to right, is the exact
  // sum rounded. Of the neighbours of the difference one does.
  double step_to(const Twofold& amount) {
    sum_ += amount;
    const double wanted = sum_.rounded(), difference = wanted - running_;
    double step = difference;
    for (const double direction : {-HUGE_VAL, HUGE_VAL}) {
      const double neighbour = std::nextafter(difference, direction);
      const bool meets = running_ + step == wanted;
      if (!meets && running_ + neighbour == wanted) step = neighbour;
    }
    running_ += step;
    largest_ = std::max({largest_, std::fabs(step), std::fabs(running_)});
    return step;
  }

  // The largest bins are chosen by size and listed by time; the others become one number.
  Contribution finish(Named named) {
    Contribution made = std::move(named.shown);
    made.first_bin = named.bins.begin()->first;
    made.last_bin = named.bins.rbegin()->first;
    made.amount = step_to(named.total);
    std::vector<std::pair<std::int64_t, Twofold>> bins(named.bins.begin(), named.bins.end());
    std::sort(bins.begin(), bins.end(), [](const auto& a, const auto& b) {
      const double left = std::fabs(a.second.high), right = std::fabs(b.second.high);
      return left != right ? left > right : a.first < b.first;
    });
    Twofold others;
    for (; bins.size() > limits_.bins; bins.pop_back()) others += bins.back().second;
    std::sort(bins.begin(), bins.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [bin, amount] : bins) {
      made.bins.push_back({bin, amount.rounded(), source_.values.at(named.column, bin)});
    }
    made.other_bins = others.rounded();
    made.bin_count = static_cast<std::int64_t>(named.bins.size());
    made.each = same_in_all(named.bins);
    return made;
  }
  static std::optional<double> same_in_all(const Bins& bins) {
    const double first = bins.begin()->second.rounded();
    for (const auto& [bin, amount] : bins) {
      const bool differs = std::fabs(amount.rounded() - first) > kNoChangeShare * std::fabs(first);
      if (differs) return std::nullopt;
    }
    return first;
  }

  const ContributionSource& source_;
  const ExplainLimits& limits_;
  std::vector<Named> named_{};
  Twofold sum_{};       // of what is shown so far
  double running_ = 0;  // the same from left to right in doubles
  double largest_ = 0;  // of the amounts and of their sums so far
};

}  // namespace

std::vector<Contribution> contributions_of(const ContributionSource& source, WalkResult walked,
                                           const ExplainLimits& limits) {
  return ContributionMaker(source, limits).make(std::move(walked));
}

double residual_of(double value, const std::vector<Contribution>& contributions) {
  double sum = 0;
  for (const Contribution& contribution : contributions) {
    sum += contribution.amount;
    sum += contribution.amount_rest;
  }
  return value - sum;
}

}  // namespace flowtime
