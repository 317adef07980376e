#include "checks/sum_fold.h"

#include <cmath>
#include <utility>

namespace flowtime::checks {

SumFold::SumFold(const RunSeries& run, std::vector<Sum> sums, const char* says)
    : edges_(run.edges()), bins_(run.model().grid.bins), sums_(std::move(sums)), says_(says) {
  // In the order in which accept meets lagged terms: next_delay counts along.
  for (const Sum& sum : sums_) {
    for (const Term& term : sum.terms) {
      if (term.lag <= 0) continue;
      delays_.emplace_back();
      // A lag beyond the end of the grid never shows a value.
      if (term.lag < bins_) delays_.back().ring.resize(static_cast<std::size_t>(term.lag), 0.0);
    }
  }
}

void SumFold::add_term(const Term& term, Delay* delay, const SeriesTile& tile) {
  const std::span<const double> values = tile[term.series];
  if (delay == nullptr) {
    for (std::size_t t = 0; t < values.size(); ++t) summed_[t] += term.factor * values[t];
    return;
  }
  if (delay->ring.empty()) return;
  for (std::size_t t = 0; t < values.size(); ++t) {
    double& oldest = delay->ring[delay->next];
    summed_[t] += term.factor * std::exchange(oldest, values[t]);
    delay->next = delay->next + 1 == delay->ring.size() ? 0 : delay->next + 1;
  }
}

namespace {

bool is_close(const double* total, const double* sum, std::int64_t bins) {
  const auto margin = [=](std::int64_t t) { return kHalfTolerance - std::fabs(total[t] - sum[t]); };
  return no_negative_margin(bins, margin);
}

// Whether the total is its only term, as seen without adding anything up. The flow over an edge
// that is all a node serves is even the same values in the same place.
bool is_its_only_term(const Sum& sum, const SeriesTile& tile) {
  if (sum.terms.size() != 1 || sum.terms[0].lag > 0 || sum.terms[0].factor != 1) return false;
  const double* total = tile.series[sum.total.value];
  const double* term = tile.series[sum.terms[0].series.value];
  return total == term || is_close(total, term, tile.bins);
}

}  // namespace

void SumFold::accept(const SeriesTile& tile) {
  std::size_t next_delay = 0;
  for (std::size_t i = 0; i < sums_.size(); ++i) {
    // Such a sum has no lagged term, so leaving it out keeps next_delay in step.
    if (is_its_only_term(sums_[i], tile)) continue;
    summed_.assign(static_cast<std::size_t>(tile.bins), 0.0);
    for (const Term& term : sums_[i].terms) {
      add_term(term, term.lag > 0 ? &delays_[next_delay++] : nullptr, tile);
    }
    if (!is_close(tile.series[sums_[i].total.value], summed_.data(), tile.bins)) note(i, tile);
  }
}

void SumFold::note(std::size_t i, const SeriesTile& tile) {
  const std::span<const double> total = tile[sums_[i].total];
  for (std::size_t t = 0; t < total.size(); ++t) {
    double difference = std::fabs(total[t] - summed_[t]);
    if (exists(sums_[i].maybe)) {
      // `maybe` may be absent in a bin: then `without` is NaN and changes nothing.
      const double without = std::fabs(total[t] - summed_[t] - tile[sums_[i].maybe][t]);
      if (without < difference) difference = without;
    }
    if (!(difference > tolerance_of(total[t]))) continue;
    offences_.of(i).add(tile.first_bin + static_cast<std::int64_t>(t), difference,
                        Figure::kLargest);
  }
}

void SumFold::report(const Finding& blank, std::vector<Finding>& findings) const {
  for (const auto& [i, offence] : offences_) {
    const Sum& sum = sums_[i];
    findings.push_back(finding_about(blank, *sum.id, says_ + sum.what + " " + offence.where()));
    offence.describe(findings.back());
    for (const std::uint32_t edge : sum.edges) findings.back().edge_ids.push_back(edges_[edge].id);
  }
}

}  // namespace flowtime::checks
