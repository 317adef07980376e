// What refers to what: every name must exist, and every mechanism must be possible.
// Every name must exist: authored, or one that the compiler will generate. So all such ids are
// collected first (collect_generated_ids), and the checks that follow only look up. What a check
// cannot know without a plan, such as a cycle, is left to compile.
#include <algorithm>
#include <unordered_set>

#include "base/ascii.h"
#include "model/model_reader.h"
#include "model/names.h"

namespace flowtime::model_detail {
namespace {

constexpr Place kNodes(kDocument, "nodes");

// The value of an expression of literals alone, when it is 0.
// Negations of 0 as well: "-0" and "--0" are 0.
bool folds_to_zero(const Expr& expr) {
  for (const ExprNode& node : expr.nodes) {
    const bool literal = node.op == ExprOp::kNumber && node.number == 0;
    if (!literal && node.op != ExprOp::kNegate) return false;
  }
  return !expr.nodes.empty();
}

// The series that edges publish.
std::unordered_set<std::string> edge_series_ids(const Model& model) {
  std::unordered_set<std::string> ids;
  for (const Edge& edge : model.topology.edges) {
    for (const char* metric : {"flowVolume", "attemptsVolume", "failuresVolume", "retryVolume"}) {
      ids.insert(edge_series_id(edge, metric));
    }
  }
  return ids;
}

bool is_zero(const Node& node) {
  if (const auto* body = std::get_if<ConstNode>(&node.body)) {
    return std::all_of(body->values.begin(), body->values.end(), [](double v) { return v == 0; }) &&
           !body->values.empty();
  }
  const auto* body = std::get_if<ExprNodeBody>(&node.body);
  return body != nullptr && folds_to_zero(body->expr);
}

}  // namespace

void ModelReader::refuse(std::string code, std::string message, std::string remedy, SourcePos where,
                         const Place& place) {
  Problem problem;
  problem.code = std::move(code);
  problem.message = std::move(message);
  problem.remedy = std::move(remedy);
  problem.where = where;
  problem.path = place.text();
  context_.add(std::move(problem));
}

// File names of a bundle follow from ids, and some file systems do not tell case apart.
void ModelReader::distinct(const std::string& id, const char* what, SourcePos where, SeenIds& seen,
                           const Place& place) {
  const std::uint64_t hash = hash_of_name(lower_case(id));
  const auto found = seen.lower_case.find(
      hash, [&](std::uint32_t at) { return same_ignoring_case(seen.written[at], id); });
  if (!found) {
    seen.lower_case.add(hash, static_cast<std::uint32_t>(seen.written.size()));
    seen.written.push_back(id);
    return;
  }
  const std::string& first = seen.written[*found];
  const bool same = first == id;
  refuse(same ? "duplicate_id" : "ids_differ_by_case",
         same ? what + (" id '" + id) + "' is used twice"
              : what + (" ids '" + first) + "' and '" + id + "' differ only by case",
         "Choose another id.", where, place);
}

void ModelReader::unknown(const std::string& id, const Title& what, SourcePos where,
                          const Place& place) {
  if (known_list_.empty()) {
    known_list_ = node_ids_;
    known_list_.insert(known_list_.end(), generated_.all().begin(), generated_.all().end());
  }
  const std::string meant = context_.meant(id, known_list_);
  refuse("unknown_name", what.text() + " names '" + id + "', which does not exist",
         meant.empty() ? "Add a node with this id." : "Did you mean '" + meant + "'?", where,
         place);
}

void ModelReader::check_references() {
  collect_generated_ids();
  // The order of these calls is the order of the problems in an answer.
  check_lengths();
  check_expressions();
  check_node_series();
  check_routes();
  check_topology_series();
  check_overflow();
  check_constraints();
  check_depths();
  check_traffic();
  check_outputs();
}

bool ModelReader::is_known(std::string_view id) const {
  return model_.node_index(id) || generated_.has(id);
}

// Route targets, and every id the compiler makes up.
void ModelReader::collect_generated_ids() {
  const auto add = [&](const std::string& id) {
    if (!id.empty() && !model_.node_index(id)) generated_.add(id);
  };
  generated_.reserve(2 * model_.topology.nodes.size());
  const std::unordered_set<std::string_view> flooded(overflow_targets_.begin(),
                                                     overflow_targets_.end());
  for (const Node& node : model_.nodes) {
    if (const auto* router = std::get_if<RouterNode>(&node.body)) {
      for (const Route& route : router->routes) add(route.target.id);
    }
    if (std::holds_alternative<ServiceWithBufferNode>(node.body)) {
      // By its own name, which counts where no topology node names the queue; else those below do.
      add(snake_case(node.id) + "_served_effective");
    }
    if (const auto clamped = delay_clamped_id(node)) add(*clamped);
  }
  for (std::size_t i = 0; i < model_.topology.nodes.size(); ++i) {
    const TopologyNode& node = model_.topology.nodes[i];
    const std::string prefix = snake_case(node.id);
    if (const auto depth = queue_depth_id(model_, node)) {
      add(*depth);
      add(prefix + "_served_effective");
      // Ids exist only where there is something to publish: no limit, no overflow.
      if (node.wip_limit || node.wip_limit_series) add(prefix + "_overflow");
      if (flooded.count(node.id) > 0) add(prefix + "_inflow");
    }
    for (const std::string& constraint : node.constraints) {
      add(allocation_id(node, constraint));
      add(limited_id(node, constraint));
    }
    const auto& echo = node.semantics[Role::kRetryEcho];
    const bool failures = node.semantics[Role::kFailures] || node.semantics[Role::kErrors];
    // An echo that no node of nodes[] computes is generated from the failures.
    if (echo && echo->kind == SeriesRef::Kind::kSeries && failures) add(echo->id);
  }
}

void ModelReader::check_lengths() {
  for (const Node& node : model_.nodes) {
    const auto* body = std::get_if<ConstNode>(&node.body);
    // A grid without bins was refused already; every length would be wrong for it.
    if (body == nullptr || body->values.size() <= 1 || model_.grid.bins == 0) continue;
    if (static_cast<std::int64_t>(body->values.size()) == model_.grid.bins) continue;
    refuse("wrong_length",
           "node '" + node.id + "' has " + std::to_string(body->values.size()) + " values for " +
               std::to_string(model_.grid.bins) + " bins",
           "Give one value, or one per bin.", node.where);
  }
}

void ModelReader::check_expressions() {
  for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
    const auto* body = std::get_if<ExprNodeBody>(&model_.nodes[i].body);
    if (body == nullptr) continue;
    for (std::size_t n = 0; n < body->expr.names.size(); ++n) {
      const std::string& name = body->expr.names[n];
      if (is_known(name)) continue;
      SourcePos where = model_.nodes[i].where;
      for (const ExprNode& node : body->expr.nodes) {
        // The first use of the name gives the place; one problem per name, not per use.
        if (node.op == ExprOp::kName && node.name == n && expr_values_[i] != nullptr) {
          where = yaml::position_in(document_, *expr_values_[i], node.offset);
          break;
        }
      }
      unknown(name, Title("the expression", Title("node", model_.nodes[i].id)), where,
              Place(Place(kNodes, i), "expr"));
    }
  }
}

bool ModelReader::is_fine(const Rare<SeriesRef>& ref) const {
  if (!ref || ref->kind == SeriesRef::Kind::kSelf) return true;
  return ref->kind == SeriesRef::Kind::kSeries && ref->class_id.empty() && is_known(ref->id);
}

void ModelReader::check_ref(const Rare<SeriesRef>& ref, const Title& what, const Place& place) {
  if (is_fine(ref)) return;
  if (ref->kind == SeriesRef::Kind::kFile) {
    if (options_.allow_file_references) return;
    refuse("file_not_allowed", what.text() + " names a file",
           "Name a series; files are legal only inside bundles.", ref->where, place);
    return;
  }
  // An empty id was reported when the field was read.
  if (!ref->id.empty() && !is_known(ref->id)) return unknown(ref->id, what, ref->where, place);
  if (!ref->class_id.empty() && ref->class_id != kDefaultClass)
    find_class(ref->class_id, ref->where, place);
}

void ModelReader::check_node_series() {
  for (std::size_t i = 0; i < model_.nodes.size(); ++i) {
    const Node& node = model_.nodes[i];
    const Place place(kNodes, i);
    const Title title("node", node.id);
    if (const auto* queue = std::get_if<ServiceWithBufferNode>(&node.body)) {
      check_ref(queue->inflow, Title("'inflow'", title), Place(place, "inflow"));
      check_ref(queue->outflow, Title("'outflow'", title), Place(place, "outflow"));
      check_ref(queue->loss, Title("'loss'", title), Place(place, "loss"));
    }
    if (const auto* router = std::get_if<RouterNode>(&node.body)) {
      check_ref(router->queue, Title("the source", Title("router", node.id)),
                Place(place, "inputs/queue"));
    }
    if (node.dispatch_schedule) {
      check_ref(node.dispatch_schedule->capacity_series, Title("'capacitySeries'", title),
                Place(place, "dispatchSchedule/capacitySeries"));
    }
  }
}

// A target is declared by its route, or stands in nodes[] as 0.
void ModelReader::check_routes() {
  for (std::size_t n = 0; n < model_.nodes.size(); ++n) {
    const Node& node = model_.nodes[n];
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    for (const Route& route : router->routes) {
      check_ref(route.weight_series, Title("a weight", Title("router", node.id)),
                Place(Place(kNodes, n), "routes"));
      const Node* target = model_.find_node(route.target.id);
      // A route adds to what its target has; adding to a computed value would hide one of the two.
      if (target == nullptr || is_zero(*target)) continue;
      refuse("route_target_authored",
             "router '" + node.id + "' routes to '" + route.target.id +
                 "', which the model computes itself",
             "Route to a new id, or declare the target as const 0.", route.target.where);
    }
  }
}

void ModelReader::check_topology_series() {
  for (std::size_t i = 0; i < model_.topology.edges.size(); ++i) {
    const Edge& edge = model_.topology.edges[i];
    if (!edge.weight_series) continue;
    const Place edges(kDocument, "topology/edges"), of_edge(edges, i), place(of_edge, "weight");
    check_ref(edge.weight_series, Title("the weight", Title("edge", edge.id)), place);
    if (edge.type == EdgeType::kThroughput) continue;
    refuse("bad_weight",
           "the weight of edge '" + edge.id + "' is a series, but its type is " +
               kEdgeTypeNames[static_cast<std::size_t>(edge.type)],
           "Only the weights of throughput edges may vary in time; write a number.",
           edge.weight_series->where, place);
  }
  for (std::size_t i = 0; i < model_.topology.nodes.size(); ++i) {
    const TopologyNode& node = model_.topology.nodes[i];
    const Place nodes(kDocument, "topology/nodes"), place(nodes, i), semantics(place, "semantics");
    const Title title("topology node", node.id);
    for (std::size_t r = 0; r < kRoleNames.size(); ++r) {
      if (is_fine(node.semantics.roles[r])) continue;
      const std::string role = std::string("'") + kRoleNames[r] + "'";
      check_ref(node.semantics.roles[r], Title(role, title), Place(semantics, kRoleNames[r]));
    }
    if (node.semantics.parallelism) {
      if (const auto* ref = std::get_if<SeriesRef>(&*node.semantics.parallelism)) {
        check_ref(*ref, Title("'parallelism'", title), Place(semantics, "parallelism"));
      }
    }
    check_ref(node.wip_limit_series, Title("'wipLimitSeries'", title),
              Place(place, "wipLimitSeries"));
    if (node.dispatch_schedule) {
      check_ref(node.dispatch_schedule->capacity_series, Title("'capacitySeries'", title),
                Place(place, "dispatchSchedule/capacitySeries"));
    }
  }
}

void ModelReader::check_overflow() {
  std::vector<TopologyNode>& nodes = model_.topology.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::string& target = overflow_targets_[i];
    if (target.empty()) continue;
    const auto found = model_.topology_index(target);
    if (!found) {
      const std::string meant = context_.meant(target, topology_ids_);
      refuse("unknown_name",
             "'wipOverflow' of topology node '" + nodes[i].id + "' names '" + target +
                 "', which does not exist",
             meant.empty() ? "Name a topology node, or loss." : "Did you mean '" + meant + "'?",
             nodes[i].where);
      continue;
    }
    nodes[i].wip_overflow = found;
    if (!nodes[found->value].queue_semantics) {
      refuse("overflow_without_queue",
             "'wipOverflow' of topology node '" + nodes[i].id + "' leads to '" + target +
                 "', which has no queue",
             "Overflow into a queue, a dlq or a serviceWithBuffer.", nodes[i].where);
    }
  }
  // 0: not seen, 2: on the path from i, 1: leads out. Each node has at most one overflow, so
  // following it meets a node of the same path exactly when there is a cycle.
  std::vector<std::uint8_t> done(nodes.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::vector<std::size_t> path;
    std::size_t at = i;
    while (done[at] == 0 && nodes[at].wip_overflow) {
      done[at] = 2;
      path.push_back(at);
      at = nodes[at].wip_overflow->value;
    }
    if (done[at] == 2) {
      std::string names;
      for (auto from = std::find(path.begin(), path.end(), at); from != path.end(); ++from) {
        names += nodes[*from].id + " -> ";
      }
      refuse("overflow_cycle", "the overflows form a cycle: '" + names + nodes[at].id + "'",
             "Let one of them overflow to loss.", nodes[at].where);
    }
    for (const std::size_t node : path) done[node] = 1;
    done[at] = 1;
  }
}

void ModelReader::check_constraints() {
  std::unordered_map<std::string, const Constraint*> declared;
  std::vector<std::string_view> ids;
  for (std::size_t i = 0; i < model_.topology.constraints.size(); ++i) {
    const Constraint& constraint = model_.topology.constraints[i];
    const Place constraints(kDocument, "topology/constraints"), of_constraint(constraints, i);
    const Place semantics(of_constraint, "semantics");
    const Title title("constraint", constraint.id);
    declared.emplace(constraint.id, &constraint);
    ids.push_back(constraint.id);
    check_ref(constraint.arrivals, Title("'arrivals'", title), Place(semantics, "arrivals"));
    check_ref(constraint.served, Title("'served'", title), Place(semantics, "served"));
    check_ref(constraint.errors, Title("'errors'", title), Place(semantics, "errors"));
    check_ref(constraint.latency_minutes, Title("'latencyMinutes'", title),
              Place(semantics, "latencyMinutes"));
  }
  std::unordered_map<std::string, std::string> owner;
  for (const TopologyNode& node : model_.topology.nodes) {
    for (const std::string& id : node.constraints) {
      if (declared.count(id) > 0) continue;
      const std::string meant = context_.meant(id, ids);
      refuse("unknown_name",
             "topology node '" + node.id + "' lists constraint '" + id + "', which does not exist",
             meant.empty() ? "Declare it under topology.constraints."
                           : "Did you mean '" + meant + "'?",
             node.where);
    }
    const auto& served = node.semantics[Role::kServed];
    if (node.constraints.empty() || !served) continue;
    // A constraint limits a served series: two members with one series would limit it twice.
    const auto [found, inserted] = owner.emplace(served->id, node.id);
    if (!inserted) {
      refuse("constrained_served_shared",
             "constrained nodes '" + found->second + "' and '" + node.id +
                 "' share the served series '" + served->id + "'",
             "Give each of them a served series of its own.", node.where);
    }
  }
}

void ModelReader::check_delays() {
  for (const Node& node : model_.nodes) {
    const auto clamped = delay_clamped_id(node);
    if (!clamped || model_.find_node(*clamped) == nullptr) continue;
    refuse(
        "synthesised_id_taken",
        "node '" + node.id + "' generates the series '" + *clamped + "', which is a node as well",
        "Rename one of them.", model_.find_node(*clamped)->where);
  }
}

// A depth that is a level has the level's own initial value, if both say one.
void ModelReader::check_level(const TopologyNode& node) {
  const Rare<SeriesRef>& depth = node.semantics[Role::kQueueDepth];
  if (!depth || !node.initial_queue_depth) return;
  const Node* level = model_.find_node(depth->id);
  if (level == nullptr || !level->initial) return;
  if (*level->initial == *node.initial_queue_depth) return;
  refuse("initial_conditions_differ",
         "node '" + depth->id + "' and its topology node '" + node.id +
             "' give different initial values",
         "Give one initial value.", node.where);
}

// Items leave in some order only from a queue that evaluation runs.
void ModelReader::check_discipline(const TopologyNode& node) {
  if (!node.discipline) return;
  const std::optional<std::string> depth = queue_depth_id(model_, node);
  const Node* authored = depth ? model_.find_node(*depth) : nullptr;
  // A depth without a node in nodes[] is generated, so its queue is run.
  const bool is_run =
      authored == nullptr || std::holds_alternative<ServiceWithBufferNode>(authored->body);
  if (depth && is_run) return;
  refuse("discipline_without_queue",
         "topology node '" + node.id + "' has a discipline, but " +
             (depth ? "the model computes its depth itself" : "no queue"),
         "Leave discipline out, or make the node a queue, a dlq or a serviceWithBuffer.",
         node.discipline->where);
}

// One depth has one schedule, one discipline and one initial condition.
void ModelReader::check_depths() {
  check_delays();
  for (const TopologyNode& node : model_.topology.nodes) check_level(node);
  for (const TopologyNode& node : model_.topology.nodes) check_discipline(node);
  // By the position of the depth, and of the prefix, the first node that has it.
  NameSet depths, prefixes;
  std::vector<const TopologyNode*> owners, namesakes;
  depths.reserve(model_.topology.nodes.size());
  prefixes.reserve(model_.topology.nodes.size());
  for (const TopologyNode& node : model_.topology.nodes) {
    const std::optional<std::string> depth = queue_depth_id(model_, node);
    if (!depth) continue;
    // Before anything else of the node: all of its generated ids start with the prefix.
    const auto [prefix, is_new_prefix] = prefixes.add(snake_case(node.id));
    if (is_new_prefix) {
      namesakes.push_back(&node);
    } else {
      refuse("synthesised_id_taken",
             "topology nodes '" + namesakes[prefix]->id + "' and '" + node.id +
                 "' would both generate ids that start with '" + prefixes.all()[prefix] + "_'",
             "Choose ids that differ by more than case and punctuation.", node.where);
    }
    const auto [place, is_new_depth] = depths.add(*depth);
    if (is_new_depth) owners.push_back(&node);
    const TopologyNode& owner = *owners[place];
    // Against the first node that has this depth. Without a discipline a node agrees with any.
    if (node.discipline && !(discipline_of(model_, owner) == *node.discipline)) {
      refuse("disciplines_differ",
             "topology nodes '" + owner.id + "' and '" + node.id + "' give the depth '" + *depth +
                 "' different disciplines",
             "Give it one.", node.discipline->where);
    }
    const auto& other = owner.initial_queue_depth;
    if (!is_new_depth && other && node.initial_queue_depth && *other != *node.initial_queue_depth) {
      refuse("initial_conditions_differ",
             "topology nodes '" + owner.id + "' and '" + node.id + "' give the depth '" + *depth +
                 "' different initial conditions",
             "Give it one.", node.where);
    }
    if (!node.dispatch_schedule) continue;
    const Node* queue = authored_queue(model_, node);
    if (queue == nullptr || !queue->dispatch_schedule) continue;
    const DispatchSchedule &a = *queue->dispatch_schedule, &b = *node.dispatch_schedule;
    // Phases are compared within the period: -1 of 4 is 3 of 4.
    const bool equal = a.period_bins == b.period_bins && a.phase() == b.phase() &&
                       a.is_irregular() == b.is_irregular() && a.open_bins == b.open_bins &&
                       a.capacity_series.has_value() == b.capacity_series.has_value() &&
                       (!a.capacity_series || a.capacity_series->id == b.capacity_series->id);
    if (!equal) {
      refuse(
          "schedules_differ",
          "node '" + queue->id + "' and topology node '" + node.id + "' have different schedules",
          "Keep one of them.", node.where);
    }
  }
}

void ModelReader::check_traffic() {
  std::unordered_map<std::uint32_t, bool> generated;
  for (const TrafficArrival& arrival : model_.traffic) generated[arrival.node.value] = true;
  for (std::uint32_t i = 0; i < model_.nodes.size(); ++i) {
    const auto* body = std::get_if<ConstNode>(&model_.nodes[i].body);
    // A const without values is one that traffic fills.
    if (body == nullptr || !body->values.empty() || generated.count(i) > 0) continue;
    refuse("missing_field",
           "node '" + model_.nodes[i].id + "' has no values, and no traffic arrives there",
           "Add values, or an arrival under traffic.", model_.nodes[i].where,
           Place(Place(kNodes, i), "values"));
  }
  for (const Node& node : model_.nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    for (std::size_t r = 0; router != nullptr && r < router->routes.size(); ++r) {
      const auto found = model_.node_index(router->routes[r].target.id);
      if (!found || generated.count(found->value) == 0) continue;
      refuse("route_target_has_traffic",
             "node '" + model_.nodes[found->value].id +
                 "' is a route target and has traffic of its own",
             "Send the traffic to a node of its own and add the two.", router->routes[r].where);
    }
  }
}

void ModelReader::check_outputs() {
  const std::unordered_set<std::string> edge_series =
      model_.outputs.empty() ? std::unordered_set<std::string>() : edge_series_ids(model_);
  for (std::size_t i = 0; i < model_.outputs.size(); ++i) {
    const std::string& series = model_.outputs[i].series;
    // A pattern that matches nothing is no mistake: it may be meant for other models as well.
    if (series.empty() || series == "*" || series.ends_with("/*")) continue;
    const std::size_t at = series.find('@');
    const std::string id = series.substr(0, at);
    const Place outputs(kDocument, "outputs"), output(outputs, i), place(output, "series");
    // Series of edges can be published, but not read: they are not known.
    if (!is_known(id) && edge_series.count(id) == 0) {
      unknown(id, Title("output", i), output_places_[i], place);
    } else if (at != std::string::npos && series.substr(at + 1) != kDefaultClass) {
      find_class(series.substr(at + 1), output_places_[i], place);
    }
  }
}

}  // namespace flowtime::model_detail
