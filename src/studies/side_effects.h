// The totals of a run, and what another one makes worse.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/result.h"
#include "studies/suggest.h"
#include "whatif/scenario_figures.h"

namespace flowtime::studies {

// Items over the whole run; `load` is a ratio, times are minutes.
struct RunFacts {
  bool has_topology = false;
  std::string headline{};
  std::string items{};  // what flows
  double harmed = 0, dropped = 0;
  double inflow = 0;  // what comes from outside, over the run
  struct Node {
    std::string id{};
    double p95_minutes = 0, load = 0, undelivered = 0;  // absent where it has none
    Verdict verdict = Verdict::kNone;
  };
  std::vector<Node> nodes{};
};

// By scenario; each is judged. Problems: stopped.
// Evaluates and judges each scenario by itself, several at a time as memory allows.
Result<std::vector<RunFacts>> run_facts(std::span<const whatif::Scenario> scenarios,
                                        const whatif::FigureTask& task);

// Of a change after which nothing is harmed.
// "Nothing waits longer than promised and nothing is dropped; before 429 orders were late and 12
// were dropped."
std::string effect_of(const RunFacts& before);

// Less comes in; a node waits longer, ends with more undelivered, is loaded more and nears its
// limit, or gets a worse verdict. Changes too small to notice are left out.
// Nodes are paired by place: both are runs of one topology. Thresholds: 0.1 % less inflow, 1 %
// longer waits, a load that rises by a point to 80 % or more.
std::vector<SideEffect> side_effects(const RunFacts& before, const RunFacts& after);

}  // namespace flowtime::studies
