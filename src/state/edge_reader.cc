#include "state/edge_reader.h"

#include <algorithm>

#include "base/ascii.h"
#include "metrics/class_coverage.h"
#include "metrics/edges.h"
#include "model/names.h"
#include "state/node_reader.h"

namespace flowtime {
namespace {

using checks::exists;
using checks::kNoSeries;
using enum EdgeMetric;

constexpr std::array<const char*, kEdgeMetricCount> kNames{
    "flowVolume", "attemptsVolume", "failuresVolume", "retryRate", "retryVolume"};

}  // namespace

const char* name_of(EdgeMetric metric) { return kNames[static_cast<std::size_t>(metric)]; }

std::optional<EdgeMetric> parse_edge_metric(std::string_view name) {
  for (const EdgeMetric metric : kEdgeMetrics) {
    if (same_ignoring_case(name, name_of(metric))) return metric;
  }
  return std::nullopt;
}

void EdgeReader::select(std::size_t edge) {
  edge_ = edge;
  known_.fill(std::nullopt);
}

SeriesIn EdgeReader::raw(SeriesIndex series) const {
  const SeriesIn all = run_.values(series);
  return all.empty() ? all : all.subspan(static_cast<std::size_t>(bins_.first), bins_.size());
}

SeriesIndex EdgeReader::stored(EdgeMetric metric) const { return run_.edge_series(edge_, metric); }

bool EdgeReader::follows_source() const {
  return flowtime::follows_source(run_.topology().edges[edge_]);
}

bool EdgeReader::is_derived(EdgeMetric metric) const {
  if (metric == kFlowVolume) return false;
  // A stored retry volume also follows from other series: it is derived to a reader.
  if (metric == kRetryRate || metric == kRetryVolume) return true;
  return follows_source() || !exists(stored(metric));
}

SeriesIn EdgeReader::operator()(EdgeMetric metric) {
  std::optional<SeriesIn>& known = known_[static_cast<std::size_t>(metric)];
  if (!known) known = compute(metric);
  return *known;
}

SeriesIn EdgeReader::compute(EdgeMetric metric) {
  std::vector<double>& out = scratch_[static_cast<std::size_t>(metric)];
  const bool from_source = metric == kAttemptsVolume || metric == kFailuresVolume;
  // Before the stored series: those do not move by the edge's lag.
  if (from_source && follows_source()) return lagged_source(metric);
  if (metric == kRetryRate) {
    const SeriesIn attempts = (*this)(kAttemptsVolume);
    // A rate of attempts that the edge does not measure would divide two different things.
    if (attempts.empty() || !follows_source()) return {};
    out.resize(bins_.size());
    retry_rate((*this)(kFailuresVolume), attempts, out);
    return out;
  }
  const SeriesIn found = raw(stored(metric));
  if (metric != kRetryVolume || !found.empty()) return found;
  const EdgeType type = run_.topology().edges[edge_].type;
  const SeriesIn attempts = (*this)(kAttemptsVolume), flow = (*this)(kFlowVolume);
  const bool effort = type == EdgeType::kEffort || type == EdgeType::kDependency;
  if (!effort || attempts.empty() || flow.empty()) return {};
  out.resize(bins_.size());
  effort_retry_volume(attempts, flow, out);
  return out;
}

// The source is read as many bins further back as the edge lags.
SeriesIn EdgeReader::lagged_source(EdgeMetric metric) {
  const Edge& edge = run_.topology().edges[edge_];
  // Not before bin 0, where there is nothing to read.
  const std::int64_t back = std::min(bins_.first, std::max<std::int64_t>(edge.lag, 0));
  NodeReader source(run_, {bins_.first - back, bins_.end});
  source.select(sources_of(run_, edge.from.value));
  const bool exhausted = effective_measure(edge) == EdgeMeasure::kExhaustedFailures;
  const NodeMetric failures = exhausted ? NodeMetric::kExhaustedFailures : NodeMetric::kFailures;
  const SeriesIn values = source(metric == kAttemptsVolume ? NodeMetric::kAttempts : failures);
  if (values.empty()) return {};
  std::vector<double>& out = scratch_[static_cast<std::size_t>(metric)];
  out.resize(values.size());
  lagged_volume(values, edge.lag, edge_factor(edge), out);
  // The bins in front were only needed for the lag.
  return SeriesIn(out).subspan(static_cast<std::size_t>(back));
}

SeriesIndex EdgeReader::part(EdgeMetric metric, const std::string& class_id) const {
  const SeriesIndex total = stored(metric);
  if (!exists(total)) return kNoSeries;
  const std::string suffix = class_id == "*" ? std::string(kDefaultClass) : class_id;
  return run_.series().find(run_.catalog()[total].id + "@" + suffix);
}

std::vector<std::string> EdgeReader::classes() const {
  std::vector<std::string> ids;
  for (const FlowClass& flow_class : run_.model().classes) ids.push_back(flow_class.id);
  if (ids.empty()) return ids;
  ids = class_display_order(std::move(ids));
  // A rest that is 0 throughout is not a class of its own to a reader.
  if (run_.has_rest(stored(kFlowVolume))) ids.emplace_back("*");
  std::erase_if(ids, [&](const std::string& id) { return !exists(part(kFlowVolume, id)); });
  return ids;
}

SeriesIn EdgeReader::class_part(EdgeMetric metric, const std::string& class_id) const {
  return raw(part(metric, class_id));
}

}  // namespace flowtime
