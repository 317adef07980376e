#include "state/thresholds.h"

#include <algorithm>

#include "series/absent.h"

namespace flowtime {

const std::vector<Threshold>& default_thresholds() {
  using Kind = Threshold::Kind;
  static const std::vector<Threshold> table{
      {.metric = "sla",
       .low_is_bad = true,
       .warning = 0.95,
       .critical = 0.90,
       .about = "share of arrivals served in a bin, and share of bins that met it"},
      {.metric = "utilization",
       .warning = 0.80,
       .critical = 0.95,
       .about = "served / effective capacity"},
      {.metric = "errorRate", .warning = 0.02, .critical = 0.05, .about = "errors / arrivals"},
      {.metric = "latencyMinutes",
       .kind = Kind::kOfTarget,
       .warning = 1,
       .critical = 1.5,
       .about = "wait as a multiple of the node's slaMin; no verdict without one"},
      {.metric = "backlogAgeMinutes",
       .kind = Kind::kOfTarget,
       .warning = 1,
       .critical = 1.5,
       .about = "age of the oldest waiting item as a multiple of the node's slaMin"},
      {.metric = "scheduleAdherence",
       .low_is_bad = true,
       .warning = 1,
       .critical = 1,
       .about = "1 where a dispatch bin released something, else 0"},
      {.metric = "queue",
       .kind = Kind::kNone,
       .about = "no absolute threshold: compare with the run's own p95 or the WIP limit"},
  };
  return table;
}

const Threshold* find_threshold(std::span<const Threshold> thresholds, std::string_view metric) {
  const auto found = std::find_if(thresholds.begin(), thresholds.end(),
                                  [&](const Threshold& row) { return row.metric == metric; });
  return found == thresholds.end() ? nullptr : &*found;
}

Verdict judge(const Threshold& threshold, double figure, double target) {
  if (is_absent(figure) || threshold.kind == Threshold::Kind::kNone) return Verdict::kNone;
  if (threshold.kind == Threshold::Kind::kOfTarget) {
    figure = ratio_or_absent(figure, target);
    if (is_absent(figure)) return Verdict::kNone;
    // A target is met when it is reached, not missed.
    if (figure > threshold.critical) return Verdict::kCritical;
    return figure > threshold.warning ? Verdict::kWarning : Verdict::kGood;
  }
  if (threshold.low_is_bad) {
    if (figure < threshold.critical) return Verdict::kCritical;
    return figure < threshold.warning ? Verdict::kWarning : Verdict::kGood;
  }
  if (figure >= threshold.critical) return Verdict::kCritical;
  return figure >= threshold.warning ? Verdict::kWarning : Verdict::kGood;
}

void write_thresholds(JsonWriter& json, std::span<const Threshold> thresholds) {
  json.begin_array();
  for (const Threshold& row : thresholds) {
    json.begin_object().member("metric", row.metric);
    json.member("direction", row.low_is_bad ? "lowIsBad" : "highIsBad");
    using Kind = Threshold::Kind;
    json.member("kind", row.kind == Kind::kFixed      ? "fixed"
                        : row.kind == Kind::kOfTarget ? "timesTarget"
                                                      : "none");
    json.member("warning", row.kind == Kind::kNone ? kAbsent : row.warning);
    json.member("critical", row.kind == Kind::kNone ? kAbsent : row.critical);
    json.member("source", row.source).member("about", row.about).end_object();
  }
  json.end_array();
}

}  // namespace flowtime
