// A YAML value said in JSON.
#pragma once

#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime::yaml {

// Plain scalars by what they read as: true, 12, 0.5; quoted ones and all others as text.
// Writes exactly one value: the caller wrote the key before it. Null becomes null.
void write_json(JsonWriter& json, const Value& value);

}  // namespace flowtime::yaml
