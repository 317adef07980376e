#include "metrics/edges.h"

#include "model/names.h"

namespace flowtime {

bool follows_source(const Edge& edge) {
  const EdgeMeasure measure = effective_measure(edge);
  return measure == EdgeMeasure::kAttempts || measure == EdgeMeasure::kFailures ||
         measure == EdgeMeasure::kExhaustedFailures;
}

double edge_factor(const Edge& edge) {
  const double factor = edge.multiplier.value_or(edge.weight);
  return is_finite(factor) ? factor : 1.0;
}

void lagged_volume(SeriesIn source, std::int64_t lag, double factor, SeriesOut out) {
  FT_CHECK(source.empty() || source.size() == out.size());
  // What was tried before bin 0 is not known, so the first bins are absent, not 0.
  const auto behind = static_cast<std::size_t>(lag > 0 ? lag : 0);
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double amount = t < behind ? kAbsent : value_at(source, t - behind);
    out[t] = is_absent(amount) ? kAbsent : amount * factor;
  }
}

}  // namespace flowtime
