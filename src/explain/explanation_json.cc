#include "base/number_text.h"
#include "explain/explain.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

// The path of another explanation of a stored run.
std::string link_to(const std::string& run_id, const std::string& series_id, std::int64_t bin) {
  constexpr std::string_view kPlain = "-._~@";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string text = "/v1/runs/" + run_id + "/explain?series=";
  for (const char c : series_id) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      text += c;
    } else {
      text += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return text + "&bin=" + std::to_string(bin);
}

void text_member(JsonWriter& json, const char* name, const std::string& text) {
  if (!text.empty()) json.member(name, text);
}

void source_member(JsonWriter& json, const std::string& file, const SourcePos& where) {
  if (where.line == 0) return;
  json.key("source").begin_object().member("file", file);
  json.member("line", where.line).member("column", where.column).end_object();
}

// The series whose values the bins of a cause have.
std::string full_id(const Contribution& c) {
  return c.class_id.empty() ? c.series_id : c.series_id + "@" + c.class_id;
}

class ExplanationWriter {
 public:
  ExplanationWriter(const Explanation& explanation, JsonWriter::Layout layout)
      : e_(explanation), json_(layout) {}

  std::string write() {
    json_.begin_object();
    write_value();
    write_definition();
    json_.key("formula");
    write_formula(e_.formula);
    if (e_.absence) write_absence(*e_.absence);
    if (e_.build_up) write_build_up(*e_.build_up);
    json_.key("contributions").begin_array();
    for (const Contribution& contribution : e_.contributions) write_contribution(contribution);
    json_.end_array().member("residual", e_.residual).member("cellsWalked", e_.cells_walked);
    json_.member("words", e_.words).end_object();
    return json_.take();
  }

 private:
  // Values that no run keeps have no address.
  void write_link(const std::string& series_id, std::int64_t bin) {
    if (!e_.run_id.empty()) json_.member("href", link_to(e_.run_id, series_id, bin));
  }
  void write_value() {
    json_.member("runId", e_.run_id).member("seriesId", e_.series_id);
    text_member(json_, "nodeId", e_.node_id);
    text_member(json_, "metric", e_.metric);
    text_member(json_, "role", e_.role);
    json_.member("bin", e_.bin);
    if (e_.bin_start_unix_ms) {
      json_.member("startUtc", format_utc(*e_.bin_start_unix_ms));
      json_.member("endUtc", format_utc(*e_.next_bin_start_unix_ms));
    }
    json_.member("value", e_.value).member("unit", e_.unit).member("stored", e_.is_stored);
    text_member(json_, "alias", e_.alias);
    if (e_.trend) write_trend(*e_.trend);
  }
  void write_trend(const Trend& trend) {
    constexpr const char* kDirections[] = {"shrank", "stayed", "grew"};
    json_.key("trend").begin_object().member("direction", kDirections[trend.direction + 1]);
    json_.member("change", trend.change).member("sinceBin", trend.since_bin);
    json_.member("peak", trend.peak).member("peakBin", trend.peak_bin).end_object();
  }
  void write_names(const char* key, const std::vector<std::string>& names) {
    if (names.empty()) return;
    json_.key(key).begin_array();
    for (const std::string& name : names) json_.string(name);
    json_.end_array();
  }
  void write_definition() {
    json_.key("definition").begin_object().member("kind", e_.kind);
    text_member(json_, "written", e_.written);
    json_.member("rule", e_.rule).member("withValues", e_.with_values);
    write_names("parameters", e_.parameters);
    source_member(json_, e_.source_file, e_.where);
    json_.end_object();
  }
  void write_formula(const FormulaNode& node) {
    json_.begin_object().member("op", node.op);
    text_member(json_, "role", node.role);
    json_.member("value", node.value);
    if (!node.series_id.empty()) {
      json_.member("seriesId", node.series_id).member("bin", node.bin);
      if (node.bin >= 0 && node.op == "series") {
        write_link(node.series_id, node.bin);
      }
    }
    if (node.binding) json_.member("binding", true);
    if (node.amount) json_.member("amount", *node.amount);
    if (node.weight) json_.member("weight", *node.weight);
    text_member(json_, "detail", node.detail);
    if (!node.operands.empty()) {
      json_.key("operands").begin_array();
      for (const FormulaNode& operand : node.operands) write_formula(operand);
      json_.end_array();
    }
    json_.end_object();
  }
  void write_absence(const Absence& absence) {
    json_.key("absent").begin_object().member("reason", absence.reason);
    json_.key("path").begin_array();
    for (const AbsentAt& at : absence.path) {
      json_.begin_object().member("seriesId", at.series_id).member("bin", at.bin);
      write_link(at.series_id, at.bin);
      json_.end_object();
    }
    json_.end_array().end_object();
  }
  void write_build_up(const BuildUp& built) {
    json_.key("buildUp").begin_object().member("firstBin", built.first_bin);
    json_.member("bins", built.bins).member("before", built.before);
    text_member(json_, "inflowSeries", built.inflow_id);
    text_member(json_, "outflowSeries", built.outflow_id);
    text_member(json_, "lossSeries", built.loss_id);
    json_.member("inflow", built.inflow).member("outflow", built.outflow);
    json_.member("loss", built.loss).member("overflow", built.overflow);
    json_.member("emptyBelow", built.empty_below);
    json_.member("peak", built.peak).member("peakBin", built.peak_bin);
    write_limits(built.limits);
    json_.key("largest").begin_array();
    for (const BuildUpBin& bin : built.largest) {
      json_.begin_object().member("bin", bin.bin).member("change", bin.change);
      json_.member("inflow", bin.inflow).member("outflow", bin.outflow).member("loss", bin.loss);
      json_.member("overflow", bin.overflow);
      text_member(json_, "limitedBy", bin.limited_by);
      json_.end_object();
    }
    json_.end_array().member("otherBins", built.others).end_object();
  }
  void write_limits(const std::vector<BuildUpLimit>& limits) {
    json_.key("limits").begin_array();
    for (const BuildUpLimit& limit : limits) {
      json_.begin_object().member("id", limit.id).member("kind", name_of(limit.kind));
      text_member(json_, "seriesId", limit.series_id);
      text_member(json_, "nodeId", limit.node_id);
      write_names("parameters", limit.parameters);
      json_.member("bins", limit.bins).end_object();
    }
    json_.end_array();
  }
  void write_contribution(const Contribution& c) {
    json_.begin_object().member("kind", name_of(c.kind)).member("amount", c.amount);
    if (c.amount_rest != 0) json_.member("amountRest", c.amount_rest);
    text_member(json_, "side", name_of(c.side));
    text_member(json_, "seriesId", c.series_id);
    text_member(json_, "classId", c.class_id);
    text_member(json_, "nodeId", c.node_id);
    text_member(json_, "viaNode", c.via_node);
    text_member(json_, "constraintId", c.constraint_id);
    text_member(json_, "echoOf", c.echo_of);
    write_names("parameters", c.parameters);
    text_member(json_, "unit", c.unit);
    source_member(json_, e_.source_file, c.where);
    json_.member("firstBin", c.first_bin).member("lastBin", c.last_bin);
    json_.member("binCount", c.bin_count);
    if (c.each) json_.member("each", *c.each);
    if (c.folded > 0) json_.member("folded", c.folded);
    json_.key("bins").begin_array();
    for (const ContributionBin& bin : c.bins) {
      json_.begin_object().member("bin", bin.bin).member("amount", bin.amount);
      json_.member("value", bin.value);
      const bool linked = bin.bin >= 0 && c.kind != CauseKind::kInitial;
      if (linked) write_link(full_id(c), bin.bin);
      json_.end_object();
    }
    json_.end_array().member("otherBins", c.other_bins).end_object();
  }

  const Explanation& e_;
  JsonWriter json_;
};

}  // namespace

std::string to_json(const Explanation& explanation, JsonWriter::Layout layout) {
  return ExplanationWriter(explanation, layout).write();
}

}  // namespace flowtime
