// metadata.claim and metadata.whatIf: what a template shows, and the change that alters it.
#include <algorithm>

#include "base/nearest_name.h"
#include "template/convert_value.h"
#include "template/template_reader.h"

namespace flowtime::template_detail {
namespace {

// Characters, not bytes: every byte of UTF-8 that does not go on a character.
std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

void TemplateReader::read_claim(Section& metadata) {
  template_.claim = metadata.text("claim");
  const std::size_t length = count_characters(template_.claim);
  if (length <= kMaxClaimLength) return;
  metadata.problem(
      "bad_claim", "the claim has " + std::to_string(length) + " characters",
      "Say in at most " + std::to_string(kMaxClaimLength) + " what the template shows.",
      metadata.find("claim")->where, "claim");
}

// Reads the parameters first: a change must fit the one that it names.
void TemplateReader::read_what_if() {
  const yaml::Value* metadata = document_.root.find("metadata");
  const yaml::Value* written = metadata == nullptr ? nullptr : metadata->find("whatIf");
  if (written == nullptr || written->kind == yaml::Kind::kNull) return;
  Section section(*written, "/metadata/whatIf", "'whatIf'", problems_);
  if (written->kind != yaml::Kind::kMapping) return;
  WhatIf what_if;
  what_if.says = section.required_text("says", "Say in one sentence what changes by it.");
  const yaml::Value* changes = section.mapping("parameters");
  if (changes == nullptr || changes->members.empty()) {
    section.problem("missing_field", "'whatIf' does not change a parameter",
                    "Write parameters: {name: value}.", written->where, "parameters");
  } else {
    for (const yaml::Member& change : changes->members) read_change(change, what_if);
  }
  section.refuse_unknown();
  template_.what_if = std::move(what_if);
}

void TemplateReader::read_change(const yaml::Member& written, WhatIf& what_if) {
  const std::string path = "/metadata/whatIf/parameters/" + written.key;
  const TemplateParameter* parameter = template_.find_parameter(written.key);
  if (parameter == nullptr) {
    std::vector<std::string_view> names;
    for (const TemplateParameter& known : template_.parameters) names.push_back(known.name);
    const std::string meant = nearest_name(written.key, names);
    return problem("bad_what_if",
                   "'whatIf' changes '" + written.key + "', which is not a parameter",
                   meant.empty() ? "Name one of the parameters." : "Did you mean '" + meant + "'?",
                   written.key_where, path);
  }
  auto value = convert_value(*parameter, written.value);
  // Bounds hold here: a template must not suggest what it would refuse.
  if (value && *value) return what_if.changes.push_back({written.key, **std::move(value)});
  problem("bad_what_if",
          value ? "'whatIf' gives the parameter '" + written.key + "' no value"
                : "'whatIf' does not fit. " + value.problems().front().message,
          value ? "Write the value to try." : value.problems().front().remedy, written.value.where,
          path);
}

}  // namespace flowtime::template_detail
