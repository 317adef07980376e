#include "state/stored_run.h"

#include <algorithm>
#include <unordered_map>

#include "base/nearest_name.h"
#include "model/names.h"
#include "model/read_model.h"
#include "run/bundle_paths.h"
#include "run/evaluated_model.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

constexpr double kRestTolerance = 1e-9;  // items that are nobody's by rounding alone

SeriesCatalog catalog_of(const Run& run) {
  SeriesCatalog catalog;
  for (const SeriesEntry& entry : run.series()) {
    const std::size_t at = entry.bare_id.find('@');
    SeriesInfo info;
    info.id = entry.bare_id;
    info.measure = entry.bare_id.substr(0, at);
    if (at != std::string::npos) info.class_id = entry.bare_id.substr(at + 1);
    if (entry.kind == "edge") info.kind = SeriesKind::kEdge;
    catalog.add(std::move(info));
  }
  return catalog;
}

}  // namespace

Result<std::shared_ptr<const StoredRun>> StoredRun::open(Run run, const JudgeAgain& judge_again) {
  std::shared_ptr<StoredRun> stored(new StoredRun);
  stored->run_ = std::move(run);
  FT_RETURN_IF_PROBLEM(stored->read_model_file());
  stored->catalog_ = catalog_of(stored->run_);
  stored->bind_files();
  stored->series_ = std::make_unique<checks::RunSeries>(stored->model_, stored->catalog_);
  stored->find_flows();
  stored->find_edges();
  stored->find_rests();
  stored->judgement_ = stored->run_.judgement();
  // A judgement of another model would be read at the wrong places.
  const bool fits = stored->judgement_ &&
                    stored->judgement_->nodes.size() == stored->topology().nodes.size() &&
                    stored->judgement_->constraints.size() == stored->topology().constraints.size();
  if (!fits) stored->judgement_.reset();
  // The store does not know how to judge: the caller brings it.
  if (!fits && judge_again) stored->judgement_ = judge_again(*stored);
  return std::shared_ptr<const StoredRun>(std::move(stored));
}

void StoredRun::find_flows() {
  std::unordered_map<std::string, std::size_t> constraint_by_id;
  for (std::size_t i = 0; i < topology().constraints.size(); ++i) {
    constraint_by_id.emplace(topology().constraints[i].id, i);
  }
  for (std::size_t i = 0; i < topology().nodes.size(); ++i) {
    const TopologyNode& node = topology().nodes[i];
    // Where no inflow is published everything that arrives enters.
    SeriesIndex inflow = series_->of(i)[Role::kArrivals];
    for (const std::string& id : queue_inflow_ids(model_, node)) {
      const SeriesIndex found = series_->find(id);
      if (!checks::exists(found)) continue;
      inflow = found;
      break;
    }
    queue_inflow_.push_back(inflow);
    std::vector<std::size_t>& constraints = constraints_.emplace_back();
    for (const std::string& id : node.constraints) {
      const auto found = constraint_by_id.find(id);
      if (found != constraint_by_id.end()) constraints.push_back(found->second);
    }
  }
}

void StoredRun::find_edges() {
  for (const Edge& edge : topology().edges) {
    std::array<SeriesIndex, kEdgeMetricCount>& found = edge_series_.emplace_back();
    for (const EdgeMetric metric : kEdgeMetrics) {
      found[static_cast<std::size_t>(metric)] =
          series_->find(edge_series_id(edge, name_of(metric)));
    }
  }
}

void StoredRun::find_rests() {
  has_rest_.assign(catalog_.size(), 0);
  for (std::uint32_t i = 0; i < catalog_.size(); ++i) {
    const SeriesInfo& info = catalog_[{i}];
    // Found once when the run is opened: it is a pass over the values of every rest.
    if (info.class_id != kDefaultClass) continue;
    const auto total = catalog_.find(info.measure);
    if (!total) continue;
    const SeriesIn rest = values({i});
    has_rest_[total->value] = std::any_of(rest.begin(), rest.end(), [](double value) {
      return is_finite(value) && (value > kRestTolerance || value < -kRestTolerance);
    });
  }
}

bool StoredRun::has_rest(SeriesIndex total) const {
  return checks::exists(total) && has_rest_[total.value] != 0;
}

namespace {

// Whoever asks about a run cannot mend its model.
Problem unreadable_model(const Problems& problems) {
  return {.code = "run_damaged",
          .message = "the file '" + std::string(bundle::kModel) + "' cannot be read as a model. " +
                     problems.front().message + " [" + problems.front().code + "]",
          .remedy = "Create the run again, or restore it from a copy.",
          .file = bundle::kModel};
}

}  // namespace

Result<Done> StoredRun::read_model_file() {
  FT_TRY(model_text_, read_evaluated_model(run_));
  const RunInfo& about = info();
  auto document = yaml::parse(model_text_, run_directory(about.id) + "/" + bundle::kModel);
  if (!document) return unreadable_model(document.problems());
  auto model = read_model(*document, {.read_values_file = {}, .allow_file_references = true});
  if (!model) return unreadable_model(model.problems());
  model_ = std::move(*model);
  add_measured_events();
  // The seed that was used may have come with the request.
  if (about.seed) model_.seed = about.seed;
  if (model_.grid.bins != about.grid.bins) {
    return Problem{
        .code = "provenance_mismatch",
        .message = "the files 'model/model.yaml' and 'run.json' have different numbers of bins",
        .remedy = "Verify the run to see which of its files changed.",
        .file = bundle::kModel};
  }
  return Done{};
}

// Events are for people: a file that cannot be read any more hides them and nothing else.
void StoredRun::add_measured_events() {
  if (info().mode != "telemetry") return;
  const auto text = run_.read_file(bundle::kTelemetryEvents);
  if (!text) return;
  const auto document = yaml::parse(*text, bundle::kTelemetryEvents);
  if (!document) return;
  auto events = read_events(*document, model_.grid);
  if (!events) return;
  model_.events.insert(model_.events.end(), events->begin(), events->end());
  std::stable_sort(
      model_.events.begin(), model_.events.end(),
      [](const ModelEvent& a, const ModelEvent& b) { return a.from_bin < b.from_bin; });
}

// References to files of the bundle, as other programs and spec.yaml have them, become references
// to series.
void StoredRun::bind_files() {
  std::unordered_map<std::string, std::string> id_of_file;
  std::size_t row = 0;
  for (const SeriesEntry& entry : run_.series()) {
    if (!entry.csv_path.empty()) id_of_file.emplace("../" + entry.csv_path, entry.bare_id);
    id_of_file.emplace(std::string("../") + bundle::kWideCsv + "#" + entry.id, entry.bare_id);
    id_of_file.emplace(std::string("../") + bundle::kValues + "#" + std::to_string(row++),
                       entry.bare_id);
  }
  const auto bind = [&](Rare<SeriesRef>& ref) {
    if (!ref || ref->kind != SeriesRef::Kind::kFile) return;
    const auto found = id_of_file.find(ref->id);
    // A file that is not of this run stays a file; the node has no such series then.
    if (found == id_of_file.end()) return;
    ref->kind = SeriesRef::Kind::kSeries;
    ref->id = found->second;
  };
  for (TopologyNode& node : model_.topology.nodes) {
    for (Rare<SeriesRef>& ref : node.semantics.roles) bind(ref);
  }
}

SeriesIn StoredRun::values(SeriesIndex series) const {
  return checks::exists(series) ? run_.values(series.value) : SeriesIn{};
}

Result<Done> StoredRun::check_topology() const {
  if (model_.has_topology && !topology().nodes.empty()) return Done{};
  return Problem{.code = "no_topology",
                 .message = "the run '" + info().id + "' has no topology",
                 .remedy = "Read its series instead, or give the model a topology."};
}

Result<std::size_t> StoredRun::find_node(const std::string& id) const {
  const auto found = model_.topology_index(id);
  if (found) return std::size_t{found->value};
  std::vector<std::string_view> ids;
  for (const TopologyNode& node : topology().nodes) ids.push_back(node.id);
  const std::string nearest = nearest_name(id, ids);
  return Problem{.code = "unknown_node",
                 .message = "the run has no node '" + id + "'",
                 .remedy = nearest.empty() ? "Ask for its graph to see its nodes."
                                           : "Did you mean '" + nearest + "'?"};
}

Result<std::vector<std::size_t>> StoredRun::find_nodes(const std::vector<std::string>& ids) const {
  std::vector<std::size_t> nodes;
  for (const std::string& id : ids) {
    FT_TRY(const std::size_t node, find_node(id));
    nodes.push_back(node);
  }
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  if (!ids.empty()) return nodes;
  for (std::size_t i = 0; i < topology().nodes.size(); ++i) nodes.push_back(i);
  return nodes;
}

}  // namespace flowtime
