#include "base/nearest_name.h"
#include "template/limits.h"
#include "template/placeholders.h"
#include "template/template_reader.h"

namespace flowtime::template_detail {

void TemplateReader::check_placeholders() {
  for (const yaml::Member& part : document_.root.members) {
    // A "${...}" in the other parts is text, such as in a description.
    if (takes_placeholders(part.key)) check_placeholders(part.value, "/" + part.key);
  }
}

void TemplateReader::check_placeholders(const yaml::Value& value, const std::string& path) {
  if (value.kind == yaml::Kind::kScalar) return check_scalar(value, path);
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    check_placeholders(value.items[i], path + "/" + std::to_string(i));
  }
  for (const yaml::Member& member : value.members) {
    if (!placeholders_in(member.key).empty()) {
      problem("placeholder_in_key", "a placeholder is written in the key '" + member.key + "'",
              "Write the key out; parameters give values, not keys.", member.key_where, path);
    }
    check_placeholders(member.value, path + "/" + member.key);
  }
}

// What is filled in later grows with the holes times the text around them.
bool TemplateReader::within_limits(const yaml::Value& value, const std::string& path,
                                   std::size_t holes) {
  placeholders_ += holes;
  std::string remedy;
  if (placeholders_ > kMaxPlaceholders) {
    remedy = "At most " + std::to_string(kMaxPlaceholders) + " are filled in; split the template.";
  } else if (holes > kMaxPlaceholdersPerText || value.scalar.size() > kMaxTextWithPlaceholders) {
    remedy = "A text with placeholders has at most " + std::to_string(kMaxPlaceholdersPerText) +
             " of them and " + std::to_string(kMaxTextWithPlaceholders) + " bytes.";
  }
  if (remedy.empty()) return true;
  problem("limit_exceeded", "the template has too many placeholders", remedy, value.where, path);
  return false;
}

void TemplateReader::check_scalar(const yaml::Value& value, const std::string& path) {
  const std::vector<Placeholder> holes = placeholders_in(value.scalar);
  if (holes.empty() || !within_limits(value, path, holes.size())) return;
  for (const Placeholder& hole : holes) {
    // Before the search for the nearest name, which is the costly part.
    if (problems_.size() >= kMaxTemplateProblems) return;
    if (template_.find_parameter(hole.name) != nullptr) continue;
    std::vector<std::string_view> names;
    for (const TemplateParameter& parameter : template_.parameters) names.push_back(parameter.name);
    const std::string meant = nearest_name(hole.name, names);
    problem("unknown_placeholder",
            "there is no parameter '" + std::string(hole.name) + "' for this placeholder",
            meant.empty() ? "Add it to parameters." : "Did you mean '" + meant + "'?",
            yaml::position_in(document_, value, hole.begin), path);
  }
}

}  // namespace flowtime::template_detail
