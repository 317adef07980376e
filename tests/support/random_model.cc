#include "support/random_model.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "support/random_expressions.h"

namespace flowtime::tests {
namespace {

// What a topology node can offer to edges and overflow.
struct Place {
  std::string id;
  bool queue = false, limited = false, attempts = false, errors = false, echo = false;
  bool router = false;
  std::size_t line = 0;  // into topology_
};

class ModelWriter : private RandomExpressions {
 public:
  using RandomExpressions::RandomExpressions;

  std::string write() {
    if (dice_.chance(70) && !options_.homogeneous) declare_classes();
    for (int i = 0; i < 3; ++i) source();
    while (static_cast<int>(nodes_.size()) < options_.nodes) block();
    route_overflow();
    connect();
    return text();
  }

 private:
  // --- ids ------------------------------------------------------------------------------------
  std::string fresh(const char* stem) { return stem + std::to_string(next_id_++); }
  // A const or expr node: what leaves a queue may be given class parts by it, and a series with a
  // mechanism of its own should not.
  const std::string& authored_flow() {
    Strings authored;
    for (const std::string& id : flows_) {
      const bool is_node = id.find('_') == std::string::npos;
      if (is_node && std::string("acfpx").find(id[0]) != std::string::npos) authored.push_back(id);
    }
    return *std::find(flows_.begin(), flows_.end(), dice_.one_of(authored));
  }
  void publish(const std::string& id) {
    flows_.push_back(id);
    ids_.push_back(id);
  }
  void publish_later() {
    for (const std::string& id : later_) publish(id);
    later_.clear();
  }
  // A reference as semantics write it.
  std::string reference(const std::string& id) {
    return dice_.chance(15) ? "'series:" + id + "'" : id;
  }
  std::string class_reference() {
    return "'" + dice_.one_of(classed_sources_) + "@" + dice_.one_of(classes_) + "'";
  }

  // --- nodes ----------------------------------------------------------------------------------
  void node(const std::string& id, const std::string& rest) {
    nodes_.push_back("{id: " + id + ", " + rest + "}");
  }
  std::string const_node(const std::string& values) {
    const std::string id = fresh("c");
    node(id, "kind: const, values: " + values);
    publish(id);
    return id;
  }
  std::string expr_node(const std::string& text) {
    const std::string id = fresh("x");
    node(id, "kind: expr, expr: '" + text + "'");
    publish(id);
    return id;
  }

  void declare_classes() {
    const int count = dice_.between(1, 3);
    for (int i = 0; i < count; ++i) classes_.push_back("K" + std::to_string(i));
  }
  std::string pattern(bool rate_needed) {
    if (!rate_needed && dice_.chance(50)) return "{kind: constant}";
    const bool poisson = options_.draws && rate_needed && dice_.chance(60);
    const char* key = dice_.chance(70) ? "ratePerBin" : "rate";
    return std::string("{kind: ") + (poisson ? "poisson" : "constant") + ", " + key + ": " +
           whole(1, 40) + "}";
  }
  void traffic(const std::string& id, bool rate_needed) {
    if (classes_.empty()) {
      traffic_.push_back("{nodeId: " + id + ", pattern: " + pattern(rate_needed) + "}");
      return;
    }
    Strings some = classes_;
    dice_.shuffle(some);
    some.resize(static_cast<std::size_t>(dice_.between(1, static_cast<int>(some.size()))));
    for (const std::string& name : some) {
      traffic_.push_back("{nodeId: " + id + ", classId: " + name +
                         ", pattern: " + pattern(rate_needed) + "}");
    }
    classed_sources_.push_back(id);
  }
  void source() {
    const int die = dice_.below(100);
    if (die < 12) {
      const std::string id = fresh("p");
      node(id, "kind: pmf, pmf: {values: [" + amount(2000) + ", " + amount(7250) + ", " +
                   amount(11000) + ", " + amount(20500) +
                   "], probabilities: [0.15, 0.35, 0.3, 0.2]}");
      publish(id);
      return;
    }
    if (die < 24) {
      const std::string id = fresh("c");
      node(id, "kind: const");
      publish(id);
      traffic(id, true);
      return;
    }
    const std::string id = const_node(value_list());
    if (!classes_.empty() && dice_.chance(65)) traffic(id, false);
  }

  void block() {
    const int die = dice_.below(100);
    if (die < 12)
      source();
    else if (die < 42)
      expr_node(bounded_expression());
    else if (die < 60)
      topology_queue({});
    else if (die < 68)
      node_queue();
    else if (die < 80)
      router_block();
    else if (die < 88)
      constraint_group();
    else if (die < 95 || options_.homogeneous)
      retry_loop();
    else
      authored_level();
  }

  // --- queues ---------------------------------------------------------------------------------
  std::string schedule() {
    std::string text = "{periodBins: " + std::to_string(dice_.between(1, 4)) +
                       ", phaseOffset: " + std::to_string(dice_.between(-3, 5));
    if (options_.disciplines && dice_.chance(40)) text = "{at: [" + departures() + "]";
    if (dice_.chance(40)) text += ", capacitySeries: " + flow();
    return text + "}";
  }
  std::string departures() {
    Strings times{std::to_string(dice_.below(options_.bins + 2))};
    for (int i = dice_.below(4); i > 0; --i) {
      const int hour = dice_.below(24);
      times.push_back((hour < 10 ? "0" : "") + std::to_string(hour) + ":30");
    }
    return join(times, ", ");
  }
  std::string served_expression(const std::string& arrivals, const std::string& depth) {
    const int die = dice_.below(100);
    if (die < 45) return "MIN(" + number() + ", " + arrivals + " + SHIFT(" + depth + ", 1))";
    if (die < 60) return "MIN(" + flow() + ", " + arrivals + " + SHIFT(" + depth + ", 1))";
    if (die < 80) return number();
    return bounded_expression();
  }
  // Publishes what the queue of topology node `id` synthesises.
  void publish_queue(const std::string& depth, const std::string& prefix, bool limited) {
    publish(depth);
    publish(prefix + "_served_effective");
    if (limited) publish(prefix + "_overflow");
  }
  std::string prefix_of(const std::string& topology_id) { return "t" + topology_id.substr(1); }

  // A queue-like topology node that lists the given constraints.
  void topology_queue(const Strings& constraints) {
    Place place{.id = fresh("T"), .queue = true};
    const std::string prefix = prefix_of(place.id);
    const int naming = dice_.below(3);
    const std::string depth = naming == 0 ? fresh("q") : prefix + "_queue";
    const bool by_class = !classed_sources_.empty() && dice_.chance(8);
    const std::string arrivals = flow();
    const std::string served = expr_node(served_expression(arrivals, depth));
    Strings semantics{"arrivals: " + (by_class ? class_reference() : reference(arrivals)),
                      "served: " + reference(served)};
    if (naming < 2) semantics.push_back("queueDepth: " + (naming == 0 ? depth : "self"));
    if (dice_.chance(30)) {
      place.errors = true;
      const std::string errors =
          dice_.chance(50) ? expr_node(fraction() + " * " + arrivals) : const_node(value_list());
      semantics.push_back("errors: " + errors);
    }
    std::string line = "id: " + place.id + ", kind: " +
                       dice_.one_of({"serviceWithBuffer", "serviceWithBuffer", "queue", "dlq"}) +
                       ", semantics: {" + join(semantics, ", ") + "}";
    if (dice_.chance(45)) line += ", initialCondition: {queueDepth: " + number() + "}";
    if (dice_.chance(25)) line += ", dispatchSchedule: " + schedule();
    place.limited = dice_.chance(40);
    if (place.limited && dice_.chance(70)) {
      line += ", wipLimit: " + whole(0, 60);
    } else if (place.limited) {
      line += ", wipLimitSeries: " + flow();
    }
    if (!constraints.empty()) line += ", constraints: [" + join(constraints, ", ") + "]";
    line += discipline();
    add_place(place, line);
    publish_queue(depth, prefix, place.limited);
  }
  // Also none, which is first in, first out then.
  std::string discipline() {
    if (!options_.disciplines || dice_.chance(40)) return "";
    const int die = classes_.empty() ? dice_.below(60) : dice_.below(100);
    if (die < 60) return die < 20 ? ", discipline: mixed" : ", discipline: fifo";
    Strings some = classes_;
    dice_.shuffle(some);
    some.resize(static_cast<std::size_t>(dice_.between(1, static_cast<int>(some.size()))));
    return ", discipline: {priority: [" + join(some, ", ") + "]}";
  }

  void node_queue() {
    const std::string inflow = flow();
    const std::string outflow = dice_.chance(50) ? const_node(value_list()) : authored_flow();
    const std::string id = fresh("q");
    std::string rest = "kind: serviceWithBuffer, inflow: " + reference(inflow) +
                       ", outflow: " + reference(outflow);
    if (dice_.chance(30)) rest += ", loss: " + authored_flow();
    const bool named = dice_.chance(50);
    if (dice_.chance(25)) rest += ", dispatchSchedule: " + schedule();
    node(id, rest);
    if (!named) return publish_queue(id, id, false);
    Place place{.id = fresh("T"), .queue = true, .limited = dice_.chance(30)};
    std::string line = "id: " + place.id +
                       ", kind: serviceWithBuffer, semantics: {arrivals: " + inflow +
                       ", served: " + outflow + ", queueDepth: " + id + "}";
    if (dice_.chance(50)) line += ", initialCondition: {queueDepth: " + number() + "}";
    if (place.limited) line += ", wipLimit: " + whole(5, 60);
    add_place(place, line);
    publish_queue(id, prefix_of(place.id), place.limited);
  }

  void add_place(Place place, const std::string& line) {
    place.line = topology_.size();
    topology_.push_back(line);
    places_.push_back(std::move(place));
  }

  // --- routers --------------------------------------------------------------------------------
  std::string route(const std::string& target, bool by_class) {
    if (!by_class) {
      if (dice_.chance(20)) return "{target: " + target + "}";
      return "{target: " + target + ", weight: " + number_above_zero() + "}";
    }
    Strings some = classes_;
    dice_.shuffle(some);
    some.resize(static_cast<std::size_t>(dice_.between(1, static_cast<int>(some.size()))));
    return "{target: " + target + ", classes: [" + join(some, ", ") + "]}";
  }
  std::string number_above_zero() {
    return std::to_string(dice_.between(1, 9)) + (dice_.chance(50) ? ".5" : "");
  }
  void router(const std::string& source, const Strings& targets) {
    const std::string id = fresh("r");
    Strings routes;
    for (const std::string& target : targets) {
      const bool by_class = !classes_.empty() && target != targets.back() && dice_.chance(50);
      routes.push_back(route(target, by_class));
    }
    node(id, "kind: router, inputs: {queue: " + source + "}, routes: [" + join(routes, ", ") + "]");
    later_.push_back(id);
    if (dice_.chance(50)) place_router(id, source, targets);
  }
  // The router as a topology node, with an edge to a node fed by each target.
  void place_router(const std::string& id, const std::string& source, const Strings& targets) {
    add_place({.id = id, .router = true}, "id: " + id + ", kind: router, semantics: {arrivals: " +
                                              source + ", served: " + source + "}");
    for (const std::string& target : targets) {
      if (placed_targets_.count(target) > 0) continue;
      placed_targets_.emplace(target);
      const std::string place = fresh("T");
      add_place({.id = place}, "id: " + place + ", kind: service, semantics: {arrivals: " + target +
                                   ", served: " + target + "}");
      edges_.push_back("{id: " + fresh("e") + ", from: " + id + ", to: " + place + "}");
    }
  }
  void router_block() {
    Strings targets;
    const int count = dice_.between(2, 4);
    for (int i = 0; i < count; ++i) targets.push_back(fresh("t"));
    for (const std::string& target : targets) {
      const int die = dice_.below(4);
      if (die == 0) node(target, "kind: const, values: [0]");
      if (die == 1) node(target, "kind: expr, expr: '0'");
    }
    const Strings sources{flow(), flow()};
    router(sources[0], targets);
    if (dice_.chance(25)) router(sources[1], {targets[0], targets[1]});
    for (const std::string& target : targets) publish(target);
    publish_later();
  }

  // --- constraints ----------------------------------------------------------------------------
  void member(const Strings& constraints) {
    if (dice_.chance(40)) {
      topology_queue(constraints);
    } else {
      const std::string served = expr_node(bounded_expression());
      const std::string arrivals = dice_.chance(25) ? served : flow();
      const std::string id = fresh("T");
      add_place({.id = id}, "id: " + id + ", kind: service, constraints: [" +
                                join(constraints, ", ") + "], semantics: {arrivals: " + arrivals +
                                ", served: " + served + "}");
    }
    const std::string prefix = prefix_of(places_.back().id);
    for (const std::string& id : constraints) {
      later_.push_back(prefix + "_alloc_" + id);
      if (!options_.homogeneous) later_.push_back(prefix + "_limited_" + id);
    }
  }
  // One or two constraints. What a member reads must not depend on another member through a shared
  // allocation, so members read what stood before the group; some chain on purpose and make strata.
  void constraint_group() {
    Strings ids;
    const int count = dice_.chance(35) ? 2 : 1;
    for (int i = 0; i < count; ++i) {
      ids.push_back(fresh("k"));
      const std::string capacity = dice_.chance(60) ? const_node(value_list()) : flow();
      constraints_.push_back("{id: " + ids.back() + ", semantics: {arrivals: " + flow() +
                             ", served: " + capacity + "}}");
    }
    const Strings before = flows_;
    Strings made;
    const auto set_aside = [&] {
      made.insert(made.end(), flows_.begin() + static_cast<std::ptrdiff_t>(before.size()),
                  flows_.end());
      flows_ = before;
    };
    const int members = dice_.between(1, 4);
    for (int i = 0; i < members; ++i) {
      if (!dice_.chance(25)) set_aside();
      member(count == 2 && dice_.chance(50) ? ids : Strings{dice_.one_of(ids)});
    }
    set_aside();
    flows_.insert(flows_.end(), made.begin(), made.end());
    publish_later();
  }

  // --- retries and levels ---------------------------------------------------------------------
  void retry_loop() {
    const std::string base = flow();
    const std::string failures = fresh("f"), arrivals = fresh("a"), echo = fresh("h");
    const bool synthesised = dice_.chance(60);
    const std::string back = synthesised ? echo : "CONV(" + failures + ", " + kernel(true) + ")";
    node(arrivals, "kind: expr, expr: '" + base + " + " + back + "'");
    node(failures, "kind: expr, expr: '" + fraction() + " * " + arrivals + "'");
    publish(arrivals);
    publish(failures);
    const std::string served = expr_node(arrivals + " - " + failures);
    const std::string attempts = expr_node(arrivals + " + " + amount(500));
    Place place{.id = fresh("T"), .attempts = true, .echo = synthesised};
    Strings semantics{"arrivals: " + arrivals, "served: " + served, "attempts: " + attempts};
    place.errors = dice_.chance(30);
    semantics.push_back((place.errors ? "errors: " : "failures: ") + failures);
    if (synthesised) {
      semantics.push_back("retryEcho: " + echo);
      if (dice_.chance(60)) semantics.push_back("retryKernel: " + retry_kernel());
      publish(echo);
    }
    add_place(place,
              "id: " + place.id + ", kind: service, semantics: {" + join(semantics, ", ") + "}");
  }
  std::string retry_kernel() {
    return dice_.one_of({"[0, 0.5, 0.25]", "[0, 0.9, 0.6, -1]", "[0, 0, 1]", "[0, 0.1]", "[0]"});
  }
  void authored_level() {
    const std::string id = fresh("l");
    const std::string own = dice_.chance(30) ? ", initial: " + number() : "";
    node(id, "kind: expr, expr: '0.9 * SHIFT(" + id + ", 1) + STEP(" + flow() + ", 5)'" + own);
    publish(id);
    Place place{.id = fresh("T")};
    std::string line = "id: " + place.id + ", kind: service, semantics: {arrivals: " + flow() +
                       ", served: " + flow() + ", queueDepth: " + id + "}";
    if (own.empty() && dice_.chance(70)) {
      line += ", initialCondition: {queueDepth: " + number() + "}";
    }
    add_place(place, line);
  }

  // --- across blocks --------------------------------------------------------------------------
  void route_overflow() {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (!places_[i].limited || dice_.chance(35)) continue;
      Strings targets;  // later queues only: what overflows never comes back
      for (std::size_t j = i + 1; j < places_.size(); ++j) {
        if (places_[j].queue) targets.push_back(places_[j].id);
      }
      if (targets.empty()) {
        topology_[places_[i].line] += ", wipOverflow: loss";
        continue;
      }
      const std::string& target = dice_.one_of(targets);
      topology_[places_[i].line] += ", wipOverflow: " + target;
      ids_.push_back(prefix_of(target) + "_inflow");
    }
  }
  std::string edge_kind(const Place& from) {
    const int die = dice_.below(10);
    if (die == 0) return ", type: effort";
    if (die == 1) return ", type: dependency";
    if (die <= 3 && from.attempts) {
      return ", type: effort, measure: " + dice_.one_of({"attempts", "load"}) +
             (dice_.chance(50) ? ", multiplier: 1.5" : "");
    }
    if (die <= 5 && from.errors) return ", type: terminal, measure: errors";
    return "";
  }
  void connect() {
    for (const Place& from : places_) {
      if (from.router) continue;
      const int count = dice_.below(3);
      for (int i = 0; i < count; ++i) {
        const Place& to =
            places_[static_cast<std::size_t>(dice_.below(static_cast<int>(places_.size())))];
        if (to.id == from.id || to.router) continue;
        std::string line = "{id: " + fresh("e") + ", from: " + from.id + ", to: " + to.id;
        if (dice_.chance(60)) line += ", weight: " + number_above_zero();
        edges_.push_back(line + edge_kind(from) + "}");
      }
    }
  }

  // --- text -----------------------------------------------------------------------------------
  void list(std::string& text, const char* indent, const char* key, const Strings& items) {
    if (items.empty()) return;
    text += std::string(indent) + key + ":\n";
    for (const std::string& item : items) text += std::string(indent) + "  - " + item + "\n";
  }
  std::string text() {
    for (std::string& line : nodes_) line = with_ids(line);
    Dice(options_.seed + 1000 * options_.node_order).shuffle(nodes_);
    for (std::string& line : topology_) line = "{" + line + "}";
    dice_.shuffle(topology_);
    const std::string version = options_.disciplines ? "2" : "1";
    std::string text = "schemaVersion: " + version +
                       "\ngrid: {bins: " + std::to_string(options_.bins) +
                       ", binSize: " + std::to_string(dice_.between(1, 3)) + ", binUnit: hours}\n";
    Strings class_lines;
    for (const std::string& name : classes_) class_lines.push_back("{id: " + name + "}");
    list(text, "", "classes", class_lines);
    if (!traffic_.empty()) {
      text += "traffic:\n";
      list(text, "  ", "arrivals", traffic_);
    }
    list(text, "", "nodes", nodes_);
    if (!topology_.empty()) {
      text += "topology:\n";
      list(text, "  ", "nodes", topology_);
      list(text, "  ", "edges", edges_);
      list(text, "  ", "constraints", constraints_);
    }
    return text;
  }
  // Fills in the ids that were left open.
  std::string with_ids(const std::string& text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool open = text[i] == kAnyId && text[i - 1] == '(';
      result += open ? dice_.one_of(ids_) : std::string(1, text[i]);
    }
    return result;
  }

  int next_id_ = 1;
  Strings classes_, traffic_, nodes_, topology_, edges_, constraints_;
  Strings ids_;    // may be read lagged by anybody
  Strings later_;  // becomes readable when its block is complete
  Strings classed_sources_;
  std::set<std::string> placed_targets_;
  std::vector<Place> places_;
};

}  // namespace

std::string random_model(const RandomModelOptions& options) { return ModelWriter(options).write(); }

RandomModelOptions options_of_seed(std::uint64_t seed) {
  Dice dice(seed ^ 0x5eed);
  return {.seed = seed,
          .nodes = dice.between(5, 34),
          .bins = dice.chance(10) ? dice.between(1, 3) : dice.between(4, 60),
          .disciplines = seed % 3 == 0};
}

}  // namespace flowtime::tests
