#include "compare/comparison.h"

namespace flowtime {
namespace {

void write_run_changes(JsonWriter& json, const char* name, const std::vector<RunChange>& changes,
                       bool values_are_json) {
  json.key(name).begin_array();
  for (const RunChange& change : changes) {
    json.begin_object().member("name", change.name);
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
    json.member("absentInOne", change.absent_in_one).end_object();
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
  json.key("attribution").begin_object().member("figure", to_text(change.figure));
  json.member("before", change.before).member("after", change.after);
  json.member("change", change.after - change.before).member("of", change.of);
  json.member("method", change.exact ? "shapley" : "sampled-shapley");
  if (!change.exact) json.member("orders", change.orders);
  json.member("figures", change.figures);
  json.key("shares").begin_array();
  for (const AttributedShare& share : change.shares) {
    json.begin_object().member("name", share.name).member("amount", share.amount);
    if (!change.exact) json.member("standardError", share.standard_error);
    json.end_object();
  }
  json.end_array().member("residual", change.residual).end_object();
}

}  // namespace

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
  if (comparison.attribution) {
    write_attribution(json, *comparison.attribution);
  } else {
    json.key("attribution").null().member("noAttribution", comparison.no_attribution);
  }
  json.end_object();
}

}  // namespace flowtime
