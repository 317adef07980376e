// Parameters with one value per bin: where they may be used, and what replaces them there.
// A parameter with one value per bin cannot be put into a text. Where a series is allowed the id of
// a generated const node takes its place; where a list is, the values do; in a formula the id does.
// All
// other places refuse it.
#include <algorithm>

#include "base/ascii.h"
#include "expr/expr.h"
#include "template/filler.h"

namespace flowtime::template_detail {
namespace {

const std::vector<double>& values_of(const BoundParameter& bound) {
  return std::get<std::vector<double>>(bound.value);
}

yaml::Value in_place_of(const yaml::Value& written, yaml::Value value) {
  value.offset = written.offset;
  value.where = written.where;
  return value;
}

yaml::Value number_at(const yaml::Value& written, double number) {
  return in_place_of(written, plain_scalar(to_text(TemplateValue(number))));
}

}  // namespace

Filler::Filler(const yaml::Document& document, const BoundParameters& values, Problems& problems)
    : document_(document), values_(values), problems_(problems) {
  const yaml::Value* nodes = document.root.find("nodes");
  if (nodes == nullptr) return;
  for (const yaml::Value& node : nodes->items) {
    if (const yaml::Value* id = node.find("id")) node_ids_.insert(lower_case(id->scalar));
  }
}

// The parameter with one value per bin that is all of this scalar; null for any other scalar.
const BoundParameter* Filler::only_over_time(const yaml::Value& written) const {
  if (written.kind != yaml::Kind::kScalar || !is_one_placeholder(written.scalar)) return nullptr;
  const BoundParameter* bound = values_.find(placeholders_in(written.scalar)[0].name);
  return bound != nullptr && bound->over_time ? bound : nullptr;
}

// The values of a const node: one of them is every bin, of several each is its own bin.
yaml::Value Filler::fill_values(const yaml::Value& written) {
  if (written.items.size() == 1 && only_over_time(written.items.front()) != nullptr) {
    return fill(written.items.front(), Slot::kValues);
  }
  yaml::Value filled = written;
  filled.items.clear();
  for (std::size_t i = 0; i < written.items.size(); ++i) {
    const yaml::Value& item = written.items[i];
    const BoundParameter* bound = only_over_time(item);
    // A list of another length has no value for this place.
    if (bound == nullptr || values_of(*bound).size() != written.items.size()) {
      filled.items.push_back(fill(item, bound == nullptr ? Slot::kPlain : Slot::kFixed));
      continue;
    }
    note(item, placeholders_in(item.scalar)[0]);
    filled.items.push_back(number_at(item, values_of(*bound)[i]));
  }
  return filled;
}

// wipLimit takes a number; what varies in time is a wipLimitSeries.
yaml::Member Filler::fill_limit(const yaml::Member& member) {
  return {.key = "wipLimitSeries",
          .key_where = member.key_where,
          .value = fill(member.value, Slot::kSeries)};
}

yaml::Value Filler::fill_whole_over_time(const yaml::Value& written, Slot slot,
                                         const BoundParameter& bound) {
  if (slot == Slot::kSeries) return in_place_of(written, quoted_scalar(series_of(bound)));
  if (slot == Slot::kValues) return whole(written, bound);
  refuse_over_time(written, placeholders_in(written.scalar)[0],
                   "A number for the whole run is needed there.");
  return number_at(written, values_of(bound).front());
}

// The id of the const node that has the values: the name of the parameter where that is free.
std::string Filler::series_of(const BoundParameter& bound) {
  for (const auto& [id, made_for] : series_) {
    if (made_for == &bound) return id;
  }
  std::string id = bound.name;
  // In lower case: ids of a model must differ by more than case.
  for (int n = 0; !node_ids_.insert(lower_case(id)).second; ++n) {
    id = bound.name + "_over_time" + (n == 0 ? "" : "_" + std::to_string(n));
  }
  series_.emplace(id, &bound);
  return id;
}

// Where a function wants a number written out, a series cannot be.
void Filler::check_formula(const yaml::Value& written, const std::string& text,
                           const std::vector<Placeholder>& holes,
                           const std::vector<yaml::FilledScalar::Part>& parts) {
  const auto varies = [&](const Placeholder& hole) {
    const BoundParameter* bound = values_.find(hole.name);
    return bound != nullptr && bound->over_time;
  };
  // Filling was cut short by the budget, or nothing varies: then the model's reader reports a bad
  // formula.
  if (parts.size() != holes.size() || std::none_of(holes.begin(), holes.end(), varies)) return;
  const auto parsed = parse_expression(text);
  if (parsed) return;
  const Problem& problem = parsed.problems().front();
  const auto at = static_cast<std::size_t>(problem.where.column - 1);
  for (std::size_t i = 0; i < holes.size(); ++i) {
    if (!varies(holes[i]) || at < parts[i].begin || at >= parts[i].end) continue;
    return refuse_over_time(written, holes[i], problem.message);
  }
}

void Filler::refuse_over_time(const yaml::Value& written, const Placeholder& hole,
                              const std::string& why) {
  const std::string name(hole.name);
  problems_.push_back({.code = "parameter_not_over_time",
                       .message = "parameter '" + name + "' cannot vary in time here. " + why,
                       .remedy = "Give it one value for the whole run: " + name + "=...",
                       .where = yaml::position_in(document_, written, hole.begin),
                       .path = "/parameters/" + name});
}

}  // namespace flowtime::template_detail
