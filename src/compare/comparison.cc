#include "compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "compare/cause_words.h"
#include "compare/comparison_words.h"
#include "figures/run_figures.h"
#include "metrics/noise.h"
#include "model/names.h"
#include "series/absent.h"

namespace flowtime {
namespace {

void compare_info(const RunInfo& before, const RunInfo& after, std::vector<RunChange>& changes) {
  const auto note = [&](const char* name, const std::string& was, const std::string& is) {
    if (was != is) changes.push_back({.name = name, .before = was, .after = is});
  };
  const auto number = [](const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string();
  };
  note("templateId", before.template_id, after.template_id);
  note("templateVersion", before.template_version, after.template_version);
  note("mode", before.mode, after.mode);
  note("seed", number(before.seed), number(after.seed));
  note("sampling", before.sampling, after.sampling);
  note("engineVersion", before.engine_version, after.engine_version);
}

void compare_parameters(const std::vector<NamedJson>& before, const std::vector<NamedJson>& after,
                        const ParameterTitles& titles, std::vector<RunChange>& changes) {
  std::map<std::string, std::pair<std::string, std::string>> by_name;
  for (const NamedJson& parameter : before) by_name[parameter.name].first = parameter.json;
  for (const NamedJson& parameter : after) by_name[parameter.name].second = parameter.json;
  for (const auto& [name, values] : by_name) {
    if (values.first == values.second) continue;
    const auto title = titles.find(name);
    changes.push_back(
        {name, values.first, values.second, title == titles.end() ? "" : title->second});
  }
}

// Without message and bins, which may differ in a number while the finding is the same.
std::string key_of(const Finding& finding) {
  std::string key = finding.code + "\n" + finding.node_id;
  for (const std::string& edge : finding.edge_ids) key += "\n" + edge;
  return key;
}

std::vector<Finding> findings_without(const std::vector<Finding>& findings,
                                      const std::vector<Finding>& others) {
  std::set<std::string> known;
  for (const Finding& finding : others) known.insert(key_of(finding));
  std::vector<Finding> left;
  for (const Finding& finding : findings) {
    if (known.count(key_of(finding)) == 0) left.push_back(finding);
  }
  return left;
}

SeriesMeanings facts_of(const ComparedRun& run) {
  SeriesMeanings facts{.model = run.model};
  for (const NodeJudgement& node : run.figures.judgement().nodes) facts.dust.push_back(node.dust);
  return facts;
}

std::string headline_of(const Judgement& judgement) {
  return judgement.summary.findings.empty() ? "" : judgement.summary.findings.front().text();
}

void judge_both(const ComparedRun& before, const ComparedRun& after, Comparison& made) {
  const Judgement &was = before.figures.judgement(), &is = after.figures.judgement();
  made.before_headline = headline_of(was);
  made.after_headline = headline_of(is);
  made.before_verdict = was.summary.verdict;
  made.after_verdict = is.summary.verdict;
  made.constraints = compare_constraints(before.figures, after.figures);
  made.nodes = compare_nodes(before.figures, after.figures);
  // Without nodes on one side there is no service to compare: no outcome.
  if (was.nodes.empty() || is.nodes.empty()) return;
  made.outcome = decide_outcome(
      made.nodes,
      {.before = external_arrivals(before.figures), .after = external_arrivals(after.figures)},
      after.model.grid.bin_minutes());
}

}  // namespace

AttributedChange attributed(const figures::Figure& figure, const Attribution& attribution) {
  AttributedChange change{
      .figure = figure, .before = attribution.before, .after = attribution.after};
  for (const Share& share : attribution.shares) {
    change.shares.push_back({.amount = share.amount, .standard_error = share.standard_error});
  }
  change.residual = attribution.residual;
  change.exact = attribution.exact;
  change.orders = attribution.orders;
  change.figures = attribution.figures;
  return change;
}

Comparison compare_runs(const ComparedRun& before, const ComparedRun& after,
                        const ParameterTitles& titles) {
  Comparison made;
  const RunInfo &was = before.run.info(), &is = after.run.info();
  made.before_id = was.id;
  made.after_id = is.id;
  compare_info(was, is, made.run);
  compare_parameters(was.parameters, is.parameters, titles, made.parameters);
  made.model = compare_models(before.model, after.model);
  made.series = compare_series(before.run, facts_of(before), after.run, facts_of(after));
  made.gained = findings_without(is.findings, was.findings);
  made.lost = findings_without(was.findings, is.findings);
  judge_both(before, after, made);
  for (RunChange& change : made.parameters) {
    change.words = change_words(change, before.model.grid, after.model.grid);
  }
  // After everything else, since the words are made from all of it.
  made.sentence = sentence_of(made, before, after);
  made.remarks = remarks_of(made, before, after);
  if (goes_on_from(is, was)) made.avoided = avoided_by(before, after, titles);
  return made;
}

std::optional<figures::Figure> telling_figure(const Comparison& comparison, const Model& model) {
  using figures::Reducer;
  std::optional<figures::Figure> telling;
  double most = 0;
  for (const NodeChange& node : comparison.nodes) {
    if (!node.before || !node.after) continue;
    const double was = finite_or_zero(node.before->waiting);
    const double is = finite_or_zero(node.after->waiting), change = std::fabs(is - was);
    const auto place = model.topology_index(node.id);
    if (!place || !(change > most)) continue;
    // Rounding alone: nothing to explain.
    if (change <= kNoChangeShare * std::max(was, is)) continue;
    const auto depth = queue_depth_id(model, model.topology.nodes[place->value]);
    if (!depth) continue;
    most = change;
    telling = figures::Figure{.reducer = Reducer::kMax, .id = *depth};
  }
  if (telling || comparison.series.changed.empty()) return telling;
  // The list is ordered by interest, so its first entry is the one to ask about.
  return figures::Figure{.reducer = Reducer::kSum, .id = comparison.series.changed.front().id};
}

}  // namespace flowtime
