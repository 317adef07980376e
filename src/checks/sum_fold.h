// Checks that a series equals the sum of others: edges of a node, routes of a router.
#pragma once

#include <string>
#include <vector>

#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

// In bin t: factor x series[t - lag].
struct Term {
  SeriesIndex series = kNoSeries;
  std::int64_t lag = 0;  // read so many bins back; nothing before bin 0
  double factor = 1;     // of it that counts
};

// One sum to judge. Findings read "'<id>' <says><what> at bin 3".
// `what` ends the sentence of the finding, for example "sends of 'Gold'"; empty where nothing needs
// to be distinguished.
struct Sum {
  const std::string* id = nullptr;
  std::string what;
  SeriesIndex total = kNoSeries;
  std::vector<Term> terms;
  std::vector<std::uint32_t> edges;  // that the finding names
  SeriesIndex maybe = kNoSeries;     // part of the total or not: no model says
};

// Offends where |total - sum of terms| > tolerance_of(total); the figure is the largest difference.
// Bins in which a value is absent are passed over.
// Where `maybe` is set, the sum may hold with it or without: only what fails both ways offends.
// Example: total = served of a node, terms = the flows of its outgoing edges. Costs O(terms x
// bins), and nothing where the only term is the very same series.
class SumFold : public Fold {
 public:
  // `says` is a literal. Terms may be empty: then the sum is 0.
  SumFold(const RunSeries& run, std::vector<Sum> sums, const char* says);
  void accept(const SeriesTile& tile) override;
  void report(const Finding& blank, std::vector<Finding>& findings) const override;

 private:
  // The last `lag` values of a lagged term.
  // Starts with zeros. Tiles may be shorter than the lag: the ring carries values over them.
  struct Delay {
    std::vector<double> ring;
    std::size_t next = 0;
  };
  void add_term(const Term& term, Delay* delay, const SeriesTile& tile);
  void note(std::size_t i, const SeriesTile& tile);

  const std::vector<Edge>& edges_;
  std::int64_t bins_;
  std::vector<Sum> sums_;
  // One per lagged term and not per series: two sums may be at different places of one tile.
  std::vector<Delay> delays_;   // of the lagged terms, in order
  std::vector<double> summed_;  // of one sum over the bins of one tile
  const char* says_;
  Offences offences_;
};

}  // namespace flowtime::checks
