#include "studies/suggest.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "base/number_text.h"
#include "checks/run_series.h"
#include "judge/judge.h"
#include "series/shown.h"
#include "studies/run_study.h"
#include "studies/side_effects.h"
#include "text/json_writer.h"
#include "whatif/each_index.h"

namespace flowtime::studies {
namespace {

constexpr double kMostReach = 8;  // times the value, where a parameter has no nearer bound
constexpr double kDust = 1e-6;    // items
// Scenarios that are in memory at a time: each may have a model and a plan of its own.
constexpr std::size_t kTrialsAtATime = 32;
// Series x bins x trials, as long as nobody named the parameters to try: some ten seconds.
constexpr double kMostTriedValues = 4e8;

// One parameter moved in one direction, in whole steps of it.
struct Search {
  const whatif::Parameter* parameter = nullptr;
  whatif::Knob knob;
  double sign = 1;
  std::int64_t most = 0;     // steps to the bound
  std::int64_t fails = 0;    // that many steps are not enough
  std::int64_t reaches = 0;  // that many are; 0: not known yet
  bool is_found() const { return reaches > 0 && reaches - fails <= 1; }

  // Of a parameter that is off its steps, the first one is the next multiple.
  double value(std::int64_t steps) const {
    const double at = parameter->value() / parameter->step;
    const double first = sign > 0 ? std::floor(at + 1e-9) : std::ceil(at - 1e-9);
    return whatif::on_step((first + sign * static_cast<double>(steps)) * parameter->step,
                           parameter->step);
  }
  double change() const { return std::fabs(value(reaches) - parameter->value()); }
};

std::int64_t steps_to_bound(const whatif::Parameter& parameter, double sign) {
  const double value = parameter.value(),
               reach = std::max(std::fabs(value), parameter.step) * kMostReach;
  double bound = sign > 0 ? value + reach : std::max(0.0, value - reach);
  if (sign < 0 && parameter.min) bound = std::max(bound, *parameter.min);
  if (sign > 0 && parameter.max) bound = std::min(bound, *parameter.max);
  return static_cast<std::int64_t>(std::floor(std::fabs(bound - value) / parameter.step + 1e-9));
}

class Suggester {
 public:
  Suggester(const OpenedSubject& opened, const SuggestOptions& options)
      : subject_(*opened.subject),
        task_{.measures = {{.reducer = figures::Reducer::kHarmed,
                            .id = std::string(figures::kWholeRun)}},
              .thresholds = opened.thresholds,
              .threads = threads_of(options.threads),
              .stop = options.stop},
        wanted_(options.parameters) {}

  Result<Suggestions> run() {
    FT_TRY(const std::vector<RunFacts> now, facts_of({subject_.base()}));
    made_.harmed = now.front().harmed;
    made_.headline = now.front().headline;
    made_.is_met = now.front().has_topology && !(made_.harmed > kDust);
    if (!now.front().has_topology) {
      made_.why_none = "The model has no topology, so nothing in it waits or is promised.";
    }
    if (made_.is_met || !made_.why_none.empty()) return made_;
    FT_RETURN_IF_PROBLEM(begin());
    if (is_too_much()) return made_;
    FT_RETURN_IF_PROBLEM(probe());
    while (true) {
      FT_TRY(const bool went_on, halve());
      if (!went_on) break;
    }
    FT_RETURN_IF_PROBLEM(tell(now.front()));
    return made_;
  }

 private:
  Result<Done> begin() {
    for (const std::string& id : wanted_) FT_RETURN_IF_PROBLEM(subject_.knob(id));
    for (const whatif::Parameter& parameter : subject_.parameters()) {
      const bool is_named =
          std::find(wanted_.begin(), wanted_.end(), parameter.id) != wanted_.end();
      if (wanted_.empty() ? parameter.shapes_grid : !is_named) continue;
      if (!parameter.is_number()) continue;
      for (const double sign : {1.0, -1.0}) {
        FT_TRY(whatif::Knob knob, subject_.knob(parameter.id));
        const std::int64_t most = steps_to_bound(parameter, sign);
        if (most > 0) searches_.push_back({&parameter, std::move(knob), sign, most});
      }
    }
    return Done{};
  }

  // Two trials of each search are the least; says so where they are more than anyone waits for.
  bool is_too_much() {
    if (!wanted_.empty()) return false;
    const Plan& plan = *subject_.base().plan;
    const double values = static_cast<double>(plan.bins) * static_cast<double>(plan.series.size());
    const double trials = 2 * static_cast<double>(searches_.size());
    if (values * trials <= kMostTriedValues) return false;
    made_.why_none = "To try every input of a model of this size takes " + format_number(trials) +
                     " evaluations of " + format_number(values) +
                     " values; name those to try with 'flowtime suggest --vary'.";
    return true;
  }

  struct Trial {
    Search* search = nullptr;
    std::int64_t steps = 0;
  };

  // Whether each trial reaches the target. What cannot be evaluated does not.
  Result<std::vector<std::uint8_t>> reach(const std::vector<Trial>& trials) {
    std::vector<std::uint8_t> reached;
    for (std::size_t first = 0; first < trials.size(); first += kTrialsAtATime) {
      const std::size_t size = std::min(kTrialsAtATime, trials.size() - first);
      FT_TRY(const auto some, reach_some(std::span(trials).subspan(first, size)));
      reached.insert(reached.end(), some.begin(), some.end());
    }
    return reached;
  }
  Result<std::vector<std::uint8_t>> reach_some(std::span<const Trial> trials) {
    std::vector<std::optional<whatif::Scenario>> made(trials.size());
    whatif::each_index(trials.size(), task_.threads, [&](std::size_t i) {
      const Search& search = *trials[i].search;
      auto scenario = subject_.scenario({search.knob}, {search.value(trials[i].steps)});
      if (scenario) made[i] = std::move(scenario).value();
    });
    std::vector<whatif::Scenario> scenarios;
    for (auto& scenario : made) {
      if (scenario) scenarios.push_back(*std::move(scenario));
    }
    FT_TRY(const auto figures, whatif::figures_of(scenarios, task_));
    made_.evaluations += static_cast<std::int64_t>(scenarios.size());
    std::vector<std::uint8_t> reached;
    for (std::size_t i = 0, next = 0; i < trials.size(); ++i) {
      reached.push_back(made[i] && figures[next++].values.front().value <= kDust ? 1 : 0);
    }
    return reached;
  }

  // Half of what may be changed, and all of it.
  Result<Done> probe() {
    std::vector<Trial> trials;
    for (Search& search : searches_) {
      const double value = std::fabs(search.parameter->value()) / search.parameter->step;
      const auto half =
          std::clamp<std::int64_t>(static_cast<std::int64_t>(value / 2), 1, search.most);
      trials.push_back({&search, half});
      if (half < search.most) trials.push_back({&search, search.most});
    }
    FT_TRY(const auto reached, reach(trials));
    for (std::size_t i = 0; i < trials.size(); ++i) note(trials[i], reached[i] != 0);
    std::erase_if(searches_, [](const Search& search) { return search.reaches == 0; });
    return Done{};
  }

  static void note(const Trial& trial, bool reached) {
    Search& search = *trial.search;
    if (reached && (search.reaches == 0 || trial.steps < search.reaches)) {
      search.reaches = trial.steps;
    }
    if (!reached && trial.steps > search.fails &&
        (search.reaches == 0 || trial.steps < search.reaches)) {
      search.fails = trial.steps;
    }
  }

  // One halving of every search that is not at its end; false: all are.
  Result<bool> halve() {
    std::vector<Trial> trials;
    for (Search& search : searches_) {
      if (search.fails >= search.reaches) search.fails = 0;
      if (!search.is_found()) trials.push_back({&search, (search.fails + search.reaches) / 2});
    }
    if (trials.empty()) return false;
    FT_TRY(const auto reached, reach(trials));
    for (std::size_t i = 0; i < trials.size(); ++i) {
      (reached[i] != 0 ? trials[i].search->reaches : trials[i].search->fails) = trials[i].steps;
    }
    return true;
  }

  Result<Done> tell(const RunFacts& now) {
    std::vector<const Search*> best;
    for (const Search& search : searches_) {
      if (!best.empty() && best.back()->parameter == search.parameter) {
        if (search.change() < best.back()->change()) best.back() = &search;
      } else {
        best.push_back(&search);
      }
    }
    std::vector<whatif::Scenario> scenarios;
    for (const Search* search : best) {
      FT_TRY(whatif::Scenario scenario,
             subject_.scenario({search->knob}, {search->value(search->reaches)}));
      scenarios.push_back(std::move(scenario));
    }
    FT_TRY(const std::vector<RunFacts> then, facts_of(scenarios));
    for (std::size_t i = 0; i < best.size(); ++i) {
      const whatif::Parameter& parameter = *best[i]->parameter;
      made_.entries.push_back({.parameter = parameter.id,
                               .title = parameter.title,
                               .unit = parameter.unit,
                               .from = parameter.value(),
                               .to = best[i]->value(best[i]->reaches),
                               .effect = effect_of(now),
                               .worsens = side_effects(now, then[i])});
    }
    std::stable_sort(made_.entries.begin(), made_.entries.end(),
                     [](const Suggestion& a, const Suggestion& b) {
                       return a.relative_size() < b.relative_size();
                     });
    if (made_.entries.empty()) {
      made_.why_none =
          "No single parameter reaches it within its bounds; vary several with "
          "'flowtime optimize'.";
    }
    return Done{};
  }

  Result<std::vector<RunFacts>> facts_of(const std::vector<whatif::Scenario>& scenarios) {
    made_.evaluations += static_cast<std::int64_t>(scenarios.size());
    return run_facts(scenarios, task_);
  }

  const whatif::Subject& subject_;
  whatif::FigureTask task_;
  std::vector<std::string> wanted_;
  std::vector<Search> searches_;
  Suggestions made_;
};

void write_entry(JsonWriter& json, const Suggestion& entry, bool with_text) {
  json.begin_object().member("parameter", entry.parameter).member("title", entry.title);
  json.member("unit", entry.unit).member("from", entry.from).member("to", entry.to);
  json.member("effect", entry.effect);
  if (with_text) {
    const std::string name = entry.title.empty() ? entry.parameter : entry.title;
    json.member("text", name + " " + format_number(entry.from) + " → " + format_number(entry.to));
  }
  json.key("worsens").begin_array();
  for (const SideEffect& effect : entry.worsens) {
    json.begin_object().member("figure", effect.figure).member("from", effect.from);
    json.member("to", effect.to).member("unit", effect.unit).member("text", effect.text);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace

double Suggestion::relative_size() const {
  const double size = std::fabs(from);
  return std::fabs(to - from) / (size > 0 ? size : std::fabs(to));
}

Result<Suggestions> suggest(const OpenedSubject& opened, const SuggestOptions& options) {
  return Suggester(opened, options).run();
}

std::string to_json(const Suggestions& suggestions, const std::string& run_id,
                    const std::string& template_id) {
  JsonWriter json;
  json.begin_object().member("kind", "suggest");
  json.member("runId", run_id).member("templateId", template_id);
  json.member("target", "nothing waits beyond its promise, nothing is dropped");
  json.member("met", suggestions.is_met).member("harmed", suggestions.harmed);
  json.member("headline", suggestions.headline).key("entries").begin_array();
  for (const Suggestion& entry : suggestions.entries) write_entry(json, entry, false);
  json.end_array().key("next");
  if (suggestions.entries.empty())
    json.null();
  else
    write_entry(json, suggestions.entries.front(), true);
  json.member("message", suggestions.why_none);
  return json.member("evaluations", suggestions.evaluations).end_object().take();
}

}  // namespace flowtime::studies
