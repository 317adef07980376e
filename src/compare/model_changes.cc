#include "compare/model_changes.h"

#include <algorithm>
#include <map>

#include "compare/model_fields.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// Of a const node in some bin; a value that fills the grid counts for every bin.
double value_in(const ConstNode& node, std::int64_t bin) {
  if (node.values.size() == 1) return node.values[0];
  const auto at = static_cast<std::size_t>(bin);
  return at < node.values.size() ? node.values[at] : kAbsent;
}

bool same(double a, double b) { return a == b || (is_absent(a) && is_absent(b)); }

double mean_of(const ConstNode& node, std::int64_t bins) {
  double sum = 0;
  std::int64_t seen = 0;
  for (std::int64_t t = 0; t < bins; ++t) {
    const double value = value_in(node, t);
    if (is_absent(value)) continue;
    sum += value;
    ++seen;
  }
  return seen == 0 ? kAbsent : sum / static_cast<double>(seen);
}

void compare_inputs(const Model& before, const Model& after, ModelChanges& changes) {
  const std::int64_t bins = std::min(before.grid.bins, after.grid.bins);
  for (const Node& node : before.nodes) {
    const Node* other = after.find_node(node.id);
    const auto* was = std::get_if<ConstNode>(&node.body);
    const auto* is = other == nullptr ? nullptr : std::get_if<ConstNode>(&other->body);
    if (was == nullptr || is == nullptr || was->values == is->values) continue;
    InputChange change{.id = node.id, .is_one_stretch = true};
    for (std::int64_t t = bins; t-- > 0;) {
      const double old_value = value_in(*was, t), value = value_in(*is, t);
      if (same(old_value, value)) continue;
      // `first_bin` is the bin that differed last.
      const bool goes_on = change.changed_bins == 0 ||
                           (change.first_bin == t + 1 && same(old_value, value_in(*was, t + 1)) &&
                            same(value, value_in(*is, t + 1)));
      change.is_one_stretch = change.is_one_stretch && goes_on;
      ++change.changed_bins;
      change.first_bin = t;
    }
    if (change.changed_bins == 0) continue;
    change.before = value_in(*was, change.first_bin);
    change.after = value_in(*is, change.first_bin);
    change.mean_before = mean_of(*was, before.grid.bins);
    change.mean_after = mean_of(*is, after.grid.bins);
    changes.inputs.push_back(std::move(change));
  }
}

using ItemsByName = std::map<std::pair<std::string, std::string>, const ModelItem*>;

ItemsByName by_name(const std::vector<ModelItem>& items) {
  ItemsByName found;
  for (const ModelItem& item : items) found.emplace(std::pair{item.item, item.id}, &item);
  return found;
}

std::string field_of(const ModelItem& item, const std::string& name) {
  for (const auto& [field, text] : item.fields) {
    if (field == name) return text;
  }
  return "";
}

// The first thing to say of an item that is new or gone.
std::string summary_of(const ModelItem& item) {
  for (const char* name : {"expr", "kind"}) {
    const std::string text = field_of(item, name);
    if (!text.empty()) return text;
  }
  const std::string from = field_of(item, "from");
  return from.empty() ? "" : from + " to " + field_of(item, "to");
}

void compare_fields(const ModelItem& before, const ModelItem& after, ModelChanges& changes) {
  const auto note = [&](const std::string& field, std::string was, std::string is) {
    if (was == is) return;
    changes.structure.push_back({StructureChange::Kind::kChanged, before.item, before.id, field,
                                 std::move(was), std::move(is)});
  };
  for (const auto& [field, text] : before.fields) note(field, text, field_of(after, field));
  for (const auto& added : after.fields) {
    const bool known = std::any_of(before.fields.begin(), before.fields.end(),
                                   [&](const auto& old) { return old.first == added.first; });
    if (!known) note(added.first, "", added.second);
  }
}

}  // namespace

const char* name_of(StructureChange::Kind kind) {
  switch (kind) {
    case StructureChange::Kind::kAdded: return "added";
    case StructureChange::Kind::kRemoved: return "removed";
    case StructureChange::Kind::kChanged: return "changed";
  }
  return "";
}

ModelChanges compare_models(const Model& before, const Model& after) {
  ModelChanges changes;
  compare_inputs(before, after, changes);
  const std::vector<ModelItem> old_items = items_of(before), new_items = items_of(after);
  const ItemsByName old_names = by_name(old_items), new_names = by_name(new_items);
  for (const ModelItem& item : old_items) {
    const auto found = new_names.find({item.item, item.id});
    if (found == new_names.end()) {
      changes.structure.push_back(
          {StructureChange::Kind::kRemoved, item.item, item.id, "", summary_of(item), ""});
    } else {
      compare_fields(item, *found->second, changes);
    }
  }
  for (const ModelItem& item : new_items) {
    if (old_names.count({item.item, item.id}) > 0) continue;
    changes.structure.push_back(
        {StructureChange::Kind::kAdded, item.item, item.id, "", "", summary_of(item)});
  }
  return changes;
}

}  // namespace flowtime
