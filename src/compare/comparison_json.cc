#include "compare/comparison.h"
#include "compare/comparison_words.h"
#include "series/absent.h"

namespace flowtime {
namespace {

void write_run_changes(JsonWriter& json, const char* name, const std::vector<RunChange>& changes,
                       bool values_are_json) {
  json.key(name).begin_array();
  for (const RunChange& change : changes) {
    json.begin_object().member("name", change.name);
    if (!change.title.empty()) json.member("title", change.title);
    if (!change.words.empty()) json.member("words", change.words);
    for (const auto& [key, text] :
         {std::pair{"before", &change.before}, {"after", &change.after}}) {
      json.key(key);
      if (text->empty()) {
        json.null();
      } else if (values_are_json) {
        json.raw(*text);
      } else {
        json.string(*text);
      }
    }
    json.end_object();
  }
  json.end_array();
}

void write_inputs(JsonWriter& json, const std::vector<InputChange>& inputs) {
  json.key("inputs").begin_array();
  for (const InputChange& input : inputs) {
    json.begin_object().member("id", input.id).member("changedBins", input.changed_bins);
    json.member("firstBin", input.first_bin).member("before", input.before);
    json.member("after", input.after).member("meanBefore", input.mean_before);
    json.member("meanAfter", input.mean_after).end_object();
  }
  json.end_array();
}

void write_structure(JsonWriter& json, const std::vector<StructureChange>& changes) {
  json.key("structure").begin_array();
  for (const StructureChange& change : changes) {
    json.begin_object().member("change", name_of(change.kind)).member("item", change.item);
    json.member("id", change.id);
    if (!change.field.empty()) json.member("field", change.field);
    if (!change.before.empty()) json.member("before", change.before);
    if (!change.after.empty()) json.member("after", change.after);
    json.end_object();
  }
  json.end_array();
}

void write_ids(JsonWriter& json, const char* name, const std::vector<std::string>& ids) {
  json.key(name).begin_array();
  for (const std::string& id : ids) json.string(id);
  json.end_array();
}

void write_series(JsonWriter& json, const SeriesChanges& series) {
  json.key("series").begin_object().member("comparable", series.comparable);
  json.member("comparedBins", series.compared_bins).member("compared", series.compared);
  json.key("changed").begin_array();
  for (const SeriesChange& change : series.changed) {
    json.begin_object().member("seriesId", change.id).member("unit", change.unit);
    json.member("maxAbs", change.max_abs).member("atBin", change.at_bin);
    json.member("before", change.before).member("after", change.after);
    json.member("mean", change.mean).member("rms", change.rms);
    json.member("firstDivergentBin", change.first_bin);
    json.member("differingBins", change.differing_bins);
    json.member("absentInOne", change.absent_in_one);
    json.member("group", name_of(change.group)).member("scale", change.scale);
    json.member("relative", change.relative()).end_object();
  }
  json.end_array();
  write_ids(json, "onlyBefore", series.only_before);
  write_ids(json, "onlyAfter", series.only_after);
  json.end_object();
}

void write_findings(JsonWriter& json, const char* name, const std::vector<Finding>& findings) {
  json.key(name).begin_array();
  for (const Finding& finding : findings) {
    json.begin_object().member("severity", name_of(finding.severity));
    json.member("code", finding.code).member("message", finding.message);
    if (!finding.node_id.empty()) json.member("nodeId", finding.node_id);
    json.key("bins").begin_array();
    for (const std::int64_t bin : finding.bins) json.integer(bin);
    json.end_array().end_object();
  }
  json.end_array();
}

void write_attribution(JsonWriter& json, const AttributedChange& change) {
  json.key("attribution").begin_object().member("figure", alias_text(change.figure));
  json.member("before", change.before).member("after", change.after);
  json.member("change", change.after - change.before).member("of", change.of);
  json.member("method", change.exact ? "shapley" : "sampled-shapley");
  if (!change.exact) json.member("orders", change.orders);
  json.member("figures", change.figures);
  json.key("shares").begin_array();
  for (const AttributedShare& share : change.shares) {
    json.begin_object().member("name", share.name).member("amount", share.amount);
    if (!share.title.empty()) json.member("title", share.title);
    if (!change.exact) json.member("standardError", share.standard_error);
    json.end_object();
  }
  json.end_array().member("residual", change.residual);
  json.member("name", to_text(change.figure)).member("unit", change.unit);
  json.member("words", words_of(change)).end_object();
}

void write_attribution_or_why(JsonWriter& json, const std::optional<AttributedChange>& change,
                              const std::string& why_not) {
  if (change) return write_attribution(json, *change);
  json.key("attribution").null().member("noAttribution", why_not);
}

// "load": {"before", "after", "delta"}; null where absent.
void write_pair(JsonWriter& json, const char* name, double before, double after) {
  json.key(name).begin_object().member("before", before).member("after", after);
  json.member("delta", is_absent(before) || is_absent(after) ? kAbsent : after - before);
  json.end_object();
}

void verdict_member(JsonWriter& json, const char* name, Verdict verdict) {
  json.key(name);
  if (verdict == Verdict::kNone) {
    json.null();
  } else {
    json.string(name_of(verdict));
  }
}

// One table for "before", "after" and "delta", so that no figure is in one and missing in another.
struct SideFigure {
  const char* name;
  double NodeSide::*value;
};
constexpr SideFigure kSideFigures[] = {
    {"arrivals", &NodeSide::arrivals},      {"load", &NodeSide::load},
    {"waiting", &NodeSide::waiting},        {"p95WaitMinutes", &NodeSide::p95_wait},
    {"longestMinutes", &NodeSide::longest}, {"late", &NodeSide::late},
    {"lateShare", &NodeSide::late_share},   {"lost", &NodeSide::lost},
    {"lostShare", &NodeSide::lost_share},   {"harmed", &NodeSide::harmed}};

void write_side(JsonWriter& json, const char* name, const std::optional<NodeSide>& side) {
  json.key(name);
  if (!side) {
    json.null();
    return;
  }
  json.begin_object();
  verdict_member(json, "verdict", side->verdict);
  for (const SideFigure& figure : kSideFigures) json.member(figure.name, *side.*figure.value);
  json.member("atLeast", side->at_least).member("promiseMinutes", side->promise).end_object();
}

void write_nodes(JsonWriter& json, const std::vector<NodeChange>& nodes) {
  json.key("nodes").begin_array();
  for (const NodeChange& node : nodes) {
    json.begin_object().member("nodeId", node.id);
    write_side(json, "before", node.before);
    write_side(json, "after", node.after);
    json.key("delta");
    if (node.before && node.after) {
      json.begin_object();
      for (const SideFigure& figure : kSideFigures) {
        const double was = *node.before.*figure.value, is = *node.after.*figure.value;
        json.member(figure.name, is_absent(was) || is_absent(is) ? kAbsent : is - was);
      }
      json.end_object();
    } else {
      json.null();
    }
    json.end_object();
  }
  json.end_array();
}

void write_constraints(JsonWriter& json, const std::vector<ConstraintChange>& constraints) {
  json.key("constraints").begin_array();
  for (const ConstraintChange& constraint : constraints) {
    json.begin_object().member("constraintId", constraint.id);
    for (const auto& [name, side] :
         {std::pair{"before", &constraint.before}, {"after", &constraint.after}}) {
      json.key(name);
      if (!*side) {
        json.null();
        continue;
      }
      json.begin_object();
      verdict_member(json, "verdict", (*side)->verdict);
      json.member("load", (*side)->load).member("harmed", (*side)->harmed).end_object();
    }
    json.end_object();
  }
  json.end_array();
}

void write_avoided(JsonWriter& json, const Comparison& comparison) {
  json.key("avoided");
  if (!comparison.avoided) {
    json.null();
    return;
  }
  const Avoided& avoided = *comparison.avoided;
  json.begin_object().member("fromBin", avoided.from_bin);
  write_pair(json, "backlog", avoided.before.peak, avoided.after.peak);
  write_pair(json, "waitingItemMinutes", avoided.before.item_minutes, avoided.after.item_minutes);
  write_pair(json, "brokenPromiseMinutes", avoided.before.broken_minutes,
             avoided.after.broken_minutes);
  json.key("nodes").begin_array();
  for (const AvoidedAt& node : avoided.nodes) {
    json.begin_object().member("nodeId", node.node_id);
    write_pair(json, "backlog", node.before.peak, node.after.peak);
    write_pair(json, "waitingItemMinutes", node.before.item_minutes, node.after.item_minutes);
    write_pair(json, "brokenPromiseMinutes", node.before.broken_minutes, node.after.broken_minutes);
    json.end_object();
  }
  json.end_array().member("sentence", avoided.sentence).end_object();
}

void write_outcome(JsonWriter& json, const Comparison& comparison) {
  const OutcomeFacts& facts = comparison.outcome;
  write_verdict_and_sentence(json, comparison);
  if (facts.outcome == CompareVerdict::kDifferentWork)
    json.member("byShares", name_of(facts.by_shares));
  json.key("remarks").begin_array();
  for (const std::string& remark : comparison.remarks) json.string(remark);
  json.end_array();
  json.key("runVerdict").begin_object();
  verdict_member(json, "before", comparison.before_verdict);
  verdict_member(json, "after", comparison.after_verdict);
  json.end_object().key("headline").begin_object();
  json.member("before", comparison.before_headline).member("after", comparison.after_headline);
  json.end_object();
  write_avoided(json, comparison);
  write_pair(json, "externalArrivals", facts.work.before, facts.work.after);
  write_pair(json, "itemMinutes", facts.item_minutes_before, facts.item_minutes_after);
  write_nodes(json, comparison.nodes);
  write_constraints(json, comparison.constraints);
}

void write_figure_value(JsonWriter& json, const char* name, const figures::FigureValue& value) {
  json.key(name).begin_object().member("value", value.value).member("shown", shown(value));
  json.member("atLeast", value.at_least);
  if (!value.why_absent.empty()) json.member("absent", value.why_absent);
  json.end_object();
}

void write_figures(JsonWriter& json, const std::vector<FigureChange>& figures) {
  json.key("figures").begin_array();
  for (const FigureChange& figure : figures) {
    const double was = figure.before.value, is = figure.after.value;
    json.begin_object().member("figure", to_text(figure.figure));
    json.member("unit", figure.after.unit.empty() ? figure.before.unit : figure.after.unit);
    write_figure_value(json, "before", figure.before);
    write_figure_value(json, "after", figure.after);
    // Of an absent side there is no difference.
    json.member("delta", is_absent(was) || is_absent(is) ? kAbsent : is - was);
    write_attribution_or_why(json, figure.attribution, figure.no_attribution);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_verdict_and_sentence(JsonWriter& json, const Comparison& comparison) {
  json.key("verdict");
  if (comparison.outcome.outcome == CompareVerdict::kNone) {
    json.null();
  } else {
    json.string(name_of(comparison.outcome.outcome));
  }
  json.member("sentence", comparison.sentence);
}

void write_comparison(JsonWriter& json, const Comparison& comparison) {
  json.begin_object().member("before", comparison.before_id).member("after", comparison.after_id);
  json.member("identical", comparison.identical());
  write_run_changes(json, "run", comparison.run, false);
  write_run_changes(json, "parameters", comparison.parameters, true);
  write_inputs(json, comparison.model.inputs);
  write_structure(json, comparison.model.structure);
  write_series(json, comparison.series);
  json.key("findings").begin_object();
  write_findings(json, "gained", comparison.gained);
  write_findings(json, "lost", comparison.lost);
  json.end_object();
  write_attribution_or_why(json, comparison.attribution, comparison.no_attribution);
  write_outcome(json, comparison);
  write_figures(json, comparison.figures);
  json.end_object();
}

}  // namespace flowtime
