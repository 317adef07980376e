#include "figures/check_figure.h"

#include <algorithm>

#include "base/nearest_name.h"
#include "model/names.h"

namespace flowtime::figures {
namespace {

std::vector<std::string_view> names_of(const ReducerRow& asked, const Model& model,
                                       const SeriesCatalog& series) {
  std::vector<std::string_view> names;
  if (asked.of_node) {
    for (const TopologyNode& node : model.topology.nodes) names.push_back(node.id);
  }
  if (asked.of_constraint) {
    for (const Constraint& constraint : model.topology.constraints) names.push_back(constraint.id);
  }
  if (asked.of_run) names.push_back(kWholeRun);
  if (asked.of_series) {
    for (const SeriesInfo& info : series.all()) names.push_back(info.id);
  }
  return names;
}

std::string reducer_name(const Figure& figure) {
  return "'" + std::string(about(figure.reducer).name) + "'";
}

std::string reducers_of(bool ReducerRow::*kind) {
  std::string names;
  for (const ReducerRow& row : reducer_table()) {
    if (row.*kind) names += (names.empty() ? "" : ", ") + std::string(row.name);
  }
  return names;
}

// "there is no figure 'max(Desk)': 'Desk' ", which goes before what the id is instead.
std::string no_figure(const Figure& figure) {
  return "there is no figure '" + to_text(figure) + "': '" + figure.id + "' ";
}

Problem series_has_no(const Figure& figure) {
  const std::string name(about(figure.reducer).name);
  const std::string with_limit = "Write " + name + "(" + figure.id + ", LIMIT).";
  return {.code = "figure_kind",
          .message = no_figure(figure) + "is a series, which has no '" + name + "'",
          .remedy = about(figure.reducer).takes_limit
                        ? with_limit
                        : "It has " + reducers_of(&ReducerRow::of_series) + "."};
}

Problem takes_no_range(const Figure& figure) {
  return {.code = "figure_range",
          .message = reducer_name(figure) + " is a figure of the whole run; 'in " + figure.range +
                     "' cannot be added",
          .remedy = "Leave the range out."};
}

Problem node_has_no(const Figure& figure) {
  const std::string name(about(figure.reducer).name);
  return {.code = "figure_kind",
          .message = no_figure(figure) + "is a node, which has no '" + name + "'",
          .remedy = "It has " + reducers_of(&ReducerRow::of_node) + "."};
}

// An id that there is not, or one of another kind.
// The best message depends on what the id is instead: a series asked for a node's figure, a node
// asked for a series', or nothing known at all.
Problem unknown_figure(const Figure& figure, const Model& model, const SeriesCatalog& series) {
  const ReducerRow& asked = about(figure.reducer);
  const bool is_series = series.find(figure.id).has_value();
  const bool is_node = model.topology_index(figure.id).has_value();
  if (is_series && !is_node && !figure.is_of_series()) return series_has_no(figure);
  if (is_node && !is_series && (figure.is_of_series() || !asked.of_node)) {
    return node_has_no(figure);
  }
  const std::string nearest = nearest_name(figure.id, names_of(asked, model, series));
  const std::string remedy = nearest.empty()
                                 ? "Run `flowtime runs show` to list the nodes and series of a run."
                                 : "Did you mean '" + nearest + "'?";
  if (figure.is_of_series()) {
    return {.code = "unknown_series",
            .message = "the run has no series '" + figure.id + "'",
            .remedy = remedy};
  }
  return {.code = "unknown_node",
          .message = "the run has no node '" + figure.id + "'",
          .remedy = remedy};
}

Problem not_of_run(const Figure& figure) {
  return {.code = "figure_kind",
          .message = reducer_name(figure) + " is a figure of a node, not of the run",
          .remedy = "The run has " + reducers_of(&ReducerRow::of_run) + "."};
}

// Of those that are found item by item; what a node gave up and how long it drains is its own.
bool has_class_figure(Reducer reducer) {
  switch (reducer) {
    case Reducer::kP50Wait:
    case Reducer::kP85Wait:
    case Reducer::kP95Wait:
    case Reducer::kLongest:
    case Reducer::kLate:
    case Reducer::kLateShare:
    case Reducer::kLost:
    case Reducer::kDropped:
    case Reducer::kUndelivered:
    case Reducer::kHarmed:
    case Reducer::kGoodput: return true;
    default: return false;
  }
}

Problem not_of_class(const Figure& figure) {
  std::string names;
  for (const ReducerRow& row : reducer_table()) {
    if (has_class_figure(row.reducer)) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
  }
  return {.code = "figure_kind",
          .message = reducer_name(figure) + " is a figure of a node, not of one class of its items",
          .remedy = "A class has " + names + "."};
}

Result<Done> check_class(const Figure& figure, const Model& model, const std::string& node,
                         const std::string& class_id) {
  if (!has_class_figure(figure.reducer)) return not_of_class(figure);
  for (const FlowClass& known : model.classes) {
    if (known.id == class_id) return Done{};
  }
  if (class_id == kDefaultClass && !model.classes.empty()) return Done{};  // of no class
  return no_such_class(node, class_id);
}

Result<Done> check_constraint(const Figure& figure) {
  const ReducerRow& row = about(figure.reducer);
  if (row.of_constraint && figure.range.empty()) return Done{};
  return Problem{.code = row.of_constraint ? "figure_range" : "figure_kind",
                 .message = no_figure(figure) + "is a shared constraint, which has no such figure",
                 .remedy = "It has load, harmed and verdict, each of the whole run."};
}

Result<Done> check_range(const Figure& figure) {
  if (figure.range.empty() || about(figure.reducer).takes_range) return Done{};
  return takes_no_range(figure);
}

}  // namespace

Problem no_such_class(const std::string& node_id, const std::string& class_id) {
  return {.code = "unknown_class",
          .message = "the arrivals of '" + node_id + "' have no class '" + class_id + "'",
          .remedy = "Write a class of its arrivals, or leave '@" + class_id + "' out."};
}

Result<Done> check_figure(const Figure& figure, const Model& model, const SeriesCatalog& series) {
  const ReducerRow& row = about(figure.reducer);
  if (figure.is_of_series()) {
    return series.find(figure.id) ? Result<Done>(Done{}) : unknown_figure(figure, model, series);
  }
  if (figure.is_of_run()) return row.of_run ? check_range(figure) : not_of_run(figure);
  if (model.topology_index(figure.id)) {
    return row.of_node ? check_range(figure) : unknown_figure(figure, model, series);
  }
  // Looked for after whole ids: a node may have '@' in its own.
  const std::size_t mark = figure.id.rfind('@');  // of a class: Node@Class
  const std::string node = figure.id.substr(0, mark);
  if (mark != std::string::npos && model.topology_index(node)) {
    return check_class(figure, model, node, figure.id.substr(mark + 1));
  }
  for (const Constraint& constraint : model.topology.constraints) {
    if (constraint.id == figure.id) return check_constraint(figure);
  }
  return unknown_figure(figure, model, series);
}

std::string unit_of(const Figure& figure, const SeriesCatalog& series,
                    const std::vector<std::string>& units) {
  const std::string own(about(figure.reducer).unit);
  if (!own.empty() || !figure.is_of_series()) return own;
  const auto index = series.find(figure.id);
  const std::string unit = index ? units[index->value] : "";
  return figure.reducer == Reducer::kIntegral && !unit.empty() ? unit + " x minutes" : unit;
}

}  // namespace flowtime::figures
