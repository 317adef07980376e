#include "metrics/queueing.h"

#include "metrics/fixed_exp.h"
#include "metrics/variability.h"

namespace flowtime {
namespace {

// The recursion takes a step for each: more would be a question that costs seconds.
constexpr std::int64_t kMostServers = 1'000'000;

bool is_stable(const Station& station) {
  const double u = station.utilization();
  return station.servers >= 1 && station.servers <= kMostServers && u > 0 && u < 1;
}

double spare_servers(const Station& station) {
  return static_cast<double>(station.servers) - station.offered_load();
}

bool has_variation(const Station& station) {
  return is_finite(station.cv_arrivals) && is_finite(station.cv_service) &&
         station.cv_arrivals >= 0 && station.cv_service >= 0;
}

}  // namespace

// Erlang B by its recursion over servers, then C.
double erlang_c(const Station& station) {
  if (!is_stable(station)) return kAbsent;
  const double load = station.offered_load();
  // B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)). Stable: the textbook's sum of a^k / k! overflows
  // from 171 servers on.
  double blocked = 1;
  for (std::int64_t k = 1; k <= station.servers; ++k) {
    blocked = load * blocked / (static_cast<double>(k) + load * blocked);
  }
  return blocked / (1 - station.utilization() * (1 - blocked));
}

double erlang_c_wait_within(const Station& station, double wait_ms) {
  const double waits = erlang_c(station);
  if (is_absent(waits) || is_absent(wait_ms) || wait_ms < 0) return kAbsent;
  return 1 - waits * exp_of_minus(spare_servers(station) * wait_ms / station.service_time_ms);
}

double erlang_c_wait_ms(const Station& station) {
  const double waits = erlang_c(station);
  return is_absent(waits) ? kAbsent : waits * station.service_time_ms / spare_servers(station);
}

double mg1_wait_ms(const Station& station) {
  if (station.servers != 1 || !is_stable(station) || !has_variation(station)) return kAbsent;
  const double u = station.utilization();
  const double variation = 1 + station.cv_service * station.cv_service;
  return u * station.service_time_ms * variation / (2 * (1 - u));
}

double kingman_wait_ms(const Station& station) {
  if (station.servers != 1) return kAbsent;
  return kingman_wait_ms(station.utilization(), station.cv_arrivals, station.cv_service,
                         station.service_time_ms);
}

double allen_cunneen_wait_ms(const Station& station) {
  const double wait = erlang_c_wait_ms(station);
  if (is_absent(wait) || !has_variation(station)) return kAbsent;
  return wait *
         (station.cv_arrivals * station.cv_arrivals + station.cv_service * station.cv_service) / 2;
}

}  // namespace flowtime
