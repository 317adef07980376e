#include "template/expand.h"

#include <algorithm>

#include "base/ascii.h"
#include "template/expander.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace template_detail {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// A date and time whose offset from UTC, if it says any, is zero.
// Only the part after the date: the date itself has minus signs.
bool is_utc(std::string_view text) {
  const std::size_t time = text.find_first_of("Tt ");
  if (time == std::string_view::npos) return true;
  const std::size_t sign = text.find_first_of("+-", time);
  return sign == std::string_view::npos ||
         text.find_first_not_of("0:", sign + 1) == std::string_view::npos;
}

yaml::Value with_kind(yaml::Kind kind, SourcePos where) {
  yaml::Value value;
  value.kind = kind;
  value.where = where;
  return value;
}

}  // namespace

yaml::Value* member_of(yaml::Value& mapping, std::string_view key) {
  const auto found = std::find_if(mapping.members.begin(), mapping.members.end(),
                                  [&](const yaml::Member& member) { return member.key == key; });
  return found == mapping.members.end() ? nullptr : &found->value;
}

std::string text_of(const yaml::Value& mapping, std::string_view key) {
  const yaml::Value* value = mapping.find(key);
  return value == nullptr || value->kind != yaml::Kind::kScalar ? "" : value->scalar;
}

void drop_members(yaml::Value& mapping, std::initializer_list<std::string_view> keys) {
  std::erase_if(mapping.members, [&](const yaml::Member& member) {
    return std::find(keys.begin(), keys.end(), member.key) != keys.end();
  });
}

void Expander::problem(std::string code, std::string message, std::string remedy, SourcePos where,
                       std::string path) {
  Problem problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problem.where = where;
  problem.path = std::move(path);
  problems_.push_back(std::move(problem));
}

yaml::Value Expander::filled_part(std::string_view key) {
  const yaml::Value* written = from_.document.root.find(key);
  return written == nullptr ? yaml::Value{} : filler_.fill(*written);
}

void Expander::append(std::string_view key, yaml::Value value) {
  if (value.kind == yaml::Kind::kNull) return;
  const auto& written = from_.document.root.members;
  const auto found = std::find_if(written.begin(), written.end(),
                                  [&](const yaml::Member& member) { return member.key == key; });
  // What the template does not have has no place.
  const SourcePos where = found == written.end() ? SourcePos{} : found->key_where;
  result_.document.root.members.push_back(
      {.key = std::string(key), .key_where = where, .value = std::move(value)});
}

void Expander::read_window() {
  const yaml::Value window = filled_part("window");
  const yaml::Value* start = window.find("start");
  const yaml::Value* zone = window.find("timezone");
  if (start == nullptr || zone == nullptr) return;
  window_start_ = *start;
  result_.window_start = start->scalar;
  if (is_blank(start->scalar) || !is_utc(start->scalar)) {
    problem("window_not_utc",
            "'window.start' is '" + start->scalar + "', which is not a time in UTC",
            "Write it in UTC, such as 2026-01-01T00:00:00Z.", start->where, "/window/start");
  }
  if (!same_ignoring_case(zone->scalar, "utc")) {
    problem("window_not_utc", "'window.timezone' is '" + zone->scalar + "', not UTC", "Write UTC.",
            zone->where, "/window/timezone");
  }
}

void Expander::expand_grid() {
  yaml::Value grid = filled_part("grid");
  // Nothing where it is not a number: the reader of the model reports it.
  if (const yaml::Value* bins = grid.find("bins")) bins_ = bins->integer();
  const yaml::Value* start = grid.find("start");
  // A grid without a start begins with the window.
  if (grid.kind == yaml::Kind::kMapping && (start == nullptr || start->scalar.empty())) {
    drop_members(grid, {"start"});
    grid.members.push_back(
        {.key = "start", .key_where = window_start_.where, .value = window_start_});
  }
  append("grid", std::move(grid));
}

// Without classes there is nothing to tell apart: `*` is every arrival.
void Expander::expand_traffic() {
  yaml::Value traffic = filled_part("traffic");
  const yaml::Value* classes = from_.document.root.find("classes");
  const bool has_classes = classes != nullptr && !classes->items.empty();
  yaml::Value* arrivals = member_of(traffic, "arrivals");
  if (arrivals != nullptr && !has_classes) {
    for (yaml::Value& arrival : arrivals->items) {
      if (text_of(arrival, "classId") == "*") drop_members(arrival, {"classId"});
    }
  }
  append("traffic", std::move(traffic));
}

// What the topology names is put out, listed or not.
void Expander::expand_outputs() {
  yaml::Value outputs = filled_part("outputs");
  if (outputs.kind != yaml::Kind::kSequence || outputs.items.empty()) {
    problem("missing_field", "the template names no outputs",
            "Name the series to output; series: \"*\" outputs all.", outputs.where, "/outputs");
    return;
  }
  std::set<std::string> listed;
  for (yaml::Value& output : outputs.items) {
    listed.insert(text_of(output, "series"));
    drop_members(output, {"id", "description", "filename"});
  }
  for (const std::string& id : referenced_) {
    // `*` is everything already.
    if (listed.count("*") > 0 || !listed.insert(id).second) continue;
    yaml::Value output = with_kind(yaml::Kind::kMapping, outputs.where);
    output.members.push_back({.key = "series", .key_where = {}, .value = quoted_scalar(id)});
    outputs.items.push_back(std::move(output));
  }
  append("outputs", std::move(outputs));
}

// A seed may be text; the model takes a number.
void Expander::read_rng() {
  yaml::Value rng = filled_part("rng");
  if (yaml::Value* seed = member_of(rng, "seed")) {
    // A quoted "42" of a template is a number to the model.
    seed->style = yaml::ScalarStyle::kPlain;
    result_.seed = seed->integer();
  }
  append("rng", std::move(rng));
}

Result<Expansion> Expander::expand() {
  result_.document.file = from_.document.file;
  result_.document.text = from_.document.text;
  result_.document.root = with_kind(yaml::Kind::kMapping, from_.document.root.where);
  append("schemaVersion", plain_scalar(std::to_string(from_.schema_version)));
  read_window();
  append("itemNoun", filled_part("itemNoun"));
  expand_grid();
  append("classes", filled_part("classes"));
  expand_traffic();
  expand_nodes();
  yaml::Value topology = expanded_topology();  // may add hidden nodes
  add_parameter_nodes();
  append("nodes", std::move(nodes_));
  expand_outputs();
  append("topology", std::move(topology));
  append("expect", filled_part("expect"));
  append("events", filled_part("events"));
  read_rng();
  // Before emitting: a tree with problems may be incomplete.
  if (!problems_.empty()) return problems_;
  result_.document.filled = filler_.take_scalars();
  result_.filled = filler_.take_places();
  result_.model_text = yaml::emit(result_.document.root);
  return std::move(result_);
}

}  // namespace template_detail

Result<Expansion> expand(const Template& from, const BoundParameters& values) {
  return template_detail::Expander(from, values).expand();
}

Problems name_parameters(Problems problems, const Expansion& expansion) {
  for (Problem& problem : problems) {
    const auto through = std::find_if(
        expansion.filled.begin(), expansion.filled.end(), [&](const FilledPlace& place) {
          // A model's problem is at the scalar or, within an expression, at the placeholder.
          return problem.where == place.where || problem.where == place.scalar;
        });
    if (through == expansion.filled.end() || problem.where.line == 0) continue;
    problem.message = std::string(problem.message.without_stop()) + " (from parameter '" +
                      through->parameter + "')";
  }
  return problems;
}

}  // namespace flowtime
