// The answer is written node by node, then edge by edge, then the tail; next() takes pieces of
// about 64 kB from what is written. Warnings about streaks are gathered on the way and written at
// the end.
#include <algorithm>
#include <map>
#include <memory>

#include "base/ascii.h"
#include "metrics/edges.h"
#include "model/names.h"
#include "model/node_category.h"
#include "state/few_bins.h"
#include "state/flow_latencies.h"
#include "state/judged_state.h"
#include "state/node_facts.h"
#include "state/node_state.h"
#include "state/series_text.h"
#include "state/state_json.h"
#include "state/window.h"

namespace flowtime {
namespace {

constexpr std::size_t kPieceBytes = 64 << 10;

bool any_present(SeriesIn series) { return !std::all_of(series.begin(), series.end(), is_absent); }

Pooling sla_pooling(std::string_view kind) {
  return kind == "backlogAge" ? Pooling::kMax : Pooling::kMin;
}

}  // namespace

class WindowText::Writer {
 public:
  Writer(Window window, std::string metadata)
      : window_(std::move(window)),
        run_(*window_.run),
        metadata_(std::move(metadata)),
        text_(window_.bins_per_point),
        reader_(run_, window_.bins),
        class_reader_(run_, window_.bins),
        edge_reader_(run_, window_.bins),
        scattered_(without_reading_ahead(run_, window_.bins)) {
    for (const std::string& id : window_.request.class_ids) classes_.push_back(lower_case(id));
  }

  std::string next() {
    if (!began_) {
      write_head();
      began_ = true;
      // The head at once: the first bytes leave before any series is read.
      return json_.take_piece();
    }
    while (!ended_ && json_.text().size() < kPieceBytes) step();
    return json_.take_piece();
  }

 private:
  void step() {
    const std::size_t nodes = window_.nodes.size(), computed = window_.computed_nodes.size();
    const std::size_t at = next_++;
    if (at < nodes) return write_node(window_.nodes[at]);
    if (at < nodes + computed) return write_computed(window_.computed_nodes[at - nodes]);
    const std::size_t edge = at - nodes - computed;
    // Reached exactly once: after the last node, also where there are none.
    if (edge == 0) json_.end_array().key("edges").begin_array();
    if (edge < window_.edges.size()) return write_edge(window_.edges[edge]);
    write_tail();
  }

  void write_head();
  void write_timestamps();
  void write_pooling();
  void write_common_metadata();
  void write_node(std::size_t index);
  void write_series(std::size_t index, const NodeSources& sources);
  void write_series_metadata(const NodeSources& sources);
  void write_classes(const std::vector<NodeClass>& classes);
  void write_constraints(const std::vector<ConstraintState>& states);
  void write_statuses(const std::vector<QueueLatencyStatus>& statuses);
  void write_sla(const std::vector<SlaEntry>& entries);
  void write_computed(std::size_t index);
  void write_edge(std::size_t index);
  void write_edge_classes();
  void write_tail();
  bool shows_edge(EdgeMetric metric);
  bool shows_class(const std::string& id) const;
  SeriesIn shown(std::size_t index, NodeMetric metric);

  Window window_;
  const StoredRun& run_;
  std::string metadata_;
  std::vector<std::string> classes_;
  JsonWriter json_;
  SeriesText text_;
  NodeReader reader_, class_reader_;
  EdgeReader edge_reader_;
  std::unique_ptr<const NoReadAhead> scattered_;
  std::unique_ptr<FlowLatencies> latencies_;
  std::vector<NodeMetric> shown_;  // of the node at hand
  std::vector<StateWarning> streaks_;
  std::size_t next_ = 0;
  bool began_ = false, ended_ = false;
};

void WindowText::Writer::write_head() {
  const BinWindow bins = window_.bins;
  json_.begin_object().key("metadata").raw(metadata_);
  json_.key("window").begin_object().member("startBin", bins.first);
  json_.member("endBin", bins.last()).member("binCount", static_cast<std::int64_t>(bins.size()));
  if (window_.bins_per_point > 1) write_pooling();
  json_.end_object();
  if (window_.bins_per_point > 1) write_common_metadata();
  write_timestamps();
  json_.key("nodes").begin_array();
}

// "pooling": {"binsPerPoint","points","how":{"queue":"max",...}}
void WindowText::Writer::write_pooling() {
  json_.key("pooling").begin_object();
  json_.member("binsPerPoint", static_cast<std::int64_t>(window_.bins_per_point));
  json_.member("points", static_cast<std::int64_t>(window_.points()));
  json_.key("how").begin_object();
  for (const NodeMetric metric : all_node_metrics()) {
    if (window_.shows(metric)) json_.member(name_of(metric), name_of(about(metric).pooling));
  }
  json_.end_object().end_object();
}

// Of a window that is pooled to be small: what every node would repeat, once.
void WindowText::Writer::write_common_metadata() {
  SeriesMetadata metadata(json_);
  for (const NodeMetric metric : all_node_metrics()) {
    if (!window_.shows(metric) || about(metric).aggregation.empty()) continue;
    metadata.add(name_of(metric), about(metric).aggregation, "derived");
  }
  metadata.end();
}

void WindowText::Writer::write_timestamps() {
  json_.key("timestampsUtc").begin_array();
  const auto step = static_cast<std::int64_t>(window_.bins_per_point);
  if (run_.grid().start_unix_ms) {
    for (std::int64_t bin = window_.bins.first; bin < window_.bins.end; bin += step) {
      json_.string(offset_utc(*run_.grid().bin_start_unix_ms(bin)));
    }
  }
  json_.end_array();
}

SeriesIn WindowText::Writer::shown(std::size_t index, NodeMetric metric) {
  if (!window_.shows(metric)) return {};
  SeriesIn series;
  if (metric == NodeMetric::kFlowLatencyMs) {
    // Dear and for all nodes at once: only where it is shown.
    if (!latencies_) latencies_ = std::make_unique<FlowLatencies>(run_, window_.bins);
    series = latencies_->of(index);
  } else {
    series = reader_(metric);
  }
  const bool may_hide =
      about(metric).only_where_known && !is_always_shown(run_.topology().nodes[index], metric);
  return may_hide && !any_present(series) ? SeriesIn{} : series;
}

void WindowText::Writer::write_series(std::size_t index, const NodeSources&) {
  shown_.clear();
  json_.key("series").begin_object();
  for (const NodeMetric metric : all_node_metrics()) {
    const SeriesIn series = shown(index, metric);
    if (series.empty()) continue;
    shown_.push_back(metric);
    json_.key(name_of(metric));
    // Kept until the next node: several metrics are often equal bit for bit.
    text_.write(json_, series, about(metric).pooling, true);
  }
  json_.end_object();
}

void WindowText::Writer::write_series_metadata(const NodeSources& sources) {
  SeriesMetadata metadata(json_);
  for (const NodeMetric metric : shown_) {
    if (metric == NodeMetric::kServed && served_is_derived(run_, sources, window_.bins)) {
      metadata.add("served", "sum", "derived");
    } else if (metric == NodeMetric::kQueue) {
      const SeriesIndex depth = sources[Role::kQueueDepth];
      const bool authored = run_.model().find_node(run_.catalog()[depth].id) != nullptr;
      metadata.add("queue", "", authored ? "explicit" : "derived");
      // Of a pooled window they are written once, in write_common_metadata.
    } else if (window_.bins_per_point == 1 && !about(metric).aggregation.empty()) {
      metadata.add(name_of(metric), about(metric).aggregation, "derived");
    }
  }
  metadata.end();
}

void WindowText::Writer::write_classes(const std::vector<NodeClass>& classes) {
  if (classes.empty()) return;
  json_.key("byClass").begin_object();
  for (const NodeClass& part : classes) {
    class_reader_.select(part.sources);
    json_.key(part.id).begin_object();
    for (const NodeMetric metric : kClassMetrics) {
      if (!window_.shows(metric)) continue;
      const SeriesIn series = class_reader_(metric);
      if (series.empty() || (about(metric).only_where_known && !any_present(series))) continue;
      json_.key(name_of(metric));
      text_.write(json_, series, about(metric).pooling);
    }
    json_.end_object();
  }
  json_.end_object();
}

void WindowText::Writer::write_constraints(const std::vector<ConstraintState>& states) {
  if (states.empty()) return;
  json_.key("constraints").begin_object();
  for (const ConstraintState& state : states) {
    json_.key(state.constraint->id).begin_object().key("series").begin_object();
    const std::pair<const char*, SeriesIn> series[] = {{"arrivals", state.arrivals},
                                                       {"served", state.served},
                                                       {"errors", state.errors},
                                                       {"latencyMinutes", state.latency_minutes},
                                                       {"shortfall", state.shortfall}};
    for (const auto& [name, values] : series) {
      if (values.empty()) continue;
      json_.key(name);
      text_.write(json_, values, Pooling::kMean);
    }
    json_.end_object();
    SeriesMetadata metadata(json_);
    for (const auto& [name, values] : series) {
      if (values.empty()) continue;
      const std::string_view text = name;
      metadata.add(name, text == "latencyMinutes" ? "avg" : "sum",
                   text == "shortfall" ? "derived" : "explicit");
    }
    metadata.end();
    json_.end_object();
  }
  json_.end_object().key("constraintStatus").begin_object();
  for (const ConstraintState& state : states) {
    json_.key(state.constraint->id);
    const std::vector<double> unknown(state.limited.empty() ? window_.bins.size() : 0, kAbsent);
    text_.write(json_, state.limited.empty() ? SeriesIn(unknown) : state.limited, Pooling::kMax);
  }
  json_.end_object();
}

void WindowText::Writer::write_statuses(const std::vector<QueueLatencyStatus>& statuses) {
  if (statuses.empty()) return;
  json_.key("queueLatencyStatus").begin_array();
  for (std::size_t first = 0; first < statuses.size(); first += window_.bins_per_point) {
    const std::size_t end = std::min(statuses.size(), first + window_.bins_per_point);
    write_latency_status(json_,
                         *std::max_element(statuses.begin() + static_cast<std::ptrdiff_t>(first),
                                           statuses.begin() + static_cast<std::ptrdiff_t>(end)));
  }
  json_.end_array();
}

void WindowText::Writer::write_sla(const std::vector<SlaEntry>& entries) {
  json_.key("sla").begin_array();
  for (const SlaEntry& entry : entries) {
    json_.begin_object().member("kind", entry.kind).member("status", name_of(entry.status));
    json_.member("threshold", entry.threshold).key("values");
    text_.write(json_, entry.values, sla_pooling(entry.kind), true);
    verdict_or_null(json_, "verdict", entry.worst());
    json_.end_object();
  }
  json_.end_array();
}

void WindowText::Writer::write_node(std::size_t index) {
  const NodeSources sources = sources_of(run_, index);
  reader_.select(sources);
  // What was kept points into the buffers of the reader, which the new selection overwrites.
  text_.forget();
  const std::vector<NodeClass> classes = classes_of(run_, index);
  const ClassTruth truth = class_truth(classes, reader_, class_reader_);
  json_.begin_object();
  write_node_head(json_, *sources.node, truth);
  write_series(index, sources);
  const bool all = window_.shows_all();
  write_state_series(
      json_, run_.judgement_of(index), window_.bins, run_.bins(), window_.bins_per_point,
      {.state = all || window_.request.with_state, .verdict = all || window_.request.with_verdict});
  write_series_metadata(sources);
  write_classes(classes);
  write_constraints(constraint_states(run_, index, window_.bins));
  std::vector<StateWarning> warnings = node_warnings(run_, sources, reader_, true);
  if (auto found = class_warning(sources, truth)) warnings.push_back(std::move(*found));
  write_node_tail(json_, run_, *sources.node, warnings, schedule_of(run_.model(), *sources.node));
  write_statuses(latency_statuses(run_, sources, reader_));
  std::vector<SlaEntry> levels;
  // Service levels belong to the whole state of a node, not to chosen metrics.
  if (all) levels = sla_entries(run_, sources, reader_);
  write_sla(levels);
  json_.end_object();
  for (StateWarning& streak : streak_warnings(sources, reader_)) {
    streaks_.push_back(std::move(streak));
  }
}

void WindowText::Writer::write_computed(std::size_t index) {
  const Node& node = run_.model().nodes[index];
  const TopologyNode stand_in = stand_in_of(node);
  const SeriesIn all = run_.values(run_.series().find(node.id));
  json_.begin_object();
  write_node_head(json_, stand_in, {});
  json_.key("series").begin_object();
  std::vector<StateWarning> warnings;
  if (!all.empty()) {
    const SeriesIn series =
        all.subspan(static_cast<std::size_t>(window_.bins.first), window_.bins.size());
    text_.forget();
    json_.key("values");
    text_.write(json_, series, Pooling::kMean, true);
    json_.key("series:" + node.id);
    text_.write(json_, series, Pooling::kMean, true);
    if (!any_present(series)) {
      warnings.push_back(
          {.code = "value_series_missing",
           .message = "the node '" + node.id + "' has no value in any bin of the window"});
    }
  }
  json_.end_object();
  write_node_tail(json_, run_, stand_in, warnings, nullptr);
  write_sla({});
  json_.end_object();
}

bool WindowText::Writer::shows_edge(EdgeMetric metric) {
  const std::vector<EdgeMetric>& wanted = window_.request.edge_metrics;
  const bool chosen =
      wanted.empty() || std::find(wanted.begin(), wanted.end(), metric) != wanted.end();
  return chosen && !edge_reader_(metric).empty();
}

bool WindowText::Writer::shows_class(const std::string& id) const {
  return classes_.empty() ||
         std::find(classes_.begin(), classes_.end(), lower_case(id)) != classes_.end();
}

void WindowText::Writer::write_edge(std::size_t index) {
  edge_reader_.select(index);
  const bool any = std::any_of(kEdgeMetrics.begin(), kEdgeMetrics.end(),
                               [&](EdgeMetric metric) { return shows_edge(metric); });
  // An edge that shows nothing is left out, unlike a node.
  if (!any) return;
  json_.begin_object();
  write_edge_head(json_, run_.topology(), run_.topology().edges[index]);
  json_.key("series").begin_object();
  for (const EdgeMetric metric : kEdgeMetrics) {
    if (!shows_edge(metric)) continue;
    json_.key(name_of(metric));
    const Pooling pooling = metric == EdgeMetric::kRetryRate ? Pooling::kMax : Pooling::kMean;
    text_.write(json_, edge_reader_(metric), pooling);
  }
  json_.end_object();
  SeriesMetadata metadata(json_);
  for (const EdgeMetric metric : kEdgeMetrics) {
    if (shows_edge(metric)) add_edge_metadata(metadata, metric, edge_reader_.is_derived(metric));
  }
  metadata.end();
  write_edge_classes();
  json_.end_object();
}

void WindowText::Writer::write_edge_classes() {
  std::vector<std::string> ids = edge_reader_.classes();
  std::erase_if(ids, [&](const std::string& id) { return !shows_class(id); });
  if (ids.empty()) return;
  json_.key("byClass").begin_object();
  for (const std::string& id : ids) {
    json_.key(id).begin_object();
    for (const EdgeMetric metric : kEdgeMetrics) {
      if (!shows_edge(metric) || edge_reader_.is_derived(metric)) continue;
      const SeriesIn part = edge_reader_.class_part(metric, id);
      if (part.empty()) continue;
      json_.key(name_of(metric));
      text_.write(json_, part, Pooling::kMean);
    }
    json_.end_object();
  }
  json_.end_object();
}

void WindowText::Writer::write_tail() {
  json_.end_array().key("edgeWarnings");
  auto by_edge = edge_warnings(run_);
  // Warnings of edges that were not asked for are left out as well.
  if (!window_.request.edge_ids.empty()) {
    std::vector<std::string> kept;
    for (const std::size_t edge : window_.edges) kept.push_back(run_.topology().edges[edge].id);
    std::erase_if(by_edge, [&](const auto& entry) {
      return std::find(kept.begin(), kept.end(), entry.first) == kept.end();
    });
  }
  write_edge_warnings(json_, by_edge);
  std::vector<StateWarning> warnings = run_warnings(run_);
  warnings.insert(warnings.end(), streaks_.begin(), streaks_.end());
  json_.key("warnings");
  write_warnings(json_, warnings);
  json_.end_object();
  ended_ = true;
}

WindowText::WindowText(Window window, std::string metadata)
    : writer_(std::make_unique<Writer>(std::move(window), std::move(metadata))) {}
WindowText::~WindowText() = default;
WindowText::WindowText(WindowText&&) noexcept = default;
WindowText& WindowText::operator=(WindowText&&) noexcept = default;

std::string WindowText::next() { return writer_->next(); }

std::string to_json(const Window& window, std::string_view metadata) {
  WindowText text(window, std::string(metadata));
  std::string json;
  for (std::string piece = text.next(); !piece.empty(); piece = text.next()) json += piece;
  return json;
}

}  // namespace flowtime
