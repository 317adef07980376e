#include "metrics/path_efficiency.h"

namespace flowtime {

void path_flow_efficiency(const std::vector<SeriesIn>& service_time_ms,
                          const std::vector<SeriesIn>& cycle_time_ms, SeriesOut out) {
  FT_CHECK(service_time_ms.size() == cycle_time_ms.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    double service = 0, cycle = 0;
    for (std::size_t i = 0; i < cycle_time_ms.size(); ++i) {
      service += finite_or_zero(value_at(service_time_ms[i], t));
      cycle += finite_or_zero(value_at(cycle_time_ms[i], t));
    }
    out[t] = ratio_or_absent(service, cycle);
  }
}

}  // namespace flowtime
