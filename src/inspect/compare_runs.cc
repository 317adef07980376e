#include "inspect/compare_runs.h"

#include <array>

#include "figures/run_figures.h"
#include "inspect/attribute_template.h"
#include "study/plan_pair.h"
#include "whatif/scenario_figures.h"

namespace flowtime {
namespace {

using figures::Figure;
using figures::FigureValue;
using figures::RunFigures;

constexpr std::size_t kMostPlayers = 64;  // above, sampling says little

// Why a figure is absent is said within other texts.
FigureValue without_value(const Problems& problems) {
  return {.why_absent = std::string(problems.front().message.without_stop())};
}

// Both runs of a comparison, and who divides a change among what differs between them.
class Pair {
 public:
  Pair(const RunHost& host, const RunExplainer& before, const RunExplainer& after)
      : host_(host),
        before_(before),
        after_(after),
        old_figures_(before.run(), before.model(), before.plan()),
        new_figures_(after.run(), after.model(), after.plan()) {}

  Comparison compared() const { return compare_runs(sides()[0], sides()[1], titles()); }

  // In both runs; a figure that neither has is a problem.
  Result<FigureChange> change_of(const Figure& figure) const {
    FigureChange change{.figure = figure};
    const auto was = old_figures_.of(figure), is = new_figures_.of(figure);
    if (!was && !is) return is.problems();
    change.before = was ? *was : without_value(was.problems());
    change.after = is ? *is : without_value(is.problems());
    return change;
  }

  void divide(FigureChange& change, bool models_differ) const {
    if (change.figure.reducer == figures::Reducer::kVerdict) {
      change.no_attribution = "a verdict has no parts";
      return;
    }
    const bool is_measured = after_.run().info().telemetry.has_value();
    // A counterfactual: everything that was not set was measured, so there is one cause.
    if (is_measured && goes_on_from(after_.run().info(), before_.run().info())) {
      change.no_attribution = "all of it comes from the settings; everything else was measured";
      return;
    }
    for (const FigureValue* side : {&change.before, &change.after}) {
      if (!is_absent(side->value)) continue;
      change.no_attribution = side->why_absent;
      return;
    }
    // First by template parameters; where they do not apply, by parameters of the plans.
    auto made = by_template(change.figure);
    if (made && !*made) made = by_parameters(change.figure, models_differ, change.no_attribution);
    if (!made) {
      change.no_attribution =
          made.problems().front().message + " [" + made.problems().front().code + "]";
      return;
    }
    if (!*made) return;
    change.attribution = **std::move(made);
    change.attribution->unit = change.after.unit;
    change.attribution->before_at_least = change.before.at_least;
    change.attribution->after_at_least = change.after.at_least;
  }

 private:
  using Maybe = std::optional<AttributedChange>;

  std::array<ComparedRun, 2> sides() const {
    return {ComparedRun{before_.run(), before_.model(), old_figures_},
            ComparedRun{after_.run(), after_.model(), new_figures_}};
  }
  ParameterTitles titles() const { return parameter_titles(host_, before_, after_); }
  Result<Maybe> by_template(const Figure& figure) const {
    return attribute_template(host_, before_, after_, figure);
  }
  Result<Maybe> by_parameters(const Figure& figure, bool models_differ, std::string& why_not) const;

  const RunHost& host_;
  const RunExplainer& before_;
  const RunExplainer& after_;
  RunFigures old_figures_, new_figures_;
};

// A pointer to what somebody else keeps.
template <class T>
std::shared_ptr<const T> kept(const T& object) {
  // An aliasing pointer without an owner: the explainer outlives the scenarios.
  return {std::shared_ptr<const T>(), &object};
}

// By the parameters of the plans. What only a judgement reads of the models, such as a promise, is
// part of the structure where a judged figure is asked for.
Result<std::optional<AttributedChange>> Pair::by_parameters(const Figure& figure,
                                                            bool models_differ,
                                                            std::string& why_not) const {
  const PlanPair plans(before_.plan(), after_.plan(), models_differ && !figure.is_of_series());
  if (plans.players() == 0) {
    why_not = "the models evaluate alike";
    return Maybe();
  }
  if (plans.players() > kMostPlayers) {
    why_not = std::to_string(plans.players()) + " changes are too many to divide";
    return Maybe();
  }
  const auto evaluate = [&](std::span<const Coalition> coalitions) {
    std::vector<whatif::Scenario> scenarios;
    for (const Coalition& coalition : coalitions) {
      PlanPair::Scenario made = plans.scenario(coalition);
      const RunExplainer& base = made.is_after ? after_ : before_;
      scenarios.push_back({kept(base.model()), kept(base.plan()), std::move(made.replaced)});
    }
    return whatif::figures_of(scenarios, figure);
  };
  FT_TRY(const Attribution attribution, attribute(plans.players(), evaluate));
  AttributedChange change = attributed(figure, attribution);
  change.of = "parameters";
  const std::vector<std::string>& names = plans.changed_parameters();
  for (std::size_t i = 0; i < change.shares.size(); ++i) {
    // The last player is everything that is no parameter.
    change.shares[i].name = i < names.size() ? names[i] : "structure";
  }
  return Maybe(std::move(change));
}

// The figures that were asked for; without any the change of the telling one is divided.
Result<Done> add_figures(const Pair& pair, const std::vector<Figure>& asked, const Model& model,
                         Comparison& comparison) {
  const bool models_differ = !comparison.model.structure.empty();
  for (const Figure& figure : asked) {
    FT_TRY(FigureChange change, pair.change_of(figure));
    pair.divide(change, models_differ);
    comparison.figures.push_back(std::move(change));
  }
  FigureChange first;
  if (!asked.empty()) {
    first = comparison.figures.front();
  } else if (const auto telling = telling_figure(comparison, model)) {
    FT_TRY(first, pair.change_of(*telling));
    pair.divide(first, models_differ);
  } else {
    first.no_attribution = "no series differs";
  }
  comparison.attribution = std::move(first.attribution);
  comparison.no_attribution = std::move(first.no_attribution);
  return Done{};
}

Result<std::vector<Figure>> asked_figures(const CompareRequest& request) {
  std::vector<Figure> asked;
  for (const std::string& text : request.figures) {
    FT_TRY(Figure figure, figures::parse_figure(text));
    asked.push_back(std::move(figure));
  }
  if (asked.size() <= kMaxComparedFigures) return asked;
  return Problem{.code = "compare_what",
                 .message = "a comparison takes at most " + std::to_string(kMaxComparedFigures) +
                            " figures, not " + std::to_string(asked.size()),
                 .remedy = "Ask for the others in another comparison."};
}

}  // namespace

Result<std::vector<Comparison>> compare_runs(const RunHost& host, Explainers& explainers,
                                             const CompareRequest& request) {
  if (request.run_ids.size() < 2 || request.run_ids.size() > kMaxComparedRuns) {
    return Problem{.code = "compare_what",
                   .message = "a comparison takes 2 to " + std::to_string(kMaxComparedRuns) +
                              " runs, not " + std::to_string(request.run_ids.size()),
                   .remedy = "Name them; the first is what the others are compared with."};
  }
  FT_TRY(const std::vector<Figure> asked, asked_figures(request));
  FT_TRY(const std::shared_ptr<const RunExplainer> before,
         explainers.get(host, request.run_ids.front()));
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < request.run_ids.size(); ++i) {
    FT_TRY(const std::shared_ptr<const RunExplainer> after,
           explainers.get(host, request.run_ids[i]));
    const Pair pair(host, *before, *after);
    Comparison comparison = pair.compared();
    FT_RETURN_IF_PROBLEM(add_figures(pair, asked, after->model(), comparison));
    comparisons.push_back(std::move(comparison));
  }
  return comparisons;
}

std::string to_json(const std::vector<Comparison>& comparisons, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object();
  json.member("baseline", comparisons.empty() ? "" : comparisons.front().before_id);
  json.key("comparisons").begin_array();
  for (const Comparison& comparison : comparisons) write_comparison(json, comparison);
  json.end_array();
  if (comparisons.size() == 1) {
    write_verdict_and_sentence(json, comparisons.front());
  } else {
    json.key("verdict").null().key("sentence").null();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
