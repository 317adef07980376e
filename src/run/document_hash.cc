#include <algorithm>

#include "run/run_identity.h"
#include "sys/sha256.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

void write_value(JsonWriter& json, const yaml::Value& value);

void write_members(JsonWriter& json, const std::vector<yaml::Member>& members) {
  std::vector<const yaml::Member*> sorted;
  for (const yaml::Member& member : members) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(),
            [](const yaml::Member* a, const yaml::Member* b) { return a->key < b->key; });
  json.begin_object();
  for (const yaml::Member* member : sorted) {
    json.key(member->key);
    write_value(json, member->value);
  }
  json.end_object();
}

void write_value(JsonWriter& json, const yaml::Value& value) {
  switch (value.kind) {
    case yaml::Kind::kNull: json.null(); return;
    // As text: 1.0 and 1 differ, quotes do not matter.
    case yaml::Kind::kScalar: json.string(value.scalar); return;
    case yaml::Kind::kMapping: write_members(json, value.members); return;
    case yaml::Kind::kSequence: break;
  }
  json.begin_array();
  for (const yaml::Value& item : value.items) write_value(json, item);
  json.end_array();
}

}  // namespace

std::string document_hash(const yaml::Document& document) {
  JsonWriter json;
  write_value(json, document.root);
  return sha256_tagged(json.text());
}

}  // namespace flowtime
