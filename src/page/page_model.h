// PageModel: a text that is compiled once and evaluated as often as a person moves a control. What
// a page of the web UI holds; the same code runs natively and as the page's module.
//
// No files, no clock, no thread. One object belongs to one thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "base/result.h"
#include "checks/run_series.h"
#include "compile/compile.h"
#include "eval/live_values.h"
#include "explain/explain.h"
#include "judge/judged_run.h"
#include "model/model.h"
#include "series/series_view.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime::page {

// A page keeps every value: 400 MB of those that are published, and 1.2 GB with those on the way to
// them.
inline constexpr std::int64_t kMaxCells = 50'000'000;
inline constexpr std::int64_t kMaxValueBytes = 1'200'000'000;

struct PageSource {
  std::string text;
  std::string file = "model.yaml";  // what messages call it
  bool is_template = false;
  std::vector<GivenParameter> parameters{};  // of a template
  std::optional<std::int64_t> seed{};        // wins over the model's own
};

// One evaluation.
struct PageResult {
  std::vector<Finding> findings;  // of reading, compiling and checking, in this order
  Judgement judgement;
};

class PageModel {
 public:
  // Problems: those of parsing, binding, expanding, reading and compiling, with the places and
  // words that `flowtime validate` gives; too_many_cells above kMaxCells.
  // Reads and compiles; evaluates nothing yet. `known` is a template that was read before, or
  // nullptr: where it is of the same text and file it is not read again, which is half of the work.
  static Result<PageModel> open(PageSource source, std::shared_ptr<const Template> known = nullptr);

  // The template, of a text that is one.
  const Template* from() const { return template_.get(); }
  std::shared_ptr<const Template> shared_template() const { return template_; }
  // Every parameter of the template with its value.
  const BoundParameters& bound() const { return bound_; }
  // The text of the model: what the server stores when the same text is saved as a run. Valid until
  // the next call.
  const std::string& model_text();
  const Model& model() const { return *model_; }
  const Plan& plan() const { return compiled_->plan; }
  // Where the series of its nodes and edges are.
  const checks::RunSeries& series() const { return *series_; }

  // Gives the parameters of the template these values. Where all that change are values of const
  // nodes and nothing else, nothing is read or compiled again, and evaluate() says what it would
  // say of a model that was opened with them; else false, and nothing has changed. Problems: those
  // of bind_parameters, after which nothing has changed either.
  Result<bool> rebind(std::span<const GivenParameter> given);

  // Evaluates all bins with these values in place of the plan's, checks and judges. What the change
  // since the last call does not reach is not evaluated again. Problems:
  // unknown_parameter (with the nearest name), wrong_length, parameter_needs_one_value.
  struct Override {
    std::string id;              // of a plan's parameter: const node, "<TopologyId>.wipLimit"
    std::vector<double> values;  // one for every bin, or one per bin
  };
  Result<Done> evaluate(std::span<const Override> overrides = {});
  // Of the last evaluation.
  const PageResult& result() const { return result_; }

  // Why a value of the last evaluation is what it is: what the answer about a stored run of the
  // same values says, without the run's id. Problems: those of Explainer::explain.
  Result<Explanation> explain(const ExplainQuery& query);

  // All bins of a published series, after evaluate; valid until the next one.
  std::span<const double> row(SeriesIndex series) const;

  // page/node_rows.h, of the last evaluation; valid until the next call.
  std::span<const double> node_rows(std::size_t bins_per_point);
  std::span<const double> edge_rows(std::size_t bins_per_point);

 private:
  judge::JudgedRun judged() const;
  ExplainedRun explained() const;
  Result<Done> read_template_text(const PageSource& source, std::shared_ptr<const Template> known);
  Result<Done> read_model_text(const PageSource& source);
  Result<Done> compile_model();
  Problems with_parameters(Problems problems) const;
  std::optional<std::vector<ParameterOverride>> moves_to(const BoundParameters& bound) const;
  void move(ParameterOverride to);
  void evaluate_values(const std::vector<ParameterOverride>& values);
  void give(std::vector<ParameterOverride> values);
  void take_back();

  std::shared_ptr<const Template> template_;
  BoundParameters bound_;
  std::optional<Expansion> expansion_;
  std::string file_, model_text_;
  bool is_text_old_ = false;      // rebind() has moved values since
  std::shared_ptr<Model> model_;  // what is evaluated refers to it
  std::shared_ptr<Compiled> compiled_;
  std::unique_ptr<checks::RunSeries> series_;
  std::unique_ptr<LiveValues> live_;  // once they were evaluated
  // What rebind() gave parameters of the plan, of all its calls: `live_` was opened before them.
  std::vector<ParameterOverride> moved_;
  // What plan and model say in place of what the last evaluation was given.
  struct Replaced {
    ParameterIndex parameter{};
    std::vector<double> of_plan, of_model;
  };
  std::vector<Replaced> replaced_;
  PageResult result_;
  std::unique_ptr<Explainer> explainer_;  // of the last evaluation, once it was asked
  std::vector<double> rows_;
};

}  // namespace flowtime::page
