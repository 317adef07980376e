#include "answers/answer_json.h"
#include "inspect/residuals.h"
#include "run/json_parts.h"

namespace flowtime {
namespace {

void number_list(JsonWriter& json, const char* name, SeriesIn values) {
  json.key(name).begin_array();
  for (const double value : values) json.number(value);
  json.end_array();
}

void write_values(JsonWriter& json, const SeriesResidual& series) {
  std::vector<double> residual(series.measured.size());
  for (std::size_t t = 0; t < residual.size(); ++t) {
    residual[t] = series.measured[t] - series.computed[t];
  }
  json.key("values").begin_object();
  number_list(json, "measured", series.measured);
  number_list(json, "computed", series.computed);
  number_list(json, "residual", residual);
  json.end_object();
}

void write_largest(JsonWriter& json, const SeriesResidual& series) {
  json.key("largest");
  if (series.figures.largest_bin < 0) {
    json.null();
    return;
  }
  const auto bin = static_cast<std::size_t>(series.figures.largest_bin);
  json.begin_object().member("bin", series.figures.largest_bin);
  json.member("measured", series.measured[bin]).member("computed", series.computed[bin]);
  json.member("residual", series.figures.largest).end_object();
}

void write_series(JsonWriter& json, const SeriesResidual& series, bool values) {
  const ResidualFigures& figures = series.figures;
  json.begin_object().member("metric", series.metric).member("seriesId", series.series_id);
  json.member("isInput", series.is_input).member("coverage", figures.coverage);
  json.member("measuredBins", figures.measured).member("comparedBins", figures.compared);
  json.member("measuredMean", figures.measured_mean);
  json.member("computedMean", figures.computed_mean).member("bias", figures.bias);
  json.member("rmse", figures.rmse).member("mape", figures.mape);
  write_largest(json, series);
  if (values) write_values(json, series);
  json.end_object();
}

void write_balance(JsonWriter& json, const std::optional<MeasuredBalance>& balance) {
  json.key("balance");
  if (!balance) {
    json.null();
    return;
  }
  json.begin_object().member("holds", balance->holds).member("bins", balance->bins);
  json.member("arrived", balance->arrived).member("served", balance->served);
  json.member("lost", balance->lost).member("grew", balance->grew);
  json.member("unaccounted", balance->unaccounted()).member("brokenBins", balance->broken_bins);
  json.key("firstBrokenBin");
  balance->holds ? json.null() : json.integer(balance->first_broken);
  json.end_object();
}

}  // namespace

std::string to_json(const Residuals& residuals, bool values, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  const RunInfo& info = residuals.run->run->info();
  json.begin_object().member("runId", info.id).member("mode", info.mode);
  json.member("basis", name_of(residuals.basis));
  grid_member(json, info.grid);
  json.key("nodes").begin_array();
  for (const NodeResiduals& node : residuals.nodes) {
    json.begin_object().member("nodeId", node.node_id).key("series").begin_array();
    for (const SeriesResidual& series : node.series) write_series(json, series, values);
    json.end_array();
    write_balance(json, node.balance);
    json.end_object();
  }
  json.end_array().key("conservation").begin_object().member("holds", residuals.conserved());
  json.key("checks").begin_array();
  for (const Finding& finding : residuals.checks) {
    json.begin_object().member("code", finding.code).member("nodeId", finding.node_id);
    json.member("severity", name_of(finding.severity)).member("message", finding.message);
    json.end_object();
  }
  json.end_array().end_object().end_object();
  return json.take();
}

}  // namespace flowtime
