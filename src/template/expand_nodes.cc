// nodes: what only a template says about a node becomes what the model can say.
#include <algorithm>
#include <cmath>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "expr/expr.h"
#include "template/expander.h"
#include "template/profile.h"

namespace flowtime::template_detail {
namespace {

constexpr double kProbabilityTolerance = 1e-4;  // as for any pmf of a model
constexpr double kMaxWeightSum = 1e300;         // so that means stay finite
constexpr std::size_t kMaxDrawnBins = 1'000'000;

void set_member(yaml::Value& mapping, const std::string& key, yaml::Value value) {
  if (yaml::Value* present = member_of(mapping, key)) {
    *present = std::move(value);
  } else {
    mapping.members.push_back({.key = key, .key_where = value.where, .value = std::move(value)});
  }
}

yaml::Value number_list(const std::vector<double>& numbers, const yaml::Value& place) {
  yaml::Value list;
  list.kind = yaml::Kind::kSequence;
  list.where = place.where;
  list.offset = place.offset;
  list.items.reserve(numbers.size());
  for (const double number : numbers) {
    list.items.push_back(plain_scalar(format_number(number)));
    list.items.back().where = place.where;
  }
  return list;
}

// The numbers of a list; nothing when one is none.
std::optional<std::vector<double>> numbers_in(const yaml::Value* list) {
  std::vector<double> numbers;
  if (list == nullptr || list->kind != yaml::Kind::kSequence) return std::nullopt;
  for (const yaml::Value& item : list->items) {
    const std::optional<double> number = item.number();
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace

void Expander::expand_nodes() {
  const yaml::Value* written = from_.document.root.find("nodes");
  nodes_ = filler_.fill(*written);
  if (nodes_.kind != yaml::Kind::kSequence) return;
  for (const yaml::Value& node : nodes_.items) node_ids_.insert(text_of(node, "id"));
  for (std::size_t i = 0; i < nodes_.items.size(); ++i) {
    // Filling keeps the number and order of items, so the two lists match.
    nodes_.items[i] = expanded_node(written->items[i], std::move(nodes_.items[i]));
  }
}

yaml::Value Expander::expanded_node(const yaml::Value& written, yaml::Value node) {
  const std::string kind = text_of(node, "kind");
  if (kind == "const") check_array(written, node);
  if (kind == "expr") check_dependencies(node);
  result_.has_telemetry_sources = result_.has_telemetry_sources || !text_of(node, "source").empty();
  const yaml::Value* profile = node.find("profile");
  if (profile != nullptr && kind == "pmf") draw_profile(node, yaml::Value(*profile));
  if (profile != nullptr && kind != "pmf") {
    problem("profile_without_pmf",
            "node '" + text_of(node, "id") + "' has a profile but is not a pmf",
            "Write kind: pmf, or remove the profile.", profile->where);
  }
  const bool is_imported = kind == "const" && text_of(node, "source").starts_with("import:");
  // Other sources are bound to captured files and mean nothing to a model.
  if (!is_imported) drop_members(node, {"source"});
  drop_members(node, {"dependencies", "group", "telemetry", "profile"});
  return node;
}

// The const nodes of parameters with one value per bin.
void Expander::add_parameter_nodes() {
  for (const auto& [id, bound] : filler_.series()) {
    const auto& values = std::get<std::vector<double>>(bound->value);
    const TemplateParameter* parameter = from_.find_parameter(bound->name);
    if (bins_ && static_cast<std::int64_t>(values.size()) != *bins_) {
      problem("wrong_length",
              "parameter '" + bound->name + "' has " + std::to_string(values.size()) +
                  " values for " + std::to_string(*bins_) + " bins",
              "Give one value, or one per bin.", parameter->where, "/parameters/" + bound->name);
    }
    yaml::Value node, place;
    place.where = parameter->where;
    node.kind = yaml::Kind::kMapping;
    node.where = parameter->where;
    set_member(node, "id", quoted_scalar(id));
    set_member(node, "kind", plain_scalar("const"));
    set_member(node, "values", number_list(values, place));
    if (nodes_.kind == yaml::Kind::kSequence) nodes_.items.push_back(std::move(node));
  }
}

// A list that a parameter gives must fit the grid, and the parameter is what has to change.
void Expander::check_array(const yaml::Value& written, const yaml::Value& node) {
  const yaml::Value* hole = written.find("values");
  const yaml::Value* values = node.find("values");
  // A list that is written out is the model's to check; here the parameter is at fault.
  if (hole == nullptr || hole->kind != yaml::Kind::kScalar || !is_one_placeholder(hole->scalar)) {
    return;
  }
  if (values->kind != yaml::Kind::kSequence || !bins_ || values->items.size() == 1) return;
  if (static_cast<std::int64_t>(values->items.size()) == *bins_) return;
  const std::string parameter(placeholders_in(hole->scalar)[0].name);
  problem("wrong_length",
          "parameter '" + parameter + "' has " + std::to_string(values->items.size()) +
              " values, but node '" + text_of(node, "id") + "' needs one for each of the " +
              std::to_string(*bins_) + " bins",
          "Give " + std::to_string(*bins_) + " values, or change the number of bins.", hole->where,
          "/parameters/" + parameter);
}

// `dependencies`, when written, says exactly what the expression reads.
void Expander::check_dependencies(const yaml::Value& node) {
  const yaml::Value* list = node.find("dependencies");
  if (list == nullptr || list->kind != yaml::Kind::kSequence) return;
  const Result<Expr> parsed = parse_expression(text_of(node, "expr"));
  if (!parsed) return;  // the reader of the model tells
  std::set<std::string> read(parsed->names.begin(), parsed->names.end()), named;
  // The author names what the formula says, not nodes that were generated for parameters.
  for (const auto& [id, parameter] : filler_.series()) read.erase(id);
  for (const yaml::Value& item : list->items) named.insert(item.scalar);
  if (read == named) return;
  std::string names;
  for (const std::string& name : read) names += (names.empty() ? "" : ", ") + name;
  problem("dependencies_differ",
          "'dependencies' of node '" + text_of(node, "id") + "' are not what its expression reads",
          "Write [" + names + "], or leave dependencies out.", list->where);
}

// A pmf with a profile is its expected value, spread over the grid.
void Expander::draw_profile(yaml::Value& node, const yaml::Value& profile) {
  const std::string id = text_of(node, "id");
  const std::optional<double> expected = expected_value(node);
  const auto weights = profile_weights(profile, id);
  if (!expected || !weights || !bins_ || *bins_ < 1) return;
  if (static_cast<std::size_t>(*bins_) > kMaxDrawnBins) {
    return problem(
        "template_too_large",
        "node '" + id + "' would be written out over " + std::to_string(*bins_) + " bins",
        "Profiles take at most " + std::to_string(kMaxDrawnBins) + " bins.", profile.where);
  }
  std::vector<double> values = spread(*weights, static_cast<std::size_t>(*bins_));
  for (double& value : values) value *= *expected;
  yaml::Value metadata;
  if (const yaml::Value* own = node.find("metadata")) metadata = *own;
  metadata.kind = yaml::Kind::kMapping;
  // So that a reader of the model sees where its numbers are from.
  set_member(metadata, "origin.kind", quoted_scalar("pmf"));
  const std::string kind = text_of(profile, "kind");
  set_member(metadata, "profile.kind", quoted_scalar(kind.empty() ? "builtin" : kind));
  if (const std::string name = text_of(profile, "name"); !name.empty())
    set_member(metadata, "profile.name", quoted_scalar(name));
  set_member(metadata, "pmf.expected", quoted_scalar(format_number(*expected)));
  set_member(node, "kind", plain_scalar("const"));
  set_member(node, "values", number_list(values, profile));
  set_member(node, "metadata", std::move(metadata));
  drop_members(node, {"pmf"});
}

// The sum of values times probabilities; nothing, with a Problem, when they are no distribution.
std::optional<double> Expander::expected_value(const yaml::Value& node) {
  const yaml::Value* pmf = node.find("pmf");
  const auto values = numbers_in(pmf == nullptr ? nullptr : pmf->find("values"));
  const auto probabilities = numbers_in(pmf == nullptr ? nullptr : pmf->find("probabilities"));
  const auto refuse = [&](const char* code, const std::string& what, const char* remedy) {
    problem(code, "the pmf of node '" + text_of(node, "id") + "' " + what, remedy,
            pmf == nullptr ? node.where : pmf->where);
    return std::nullopt;
  };
  if (!values || !probabilities || values->empty()) {
    return refuse("pmf_empty", "needs values and probabilities", "Give one list of each.");
  }
  if (values->size() != probabilities->size()) {
    return refuse("pmf_lengths_differ", "has lists of different lengths",
                  "Give one probability per value.");
  }
  double sum = 0, expected = 0;
  for (std::size_t i = 0; i < values->size(); ++i) {
    if ((*probabilities)[i] < 0) {
      return refuse("pmf_probability_range", "has a negative probability",
                    "Write probabilities from 0 to 1.");
    }
    sum += (*probabilities)[i];
    expected += (*values)[i] * (*probabilities)[i];
  }
  if (std::fabs(sum - 1) > kProbabilityTolerance) {
    return refuse("pmf_sum", "has probabilities that do not sum to 1", "Make them sum to 1.");
  }
  return expected;
}

std::optional<std::vector<double>> Expander::profile_weights(const yaml::Value& profile,
                                                             const std::string& node) {
  const auto refuse = [&](const char* code, const std::string& what, const std::string& remedy) {
    problem(code, "the profile of node '" + node + "' " + what, remedy, profile.where);
    return std::nullopt;
  };
  const std::string kind = text_of(profile, "kind"), name = text_of(profile, "name");
  if (kind.empty() || kind == "builtin") {
    if (auto weights = builtin_profile(name)) return weights;
    const auto names = builtin_profile_names();
    const std::string meant = nearest_name(name, {names.begin(), names.end()});
    std::string list;
    for (const std::string_view known : names)
      list += (list.empty() ? "" : ", ") + std::string(known);
    return refuse("unknown_profile",
                  name.empty() ? "has no name" : "is '" + name + "', which does not exist",
                  meant.empty() ? "Write one of " + list + "." : "Did you mean '" + meant + "'?");
  }
  if (kind != "inline") {
    return refuse("unknown_profile", "has kind '" + kind + "', which does not exist",
                  "Write builtin or inline.");
  }
  auto weights = numbers_in(profile.find("weights"));
  if (!weights) return refuse("profile_weights", "has no list of weights", "Give one per bin.");
  if (bins_ && static_cast<std::int64_t>(weights->size()) != *bins_) {
    return refuse("wrong_length",
                  "has " + std::to_string(weights->size()) + " weights for " +
                      std::to_string(*bins_) + " bins",
                  "Give one weight per bin.");
  }
  double sum = 0;
  for (const double weight : *weights) {
    if (weight < 0) return refuse("profile_weights", "has a negative weight", "Write 0 or more.");
    sum += weight;
  }
  if (!(sum > 0 && sum < kMaxWeightSum)) {
    return refuse("profile_weights", "has weights without a positive sum",
                  "Give at least one weight above 0.");
  }
  return weights;
}

}  // namespace flowtime::template_detail
