#include "compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/names.h"
#include "series/absent.h"

namespace flowtime {
namespace {

void compare_info(const RunInfo& before, const RunInfo& after, std::vector<RunChange>& changes) {
  const auto note = [&](const char* name, const std::string& was, const std::string& is) {
    if (was != is) changes.push_back({name, was, is});
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
                        std::vector<RunChange>& changes) {
  std::map<std::string, std::pair<std::string, std::string>> by_name;
  for (const NamedJson& parameter : before) by_name[parameter.name].first = parameter.json;
  for (const NamedJson& parameter : after) by_name[parameter.name].second = parameter.json;
  for (const auto& [name, values] : by_name) {
    if (values.first != values.second) changes.push_back({name, values.first, values.second});
  }
}

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

}  // namespace

AttributedChange attributed(const Figure& figure, const Attribution& attribution) {
  AttributedChange change{
      .figure = figure, .before = attribution.before, .after = attribution.after};
  for (const Share& share : attribution.shares) {
    change.shares.push_back({"", share.amount, share.standard_error});
  }
  change.residual = attribution.residual;
  change.exact = attribution.exact;
  change.orders = attribution.orders;
  change.figures = attribution.figures;
  return change;
}

Comparison compare_runs(const Run& before, const Model& before_model, const Run& after,
                        const Model& after_model) {
  Comparison made;
  made.before_id = before.info().id;
  made.after_id = after.info().id;
  compare_info(before.info(), after.info(), made.run);
  compare_parameters(before.info().parameters, after.info().parameters, made.parameters);
  made.model = compare_models(before_model, after_model);
  made.series = compare_series(before, after);
  made.gained = findings_without(after.info().findings, before.info().findings);
  made.lost = findings_without(before.info().findings, after.info().findings);
  return made;
}

std::optional<Figure> telling_figure(const Run& before, const Run& after, const Model& model,
                                     const SeriesChanges& changes) {
  std::optional<Figure> telling;
  double most = 0;
  for (const TopologyNode& node : model.topology.nodes) {
    const auto depth = queue_depth_id(model, node);
    if (!depth) continue;
    const auto was = before.find(*depth), is = after.find(*depth);
    if (!was || !is) continue;
    const Figure peak{.series = *depth, .kind = Figure::Kind::kMax};
    const double change =
        std::fabs(figure_of(peak, after.values(*is)) - figure_of(peak, before.values(*was)));
    if (!(change > most)) continue;
    most = change;
    telling = peak;
  }
  if (telling || changes.changed.empty()) return telling;
  return Figure{.series = changes.changed.front().id, .kind = Figure::Kind::kSum};
}

}  // namespace flowtime
