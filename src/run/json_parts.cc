#include "run/json_parts.h"

namespace flowtime {
namespace {

void finding(JsonWriter& json, const Finding& found) {
  json.begin_object().member("code", found.code).member("message", found.message);
  json.member("severity", name_of(found.severity));
  if (!found.verdict.empty()) json.member("family", "health").member("verdict", found.verdict);
  if (!found.node_id.empty()) json.member("nodeId", found.node_id);
  if (!found.bins.empty()) {
    json.key("bins").begin_array();
    for (const std::int64_t bin : found.bins) json.integer(bin);
    json.end_array();
  }
  if (found.value) json.member("value", *found.value);
  if (!found.edge_ids.empty()) {
    json.key("edgeIds").begin_array();
    for (const std::string& id : found.edge_ids) json.string(id);
    json.end_array();
  }
  if (!found.node_ids.empty()) {
    json.key("nodeIds").begin_array();
    for (const std::string& id : found.node_ids) json.string(id);
    json.end_array().member("count", static_cast<std::int64_t>(found.node_ids.size()));
  }
  json.end_object();
}

}  // namespace

void member_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty())
    json.null();
  else
    json.string(text);
}

void named_members(JsonWriter& json, std::string_view name, const std::vector<NamedJson>& members) {
  json.key(name).begin_object();
  for (const NamedJson& member : members) json.key(member.name).raw(member.json);
  json.end_object();
}

void class_list(JsonWriter& json, const std::vector<FlowClass>& classes) {
  json.key("classes").begin_array();
  for (const FlowClass& flow_class : classes) {
    json.begin_object().member("id", flow_class.id);
    if (!flow_class.display_name.empty()) json.member("displayName", flow_class.display_name);
    if (!flow_class.description.empty()) json.member("description", flow_class.description);
    json.end_object();
  }
  json.end_array();
}

void finding_list(JsonWriter& json, const std::vector<Finding>& findings) {
  json.key("warnings").begin_array();
  for (const Finding& found : findings) finding(json, found);
  json.end_array();
}

void rng_member(JsonWriter& json, std::int64_t seed) {
  json.key("rng").begin_object().member("kind", "pcg32").member("seed", seed).end_object();
}

void base_member(JsonWriter& json, const RunBase& base) {
  json.key("base").begin_object().member("runId", base.run_id);
  member_or_null(json, "contentHash", base.content_hash);
  json.member("fromBin", base.from_bin).key("settings").begin_array();
  for (const std::string& setting : base.settings) json.string(setting);
  json.end_array().key("released").begin_array();
  for (const std::string& id : base.released) json.string(id);
  json.end_array().end_object();
}

std::string document_text(JsonWriter& json) { return json.take() + "\n"; }

}  // namespace flowtime
