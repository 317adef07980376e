// Harm grows with what comes, so the largest harmless factor is found by bisection: doubling from 1
// brackets it, then halving to a millionth. Each step scales the arrivals in the plan, evaluates it
// and judges the result; the model is not compiled again.
#include "figures/headroom.h"

#include "eval/evaluate.h"
#include "figures/scaled_arrivals.h"
#include "judge/judge.h"

namespace flowtime::figures {
namespace {

constexpr double kNear = 1e-6;  // of the factor

class Search {
 public:
  Search(const judge::JudgedRun& run, std::optional<std::size_t> node)
      : run_(run), node_(node), scaled_(run) {}

  FigureValue find() {
    FigureValue found;
    if (scaled_.empty()) {
      found.why_absent = "nothing comes from outside";
      return found;
    }
    double good = 0, bad = 1;
    if (!harms(1)) {
      for (good = 1, bad = 2; bad <= kMostHeadroom && !harms(bad); bad *= 2) good = bad;
      found.at_least = bad > kMostHeadroom;
      // With nothing from outside: what waited before bin 0, or what the flow makes by itself.
    } else if (harms(0)) {
      found.why_absent = "items are late or dropped even when nothing comes from outside";
      return found;
    }
    while (!found.at_least && bad - good > kNear * bad) {
      const double middle = good + (bad - good) / 2;
      // `good` never harms, so the answer is on the safe side.
      (harms(middle) ? bad : good) = middle;
      if (bad < kNear) break;
    }
    found.value = good;
    return found;
  }

 private:
  bool harms(double factor) {
    const Plan& plan = scaled_.with(factor);
    KeepTiles kept(plan);
    evaluate(plan, {}, kept);
    const judge::JudgedRun run{.model = run_.model,
                               .plan = plan,
                               .series = run_.series,
                               .values = [&](SeriesIndex series) {
                                 return checks::exists(series) ? SeriesIn(kept.table[series])
                                                               : SeriesIn();
                               }};
    const Judgement judgement = judge::judge_run(run);
    for (std::size_t i = 0; i < judgement.nodes.size(); ++i) {
      if (node_.value_or(i) != i) continue;
      if (judgement.nodes[i].late > 0 || judgement.nodes[i].dropped > 0) return true;
    }
    return false;
  }

  const judge::JudgedRun& run_;
  std::optional<std::size_t> node_;
  ScaledArrivals scaled_;
};

}  // namespace

FigureValue headroom_of(const judge::JudgedRun& run, std::optional<std::size_t> node) {
  return Search(run, node).find();
}

}  // namespace flowtime::figures
