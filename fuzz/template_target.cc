#include "template_target.h"

#include <string>
#include <vector>

#include "base/check.h"
#include "model/read_model.h"
#include "template/expand.h"
#include "text/yaml.h"

namespace flowtime::fuzz {
namespace {

constexpr std::string_view kSeparator = "\n=====\n";

void expect_reasons(const Problems& problems) {
  for (const Problem& problem : problems) {
    FT_CHECK(!problem.code.empty());
    FT_CHECK(!problem.message.empty());
    FT_CHECK(problem.where.line >= 0);
  }
}

bool same_tree(const yaml::Value& a, const yaml::Value& b) {
  if (a.kind != b.kind || a.scalar != b.scalar || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same_tree(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].key != b.members[i].key ||
        !same_tree(a.members[i].value, b.members[i].value)) {
      return false;
    }
  }
  return true;
}

std::vector<GivenParameter> values_in(std::string_view text) {
  std::vector<GivenParameter> given;
  const auto document = yaml::parse(std::string(text), "values.yaml");
  if (!document) return given;
  for (const yaml::Member& member : document->root.members) {
    given.push_back({.name = member.key, .value = member.value, .source = "values.yaml"});
  }
  return given;
}

void run_expansion(const Expansion& expansion) {
  const auto again = yaml::parse(expansion.model_text, "model.yaml");
  FT_CHECK(again.has_value());
  FT_CHECK(same_tree(again->root, expansion.document.root));
  const auto model = read_model(expansion.document);
  if (!model) expect_reasons(name_parameters(model.problems(), expansion));
  // The text says the same as the tree.
  FT_CHECK(read_model(*again).has_value() == model.has_value());
}

}  // namespace

void run_template(std::string_view text) {
  const std::size_t at = text.find(kSeparator);
  const std::string_view values =
      at == std::string_view::npos ? std::string_view() : text.substr(at + kSeparator.size());
  const auto source = read_template(std::string(text.substr(0, at)), "fuzz.yaml");
  if (!source) return expect_reasons(source.problems());
  const auto bound =
      bind_parameters(*source, values_in(values), {.strict_names = false, .strict_bounds = false});
  if (!bound) return expect_reasons(bound.problems());
  const auto expansion = expand(*source, *bound);
  if (!expansion) return expect_reasons(expansion.problems());
  run_expansion(*expansion);
}

}  // namespace flowtime::fuzz
