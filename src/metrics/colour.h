// The colour of a node in one bin: how close to trouble it is.
// Fixed limits, for drawing. The verdicts of the judgement have their own
// (metrics/threshold_table.h).
#pragma once

#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

enum class Colour { kGray, kGreen, kYellow, kRed, kDlq };
inline const char* name_of(Colour colour) {
  switch (colour) {
    case Colour::kGray: return "gray";
    case Colour::kGreen: return "green";
    case Colour::kYellow: return "yellow";
    case Colour::kRed: return "red";
    case Colour::kDlq: return "dlq";
  }
  return "";
}

// Green below 0.7, yellow below 0.9, else red; gray where utilization is absent.
inline Colour service_colour(double utilization) {
  if (is_absent(utilization)) return Colour::kGray;
  if (utilization < 0.7) return Colour::kGreen;
  return utilization < 0.9 ? Colour::kYellow : Colour::kRed;
}

// Green up to the SLA, yellow up to 1.5 times the SLA, else red; gray where latency is absent or
// the SLA is absent or not positive. Both in minutes.
inline Colour queue_colour(double latency_minutes, double sla_minutes) {
  if (is_absent(latency_minutes) || is_absent(sla_minutes) || sla_minutes <= 0)
    return Colour::kGray;
  if (latency_minutes <= sla_minutes) return Colour::kGreen;
  return latency_minutes <= 1.5 * sla_minutes ? Colour::kYellow : Colour::kRed;
}

// The rule that fits the node: dead-letter queues have a colour of their own, other nodes with
// a queue but without service are judged by latency, all others by utilization.
inline Colour node_colour(const TopologyNode& node, double utilization, double latency_minutes) {
  if (node.category == NodeCategory::kDlq) return Colour::kDlq;
  if (node.queue_semantics && node.category != NodeCategory::kService) {
    return queue_colour(latency_minutes, node.semantics.sla_minutes.value_or(kAbsent));
  }
  return service_colour(utilization);
}

}  // namespace flowtime
