#include "state/node_facts.h"

#include "base/ascii.h"
#include "model/names.h"
#include "model/node_category.h"
#include "series/time_grid.h"

namespace flowtime {

std::string lower_kind(const TopologyNode& node) {
  return node.kind.empty() ? "service" : lower_case(node.kind);
}

std::string analytical_identity(const TopologyNode& node) {
  // Its category is "constant": the contract tells the two apart.
  if (lower_kind(node) == "pmf") return "pmf";
  if (node.category == NodeCategory::kService && node.queue_semantics) return "serviceWithBuffer";
  return traits_of(node.category).name;
}

void write_analytical(JsonWriter& json, const TopologyNode& node) {
  json.begin_object().member("identity", analytical_identity(node));
  json.member("hasQueueSemantics", node.queue_semantics);
  json.member("hasServiceSemantics", node.service_semantics);
  json.member("hasCycleTimeDecomposition", node.queue_semantics && node.service_semantics);
  json.member("stationarityWarningApplicable", node.queue_semantics).end_object();
}

void write_schedule(JsonWriter& json, const DispatchSchedule& schedule) {
  json.begin_object().member("kind", "time-based");
  json.member("periodBins", schedule.period_bins).member("phaseOffset", schedule.phase());
  if (schedule.is_irregular()) {
    json.key("at").begin_array();
    for (const std::string& time : schedule.times) json.string(time);
    json.end_array();
  }
  json.key("capacitySeries");
  if (schedule.capacity_series) {
    json.string(schedule.capacity_series->id);
  } else {
    json.null();
  }
  json.end_object();
}

void write_aliases(JsonWriter& json, const TopologyNode& node) {
  if (node.semantics.aliases.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  for (const auto& [name, text] : node.semantics.aliases) json.member(name, text);
  json.end_object();
}

std::string offset_utc(std::int64_t unix_ms) {
  std::string text = format_utc(unix_ms);
  text.pop_back();  // Z
  return text + "+00:00";
}

}  // namespace flowtime
