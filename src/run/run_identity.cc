#include "run/run_identity.h"

#include <algorithm>
#include <cstdio>

#include "base/ascii.h"
#include "run/canonical_json.h"
#include "series/time_grid.h"
#include "sys/sha256.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
// Room for "run_", "_", 64 hex and the ".<8 hex>" of a former run within kMaxIdLength.
constexpr std::size_t kMaxTemplatePart = 50;

std::string seed_text(std::optional<std::int64_t> seed) {
  return seed ? std::to_string(*seed) : "null";
}

char template_char(char c) {
  const char lower = lower_case(c);
  const bool kept =
      (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  return kept ? lower : '-';
}

std::string digest_object(std::vector<std::pair<std::string, std::string>> digests) {
  std::sort(digests.begin(), digests.end());
  JsonWriter json;
  json.begin_object();
  for (const auto& [name, digest] : digests) json.member(name, digest);
  return json.end_object().take();
}

}  // namespace

std::string model_hash(std::string_view model_text) { return sha256_tagged(model_text); }

std::string scenario_hash(std::string_view model_text, std::optional<std::int64_t> seed,
                          std::string_view sampling) {
  std::string text(trimmed(model_text, kBlanks));
  text += "\n" + seed_text(seed) + "\nnull";
  // Only then: runs of expected values keep the hash of programs that know no sampling.
  if (sampling == "sample") text += "\nsample";
  return sha256_tagged(text);
}

namespace {

// ",\"settings\":[...]", or nothing without any.
std::string canonical_settings(const std::vector<std::string>& settings) {
  std::string text;
  for (const std::string& setting : settings) {
    text += (text.empty() ? ",\"settings\":[" : ",") + canonical_string(setting);
  }
  return text.empty() ? text : text + "]";
}

}  // namespace

Result<std::string> canonical_inputs(const RunInputs& inputs) {
  FT_TRY(const std::string parameters, canonical_object(inputs.parameters));
  FT_TRY(const std::string bindings, canonical_object(inputs.telemetry_bindings));
  return "{\"templateId\":" + canonical_string(inputs.template_id) +
         ",\"templateVersion\":" + canonical_string(inputs.template_version) +
         // Requests give modes in any case.
         ",\"mode\":" + canonical_string(lower_case(inputs.mode)) +
         ",\"parameters\":" + parameters + ",\"telemetryBindings\":" + bindings +
         ",\"rng\":{\"kind\":" + canonical_string(inputs.rng_kind) +
         ",\"seed\":" + std::to_string(inputs.seed) + "}" + canonical_settings(inputs.settings) +
         "}";
}

Result<std::string> input_hash(const RunInputs& inputs) {
  FT_TRY(const std::string text, canonical_inputs(inputs));
  return sha256_tagged(text);
}

namespace {

// What a request does not set is no part of the hash.
void text_list(JsonWriter& json, const char* name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

}  // namespace

Result<std::string> content_hash(const ContentInputs& inputs) {
  // The fixed order of the members is part of the hash.
  FT_TRY(const std::string parameters, canonical_object(inputs.parameters));
  JsonWriter json;
  json.begin_object()
      .member("text", sha256_tagged(inputs.text))
      .key("parameters")
      .raw(parameters)
      .key("captures")
      .raw(digest_object(inputs.capture_digests))
      .key("seed")
      .raw(seed_text(inputs.seed))
      .member("sampling", inputs.sampling)
      .member("semanticsVersion", inputs.semantics_version);
  // Runs that set none keep the hash that they always had.
  if (!inputs.thresholds.empty()) write_thresholds(json.key("thresholds"), inputs.thresholds);
  text_list(json, "settings", inputs.settings);
  text_list(json, "expectations", inputs.expectations);
  json.end_object();
  return sha256_tagged(json.text());
}

std::string sanitised_template_id(std::string_view template_id) {
  std::string text;
  for (const char original : template_id) {
    const char c = template_char(original);
    const bool repeats = !text.empty() && text.back() == c && (c == '-' || c == '.');
    // Dots too: ".." is not allowed in ids.
    if (!repeats && !(text.empty() && c == '-')) text += c;
  }
  if (text.size() > kMaxTemplatePart) text.resize(kMaxTemplatePart);
  while (!text.empty() && text.back() == '-') text.pop_back();
  return text.empty() ? "template" : text;
}

std::string random_run_id(Env& env) {
  // "2026-01-01T00:00:00Z" without its punctuation; fractions of a second are dropped.
  // Whole seconds print without a fraction.
  std::string time = format_utc(env.now_unix_ms() / 1000 * 1000);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return "run_" + time + "_" + env.random_hex(8);
}

std::string deterministic_run_id(std::string_view template_id, std::string_view input_hash) {
  return "run_" + sanitised_template_id(template_id) + "_" +
         std::string(without_sha256_tag(input_hash));
}

std::string deterministic_run_id(std::string_view scenario_hash) {
  return "run_deterministic_" + std::string(without_sha256_tag(scenario_hash).substr(0, 8));
}

}  // namespace flowtime
