// The value of a template's parameter: as it was given, and as its type wants it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/problem.h"
#include "text/yaml.h"

namespace flowtime {

enum class ParameterType : std::uint8_t { kInteger, kNumber, kBoolean, kString, kArray };
const char* name_of(ParameterType type);  // "integer"

// Whole numbers up to 2^53, finite numbers, true or false, text, finite numbers in a list.
// Compared member by member: 1 and 1.0 differ as values.
using TemplateValue = std::variant<std::int64_t, double, bool, std::string, std::vector<double>>;

// As JSON and as a person writes it: 12, 0.25, true, "north", [1,2] / 12, 0.25, true, north, [1,
// 2].
// Canonical: equal values give equal texts. Lists are cut nowhere.
std::string to_json(const TemplateValue& value);
// What a placeholder within a text becomes.
std::string to_text(const TemplateValue& value);

// A value that was given, before its type is known. A plain scalar is a number or boolean
// where it reads as one; quoted scalars and all else are text; null means "not given".
struct GivenParameter {
  std::string name;
  yaml::Value value{};
  std::string source{};  // file of its Problems: "--param bins=12", "values.yaml"; empty: a request
};

// The value as JSON, exactly as given: numbers keep their digits, "12" stays text. What inputHash
// is made of.
// Mappings keep the order of their members.
std::string to_json(const yaml::Value& given);

// Plain and quoted scalars made by us, without a place in any text.
// The text of a plain one must be one that YAML reads back as it is.
yaml::Value plain_scalar(std::string text);
yaml::Value quoted_scalar(std::string text);

}  // namespace flowtime
