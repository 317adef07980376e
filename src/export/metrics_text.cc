#include "export/metrics_text.h"

#include <map>

#include "base/number_text.h"
#include "export/export_rows.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

std::string family_name(const std::string& metric) {
  std::string name = "flowtime_";
  for (const char c : metric) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper) name += '_';
    name += upper ? static_cast<char>(c + 32) : c;
  }
  return name;
}

std::string label_text(const std::string& value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\' || c == '"') text += '\\';
    if (c == '\n')
      text += "\\n";
    else
      text += c;
  }
  return text;
}

std::string labels(const Run& run, const ExportedSeries& series) {
  return "{run=\"" + label_text(run.info().id) + "\",node=\"" + label_text(series.node) +
         "\",class=\"" + label_text(series.class_token) + "\"}";
}

// Milliseconds as seconds, without rounding.
void append_seconds(std::string& text, std::int64_t ms) {
  text += std::to_string(ms / 1000);
  if (ms % 1000 == 0) return;
  const std::string rest = std::to_string(1000 + ms % 1000);
  text += "." + rest.substr(1);
}

// OpenMetrics wants all samples of a family together.
using ByMetric = std::map<std::string, std::vector<ExportedSeries>>;

Result<ByMetric> series_by_metric(const Run& run) {
  FT_TRY(std::vector<ExportedSeries> all, exported_series(run));
  ByMetric by_metric;
  for (ExportedSeries& one : all) by_metric[one.metric].push_back(std::move(one));
  return by_metric;
}

}  // namespace

Result<Done> write_metrics_text(const Run& run, BlockFile& out) {
  FT_TRY(const ByMetric by_metric, series_by_metric(run));
  for (const auto& [metric, all] : by_metric) {
    const std::string family = family_name(metric);
    out.text() += "# TYPE " + family + " gauge\n";
    for (const ExportedSeries& one : all) {
      const std::string head = family + labels(run, one) + " ";
      std::int64_t bin = -1;
      for (const double value : run.values(one.row)) {
        ++bin;
        if (is_absent(value)) continue;
        std::string& text = out.text();
        text += head;
        append_number(text, value);
        text += ' ';
        append_seconds(text, export_time_ms(run.info().grid, bin));
        text += '\n';
        FT_RETURN_IF_PROBLEM(out.flush_when_full());
      }
    }
  }
  out.text() += "# EOF\n";
  return Done{};
}

namespace {

constexpr int kPanelWidth = 12, kPanelHeight = 8;

void write_target(JsonWriter& json, const std::string& metric, const std::string& node,
                  std::size_t number) {
  json.begin_object().member("refId", "S" + std::to_string(number));
  json.member("expr", family_name(metric) + "{run=\"$run\",node=\"" + label_text(node) +
                          "\",class=\"DEFAULT\"}");
  json.member("legendFormat", metric).end_object();
}

void write_panel(JsonWriter& json, const std::string& node, const std::vector<std::string>& metrics,
                 int number) {
  json.begin_object().member("id", number + 1).member("type", "timeseries").member("title", node);
  json.key("datasource").begin_object().member("type", "prometheus");
  json.member("uid", "${datasource}").end_object();
  json.key("gridPos").begin_object().member("x", (number % 2) * kPanelWidth);
  json.member("y", (number / 2) * kPanelHeight).member("w", kPanelWidth).member("h", kPanelHeight);
  json.end_object().key("targets").begin_array();
  for (std::size_t i = 0; i < metrics.size(); ++i) write_target(json, metrics[i], node, i);
  json.end_array().end_object();
}

void write_variables(JsonWriter& json, const std::string& run_id) {
  json.key("templating").begin_object().key("list").begin_array();
  json.begin_object().member("name", "datasource").member("type", "datasource");
  json.member("query", "prometheus").end_object();
  json.begin_object().member("name", "run").member("type", "constant").member("query", run_id);
  json.key("current").begin_object().member("value", run_id).member("text", run_id).end_object();
  json.end_object().end_array().end_object();
}

}  // namespace

Result<Done> write_grafana_dashboard(const Run& run, BlockFile& out) {
  FT_TRY(const std::vector<ExportedSeries> all, exported_series(run));
  std::vector<std::string> nodes;
  std::map<std::string, std::vector<std::string>> metrics;
  for (const ExportedSeries& one : all) {
    // A panel shows totals of roles; classes and helper series would hide them.
    if (one.metric == "series" || one.class_token != "DEFAULT") continue;
    if (metrics.count(one.node) == 0) nodes.push_back(one.node);
    metrics[one.node].push_back(one.metric);
  }
  const TimeGrid& grid = run.info().grid;
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("title", run.info().template_title + " " + run.info().id);
  json.member("schemaVersion", 39).member("editable", true);
  json.key("tags").begin_array().string("flowtime").end_array();
  json.key("time").begin_object().member("from", format_utc(export_time_ms(grid, 0)));
  json.member("to", format_utc(export_time_ms(grid, grid.bins))).end_object();
  json.member("timezone", "utc");
  write_variables(json, run.info().id);
  json.key("panels").begin_array();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    write_panel(json, nodes[i], metrics[nodes[i]], static_cast<int>(i));
  }
  json.end_array().end_object();
  out.text() += json.take() + "\n";
  return Done{};
}

}  // namespace flowtime
