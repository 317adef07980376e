// Classes that get lost: at queues, at nodes, at routers.
#include <utility>

#include "checks/check_makers.h"
#include "checks/sum_fold.h"
#include "checks/value_fold.h"
#include "model/node_reads.h"

namespace flowtime::checks {
namespace {

enum class Gap { kMissing, kPartial };

// What `to` lacks of the classes that `from` has.
// Both series are classed by what the compiler decided; a part that exists may still be 0 in every
// bin, which is no gap.
bool has_gap(const RunSeries& run, const SeriesRef& from, const SeriesRef& to, Gap gap) {
  const std::vector<SeriesIndex> have = run.parts_of(from.id);
  if (have.empty()) return false;
  const std::vector<SeriesIndex> got = run.parts_of(to.id);
  if (got.empty()) return gap == Gap::kMissing;
  // Without the last part: what has no class needs no class series to go on.
  for (std::size_t c = 0; c + 1 < have.size(); ++c) {
    if (exists(have[c]) && !exists(got[c])) return gap == Gap::kPartial;
  }
  return false;
}

class GapFinder {
 public:
  GapFinder(const RunSeries& run, Gap gap) : run_(run), gap_(gap) {}

  void judge(const std::string& id, const Rare<SeriesRef>& from, const Rare<SeriesRef>& to,
             const char* label) {
    const SeriesIndex series = run_.find(to);
    if (!from || !to || !exists(series) || !has_gap(run_, *from, *to, gap_)) return;
    watched_.push_back({&id, label, series});
  }

  FoldPtr fold() {
    if (watched_.empty()) return nullptr;
    const char* after = gap_ == Gap::kMissing ? " has none" : " lacks some of them";
    return std::make_unique<ValueFold<NotZero>>(std::move(watched_), "has classes, but its ",
                                                after);
  }

 private:
  const RunSeries& run_;
  Gap gap_;
  std::vector<Watched> watched_;
};

FoldPtr queue_gap(const RunSeries& run, Gap gap, bool loss) {
  GapFinder finder(run, gap);
  if (run.model().classes.empty()) return nullptr;
  for (const Node& node : run.model().nodes) {
    const auto* queue = std::get_if<ServiceWithBufferNode>(&node.body);
    if (queue == nullptr) continue;
    if (loss) finder.judge(node.id, queue->inflow, queue->loss, "loss");
    if (!loss) finder.judge(node.id, queue->inflow, queue->outflow, "outflow");
  }
  return finder.fold();
}

FoldPtr node_gap(const RunSeries& run, Gap gap, Role role, const char* label) {
  GapFinder finder(run, gap);
  if (run.model().classes.empty()) return nullptr;
  for (const TopologyNode& node : run.nodes()) {
    finder.judge(node.id, node.semantics[Role::kArrivals], node.semantics[role], label);
  }
  return finder.fold();
}

bool has_weight_route(const RouterNode& router) {
  for (const Route& route : router.routes) {
    if (route.classes.empty()) return true;
  }
  return false;
}

// By class, the unattributed part last: does a route take it?
std::vector<bool> routed_classes(const Model& model, const RouterNode& router) {
  std::vector<bool> routed(model.classes.size() + 1, has_weight_route(router));
  for (const Route& route : router.routes) {
    for (const ClassIndex flow_class : route.classes) routed[flow_class.value] = true;
  }
  return routed;
}

// How many routers feed each series.
std::unordered_map<std::string, std::unordered_set<const Node*>> feeders(const Model& model) {
  std::unordered_map<std::string, std::unordered_set<const Node*>> fed_by;
  for (const Node& node : model.nodes) {
    for (const std::string_view target : feeds_of(node)) fed_by[std::string(target)].insert(&node);
  }
  return fed_by;
}

// The distinct targets of a router, empty when one of them has another source as well.
std::vector<std::string> own_targets(
    const RouterNode& router,
    const std::unordered_map<std::string, std::unordered_set<const Node*>>& fed_by) {
  std::vector<std::string> targets;
  std::unordered_set<std::string> seen;
  for (const Route& route : router.routes) {
    if (fed_by.at(route.target.id).size() > 1) return {};
    if (seen.insert(route.target.id).second) targets.push_back(route.target.id);
  }
  return targets;
}

}  // namespace

FoldPtr class_missing_outflow(const RunSeries& run) { return queue_gap(run, Gap::kMissing, false); }
FoldPtr class_missing_loss(const RunSeries& run) { return queue_gap(run, Gap::kMissing, true); }
FoldPtr class_partial_outflow(const RunSeries& run) { return queue_gap(run, Gap::kPartial, false); }
FoldPtr class_partial_loss(const RunSeries& run) { return queue_gap(run, Gap::kPartial, true); }
FoldPtr class_missing_served(const RunSeries& run) {
  return node_gap(run, Gap::kMissing, Role::kServed, "served");
}
FoldPtr class_missing_errors(const RunSeries& run) {
  return node_gap(run, Gap::kMissing, Role::kErrors, "errors");
}
FoldPtr class_partial_served(const RunSeries& run) {
  return node_gap(run, Gap::kPartial, Role::kServed, "served");
}
FoldPtr class_partial_errors(const RunSeries& run) {
  return node_gap(run, Gap::kPartial, Role::kErrors, "errors");
}

FoldPtr router_missing_class_route(const RunSeries& run) {
  std::vector<Watched> watched;
  for (const Node& node : run.model().nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr || has_weight_route(*router)) continue;
    const std::vector<SeriesIndex> parts = run.parts_of(router->queue.id);
    const SeriesIndex source = run.find(router->queue);
    // Without parts no class route takes anything.
    if (parts.empty() && exists(source)) watched.push_back({&node.id, "items of no class", source});
    const std::vector<bool> routed = routed_classes(run.model(), *router);
    for (std::size_t c = 0; c < parts.size(); ++c) {
      const bool is_default = c == run.model().classes.size();
      const char* what = is_default ? "items of no class" : run.model().classes[c].id.c_str();
      if (!routed[c] && exists(parts[c])) {
        watched.push_back({&node.id, what, parts[c], !is_default});
      }
    }
  }
  if (watched.empty()) return nullptr;
  return std::make_unique<ValueFold<NotZero>>(std::move(watched), "has no route for ");
}

FoldPtr router_class_leakage(const RunSeries& run) {
  std::vector<Sum> sums;
  if (run.model().classes.empty()) return nullptr;
  const auto fed_by = feeders(run.model());
  for (const Node& node : run.model().nodes) {
    const auto* router = std::get_if<RouterNode>(&node.body);
    if (router == nullptr) continue;
    const std::vector<SeriesIndex> source = run.parts_of(router->queue.id);
    const std::vector<std::string> targets = own_targets(*router, fed_by);
    const std::vector<bool> routed = routed_classes(run.model(), *router);
    for (std::size_t c = 0; c < source.size() && !targets.empty(); ++c) {
      // A class without a route is a matter of router_missing_class_route.
      if (!routed[c] || !exists(source[c])) continue;
      Sum sum{&node.id, "'" + run.part_name(c) + "'", source[c], {}, {}};
      for (const std::string& target : targets) {
        const SeriesIndex part = run.find(target + "@" + run.part_name(c));
        if (exists(part)) sum.terms.push_back({part});
      }
      sums.push_back(std::move(sum));
    }
  }
  if (sums.empty()) return nullptr;
  return std::make_unique<SumFold>(run, std::move(sums), "does not pass on what it gets of ");
}

}  // namespace flowtime::checks
