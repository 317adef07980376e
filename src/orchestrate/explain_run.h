// Why a value of a stored run is what it is.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "explain/explain.h"
#include "orchestrate/run_host.h"

namespace flowtime {

struct ExplainRequest {
  std::string run_id{};
  std::string series{};          // a series, or
  std::string node{}, metric{};  // a metric of a node
  std::string at{};              // a bin or a time (bin_range.h)
  ExplainLimits limits{};
};

// The runs that were asked about last, compiled. A run that was replaced since is read again.
// Threads may share it.
class Explainers {
 public:
  explicit Explainers(std::size_t capacity = 4) : capacity_(capacity) {}
  // Problems: those of open_run, and refusals of the stored model.
  Result<std::shared_ptr<const Explainer>> get(const RunHost& host, const std::string& run_id);
  void forget();

 private:
  struct Kept {
    std::string run_id, manifest_hash;
    std::shared_ptr<const Explainer> explainer;
  };
  std::shared_ptr<const Explainer> find(const std::string& run_id,
                                        const std::string& manifest_hash);
  void keep(Kept kept);

  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<Kept> kept_;  // the latest last
};

// Problems: explain_what, at_missing, at_single_bin, those of bin_range.h, of Explainers::get and
// of Explainer::explain.
Result<Explanation> explain_run(const RunHost& host, Explainers& explainers,
                                const ExplainRequest& request);

}  // namespace flowtime
