// Thresholds: when a figure is worth attention. Data, served with every run, so that the API, the
// command line and the web client judge alike.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "run/judgement.h"
#include "text/json_writer.h"

namespace flowtime {

struct Threshold {
  std::string metric;  // "utilization"
  bool low_is_bad = false;
  // kFixed: compared with the figure; kOfTarget: with figure / the node's own slaMin; kNone: the
  // figure has no absolute threshold.
  enum class Kind : std::uint8_t { kFixed, kOfTarget, kNone } kind = Kind::kFixed;
  double warning = 0, critical = 0;
  std::string source = "default";  // or "model"
  std::string about;               // one sentence
};

// The table: sla, utilization, errorRate, latency, backlogAge, queue.
const std::vector<Threshold>& default_thresholds();
const Threshold* find_threshold(std::span<const Threshold> thresholds, std::string_view metric);

// What a figure is worth: kNone where it is absent, where the threshold needs a target and the
// node has none (absent or not positive), or where there is no absolute threshold. `target` is in
// the figure's unit.
Verdict judge(const Threshold& threshold, double figure, double target);

// [{"metric","direction","kind","warning","critical","source","about"}, ...]
void write_thresholds(JsonWriter& json, std::span<const Threshold> thresholds);

}  // namespace flowtime
