#include "model/thresholds.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr const char* kForms = "Write \"off\", or numbers from 0 for warning and critical.";

bool is_row(std::string_view name) {
  return std::find(kThresholdNames.begin(), kThresholdNames.end(), name) != kThresholdNames.end();
}

Problem unknown_row(const std::string& name) {
  return {.code = "unknown_threshold",
          .message = "there is no threshold '" + name + "'",
          .remedy = threshold_remedy(name)};
}

Problem invalid_row(const std::string& name, const std::string& what) {
  return {
      .code = "invalid_threshold", .message = "threshold '" + name + "' " + what, .remedy = kForms};
}

// The number of a level; nullptr: it has none of that name.
std::optional<double>* level_of(ThresholdOverride& row, std::string_view level) {
  if (level == "warning") return &row.warning;
  return level == "critical" ? &row.critical : nullptr;
}

Result<Done> set_level(ThresholdOverride& row, const std::string& name, const std::string& level,
                       const std::optional<double>& number) {
  std::optional<double>* target = level_of(row, level);
  if (target == nullptr) return invalid_row(name, "has no level '" + level + "'");
  if (!number || !(*number >= 0)) {
    return invalid_row(name, "has a " + level + " that is not a number from 0");
  }
  // In the other order add_threshold finds it.
  if (row.off) return invalid_row(name, "is off and has a " + level + " as well");
  *target = number;
  return Done{};
}

Result<ThresholdOverride> read_row(JsonReader& json, const std::string& name) {
  ThresholdOverride row;
  if (json.kind() == JsonReader::Kind::kString) row.off = json.text() == "off";
  if (json.kind() == JsonReader::Kind::kBoolean) row.off = !json.boolean().value_or(true);
  if (row.off) return row;
  Result<Done> read = Done{};
  const bool is_object = json.kind() == JsonReader::Kind::kObject;
  json.members([&](std::string_view level) {
    if (read) read = set_level(row, name, std::string(level), json.number());
  });
  if (!read) return read.problems();
  // {} and `true` say nothing that could be applied.
  if (!is_object || row == ThresholdOverride{}) return invalid_row(name, "sets nothing");
  return row;
}

}  // namespace

std::string threshold_remedy(std::string_view name) {
  const std::vector<std::string_view> names(kThresholdNames.begin(), kThresholdNames.end());
  const std::string nearest = nearest_name(name, names);
  if (!nearest.empty()) return "Did you mean '" + nearest + "'?";
  std::string all;
  for (const std::string_view known : names) all += (all.empty() ? "" : ", ") + std::string(known);
  return "The thresholds are " + all + ".";
}

Result<Done> add_threshold(ThresholdOverrides& thresholds, const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string left = text.substr(0, equals);
  const std::size_t dot = left.find('.');
  const std::string name = left.substr(0, dot);
  const std::string value = equals == std::string::npos ? "" : text.substr(equals + 1);
  if (!is_row(name)) return unknown_row(name);
  ThresholdOverride& row = thresholds[name];
  if (dot != std::string::npos)
    return set_level(row, name, left.substr(dot + 1), parse_number(value));
  if (value != "off") return invalid_row(name, "is '" + text + "', which does not name a level");
  if (row.warning || row.critical) return invalid_row(name, "is off and has a number as well");
  row.off = true;
  return Done{};
}

void write_thresholds(JsonWriter& json, const ThresholdOverrides& thresholds) {
  json.begin_object();
  for (const auto& [name, row] : thresholds) {
    json.key(name);
    if (row.off) {
      json.string("off");
      continue;
    }
    json.begin_object();
    if (row.warning) json.member("warning", *row.warning);
    if (row.critical) json.member("critical", *row.critical);
    json.end_object();
  }
  json.end_object();
}

std::string to_json(const ThresholdOverrides& thresholds) {
  JsonWriter json;
  write_thresholds(json, thresholds);
  return json.take();
}

Result<ThresholdOverrides> read_thresholds(JsonReader& json, const std::string& path) {
  ThresholdOverrides thresholds;
  Problems problems;
  json.members([&](std::string_view member) {
    if (json.kind() == JsonReader::Kind::kNull) return;
    const std::string name(member);
    const Result<ThresholdOverride> row =
        is_row(name) ? read_row(json, name) : Result<ThresholdOverride>(unknown_row(name));
    if (row) {
      thresholds.emplace(name, *row);
      return;
    }
    problems.push_back(row.problems().front());
    problems.back().path = path + "/" + name;
  });
  if (!problems.empty()) return problems;
  return thresholds;
}

}  // namespace flowtime
