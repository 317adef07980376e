// Hashes and ids of a run. All hashes are SHA-256, written "sha256:<64 lower-case hex>".
// All functions are pure but random_run_id. A change of any of them changes ids that users keep.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "run/run_record.h"
#include "sys/env.h"
#include "text/yaml.h"

namespace flowtime {

// The text stored as model/model.yaml: the document without its top-level `provenance` block,
// otherwise byte for byte what was read (a BOM is dropped). A document whose layout does not allow
// the cut (flow style, anchors) is written anew.
// Hashing the text as written keeps comments: two texts that differ in a comment are two models.
std::string stored_model_text(const yaml::Document& document);

// Over the bytes of model/model.yaml.
std::string model_hash(std::string_view model_text);

// Over trim(model text) LF seed-or-"null" LF "null"; LF "sample" follows when values are drawn.
// `sampling` is "expected" or "sample".
std::string scenario_hash(std::string_view model_text, std::optional<std::int64_t> seed,
                          std::string_view sampling);

// What makes two requests equal in the eyes of inputHash.
// What a caller asked for, before anything was filled in.
// Order of `parameters` and bindings does not matter; that of `settings` does.
struct RunInputs {
  std::string template_id, template_version, mode;
  std::vector<NamedJson> parameters;  // as given in the request, any order
  std::vector<NamedJson> telemetry_bindings;
  std::string rng_kind = "pcg32";
  std::int64_t seed = 123;
  std::vector<std::string> settings{};  // beside those of parameters; without any, not written
};
// The canonical JSON under inputHash: compact, fixed order of members, names sorted by UTF-16 code
// unit at every level, numbers and escapes in the .NET form (docs/artifacts.md).
// Problem: invalid_json, when a value is not JSON.
Result<std::string> canonical_inputs(const RunInputs& inputs);
// SHA-256 of canonical_inputs().
Result<std::string> input_hash(const RunInputs& inputs);

// What makes two runs equal in content: equal contentHash, equal series.
// What decides values and verdicts, after everything was filled in.
// The name of the run, its time, labels and CSV policy are no part of it.
struct ContentInputs {
  std::string text;                   // template text, or stored_model_text of a model
  std::vector<NamedJson> parameters;  // typed, defaults filled in, any order
  std::vector<std::pair<std::string, std::string>> capture_digests;  // file name, hash; any order
  std::optional<std::int64_t> seed;
  std::string sampling = "expected";
  ThresholdOverrides thresholds{};  // of the request
  int semantics_version = 1;
  std::vector<std::string> settings{};      // of a template's nodes, in their order
  std::vector<std::string> expectations{};  // of the request, in their order
};
// Problem: invalid_json.
Result<std::string> content_hash(const ContentInputs& inputs);

// The hash of a document that ignores comments, layout and the order of keys: compact JSON with
// sorted keys and every scalar as text.
// For "is this the same document", never for identity: 1 and "1" are equal here.
std::string document_hash(const yaml::Document& document);

// Lower-case [a-z0-9._-]; blanks and '/' become '-', every other character too; runs of '-' are
// one, outer ones are dropped, ".." is ".", at most 50 characters; empty gives "template".
// Different ids may give the same text: the hash behind it distinguishes them.
std::string sanitised_template_id(std::string_view template_id);

// run_<yyyyMMdd>T<HHmmss>Z_<8 hex>
// 32 random bits: two of one second collide once in billions; publish() then finds the id taken.
std::string random_run_id(Env& env);
// run_<sanitised template id>_<64 hex of inputHash>
// The whole hash: equal inputs meet, others never do.
std::string deterministic_run_id(std::string_view template_id, std::string_view input_hash);
// run_deterministic_<first 8 hex of scenarioHash>
// Eight digits alone: another model may have the id, which is then superseded.
std::string deterministic_run_id(std::string_view scenario_hash);

}  // namespace flowtime
