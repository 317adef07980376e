#include "text/yaml_json.h"

namespace flowtime::yaml {
namespace {

void write_scalar(JsonWriter& json, const Value& value) {
  // Integers before numbers, so that large ones keep every digit.
  if (const auto truth = value.boolean()) {
    json.boolean(*truth);
  } else if (const auto integer = value.integer()) {
    json.integer(*integer);
  } else if (const auto number = value.number()) {
    json.number(*number);
  } else {
    json.string(value.scalar);
  }
}

}  // namespace

void write_json(JsonWriter& json, const Value& value) {
  switch (value.kind) {
    case Kind::kNull: json.null(); return;
    case Kind::kScalar: write_scalar(json, value); return;
    case Kind::kSequence:
      json.begin_array();
      for (const Value& item : value.items) write_json(json, item);
      json.end_array();
      return;
    case Kind::kMapping:
      json.begin_object();
      for (const Member& member : value.members) {
        json.key(member.key);
        write_json(json, member.value);
      }
      json.end_object();
      return;
  }
}

}  // namespace flowtime::yaml
