#include "studies/side_effects.h"

#include <algorithm>

#include "checks/run_series.h"
#include "eval/evaluate.h"
#include "judge/echoes.h"
#include "judge/judge.h"
#include "series/absent.h"
#include "series/shown.h"
#include "trace/plan_index.h"
#include "whatif/each_index.h"
#include "whatif/scenario_memory.h"

namespace flowtime::studies {
namespace {

constexpr double kNoticed = 0.01;     // as a share of the figure
constexpr double kNearLimit = 0.8;    // a load that is worth a word
constexpr double kLessInflow = 1e-3;  // as a share of what came

double or_zero(double value) { return is_absent(value) ? 0 : value; }

bool has_inflow_edge(const Topology& topology, std::size_t node) {
  return std::any_of(topology.edges.begin(), topology.edges.end(), [&](const Edge& edge) {
    return edge.to.value == node && edge.type != EdgeType::kDependency;
  });
}

// Of nodes that nothing leads to: what came to them over the run for the first time.
double outside_inflow(const judge::JudgedRun& run) {
  const PlanIndex index(run.plan);
  judge::Echoes echoes(run, index);
  double sum = 0;
  const Topology& topology = run.model.topology;
  for (std::size_t i = 0; i < topology.nodes.size(); ++i) {
    const auto& arrivals = topology.nodes[i].semantics[Role::kArrivals];
    if (!arrivals || has_inflow_edge(topology, i)) continue;
    const SeriesIndex series = run.series.find(arrivals->id);
    for (const double value : run.values(series)) sum += or_zero(value);
    if (!checks::exists(series)) continue;
    for (const double value : echoes.sum(echoes.in(series))) sum -= or_zero(value);
  }
  return sum;
}

RunFacts facts(const Model& model, const Judgement& judgement) {
  RunFacts made{.has_topology = !model.topology.nodes.empty()};
  made.items = model.item_noun.empty() ? "items" : model.item_noun;
  if (!judgement.summary.findings.empty()) {
    made.headline = judgement.summary.findings.front().text();
  }
  for (std::size_t i = 0; i < judgement.nodes.size(); ++i) {
    const NodeJudgement& node = judgement.nodes[i];
    made.harmed += or_zero(node.harmed);
    made.dropped += or_zero(node.dropped);
    made.nodes.push_back({.id = model.topology.nodes[i].id,
                          .p95_minutes = node.p95,
                          .load = node.peak_load,
                          .undelivered = node.undelivered,
                          .verdict = node.verdict});
  }
  return made;
}

Result<RunFacts> facts_of(const whatif::Scenario& scenario, const whatif::FigureTask& task) {
  const Plan plan = whatif::plan_of(scenario);
  const Model model = whatif::with_replaced(scenario);
  KeepTiles kept(plan);
  if (evaluate(plan, {}, kept, task.stop) == Outcome::kStopped) {
    return Problem{
        .code = "stopped", .message = "the study was cancelled", .remedy = "Start it again."};
  }
  const checks::RunSeries series(model, plan.series);
  const auto values = [&](SeriesIndex index) {
    return checks::exists(index) ? SeriesIn(kept.table[index]) : SeriesIn();
  };
  const judge::JudgedRun run{.model = model, .plan = plan, .series = series, .values = values};
  RunFacts made = facts(model, judge::judge_run(run, task.thresholds));
  made.inflow = outside_inflow(run);
  return made;
}

void compare_node(const RunFacts::Node& was, const RunFacts::Node& is, const std::string& items,
                  std::vector<SideEffect>& effects) {
  const double wait = or_zero(was.p95_minutes), waits = or_zero(is.p95_minutes);
  if (waits > wait * (1 + kNoticed) + 0.1) {
    effects.push_back({"p95Wait(" + is.id + ")", wait, waits, "minutes",
                       is.id + ": 95 of 100 wait up to " + shown_minutes(waits) + ", before " +
                           shown_minutes(wait)});
  }
  const double left = or_zero(was.undelivered), leaves = or_zero(is.undelivered);
  if (leaves > left * (1 + kNoticed) + 1) {
    effects.push_back({"undelivered(" + is.id + ")", left, leaves, "items",
                       is.id + " ends with " + shown_amount(leaves) + " " + items + ", before " +
                           shown_amount(left)});
  }
  if (is.load > was.load + kNoticed && is.load >= kNearLimit) {
    effects.push_back({"load(" + is.id + ")", was.load, is.load, "ratio",
                       is.id + " is loaded up to " + shown_percent(is.load) + ", before " +
                           shown_percent(was.load)});
  }
  if (is.verdict > was.verdict && was.verdict != Verdict::kNone) {
    effects.push_back(
        {"verdict(" + is.id + ")", static_cast<double>(was.verdict),
         static_cast<double>(is.verdict), "verdict",
         is.id + " becomes " + name_of(is.verdict) + ", before " + name_of(was.verdict)});
  }
}

}  // namespace

Result<std::vector<RunFacts>> run_facts(std::span<const whatif::Scenario> scenarios,
                                        const whatif::FigureTask& task) {
  if (scenarios.empty()) return std::vector<RunFacts>();
  const Plan& plan = whatif::largest_plan(scenarios);
  FT_TRY(const whatif::ScenarioMemory memory,
         whatif::memory_of_singles(plan, plan.series.size(), task.threads));
  std::vector<RunFacts> made(scenarios.size());
  std::vector<Problems> problems(scenarios.size());
  whatif::each_index(scenarios.size(), memory.threads, [&](std::size_t i) {
    auto facts = facts_of(scenarios[i], task);
    if (facts)
      made[i] = std::move(facts).value();
    else
      problems[i] = facts.problems();
  });
  for (Problems& found : problems) {
    if (!found.empty()) return std::move(found);
  }
  return made;
}

std::string effect_of(const RunFacts& before) {
  const double late = before.harmed - before.dropped;
  std::string was;
  if (late >= 0.5) was = shown_amount(late) + " " + before.items + " were late";
  if (before.dropped >= 0.5) {
    was += (was.empty() ? "" : " and ") + shown_amount(before.dropped) + " were dropped";
  }
  std::string text = "Nothing waits longer than promised";
  text += before.dropped > 0 ? " and nothing is dropped" : "";
  if (!was.empty()) text += "; before " + was;
  return text + ".";
}

std::vector<SideEffect> side_effects(const RunFacts& before, const RunFacts& after) {
  std::vector<SideEffect> effects;
  const double less = before.inflow - after.inflow;
  if (less > before.inflow * kLessInflow) {
    effects.push_back({"inflow(run)", before.inflow, after.inflow, "items",
                       shown_percent(less / before.inflow) + " fewer " + before.items + " come"});
  }
  for (std::size_t i = 0; i < std::min(before.nodes.size(), after.nodes.size()); ++i) {
    compare_node(before.nodes[i], after.nodes[i], before.items, effects);
  }
  return effects;
}

}  // namespace flowtime::studies
