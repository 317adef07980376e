#include "inspect/compare_runs.h"

#include "inspect/attribute_template.h"
#include "study/plan_pair.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostPlayers = 64;  // above, sampling says little

// By the parameters of the plans, as lanes.
Result<AttributedChange> attribute_change(const PlanPair& plans, const Figure& figure) {
  const auto evaluate = [&](std::span<const Coalition> coalitions) {
    return plans.figures(coalitions, figure);
  };
  FT_TRY(const Attribution attribution, attribute(plans.players(), evaluate));
  AttributedChange change = attributed(figure, attribution);
  change.of = "parameters";
  const std::vector<std::string>& names = plans.changed_parameters();
  for (std::size_t i = 0; i < change.shares.size(); ++i) {
    change.shares[i].name = i < names.size() ? names[i] : "structure";
  }
  return change;
}

std::string because(const Problems& problems) {
  return problems.front().message + " [" + problems.front().code + "]";
}

void add_attribution(const RunHost& host, const Explainer& before, const Explainer& after,
                     const std::optional<Figure>& figure, Comparison& comparison) {
  if (!figure) {
    comparison.no_attribution = "no series differs";
    return;
  }
  auto by_template = attribute_template(host, before, after, *figure);
  if (by_template && *by_template) {
    comparison.attribution = **std::move(by_template);
    return;
  }
  const PlanPair plans(before.plan(), after.plan());
  if (plans.players() == 0) {
    comparison.no_attribution = "the models evaluate alike";
    return;
  }
  if (plans.players() > kMostPlayers) {
    comparison.no_attribution = std::to_string(plans.players()) + " changes are too many to divide";
    return;
  }
  auto change = attribute_change(plans, *figure);
  if (change) {
    comparison.attribution = *std::move(change);
  } else {
    comparison.no_attribution = because(change.problems());
  }
}

Result<Done> check_series(const Run& before, const Run& after, const Figure& figure) {
  if (before.find(figure.series) || after.find(figure.series)) return Done{};
  return Problem{.code = "unknown_series",
                 .message = "neither run has a series \"" + figure.series + "\"",
                 .remedy = "\"flowtime runs show\" lists the series of a run."};
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
  std::optional<Figure> asked;
  if (!request.figure.empty()) {
    FT_TRY(asked, parse_figure(request.figure));
  }
  FT_TRY(const std::shared_ptr<const Explainer> before,
         explainers.get(host, request.run_ids.front()));
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < request.run_ids.size(); ++i) {
    FT_TRY(const std::shared_ptr<const Explainer> after, explainers.get(host, request.run_ids[i]));
    Comparison comparison =
        compare_runs(before->run(), before->model(), after->run(), after->model());
    if (asked) FT_RETURN_IF_PROBLEM(check_series(before->run(), after->run(), *asked));
    const std::optional<Figure> figure =
        asked ? asked
              : telling_figure(before->run(), after->run(), after->model(), comparison.series);
    add_attribution(host, *before, *after, figure, comparison);
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
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
