// nodes[]: what produces each series.
#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "model/limits.h"
#include "model/model_reader.h"
#include "model/pmf.h"

namespace flowtime::model_detail {
namespace {

bool is_identifier(const std::string& id) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  if (id.empty() || !letter(id[0])) return false;
  return std::all_of(id.begin(), id.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

// "import:web#requests"
bool names_import(Fields& fields) {
  const yaml::Value* source = fields.find("source");
  return source != nullptr && source->kind == yaml::Kind::kScalar &&
         source->scalar.starts_with("import:");
}

}  // namespace

void ModelReader::read_nodes(Fields& root) {
  const yaml::Value* value = root.require("nodes");
  if (value == nullptr) return;
  const std::vector<yaml::Value>* items = root.items("nodes", kMaxNodes);
  if (items == nullptr) return;
  if (items->empty()) {
    root.problem("missing_field", "'nodes' is empty", "Add at least one node.", value->where,
                 "nodes");
  }
  model_.nodes.reserve(items->size());
  model_.node_ids.reserve(items->size());
  seen_nodes_.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    read_node((*items)[i], Place(Place(kDocument, "nodes"), i));
  }
  for (const Node& node : model_.nodes) node_ids_.push_back(node.id);
}

void ModelReader::read_node(const yaml::Value& value, const Place& place) {
  if (!expect_mapping(value, place, Title("a node"), context_)) return;
  const yaml::Value* id = value.find("id");
  const std::string_view name = id != nullptr ? without_outer_blanks(id->scalar) : "";
  Fields fields(value, place, name.empty() ? Title("a node") : Title("node", name), context_);
  Node node;
  node.id = fields.required_text("id");
  node.where = id != nullptr ? id->where : value.where;
  const std::string kind = fields.required_text("kind");
  if (!node.id.empty() && !is_identifier(node.id)) {
    fields.problem("bad_id", "node id '" + node.id + "' is not a name",
                   "Use letters, digits and _, not starting with a digit.", node.where, "id");
  }
  // By node; read_expr fills the last one. A node without an id leaves an extra entry behind, and
  // such a document is refused anyway.
  expr_values_.push_back(nullptr);
  node.dispatch_schedule = read_schedule(fields);
  node.metadata = fields.text_map("metadata");
  read_body(fields, kind, node);
  fields.refuse_unknown();
  if (node.id.empty()) return;
  distinct(node.id, "node", node.where, seen_nodes_, Place(place, "id"));
  // Of nodes with one id the first is found: equal entries would make the table slow.
  if (!model_.node_index(node.id)) {
    model_.node_ids.add(hash_of_name(node.id), static_cast<std::uint32_t>(model_.nodes.size()));
  }
  model_.nodes.push_back(std::move(node));
}

void ModelReader::read_body(Fields& fields, const std::string& kind, Node& node) {
  // Only a const may have a source, and only of measured data; find() in names_import made it
  // known.
  if (kind != "const" || !names_import(fields)) {
    fields.legacy("source", "Telemetry sources belong to a template's bindings; write values.");
  }
  if (kind == "expr") {
    node.initial = fields.number("initial");
  } else {
    fields.legacy("initial",
                  "Write initialCondition on the topology node; an expr may have initial.");
  }
  fields.legacy("expression", "Write expr.");
  if (kind == "const") {
    node.body = read_const(fields);
  } else if (kind == "expr") {
    node.body = read_expr(fields);
  } else if (kind == "pmf") {
    node.body = read_pmf(fields);
  } else if (kind == "serviceWithBuffer") {
    node.body = read_queue(fields);
  } else if (kind == "router") {
    node.body = read_router(fields);
  } else {
    // All keys of all kinds count as known then.
    node.body = ConstNode{.values = {0}};  // so that nothing follows from what is not known
    for (const char* key :
         {"values", "expr", "pmf", "inflow", "outflow", "loss", "inputs", "routes"}) {
      fields.find(key);
    }
    if (kind.empty()) return;
    fields.problem("unknown_kind", fields.what() + " has kind '" + kind + "', which does not exist",
                   kind == "backlog" || kind == "queue"
                       ? "Write serviceWithBuffer."
                       : "Write const, expr, pmf, serviceWithBuffer or router.",
                   fields.where(), "kind");
  }
}

// Measured data instead of values.
ConstNode ModelReader::read_imported(Fields& fields, const yaml::Value* values) {
  const yaml::Value* source = fields.find("source");
  const ConstNode anything{.values = {0}};
  if (values != nullptr) {
    fields.problem("import_and_values", fields.what() + " has values and names an import",
                   "Remove one of the two.", source->where, "source");
    return anything;
  }
  if (!options_.read_import) {
    fields.problem("import_not_allowed", fields.what() + " names an import, which is not read here",
                   "Write the numbers into the model.", source->where, "source");
    return anything;
  }
  // An import is read onto the grid.
  if (model_.grid.bins < 1) return anything;  // told already
  Result<std::vector<double>> read = options_.read_import(source->scalar, model_.grid);
  if (read) return {.values = *std::move(read)};
  for (Problem problem : read.problems()) {
    problem.where = source->where;
    context_.add(std::move(problem));
  }
  return anything;
}

ConstNode ModelReader::read_const(Fields& fields) {
  const yaml::Value* value = fields.find("values");
  if (names_import(fields)) return read_imported(fields, value);
  if (value == nullptr) return {};
  if (value->kind == yaml::Kind::kMapping) {
    Fields file(*value, Place(fields.place(), "values"), Title("'values'", fields.title()),
                context_);
    const std::string name = file.required_text("file");
    file.refuse_unknown();
    if (name.empty()) return {.values = {0}};
    if (!options_.read_values_file) {
      file.problem("file_not_allowed", "'values' of " + fields.what() + " names a file",
                   "Write the numbers into the model; files are for the command line.",
                   value->where);
      return {.values = {0}};
    }
    Result<std::vector<double>> read = options_.read_values_file(name, model_.grid);
    if (read) return {.values = *read};
    // What is wrong with the file itself has its place there; all else is about naming it.
    for (Problem problem : read.problems()) {
      if (problem.file.empty()) problem.where = value->where;
      context_.add(std::move(problem));
    }
    return {.values = {0}};
  }
  std::vector<double> values = fields.numbers("values");
  if (value->kind == yaml::Kind::kSequence && value->items.empty()) {
    fields.problem("wrong_length", "'values' of " + fields.what() + " is an empty list",
                   "Write one value, or one per bin.", value->where, "values");
  }
  // Empty means "from traffic" to later checks; a bad list must not look like that.
  if (values.empty()) values.push_back(0);
  return {.values = std::move(values)};
}

ExprNodeBody ModelReader::read_expr(Fields& fields) {
  const yaml::Value* value = fields.require("expr");
  if (value == nullptr) return {};
  if (value->kind != yaml::Kind::kScalar) {
    fields.text("expr");
    return {};
  }
  expr_values_.back() = value;
  Result<Expr> parsed = parse_expression(value->scalar);
  if (parsed) return {.text = value->scalar, .expr = std::move(parsed).value()};
  for (Problem problem : parsed.problems()) {
    // The parser counts columns within the expression; the text may be quoted or folded over lines.
    const int column = std::max(1, problem.where.column);
    problem.where = yaml::position_in(document_, *value, static_cast<std::size_t>(column - 1));
    problem.message = "The expression of " + fields.what() + " is not valid. " + problem.message;
    problem.path = Place(fields.place(), "expr").text();
    context_.add(std::move(problem));
  }
  return {.text = value->scalar, .expr = {}};
}

PmfNode ModelReader::read_pmf(Fields& fields) {
  const yaml::Value* value = fields.required_mapping("pmf");
  if (value == nullptr) return {};
  Fields pmf(*value, Place(fields.place(), "pmf"), Title("the pmf", fields.title()), context_);
  PmfNode node;
  const auto numbers = [&](const char* key) {
    const bool listed = pmf.require(key) != nullptr && pmf.items(key, kMaxPmfValues) != nullptr;
    return listed ? pmf.numbers(key) : std::vector<double>();
  };
  node.values = numbers("values");
  node.probabilities = numbers("probabilities");
  pmf.refuse_unknown();
  check_pmf(node, pmf, fields);
  return node;
}

// What the values and probabilities of a pmf say of each other.
void ModelReader::check_pmf(const PmfNode& node, Fields& pmf, const Fields& owner) {
  const auto refuse_pmf = [&](const char* code, const std::string& message, const char* remedy) {
    pmf.problem(code, message, remedy, pmf.where());
  };
  if (node.values.empty() || node.probabilities.empty()) {
    refuse_pmf("pmf_empty", pmf.what() + " has no values or no probabilities",
               "Give at least one of each.");
    return;
  }
  if (node.values.size() != node.probabilities.size()) {
    refuse_pmf("pmf_lengths_differ",
               pmf.what() + " has " + std::to_string(node.values.size()) + " values and " +
                   std::to_string(node.probabilities.size()) + " probabilities",
               "Give one probability per value.");
    return;
  }
  // A value twice is mostly a typing error, and draws would depend on the order.
  std::vector<double> sorted = node.values;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    refuse_pmf("pmf_duplicate_value", pmf.what() + " names a value twice",
               "Add up the probabilities of equal values.");
  }
  double sum = 0;
  bool in_range = true;
  for (const double p : node.probabilities) {
    sum += p;
    in_range = in_range && p >= 0 && p <= 1;
  }
  if (!in_range) {
    refuse_pmf("pmf_probability_range", pmf.what() + " has a probability outside 0..1",
               "Write probabilities from 0 to 1.");
  } else if (std::fabs(sum - 1) > kPmfModelTolerance) {
    refuse_pmf("pmf_sum", "the probabilities of " + owner.what() + " do not sum to 1",
               "Make them sum to 1.");
  }
}

ServiceWithBufferNode ModelReader::read_queue(Fields& fields) {
  ServiceWithBufferNode node;
  node.inflow = fields.required_series("inflow").value_or({});
  node.outflow = fields.required_series("outflow").value_or({});
  node.loss = fields.series("loss");
  return node;
}

RouterNode ModelReader::read_router(Fields& fields) {
  RouterNode node;
  if (const yaml::Value* inputs = fields.required_mapping("inputs")) {
    Fields source(*inputs, Place(fields.place(), "inputs"), Title("'inputs'", fields.title()),
                  context_);
    node.queue = source.required_series("queue").value_or({});
    source.refuse_unknown();
  }
  const yaml::Value* routes = fields.require("routes");
  const std::vector<yaml::Value>* items = fields.items("routes", kMaxRoutes);
  if (routes != nullptr && items != nullptr && items->empty()) {
    fields.problem("missing_field", fields.what() + " has no routes", "Add at least one route.",
                   routes->where, "routes");
  }
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    node.routes.push_back(
        read_route((*items)[i], Place(Place(fields.place(), "routes"), i), fields.title()));
  }
  return node;
}

Route ModelReader::read_route(const yaml::Value& value, const Place& place, const Title& router) {
  Route route;
  route.where = value.where;
  const Title title("a route", router);
  if (!expect_mapping(value, place, title, context_)) return route;
  Fields fields(value, place, title, context_);
  route.target = fields.required_series("target").value_or({});
  const std::vector<std::string> classes = fields.texts("classes");
  const yaml::Value* written = value.find("classes");
  // Only where each text has its place; else texts() has reported the bad one.
  const bool placed = written != nullptr && written->items.size() == classes.size();
  for (std::size_t i = 0; placed && i < classes.size(); ++i) {
    const auto found =
        find_class(classes[i], written->items[i].where, Place(Place(place, "classes"), i));
    if (found) route.classes.push_back(*found);
  }
  route.weight_series = read_weight_series(fields);
  const std::optional<double> weight = route.weight_series ? std::nullopt : fields.number("weight");
  if (weight && *weight <= 0) {
    fields.problem("bad_weight",
                   "the weight of " + fields.what() + " is " + format_number(*weight) +
                       ", which is not above 0",
                   "Write a weight above 0.", value.find("weight")->where, "weight");
  }
  if ((weight || route.weight_series) && !classes.empty()) {
    fields.problem("route_class_and_weight", fields.what() + " has both classes and a weight",
                   "A route takes classes, or a share of the rest by weight.", value.where);
  }
  route.weight = weight.value_or(1);
  fields.refuse_unknown();
  return route;
}

}  // namespace flowtime::model_detail
