// Parts that several documents of a bundle share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "run/run_record.h"
#include "text/json_writer.h"

namespace flowtime {

// Of manifest.json, run.json and series/index.json.
// Raised when a reader of the former version could not read the new one.
inline constexpr int kBundleSchemaVersion = 1;

// What the hash of a series is over, the little-endian doubles of its row; and that of a matrix,
// the hashes of its rows. Without such a member a hash is over the bytes of a file.
inline constexpr const char* kHashOfRow = "f64le";
inline constexpr const char* kHashOfRows = "rows";

// The name with the text, or with null when the text is empty.
// For members that readers may rely on to be present.
void member_or_null(JsonWriter& json, std::string_view name, const std::string& text);
// "parameters": {"bins": 12, ...}
// Values are raw JSON: they must be valid.
void named_members(JsonWriter& json, std::string_view name, const std::vector<NamedJson>& members);
// "classes": [{"id", "displayName"?, "description"?}, ...]
void class_list(JsonWriter& json, const std::vector<FlowClass>& classes);
// "warnings": findings of every severity.
// The order of the findings is kept.
void finding_list(JsonWriter& json, const std::vector<Finding>& findings);
// "rng": {"kind": "pcg32", "seed": 123}
void rng_member(JsonWriter& json, std::int64_t seed);
// "base": {"runId","contentHash","fromBin","settings":[],"released":[]}
void base_member(JsonWriter& json, const RunBase& base);
// A whole document: indented, with a line feed at its end.
// Takes the text out of the writer.
std::string document_text(JsonWriter& json);

}  // namespace flowtime
