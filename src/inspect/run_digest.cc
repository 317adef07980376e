#include "inspect/run_digest.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

#include "metrics/capacity.h"
#include "metrics/latency.h"
#include "model/names.h"
#include "model/read_model.h"
#include "run/bundle_paths.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

constexpr double kNothing = 1e-6;  // items that count as none

using Values = std::vector<double>;

// The series of one topology node; empty where it has none.
struct NodeSeries {
  Values arrivals, served, queue, capacity, retries;
};

class Digest {
 public:
  Digest(const Run& run, const Model& model) : run_(run), model_(model) {}

  RunDigest digest() const {
    RunDigest digest;
    digest.grid = model_.grid;
    const TopologyNode* worst = nullptr;
    double most = kNothing;
    for (const TopologyNode& node : model_.topology.nodes) {
      digest.nodes.push_back(digest_of(node));
      const std::optional<Peak>& queue = digest.nodes.back().queue;
      if (!queue || queue->value <= most) continue;
      most = queue->value;
      worst = &node;
    }
    if (worst != nullptr) digest.story = story_of(*worst);
    return digest;
  }

 private:
  Values values_of(const std::string& id) const {
    const auto row = run_.find(id);
    if (!row) return {};
    const std::span<const double> values = run_.values(*row);
    return {values.begin(), values.end()};
  }
  Values role(const TopologyNode& node, Role role) const {
    const std::optional<SeriesRef>& ref = node.semantics[role];
    return ref ? values_of(id_of(*ref)) : Values();
  }
  Values parallelism(const TopologyNode& node) const {
    const auto& given = node.semantics.parallelism;
    if (!given) return {};
    if (const double* number = std::get_if<double>(&*given)) {
      return Values(static_cast<std::size_t>(model_.grid.bins), *number);
    }
    return values_of(id_of(std::get<SeriesRef>(*given)));
  }

  NodeSeries series_of(const TopologyNode& node) const {
    NodeSeries series;
    series.arrivals = role(node, Role::kArrivals);
    if (const auto id = served_effective_id(model_, node)) series.served = values_of(*id);
    if (const auto id = queue_depth_id(model_, node)) series.queue = values_of(*id);
    const Values capacity = role(node, Role::kCapacity);
    series.capacity.resize(static_cast<std::size_t>(model_.grid.bins));
    effective_capacity(capacity, parallelism(node), series.capacity);
    series.retries = role(node, Role::kRetryEcho);
    return series;
  }

  NodeDigest digest_of(const TopologyNode& node) const;
  QueueStory story_of(const TopologyNode& node) const;

  const Run& run_;
  const Model& model_;
};

std::optional<Peak> peak_of(std::span<const double> values) {
  std::optional<Peak> peak;
  for (std::size_t t = 0; t < values.size(); ++t) {
    if (is_absent(values[t]) || (peak && values[t] <= peak->value)) continue;
    peak = Peak{values[t], static_cast<std::int64_t>(t)};
  }
  return peak;
}

// Nearest rank over the bins that have a value.
std::optional<double> percentile_95(Values values) {
  values.erase(std::remove_if(values.begin(), values.end(), is_absent), values.end());
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(0.95 * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(rank) - 1];
}

NodeDigest Digest::digest_of(const TopologyNode& node) const {
  const NodeSeries series = series_of(node);
  Values used(static_cast<std::size_t>(model_.grid.bins)), waits(used.size());
  utilization(series.served, series.capacity, used);
  queue_time_ms(series.queue, series.served, model_.grid.bin_ms(), waits);
  latency_minutes(Values(waits), waits);
  NodeDigest digest;
  digest.id = node.id;
  digest.utilization = peak_of(used);
  digest.queue = peak_of(series.queue);
  digest.p95_wait_minutes = percentile_95(std::move(waits));
  for (const Finding& finding : run_.info().findings) {
    if (finding.node_id != node.id) continue;
    digest.errors += finding.severity == Severity::kError;
    digest.warnings += finding.severity == Severity::kWarning;
  }
  return digest;
}

// When the queue filled before its peak and was empty after it.
void find_times(QueueStory& story) {
  const auto peak = static_cast<std::size_t>(story.peak.bin);
  std::size_t begin = peak;
  while (begin > 0 && story.queue[begin - 1] > kNothing) --begin;
  story.grew_from_bin = static_cast<std::int64_t>(begin);
  const auto empty = std::find_if(story.queue.begin() + story.peak.bin, story.queue.end(),
                                  [](double depth) { return depth <= kNothing; });
  if (empty != story.queue.end()) story.empty_at_bin = empty - story.queue.begin();
  story.left_at_end = finite_or_zero(story.queue.back());
}

void find_overload(QueueStory& story, const Values& capacity) {
  for (std::size_t t = 0; t < story.arrivals.size(); ++t) {
    if (!(story.arrivals[t] > capacity[t] + kNothing)) continue;
    if (story.overloaded_bins++ == 0) story.first_overloaded_bin = static_cast<std::int64_t>(t);
  }
}

std::optional<double> same_in_every_bin(const Values& values) {
  const bool same =
      std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end();
  return same && !values.empty() ? std::optional<double>(values.front()) : std::nullopt;
}

QueueStory Digest::story_of(const TopologyNode& node) const {
  NodeSeries series = series_of(node);
  QueueStory story;
  story.node_id = node.id;
  story.peak = *peak_of(series.queue);
  story.queue_series = *queue_depth_id(model_, node);
  story.arrivals = std::move(series.arrivals);
  story.queue = std::move(series.queue);
  find_times(story);
  find_overload(story, series.capacity);
  story.retries = peak_of(series.retries);
  if (story.retries && story.retries->value <= kNothing) story.retries.reset();
  const auto& capacity = node.semantics[Role::kCapacity];
  const Node* source = capacity ? model_.find_node(capacity->id) : nullptr;
  if (source && std::holds_alternative<ConstNode>(source->body)) story.capacity_node = source->id;
  story.capacity = same_in_every_bin(series.capacity);
  return story;
}

}  // namespace

Result<RunDigest> digest_run(const Run& run) {
  FT_TRY(std::string text, run.read_file(bundle::kModel));
  FT_TRY(const yaml::Document document,
         yaml::parse(std::move(text), run_directory(run.info().id) + "/" + bundle::kModel));
  FT_TRY(const Model model, read_model(document));
  return Digest(run, model).digest();
}

}  // namespace flowtime
