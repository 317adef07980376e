// Why a value of a stored run is what it is.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "explain/explain.h"
#include "host/run_host.h"
#include "inspect/query_run.h"

namespace flowtime {

// Exactly one of `series` and `node` with `metric`.
struct ExplainRequest {
  std::string run_id{};
  std::string series{};          // a series, or
  std::string node{}, metric{};  // a metric of a node
  std::string at{};              // a bin or a time (bin_range.h)
  ExplainLimits limits{};
};

// A stored run with its plan, ready for questions; threads may share it.
class RunExplainer {
 public:
  // The values of `explained` are those of `run`.
  RunExplainer(std::shared_ptr<const Run> run, ExplainedRun explained)
      : run_(std::move(run)), explainer_(std::move(explained)) {}
  const Run& run() const { return *run_; }
  const Model& model() const { return explainer_.model(); }
  const Plan& plan() const { return explainer_.plan(); }
  // Problems: those of Explainer::explain.
  Result<Explanation> explain(const ExplainQuery& query, const ExplainLimits& limits = {}) const {
    return explainer_.explain(query, limits);
  }

 private:
  std::shared_ptr<const Run> run_;
  Explainer explainer_;
};

// The runs that were asked about last, compiled. A run that was replaced since is compiled again.
// Threads may share it.
// Compiling a stored model is dear and explaining is cheap: people ask several questions of one
// run.
class Explainers {
 public:
  // `runs` outlives the explainers.
  explicit Explainers(OpenRuns& runs, std::size_t capacity = 4)
      : runs_(runs), capacity_(capacity) {}
  // Problems: those of OpenRuns::open, and refusals of the stored model.
  Result<std::shared_ptr<const RunExplainer>> get(const RunHost& host, const std::string& run_id);
  void forget();

 private:
  struct Kept {
    std::shared_ptr<const OpenedRun> run;
    std::shared_ptr<const RunExplainer> explainer;
  };
  std::shared_ptr<const RunExplainer> find(const OpenedRun& run);
  void keep(Kept kept);

  OpenRuns& runs_;
  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<Kept> kept_;  // the latest last
};

// Problems: explain_what, at_missing, at_single_bin, those of bin_range.h, of Explainers::get and
// of Explainer::explain.
// A copy of everything that is shown: it refers to nothing of the explainer.
Result<Explanation> explain_run(const RunHost& host, Explainers& explainers,
                                const ExplainRequest& request);

}  // namespace flowtime
