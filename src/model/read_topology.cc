// topology: nodes, edges, constraints.
#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"
#include "model/limits.h"
#include "model/model_reader.h"
#include "model/names.h"
#include "model/node_category.h"
#include "model/retry_kernel.h"

namespace flowtime::model_detail {
namespace {

template <std::size_t N>
std::optional<std::size_t> index_of(const std::array<const char*, N>& names,
                                    const std::string& text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

template <std::size_t N>
std::string list_of(const std::array<const char*, N>& names) {
  std::string text;
  for (const char* name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  return text;
}

// A promised share: above 0, at most 1.
std::optional<double> target_of(Fields& fields, const char* name) {
  const std::optional<double> target = fields.number(name);
  if (!target || (*target > 0 && *target <= 1)) return target;
  fields.problem(
      "out_of_range",
      std::string("'") + name + "' of " + fields.what() + " is not a share above 0 and up to 1",
      "Write 0.95 for 95 of 100.", fields.find(name)->where, name);
  return std::nullopt;
}

}  // namespace

void ModelReader::read_topology(Fields& root) {
  const yaml::Value* value = root.mapping("topology");
  if (value == nullptr) return;
  model_.has_topology = true;
  Fields topology(*value, Place(kDocument, "topology"), Title("the topology"), context_);
  const std::vector<yaml::Value>* nodes = topology.items("nodes", kMaxTopologyNodes);
  if (nodes != nullptr) {
    model_.topology.nodes.reserve(nodes->size());
    model_.topology_ids.reserve(nodes->size());
    seen_topology_.reserve(nodes->size());
  }
  for (std::size_t i = 0; nodes != nullptr && i < nodes->size(); ++i) {
    read_topology_node((*nodes)[i], Place(Place(topology.place(), "nodes"), i));
  }
  for (const TopologyNode& node : model_.topology.nodes) topology_ids_.push_back(node.id);
  // Before edges and constraints, and after all nodes: it asks nodes[] for serviceWithBuffers.
  decide_kinds();
  read_constraints(topology);
  read_edges(topology);
  topology.refuse_unknown();
}

void ModelReader::read_topology_node(const yaml::Value& value, const Place& place) {
  if (!expect_mapping(value, place, Title("a topology node"), context_)) return;
  TopologyNode node;
  const yaml::Value* id = value.find("id");
  const std::string_view name = id != nullptr ? std::string_view(id->scalar) : "";
  Fields fields(value, place,
                name.empty() ? Title("a topology node") : Title("topology node", name), context_);
  node.id = fields.required_text("id");
  node.where = id != nullptr ? id->where : value.where;
  node.kind = read_topology_kind(fields);
  node.role = fields.text("nodeRole");
  node.group = fields.text("group");
  node.category = category_of(node.kind, node.role);
  if (const yaml::Value* ui = fields.mapping("ui")) {
    for (const yaml::Member& member : ui->members) {
      if (const auto number = member.value.number()) node.ui.emplace(member.key, *number);
    }
  }
  node.constraints = fields.texts("constraints");
  if (const yaml::Value* initial = fields.mapping("initialCondition")) {
    Fields condition(*initial, Place(place, "initialCondition"),
                     Title("'initialCondition'", fields.title()), context_);
    node.initial_queue_depth = condition.number("queueDepth");
    condition.refuse_unknown();
  }
  node.dispatch_schedule = read_schedule(fields);
  node.discipline = read_discipline(fields);
  read_limits(fields, node);
  read_thresholds(fields, node);
  node.weight = read_weight(fields);
  read_semantics(fields, node);
  for (const char* key : {"description", "title", "label", "metadata"}) fields.find(key);
  fields.refuse_unknown();
  if (node.id.empty()) {
    // read_limits added one for this node, which is not in the model.
    overflow_targets_.pop_back();
    return;
  }
  distinct(node.id, "topology node", node.where, seen_topology_, Place(place, "id"));
  if (!model_.topology_index(node.id)) {
    model_.topology_ids.add(hash_of_name(node.id),
                            static_cast<std::uint32_t>(model_.topology.nodes.size()));
  }
  model_.topology.nodes.push_back(std::move(node));
}

// An unknown kind is read as the one that was probably meant, so that what follows from it is not
// reported as well.
std::string ModelReader::read_topology_kind(Fields& fields) {
  std::string kind = fields.text("kind");
  if (kind.empty()) return "service";
  if (is_topology_kind(kind)) return kind;
  const std::string meant = context_.meant(kind, topology_kinds());
  fields.problem("unknown_kind", fields.what() + " has kind '" + kind + "', which does not exist",
                 meant.empty() ? "Write service, serviceWithBuffer, queue, dlq, router, dependency "
                                 "or sink."
                               : "Did you mean '" + meant + "'?",
                 fields.find("kind")->where, "kind");
  return meant.empty() ? "service" : meant;
}

// discipline: fifo, mixed or {priority: [Urgent, Normal]}
Rare<Discipline> ModelReader::read_discipline(Fields& fields) {
  const yaml::Value* value = fields.find("discipline");
  const bool is_mapping = value != nullptr && value->kind == yaml::Kind::kMapping;
  if (value == nullptr || (!is_mapping && fields.text("discipline").empty())) return std::nullopt;
  Discipline discipline{.kind = Discipline::Kind::kFifo, .priority = {}, .where = value->where};
  if (is_mapping) {
    // Also where the list is refused: one problem, not another about the form.
    discipline.kind = Discipline::Kind::kPriority;
    discipline.priority = read_priority(fields, *value);
    return discipline;
  }
  const std::string word = fields.text("discipline");
  if (word == "mixed") discipline.kind = Discipline::Kind::kMixed;
  if (word == "fifo" || word == "mixed") return discipline;
  const std::string meant = context_.meant(word, {"fifo", "mixed"});
  fields.problem("unknown_discipline",
                 fields.what() + " has discipline '" + word + "', which does not exist",
                 (meant.empty() ? "" : "Did you mean '" + meant + "'? ") +
                     std::string("Write fifo, mixed, or {priority: [...]} with classes."),
                 value->where, "discipline");
  return discipline;
}

std::vector<ClassIndex> ModelReader::read_priority(Fields& owner, const yaml::Value& value) {
  Fields fields(value, Place(owner.place(), "discipline"), Title("the discipline", owner.title()),
                context_);
  std::vector<ClassIndex> priority;
  const yaml::Value* list = fields.require("priority");
  const std::vector<std::string> ids = fields.texts("priority");
  fields.refuse_unknown();
  const bool is_list = list != nullptr && list->kind == yaml::Kind::kSequence;
  if (!is_list || list->items.size() != ids.size()) return priority;
  if (ids.empty()) {
    fields.problem("missing_field", fields.what() + " names no class",
                   "Name the classes, first the one that leaves first.", list->where, "priority");
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const Place classes(fields.place(), "priority"), place(classes, i);
    const auto found = find_class(ids[i], list->items[i].where, place);
    if (!found) continue;
    if (std::find(priority.begin(), priority.end(), *found) != priority.end()) {
      refuse("duplicate_id", fields.what() + " names class '" + ids[i] + "' twice",
             "Name each class once.", list->items[i].where, place);
      continue;
    }
    priority.push_back(*found);
  }
  return priority;
}

void ModelReader::read_limits(Fields& fields, TopologyNode& node) {
  node.wip_limit = fields.number("wipLimit");
  node.wip_limit_series = fields.series("wipLimitSeries");
  const std::string overflow = fields.text("wipOverflow");
  overflow_targets_.push_back(overflow == "loss" ? "" : overflow);
  if (node.wip_limit && *node.wip_limit < 0) {
    fields.problem("out_of_range", "'wipLimit' of " + fields.what() + " is negative",
                   "Write a limit of 0 or more.", node.where, "wipLimit");
  }
  if (!overflow.empty() && !node.wip_limit && !node.wip_limit_series) {
    fields.problem("overflow_without_limit", fields.what() + " has wipOverflow but no limit",
                   "Add wipLimit or wipLimitSeries.", node.where, "wipOverflow");
  }
}

// thresholds: {failing: {warning: 0.2, critical: 0.5}, overlay: off}
void ModelReader::read_thresholds(Fields& fields, TopologyNode& node) {
  const yaml::Value* value = fields.mapping("thresholds");
  if (value == nullptr) return;
  const Place place(fields.place(), "thresholds");
  Fields rows(*value, place, Title("'thresholds'", fields.title()), context_);
  for (const char* name : kThresholdNames) {
    const yaml::Value* row = rows.find(name);
    if (row == nullptr) continue;
    ThresholdOverride& read = node.thresholds[name];
    read.off = row->kind == yaml::Kind::kScalar && (row->scalar == "off" || row->scalar == "false");
    if (read.off || rows.mapping(name) == nullptr) continue;
    Fields limits(*row, Place(place, name), Title("threshold", name), context_);
    read.warning = limits.number("warning");
    read.critical = limits.number("critical");
    if (read.warning.value_or(0) < 0 || read.critical.value_or(0) < 0) {
      limits.problem("out_of_range", limits.what() + " of " + fields.what() + " is negative",
                     "Write a limit of 0 or more, or off.", row->where);
    }
    limits.refuse_unknown();
  }
  rows.refuse_unknown();
}

double ModelReader::read_weight(Fields& fields) {
  const std::optional<double> weight = fields.number("weight");
  if (!weight || *weight > 0) return weight.value_or(1);
  fields.problem("out_of_range", "the weight of " + fields.what() + " is not positive",
                 "Write a number above 0; 1 is the default.", fields.where(), "weight");
  return 1;
}

void ModelReader::read_semantics(Fields& node_fields, TopologyNode& node) {
  const yaml::Value* value = node_fields.required_mapping("semantics");
  if (value == nullptr) return;
  Fields fields(*value, Place(node_fields.place(), "semantics"),
                Title("'semantics'", node_fields.title()), context_);
  Semantics& semantics = node.semantics;
  for (std::size_t i = 0; i < kRoleNames.size(); ++i) {
    const auto role = static_cast<Role>(i);
    // A sink serves nothing. All other roles may be missing; a judgement says what it lacks.
    const bool required =
        role == Role::kArrivals || (role == Role::kServed && node.category != NodeCategory::kSink);
    semantics.roles[i] =
        required ? fields.required_series(kRoleNames[i]) : fields.series(kRoleNames[i]);
  }
  if (const yaml::Value* parallelism = fields.find("parallelism")) {
    if (const auto number = parallelism->number()) {
      semantics.parallelism = std::variant<double, SeriesRef>(*number);
      if (*number < 1) {
        fields.problem("out_of_range", "'parallelism' of " + node_fields.what() + " is below 1",
                       "Write a number from 1, or a series.", parallelism->where, "parallelism");
      }
    } else if (const auto ref = fields.series("parallelism")) {
      semantics.parallelism = std::variant<double, SeriesRef>(*ref);
    }
  }
  if (fields.items("retryKernel", kMaxRetryKernel) != nullptr) {
    semantics.retry_kernel = fields.numbers("retryKernel");
    for (const std::string& message : apply_kernel_policy(*semantics.retry_kernel).messages) {
      Finding finding;
      finding.code = "retry_kernel_policy";
      finding.node_id = node.id;
      finding.message = message;
      model_.notes.push_back(std::move(finding));
    }
  }
  semantics.sla_minutes = fields.number("slaMin");
  semantics.completion_target = target_of(fields, "completionTarget");
  semantics.adherence_target = target_of(fields, "adherenceTarget");
  semantics.max_attempts = fields.number("maxAttempts");
  semantics.backoff_strategy = fields.text("backoffStrategy");
  semantics.exhausted_policy = fields.text("exhaustedPolicy");
  semantics.aliases = fields.text_map("aliases");
  fields.find("queue");
  fields.refuse_unknown();
}

// Queue semantics by kind, by `queueDepth: self`, or by naming a serviceWithBuffer in nodes[].
void ModelReader::decide_kinds() {
  for (TopologyNode& node : model_.topology.nodes) {
    const Rare<SeriesRef>& depth = node.semantics[Role::kQueueDepth];
    const bool self = depth && depth->kind == SeriesRef::Kind::kSelf;
    node.queue_semantics =
        kind_has_queue(node.kind) || self || authored_queue(model_, node) != nullptr;
    node.service_semantics = node.category == NodeCategory::kService;
  }
}

void ModelReader::read_constraints(Fields& topology) {
  const std::vector<yaml::Value>* items = topology.items("constraints", kMaxConstraints);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const Place constraints(topology.place(), "constraints"), place(constraints, i);
    const yaml::Value& value = (*items)[i];
    if (!expect_mapping(value, place, Title("a constraint"), context_)) continue;
    Fields fields(value, place, Title("a constraint"), context_);
    Constraint constraint;
    constraint.where = value.where;
    constraint.id = fields.required_text("id");
    if (const yaml::Value* semantics = fields.required_mapping("semantics")) {
      Fields roles(*semantics, Place(place, "semantics"), Title("constraint", constraint.id),
                   context_);
      constraint.arrivals = roles.required_series("arrivals").value_or({});
      constraint.served = roles.required_series("served").value_or({});
      constraint.errors = roles.series("errors");
      constraint.latency_minutes = roles.series("latencyMinutes");
      roles.refuse_unknown();
    }
    for (const char* key : {"description", "title", "label"}) fields.find(key);
    fields.refuse_unknown();
    distinct(constraint.id, "constraint", constraint.where, seen_constraints_, Place(place, "id"));
    model_.topology.constraints.push_back(std::move(constraint));
  }
}

void ModelReader::read_edges(Fields& topology) {
  const std::vector<yaml::Value>* items = topology.items("edges", kMaxEdges);
  if (items != nullptr) {
    model_.topology.edges.reserve(items->size());
    seen_edges_.reserve(items->size());
  }
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    read_edge((*items)[i], Place(Place(topology.place(), "edges"), i));
  }
}

std::optional<TopologyIndex> ModelReader::edge_end(Fields& fields, std::string_view key,
                                                   const std::string& text, std::string& port) {
  if (text.empty()) return std::nullopt;
  const std::size_t colon = text.find(':');
  if (colon != std::string::npos) port = text.substr(colon + 1);
  const std::string id = text.substr(0, colon);
  const auto found = model_.topology_index(id);
  if (found) return found;
  const std::string meant = context_.meant(id, topology_ids_);
  fields.problem("unknown_name", "an edge names topology node '" + id + "', which does not exist",
                 meant.empty() ? "Add it to topology.nodes." : "Did you mean '" + meant + "'?",
                 fields.where(), key);
  return std::nullopt;
}

// A weight that is the id of a series, and no number.
// A number in quotes is not a series either: parse_number refuses it below as a wrong type.
Rare<SeriesRef> ModelReader::read_weight_series(Fields& fields) {
  const yaml::Value* weight = fields.find("weight");
  const bool is_text = weight != nullptr && weight->kind == yaml::Kind::kScalar;
  if (!is_text || weight->number()) return std::nullopt;
  if (parse_number(trimmed(weight->scalar, " \t\r\n"))) return std::nullopt;
  return fields.series("weight");
}

void ModelReader::read_edge(const yaml::Value& value, const Place& place) {
  if (!expect_mapping(value, place, Title("an edge"), context_)) return;
  Fields fields(value, place, Title("an edge"), context_);
  Edge edge;
  edge.where = value.where;
  fields.legacy("source", "Write from.");
  fields.legacy("target", "Write to.");
  // With its port: the default id of an edge is what the author wrote.
  edge.from_text = fields.required_text("from");
  const auto from = edge_end(fields, "from", edge.from_text, edge.from_port);
  edge.to_text = fields.required_text("to");
  const auto to = edge_end(fields, "to", edge.to_text, edge.to_port);
  edge.id = fields.text("id");
  if (edge.id.empty()) edge.id = edge.from_text + "->" + edge.to_text;
  edge.weight_series = read_weight_series(fields);
  if (!edge.weight_series) edge.weight = fields.number("weight").value_or(1);
  if (edge.weight < 0) {
    fields.problem("bad_weight",
                   "the weight of edge '" + edge.id + "' is " + format_number(edge.weight) +
                       ", which is negative",
                   "Write a weight above 0; 1 is the default.", value.find("weight")->where,
                   "weight");
    edge.weight = 1;
  }
  edge.multiplier = fields.number("multiplier");
  edge.lag = fields.integer("lag").value_or(0);
  if (edge.lag < 0) {
    fields.problem("out_of_range", "the lag of edge '" + edge.id + "' is negative",
                   "Write 0 or more.", value.where, "lag");
  }
  if (const std::string type = fields.text("type"); !type.empty()) {
    const auto index = index_of(kEdgeTypeNames, type);
    if (index) edge.type = static_cast<EdgeType>(*index);
    if (!index) {
      fields.problem("unknown_edge_type",
                     "edge '" + edge.id + "' has type '" + type + "', which does not exist",
                     "Write " + list_of(kEdgeTypeNames) + ".", value.find("type")->where, "type");
    }
  }
  if (const std::string measure = fields.text("measure"); !measure.empty()) {
    const auto index = index_of(kEdgeMeasureNames, measure);
    if (index) edge.measure = static_cast<EdgeMeasure>(*index);
    if (!index) {
      fields.problem("unknown_edge_measure",
                     "edge '" + edge.id + "' has measure '" + measure + "', which does not exist",
                     "Write " + list_of(kEdgeMeasureNames) + ".", value.find("measure")->where,
                     "measure");
    }
  }
  for (const char* key : {"description", "title", "label", "field"}) fields.find(key);
  fields.refuse_unknown();
  distinct(edge.id, "edge", edge.where, seen_edges_, Place(place, "id"));
  // An edge without an end has been reported; later passes rely on both.
  if (!from || !to) return;
  edge.from = *from;
  edge.to = *to;
  model_.topology.edges.push_back(std::move(edge));
}

}  // namespace flowtime::model_detail
