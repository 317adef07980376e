#include "answers/judgement_json.h"
#include "state/flow_facts.h"
#include "state/series_text.h"
#include "state/state_json.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// A series by bin or, when pooled, by point.
struct SeriesMember {
  const char* name;
  Pooling pooling;
};
// Cumulative counts never fall, so that the largest of a point is that of its last bin.
// The worst of a point, not its mean: a reader looks for what went wrong. For an efficiency the
// worst is the smallest.
constexpr SeriesMember kDelay{"delayMinutes", Pooling::kMax},
    kOldestAge{"oldestAgeMinutes", Pooling::kMax}, kIn{"cumulativeIn", Pooling::kMax},
    kOut{"cumulativeOut", Pooling::kMax}, kEfficiency{"flowEfficiency", Pooling::kMin};

void write_series(JsonWriter& json, const FlowFacts& facts, const SeriesMember& member,
                  SeriesIn series) {
  SeriesText(facts.bins_per_point).write(json.key(member.name), series, member.pooling);
}

void write_pooling(JsonWriter& json, const FlowFacts& facts) {
  json.key("pooling").begin_object();
  json.member("binsPerPoint", static_cast<std::int64_t>(facts.bins_per_point));
  json.member("points",
              static_cast<std::int64_t>(point_count(facts.bins.size(), facts.bins_per_point)));
  json.key("how").begin_object();
  for (const SeriesMember& member : {kDelay, kOldestAge, kIn, kOut, kEfficiency}) {
    json.member(member.name, name_of(member.pooling));
  }
  json.end_object().end_object();
}

void write_spans(JsonWriter& json, const char* name, const std::vector<BinSpan>& spans) {
  json.key(name).begin_array();
  for (const BinSpan& span : spans) {
    json.begin_object().member("startBin", span.first).member("endBin", span.last).end_object();
  }
  json.end_array();
}

void write_fifo(JsonWriter& json, const FlowFacts& facts, const FifoFacts& fifo) {
  json.key("fifo").begin_object();
  const WindowWaits& waits = fifo.waits;
  json.member("p50Minutes", waits.p50).member("p85Minutes", waits.p85);
  json.member("p95Minutes", waits.p95).member("longestMinutes", waits.longest);
  json.member("lateShare", waits.late_share).member("atLeast", waits.at_least);
  json.member("undelivered", waits.undelivered);
  write_series(json, facts, kDelay, fifo.delay_minutes);
  write_series(json, facts, kOldestAge, fifo.oldest_age_minutes);
  write_series(json, facts, kIn, fifo.cumulative_in);
  write_series(json, facts, kOut, fifo.cumulative_out);
  json.end_object().key("littlesLaw").begin_object();
  json.member("meanDepth", fifo.little.mean_depth).member("items", fifo.little.items);
  json.member("itemsPerBin", fifo.little.rate_per_bin);
  json.member("meanTimeMinutes",
              canonical(fifo.little.mean_time_bins * facts.run->grid().bin_minutes()));
  // Shown, because it says how exact the two ways to count agree.
  json.member("residual", fifo.little.residual()).end_object();
}

double minutes(double ms) { return is_absent(ms) ? kAbsent : ms / 60000; }

void write_station(JsonWriter& json, const QueueingOverlay& found) {
  const Overlay& overlay = found.overlay;
  json.key("station").begin_object();
  json.member("arrivalsPerMinute", found.arrivals_per_minute);
  json.member("serviceTimeMs", overlay.station.service_time_ms).key("servers");
  if (overlay.has_servers) {
    json.integer(overlay.station.servers);
  } else {
    json.null();
  }
  json.member("cvArrivals", overlay.station.cv_arrivals);
  json.member("cvService", overlay.station.cv_service);
  json.member("utilization", overlay.load).end_object();
}

void write_overlay(JsonWriter& json, const QueueingOverlay& found) {
  const Overlay& overlay = found.overlay;
  json.key("queueing").begin_object().member("validity", name_of(overlay.validity));
  json.member("meaning", meaning_of(overlay.validity)).member("atMost", overlay.at_most);
  write_station(json, found);
  json.member("fluidWaitMinutes", found.fluid_wait_minutes);
  json.member("erlangC", overlay.waits_probability);
  json.member("erlangCWaitMinutes", minutes(overlay.erlang_c_ms));
  json.member("mg1WaitMinutes", minutes(overlay.mg1_ms));
  json.member("kingmanWaitMinutes", minutes(overlay.kingman_ms));
  json.member("allenCunneenWaitMinutes", minutes(overlay.allen_cunneen_ms));
  json.member("atMeanLoadWaitMinutes", minutes(overlay.at_mean_load_ms));
  if (found.within_minutes) {
    json.key("within").begin_object().member("minutes", *found.within_minutes);
    json.member("probability", overlay.within_probability).end_object();
  }
  json.end_object();
}

void write_node(JsonWriter& json, const FlowFacts& facts, const NodeFlowFacts& node) {
  json.begin_object().member("id", node.node->id);
  if (node.fifo) write_fifo(json, facts, *node.fifo);
  write_spans(json, "starved", node.starved);
  write_spans(json, "blocked", node.blocked);
  if (node.overlay) write_overlay(json, *node.overlay);
  json.end_object();
}

}  // namespace

std::string to_json(const FlowFacts& facts) {
  JsonWriter json;
  json.begin_object().member("runId", facts.run->info().id).key("window").begin_object();
  json.member("startBin", facts.bins.first).member("endBin", facts.bins.last());
  json.member("binCount", static_cast<std::int64_t>(facts.bins.size())).end_object();
  if (facts.bins_per_point > 1) write_pooling(json, facts);
  json.key("nodes").begin_array();
  for (const NodeFlowFacts& node : facts.nodes) write_node(json, facts, node);
  json.end_array().key("bottlenecks").begin_array();
  for (const BottleneckSpan& span : facts.bottlenecks) {
    json.begin_object().member("startBin", span.bins.first).member("endBin", span.bins.last);
    text_or_null(json, "nodeId", span.node_id);
    text_or_null(json, "constraintId", span.constraint_id);
    json.end_object();
  }
  json.end_array();
  if (const Judgement* judgement = facts.run->judgement(); judgement != nullptr) {
    balance_member(json, judgement->summary.balance);
  }
  if (!facts.path.empty()) {
    json.key("path").begin_object().key("nodes").begin_array();
    for (const std::string& id : facts.path) json.string(id);
    json.end_array();
    write_series(json, facts, kEfficiency, facts.path_efficiency);
    json.end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
