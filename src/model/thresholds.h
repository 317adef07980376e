// Thresholds that a model or a request sets in place of the ones of the table of verdicts
// (docs/semantics.md, "Judgement"; the table itself: metrics/threshold_table.h).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime {

class JsonReader;
class JsonWriter;

// The rows of the table, in its order.
inline constexpr std::array<const char*, 13> kThresholdNames{
    "wait",        "willBeLate", "full",       "dropped",   "usefulShare", "failing", "refused",
    "unaccounted", "departure",  "completion", "adherence", "stuck",       "overlay"};

// Off, or at least one level: reading refuses a row with both, or with neither. Levels are >= 0.
struct ThresholdOverride {
  bool off = false;  // the row never applies
  std::optional<double> warning, critical;
  bool operator==(const ThresholdOverride&) const = default;
};
using ThresholdOverrides = std::map<std::string, ThresholdOverride>;  // by the name of the row

// What to say where a row of that name does not exist: the nearest name, else all of them.
std::string threshold_remedy(std::string_view name);

// Adds what "failing.critical=0.4" or "overlay=off" says. Problems: unknown_threshold, with the
// nearest name, invalid_threshold.
// The rest of `thresholds` stays; a later text for the same level wins.
Result<Done> add_threshold(ThresholdOverrides& thresholds, const std::string& text);

// {"failing":{"warning":0.2,"critical":0.5},"overlay":"off"}, rows by name.
void write_thresholds(JsonWriter& json, const ThresholdOverrides& thresholds);
std::string to_json(const ThresholdOverrides& thresholds);
// The same, read. `false` is "off" too, null says nothing. Problems as add_threshold; their path is
// `path`/<row>.
// All rows are read; the first problem of each bad one is returned.
Result<ThresholdOverrides> read_thresholds(JsonReader& json, const std::string& path = "");

}  // namespace flowtime
