// Two kinds of bins: where nothing waits in the fluid queue, chance alone makes items wait, and the
// overlay gives the share; where items wait, the waits of the items themselves are counted. The
// answer is the mean of both, weighted by what came.
#include "figures/service_level.h"

#include <vector>

#include "base/ascii.h"
#include "metrics/overlay.h"

namespace flowtime::figures {
namespace {

constexpr double kMsPerMinute = 60'000;

// The sentence of a badge as a clause behind "it has no value: ".
std::string clause_of(OverlayValidity validity) {
  std::string text = meaning_of(validity);
  text.front() = lower_case(text.front());
  if (text.back() == '.') text.pop_back();
  return text;
}

class ServiceLevel {
 public:
  ServiceLevel(const judge::JudgedRun& run, const judge::NodeFlows& flows, BinRange bins)
      : run_(run),
        flows_(flows),
        first_(static_cast<std::size_t>(bins.first)),
        size_(static_cast<std::size_t>(bins.size())) {}

  FigureValue within(double minutes) {
    const Overlay chance = overlay(minutes);
    FigureValue made;
    made.at_least = chance.at_most;  // waits are at most, so the share is at least
    if (is_absent(chance.within_probability) && !fluid_tells(chance)) {
      made.why_absent = clause_of(chance.validity);
      return made;
    }
    count_items(minutes);
    const double quiet = is_absent(chance.within_probability) ? 0 : quiet_;
    made.value = ratio_or_absent(quiet * finite_or_zero(chance.within_probability) + in_time_,
                                 quiet + waiting_);
    if (is_absent(made.value)) made.why_absent = clause_of(OverlayValidity::kNoArrivals);
    return made;
  }

 private:
  // Servers are known, and items wait or no bin is below capacity.
  static bool fluid_tells(const Overlay& chance) {
    return chance.has_servers && (chance.validity == OverlayValidity::kOverloaded ||
                                  chance.validity == OverlayValidity::kFluidWaits);
  }

  SeriesIn part(SeriesIn whole) const {
    return whole.empty() ? whole : whole.subspan(first_, size_);
  }
  SeriesIn role(Role role) const { return part(run_.values(run_.series.of(flows_.index())[role])); }
  static double sum(SeriesIn series) {
    double sum = 0;
    for (const double value : series) sum += finite_or_zero(value);
    return sum;
  }

  std::vector<double> work() const {
    std::vector<double> work(size_, kAbsent);
    for (std::size_t i = 0; i < size_; ++i) {
      const std::size_t t = first_ + i;
      // Load x capacity and not served: what was asked for decides how busy servers are.
      work[i] = flows_.has_capacity() ? canonical(flows_.load(t) * flows_.capacity()[t])
                                      : value_at(flows_.served(), t);
    }
    return work;
  }
  std::vector<double> parallelism() const {
    if (!flows_.node().semantics.parallelism) return {};
    const checks::NodeSeries& series = run_.series.of(flows_.index());
    const SeriesIn values = part(run_.values(series.parallelism));
    if (values.empty()) return std::vector<double>(size_, series.parallelism_number);
    return {values.begin(), values.end()};
  }

  Overlay overlay(double minutes) const {
    const std::vector<double> worked = work(), servers = parallelism();
    OverlayInput in{.work = worked,
                    .capacity = part(flows_.capacity()),
                    .parallelism = servers,
                    .depth = part(flows_.depth()),
                    .depth_before = flows_.depth_before(first_),
                    .bin_ms = run_.model.grid.bin_ms()};
    const SeriesIn time = role(Role::kProcessingTimeMsSum);
    if (!time.empty())
      in.service_time_ms = ratio_or_absent(sum(time), sum(role(Role::kServedCount)));
    in.within_ms = minutes * kMsPerMinute;
    return overlay_of(in);
  }

  bool waits(std::size_t t) const { return finite_or_zero(value_at(flows_.depth(), t)) > 0; }

  // What came in bins in which nothing waits, and in the others: all of it and what left in time.
  void count_items(double minutes) {
    for (std::size_t t = first_; t < first_ + size_; ++t) {
      if (!waits(t)) quiet_ += std::max(0.0, finite_or_zero(value_at(flows_.entered(), t)));
    }
    if (!flows_.ever_holds()) return;
    const double promise = minutes / run_.model.grid.bin_minutes() * (1 + kWaitRounding);
    judge::item_waits(flows_).each({}, [&](const FifoPiece& piece, double from, double to) {
      // What waited before bin 0 did not come in the range.
      if (piece.came_bin < 0) return;
      const auto t = static_cast<std::size_t>(piece.came_bin);
      if (t < first_ || t >= first_ + size_ || !waits(t)) return;
      waiting_ += piece.amount;
      const bool has_left = piece.left_bin < static_cast<std::int64_t>(flows_.bins());
      const double late = part_above_zero(from - promise, to - promise).share();
      if (has_left) in_time_ += piece.amount * (1 - late);
    });
  }

  const judge::JudgedRun& run_;
  const judge::NodeFlows& flows_;
  std::size_t first_, size_;
  double quiet_ = 0, waiting_ = 0, in_time_ = 0;
};

}  // namespace

FigureValue service_level(const judge::JudgedRun& run, const judge::NodeFlows& flows, BinRange bins,
                          double within_minutes) {
  return ServiceLevel(run, flows, bins).within(within_minutes);
}

}  // namespace flowtime::figures
