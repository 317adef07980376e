// One walk over the bins: each bin without a queue is a station of its own, whose figures are added
// with its load as weight. Then the means, the same figures for the mean load, and the first reason
// not to trust them.
#include "metrics/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "series/arithmetic.h"

namespace flowtime {
namespace {

constexpr double kSteady = 0.25;        // that the figure may differ from W(mean u)
constexpr double kSettledShare = 0.25;  // of the window, for the queue to forget how it began
constexpr double kLeastServers = 1, kServerLimit = 1e4;

double mean_of_present(SeriesIn series) {
  double sum = 0, count = 0;
  for (const double value : series) {
    if (is_absent(value)) continue;
    sum += value;
    ++count;
  }
  return ratio_or_absent(sum, count);
}

struct WeightedMean {
  double sum = 0, weight = 0;
  void add(double value, double by) {
    if (is_absent(value)) return;
    sum += value * by;
    weight += by;
  }
  double mean() const { return ratio_or_absent(sum, weight); }
};

class Chance {
 public:
  explicit Chance(const OverlayInput& in) : in_(in) {}

  Overlay find() {
    Overlay found;
    found.station = station(mean_of_present(in_.capacity), mean_of_present(in_.parallelism));
    add_bins(found);
    found.has_servers = has_servers_;
    found.station.arrival_rate = ratio_or_absent(offered_sum_, judged_ * in_.bin_ms);
    add_means(found);
    found.validity = validity(found);
    return found;
  }

 private:
  // c servers that together do `capacity` items in a bin; without an arrival rate.
  Station station(double capacity, double parallelism) {
    Station station{.cv_arrivals = in_.cv_arrivals, .cv_service = in_.cv_service};
    const double own = in_.service_time_ms;
    // Half a server serves nobody at a time.
    double servers = std::floor(parallelism);
    if (servers <= 0 && is_finite(parallelism) && parallelism <= 0) return station;  // nobody there
    // Not measured: as many as the capacity keeps busy.
    if (is_absent(servers)) servers = arithmetic::round(capacity * own / in_.bin_ms);
    if (is_absent(servers)) return station;
    has_servers_ = true;
    servers = std::clamp(servers, kLeastServers, kServerLimit);
    station.servers = static_cast<std::int64_t>(servers);
    // The capacity may be less than what the servers could do: then an item takes longer than its
    // work.
    const double shared = ratio_or_absent(servers * in_.bin_ms, capacity);
    station.service_time_ms = is_absent(shared) ? own
                              : is_absent(own)  ? shared
                                                : std::max(own, shared);
    return station;
  }

  double depth_before(std::size_t t) const {
    return t == 0 ? in_.depth_before : finite_or_zero(value_at(in_.depth, t - 1));
  }

  void add_bins(Overlay& found) {
    waits_ = in_.depth_before > 0;
    for (std::size_t t = 0; t < in_.work.size(); ++t) {
      const double depth = finite_or_zero(value_at(in_.depth, t));
      waits_ |= depth > 0;
      // A closed bin is not a bin without load. Its depth has been looked at: a queue may build
      // behind it.
      if (is_absent(in_.work[t])) continue;
      // Work plus growth: what came to be worked on, whether or not it was.
      const double offered = std::max(0.0, in_.work[t] + depth - depth_before(t));
      offered_sum_ += offered;
      ++judged_;
      Station here = station(value_at(in_.capacity, t), value_at(in_.parallelism, t));
      here.arrival_rate = offered / in_.bin_ms;
      const double u = here.utilization();
      // Bins with a queue count for the question whether the node is overloaded, not for the
      // figures.
      if (is_finite(u)) all_.add(u, 1);
      if (is_absent(u) || depth > 0) continue;
      quiet_.add(u, 1);
      if (u < 1) add(here, u);
    }
    found.load = quiet_.weight > 0 ? quiet_.mean() : all_.mean();
  }

  // A load that lasts costs one look at the formulas.
  void add(const Station& here, double u) {
    const bool same = here.servers == last_.servers && here.arrival_rate == last_.arrival_rate &&
                      here.service_time_ms == last_.service_time_ms;
    if (!same) {
      of_last_ = {erlang_c(here),
                  erlang_c_wait_ms(here),
                  mg1_wait_ms(here),
                  kingman_wait_ms(here),
                  allen_cunneen_wait_ms(here),
                  in_.within_ms ? erlang_c_wait_within(here, *in_.within_ms) : kAbsent};
      last_ = here;
    }
    for (std::size_t i = 0; i < of_last_.size(); ++i) means_[i].add(of_last_[i], u);
  }

  void add_means(Overlay& found) const {
    found.waits_probability = means_[0].mean();
    found.erlang_c_ms = means_[1].mean();
    found.mg1_ms = means_[2].mean();
    found.kingman_ms = means_[3].mean();
    found.allen_cunneen_ms = means_[4].mean();
    found.within_probability = means_[5].mean();
    Station mean = found.station;
    const double servers = static_cast<double>(mean.servers);
    mean.arrival_rate = ratio_or_absent(found.load * servers, mean.service_time_ms);
    found.at_mean_load_ms = allen_cunneen_wait_ms(mean);
    const double window_ms = static_cast<double>(in_.work.size()) * in_.bin_ms;
    // The relaxation time of M/M/1 is S / (1 - sqrt(u))^2, of c servers a c-th of it: after that
    // time a queue has forgotten how it began.
    const double idle = 1 - std::sqrt(found.load);
    found.at_most = found.load > 0 && found.load < 1 &&
                    mean.service_time_ms / (servers * idle * idle) > kSettledShare * window_ms;
  }

  // In this order: each reason presupposes that those before it do not hold.
  OverlayValidity validity(const Overlay& found) const {
    if (in_.capacity.empty() && is_absent(in_.service_time_ms)) {
      return OverlayValidity::kNoServiceTime;
    }
    if (!(offered_sum_ > 0)) return OverlayValidity::kNoArrivals;
    if (!found.has_servers) return OverlayValidity::kNoServers;
    if (all_.mean() >= 1) return OverlayValidity::kOverloaded;
    if (waits_) return OverlayValidity::kFluidWaits;
    const double apart = std::fabs(found.allen_cunneen_ms - found.at_mean_load_ms);
    // An absent difference is not within the limit either.
    if (!(apart <= kSteady * found.at_mean_load_ms)) return OverlayValidity::kNotSteady;
    return found.at_most ? OverlayValidity::kNotSettled : OverlayValidity::kValid;
  }

  const OverlayInput& in_;
  bool has_servers_ = false, waits_ = false;
  double offered_sum_ = 0, judged_ = 0;
  WeightedMean quiet_, all_;  // of u
  Station last_{};
  std::array<double, 6> of_last_{};  // the figures of the last station, in the order of add_means
  std::array<WeightedMean, 6> means_{};
};

struct Badge {
  OverlayValidity validity;
  const char* name;
  const char* meaning;
};
constexpr Badge kBadges[] = {
    {OverlayValidity::kValid, "valid",
     "The load is steady and below capacity, and the fluid queue shows no wait: the figures are "
     "what random arrivals and service times would add."},
    {OverlayValidity::kNoServiceTime, "noServiceTime",
     "Neither a capacity nor processing times are known, so nothing can be expected."},
    {OverlayValidity::kNoServers, "noServers",
     "How many servers share the capacity is not known: give parallelism, or processing times with "
     "the items served."},
    {OverlayValidity::kNoArrivals, "noArrivals", "Nothing arrived in the window."},
    {OverlayValidity::kOverloaded, "overloaded",
     "More arrives than can be served: there is no steady state, the fluid queue gives the wait."},
    {OverlayValidity::kFluidWaits, "fluidWaits",
     "Items wait in the fluid queue, which gives their wait: the figures are those of the bins in "
     "which nothing waits."},
    {OverlayValidity::kNotSteady, "notSteady",
     "The load moves over the window, so a steady load of the same mean has another wait: choose a "
     "shorter window."},
    {OverlayValidity::kNotSettled, "notSettled",
     "The window is too short for the queue to reach its mean: the figures are at most."},
};

const Badge& badge_of(OverlayValidity validity) {
  return *std::find_if(std::begin(kBadges), std::end(kBadges),
                       [=](const Badge& badge) { return badge.validity == validity; });
}

}  // namespace

const char* name_of(OverlayValidity validity) { return badge_of(validity).name; }
const char* meaning_of(OverlayValidity validity) { return badge_of(validity).meaning; }

Overlay overlay_of(const OverlayInput& in) { return Chance(in).find(); }

}  // namespace flowtime
