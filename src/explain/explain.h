// Why a value is what it is: formula, operands, causes. Definitions: docs/semantics.md,
// "Explanations".
#pragma once

#include <string>

#include "base/result.h"
#include "explain/explained_run.h"
#include "explain/explanation.h"
#include "explain/told_text.h"  // how its numbers and times are written
#include "explain/walk.h"
#include "text/json_writer.h"

namespace flowtime {

// A stored series, or a metric of a node: one of its series by role or a computed one.
// Either `series`, or `node` and `metric`.
// A role or metric has its name from the model ("queueDepth") or computed_metric.h.
struct ExplainQuery {
  std::string series{};          // bare or stored id
  std::string node{}, metric{};  // used when `series` is empty
  std::string class_id{};        // then: of the items of a class; "*": of none. Empty: of all
  std::int64_t bin = 0;
};

// Bounds of time and of length; what they leave out is in one term, rest.
struct ExplainLimits {
  WalkLimits walk{};
  std::size_t causes = 12;  // contributions that are distinguished
  std::size_t bins = 8;     // of each of them
};

// One run with its plan, ready for questions; threads may share it.
// Const after construction. Each question evaluates in memory of its own, so questions do not wait
// for one another.
class Explainer {
 public:
  // What the spans of `run` refer to outlives the explainer.
  // Indexes the plan once; a question then costs the cells that it walks.
  explicit Explainer(ExplainedRun run);
  Explainer(const Explainer&) = delete;
  Explainer& operator=(const Explainer&) = delete;

  // Problems: unknown_series, unknown_node, unknown_metric, unknown_class (each with the nearest
  // name), metric_without_series (also of a class that the node does not tell apart),
  // bin_outside_grid.
  // An absent value is explained too: why it is absent.
  Result<Explanation> explain(const ExplainQuery& query, const ExplainLimits& limits = {}) const;

  const Model& model() const { return *run_.model; }
  const Plan& plan() const { return *run_.plan; }

 private:
  friend class ExplanationMaker;
  ExplainedRun run_;
  PlanIndex index_;
  SeriesFacts facts_;
  StoredColumns stored_;
};

// docs/http-api.md, "Explain". Links are paths of the API.
std::string to_json(const Explanation& explanation,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);

// An amount that is rounding beside the value, or beside what went into the level.
// Words leave such an amount out.
bool is_nothing_beside(const Explanation& explanation, double amount);

// The paragraph: what the value is, how it came to be, what made it.
// English, a few short sentences.
std::string explain_in_words(const Explanation& explanation);

}  // namespace flowtime
