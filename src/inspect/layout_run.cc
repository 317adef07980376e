#include "inspect/layout_run.h"

#include <algorithm>

#include "metrics/capacity.h"
#include "metrics/colour.h"
#include "metrics/latency.h"
#include "model/names.h"
#include "model/read_model.h"
#include "pipeline/one_bin.h"
#include "run/bundle_paths.h"
#include "run/evaluated_model.h"
#include "run/one_run.h"
#include "run/open_run.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

struct RunAndModel {
  Run run;
  Model model;
};

Result<RunAndModel> read_both(Env& env, const std::string& id) {
  FT_TRY(Run run, open_run(env, id));
  FT_TRY(std::string text, read_evaluated_model(run));
  FT_TRY(const yaml::Document document,
         yaml::parse(std::move(text), run_directory(id) + "/" + bundle::kModel));
  FT_TRY(Model model, read_model(document));
  return RunAndModel{std::move(run), std::move(model)};
}

// Of one version of the run, also while others replace it.
Result<RunAndModel> open_with_model(Env& env, const std::string& id) {
  return of_existing_run(env, id, [&] { return read_both(env, id); });
}

// The value of a series of the run in one bin.
class BinReader {
 public:
  BinReader(const Run& run, const Model& model, std::int64_t bin)
      : run_(run), model_(model), bin_(bin) {}

  NodeLoad load_of(const TopologyNode& node) const {
    const double served = of(served_effective_id(model_, node));
    const double depth = of(queue_depth_id(model_, node));
    const double capacity =
        effective_capacity(of(node.semantics[Role::kCapacity]), parallelism(node));
    const double used = utilization(served, capacity);
    const double wait = latency_minutes(queue_time_ms(depth, served, model_.grid.bin_ms()));
    return {used, depth, name_of(node_colour(node, used, wait))};
  }

 private:
  double of(const std::optional<std::string>& id) const {
    const auto row = id ? run_.find(*id) : std::nullopt;
    return row ? run_.values(*row)[static_cast<std::size_t>(bin_)] : kAbsent;
  }
  double of(const std::optional<SeriesRef>& ref) const {
    return ref ? of(std::optional(id_of(*ref))) : kAbsent;
  }
  double parallelism(const TopologyNode& node) const {
    const auto& given = node.semantics.parallelism;
    if (!given) return kAbsent;
    if (const double* number = std::get_if<double>(&*given)) return *number;
    return of(std::optional(std::get<SeriesRef>(*given)));
  }

  const Run& run_;
  const Model& model_;
  std::int64_t bin_;
};

void add_loads(const Run& run, const Model& model, std::int64_t bin, RunLayout& made) {
  made.bin = bin;
  const BinReader reader(run, model, bin);
  for (const GraphNode& node : made.graph.nodes) {
    if (node.topology) {
      made.loads.push_back(reader.load_of(model.topology.nodes[node.topology->value]));
    } else {
      made.loads.push_back({kAbsent, kAbsent, name_of(Colour::kGray)});
    }
  }
}

bool is_hinted(const RunGraph& graph) {
  return !graph.nodes.empty() && std::all_of(graph.nodes.begin(), graph.nodes.end(),
                                             [](const GraphNode& node) { return node.hint; });
}

Layout lay_out(const RunGraph& graph) {
  std::vector<LayoutNode> sizes;
  std::vector<LayoutEdge> edges;
  std::vector<LayoutPoint> places;
  for (const GraphNode& node : graph.nodes) {
    sizes.push_back(node.size);
    places.push_back(node.hint.value_or(LayoutPoint{}));
  }
  for (const GraphEdge& edge : graph.edges) edges.push_back(edge.ends);
  return is_hinted(graph) ? placed_layout(sizes, edges, places) : layered_layout(sizes, edges);
}

}  // namespace

std::shared_ptr<const Layout> Layouts::get(const RunGraph& graph,
                                           const std::string& structure_hash) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const auto& kept) { return kept.first == structure_hash; });
    if (found != kept_.end()) {
      std::rotate(found, found + 1, kept_.end());
      return kept_.back().second;
    }
  }
  auto made = std::make_shared<const Layout>(lay_out(graph));
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= capacity_) kept_.erase(kept_.begin());
  kept_.emplace_back(structure_hash, made);
  return made;
}

Result<RunLayout> layout_run(const RunHost& host, Layouts& layouts, const LayoutRequest& request) {
  FT_TRY(const RunAndModel both, open_with_model(host.env, request.run_id));
  const Run& run = both.run;
  const Model& model = both.model;
  RunLayout made;
  made.run_id = run.info().id;
  made.title = run.info().template_title.empty() ? made.run_id : run.info().template_title;
  made.graph = graph_of(model);
  made.structure_hash = structure_hash(made.graph);
  made.hinted = is_hinted(made.graph);
  made.layout = layouts.get(made.graph, made.structure_hash);
  if (request.at.empty()) return made;
  FT_TRY(const std::int64_t bin, one_bin(request.at, model.grid));
  add_loads(run, model, bin, made);
  return made;
}

}  // namespace flowtime
