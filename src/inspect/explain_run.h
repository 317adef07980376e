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
// The bin is required: empty is at_missing, a span of bins is at_single_bin.
struct ExplainRequest {
  std::string run_id{};
  std::string series{};          // a series, or
  std::string node{}, metric{};  // a metric of a node
  std::string class_id{};        // of that: of the items of a class
  std::string at{};              // a bin or a time (bin_range.h)
  ExplainLimits limits{};
};

// A stored run with its plan, ready for questions; threads may share it.
// Const: no call changes it, so threads need no lock. Explaining reads the values of the run again.
class RunExplainer {
 public:
  // The values of `explained` are those of `run`.
  RunExplainer(std::shared_ptr<const Run> run, ExplainedRun explained)
      : run_(std::move(run)), explainer_(std::move(explained)) {}
  const Run& run() const { return *run_; }
  const Model& model() const { return explainer_.model(); }
  // Of the stored model, compiled by this version of the program.
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
// Compiling happens outside the lock: two threads that ask for one run may both compile it.
class Explainers {
 public:
  // `runs` outlives the explainers.
  explicit Explainers(OpenRuns& runs, std::size_t capacity = 4)
      : runs_(runs), capacity_(capacity) {}
  // Problems: those of OpenRuns::open, and refusals of the stored model.
  // A template that still gives the stored model is compiled instead of it, so that places in the
  // text and names of parameters are those of the author.
  Result<std::shared_ptr<const RunExplainer>> get(const RunHost& host, const std::string& run_id);
  // Runs that were handed out stay whole.
  void forget();

 private:
  struct Kept {
    std::shared_ptr<const OpenedRun> run;
    std::shared_ptr<const RunExplainer> explainer;
  };
  // By identity of the opened run, not by its id: a replaced run is another object.
  std::shared_ptr<const RunExplainer> find(const OpenedRun& run);
  // Replaces an entry of the same id; otherwise the one that was asked about longest ago is let go.
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
