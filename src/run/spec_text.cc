#include "run/spec_text.h"

#include <array>
#include <unordered_map>

#include "model/names.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

// What each value of the document that names a series is bound to, by the value's place.
using Bindings = std::unordered_map<const yaml::Value*, std::string>;  // lookups only

class Binder {
 public:
  Binder(const Model& model, const SeriesCatalog& series, const std::vector<std::string>& places)
      : model_(model), series_(series), places_(places) {}

  Bindings bind(const yaml::Value& root) {
    const yaml::Value* const topology = root.find("topology");
    if (!topology) return {};
    const Topology& known = model_.topology;
    if (const yaml::Value* const nodes = topology->find("nodes")) {
      // Tree and model have the same nodes in the same order; the smaller count guards against a
      // defect.
      const std::size_t count = std::min(nodes->items.size(), known.nodes.size());
      for (std::size_t i = 0; i < count; ++i) bind_node(nodes->items[i], known.nodes[i]);
    }
    if (const yaml::Value* const constraints = topology->find("constraints")) {
      const std::size_t count = std::min(constraints->items.size(), known.constraints.size());
      for (std::size_t i = 0; i < count; ++i) {
        bind_constraint(constraints->items[i], known.constraints[i]);
      }
    }
    return std::move(bindings_);
  }

 private:
  void bind_node(const yaml::Value& item, const TopologyNode& node) {
    const yaml::Value* const semantics = item.find("semantics");
    if (!semantics) return;
    for (std::size_t role = 0; role < kRoleCount; ++role) {
      bind_member(*semantics, kRoleNames[role], node.semantics.roles[role], &node);
    }
    if (!node.semantics.parallelism) return;
    if (const auto* ref = std::get_if<SeriesRef>(&*node.semantics.parallelism)) {
      bind_member(*semantics, "parallelism", *ref, &node);
    }
  }

  void bind_constraint(const yaml::Value& item, const Constraint& constraint) {
    const yaml::Value* const semantics = item.find("semantics");
    if (!semantics) return;
    bind_member(*semantics, "arrivals", constraint.arrivals, nullptr);
    bind_member(*semantics, "served", constraint.served, nullptr);
    bind_member(*semantics, "errors", constraint.errors, nullptr);
    bind_member(*semantics, "latencyMinutes", constraint.latency_minutes, nullptr);
  }

  void bind_member(const yaml::Value& semantics, const char* name, const Rare<SeriesRef>& ref,
                   const TopologyNode* node) {
    const yaml::Value* const value = semantics.find(name);
    if (!value || value->kind != yaml::Kind::kScalar || !ref) return;
    const std::string place = place_of(*ref, node);
    if (!place.empty()) bindings_[value] = "file:../" + place;
  }

  std::string place_of(const SeriesRef& ref, const TopologyNode* node) const {
    std::string id = ref.id;
    if (ref.kind == SeriesRef::Kind::kFile) return "";
    if (ref.kind == SeriesRef::Kind::kSelf) {
      id = node ? queue_depth_id(model_, *node).value_or("") : "";
    }
    if (!ref.class_id.empty()) id += "@" + ref.class_id;
    const std::optional<SeriesIndex> index = series_.find(id);
    return index ? places_[index->value] : "";
  }

  const Model& model_;
  const SeriesCatalog& series_;
  const std::vector<std::string>& places_;
  Bindings bindings_;
};

// The edit that puts `text` in the place of a scalar; nothing when the scalar does not stand in the
// document as it reads.
std::optional<TextEdit> replacing(const yaml::Document& document, const yaml::Value& scalar,
                                  std::string text) {
  const bool plain = scalar.style == yaml::ScalarStyle::kPlain;
  const bool quoted = scalar.style == yaml::ScalarStyle::kSingleQuoted ||
                      scalar.style == yaml::ScalarStyle::kDoubleQuoted;
  const std::size_t begin = scalar.offset + (quoted ? 1 : 0);
  if (!plain && !quoted) return std::nullopt;
  // Escapes and folded lines read differently from what is written: such a scalar is not replaced.
  if (document.text.compare(begin, scalar.scalar.size(), scalar.scalar) != 0) return std::nullopt;
  return TextEdit{begin, begin + scalar.scalar.size(), std::move(text)};
}

// All edits, or nothing when one of them cannot be made by replacing bytes.
std::optional<std::vector<TextEdit>> edits_for(const yaml::Document& document,
                                               const Bindings& bindings) {
  const std::optional<TextEdit> cut = provenance_cut(document);
  if (!cut) return std::nullopt;
  std::vector<TextEdit> edits{*cut};
  // Replacing what an anchor names would change what its aliases mean.
  const bool has_anchors = document.text.find('&') != std::string::npos;
  for (const auto& [value, path] : bindings) {
    const std::optional<TextEdit> edit = replacing(document, *value, path);
    if (!edit || has_anchors) return std::nullopt;
    edits.push_back(*edit);
  }
  return edits;
}

yaml::Value bound_copy(const yaml::Value& value, const Bindings& bindings) {
  const auto found = bindings.find(&value);
  if (found != bindings.end()) {
    yaml::Value bound = value;
    bound.scalar = found->second;
    bound.style = yaml::ScalarStyle::kPlain;
    return bound;
  }
  yaml::Value copy;
  copy.kind = value.kind;
  copy.style = value.style;
  copy.scalar = value.scalar;
  for (const yaml::Value& item : value.items) copy.items.push_back(bound_copy(item, bindings));
  for (const yaml::Member& member : value.members) {
    copy.members.push_back({member.key, member.key_where, bound_copy(member.value, bindings)});
  }
  return copy;
}

}  // namespace

std::string spec_text(const yaml::Document& document, const Model& model,
                      const SeriesCatalog& series, const std::vector<std::string>& places) {
  const Bindings bindings = Binder(model, series, places).bind(document.root);
  if (const auto edits = edits_for(document, bindings)) return edited_text(document.text, *edits);
  return yaml::emit(without_provenance(bound_copy(document.root, bindings)));
}

}  // namespace flowtime
