// How long items wait and are worked on.
//
// `served` is what left in truth (the effective served of a node with a queue), so a closed gate
// shows as an absent wait, not as a short one.
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

// Little's law at one bin: queue depth / served * bin width, in ms; absent where served or the bin
// width is not positive.
inline double queue_time_ms(double queue_depth, double served, double bin_ms) {
  if (!(bin_ms > 0)) return kAbsent;
  const double bins = ratio_or_absent(queue_depth, served);
  return is_absent(bins) ? kAbsent : bins * bin_ms;
}

// The same in minutes.
inline double latency_minutes(double queue_time_ms) {
  return is_absent(queue_time_ms) ? kAbsent : queue_time_ms / 60000;
}

// processing time sum / served count, in ms per item; absent where the count is not positive.
inline double service_time_ms(double processing_time_ms_sum, double served_count) {
  return ratio_or_absent(processing_time_ms_sum, served_count);
}

// queue time + service time, in ms; a part that is absent counts as 0, absent where both are.
inline double cycle_time_ms(double queue_time_ms, double service_time_ms) {
  if (is_absent(queue_time_ms) && is_absent(service_time_ms)) return kAbsent;
  return finite_or_zero(queue_time_ms) + finite_or_zero(service_time_ms);
}

// service time / cycle time, a ratio; absent where the cycle time is not positive.
inline double flow_efficiency(double service_time_ms, double cycle_time_ms) {
  return ratio_or_absent(service_time_ms, cycle_time_ms);
}

inline void queue_time_ms(SeriesIn queue_depth, SeriesIn served, double bin_ms, SeriesOut out) {
  each_bin(
      out, [=](double q, double s) { return queue_time_ms(q, s, bin_ms); }, queue_depth, served);
}
inline void latency_minutes(SeriesIn queue_time_ms, SeriesOut out) {
  each_bin(
      out, [](double ms) { return latency_minutes(ms); }, queue_time_ms);
}
inline void service_time_ms(SeriesIn processing_time_ms_sum, SeriesIn served_count, SeriesOut out) {
  each_bin(
      out, [](double p, double n) { return service_time_ms(p, n); }, processing_time_ms_sum,
      served_count);
}
inline void cycle_time_ms(SeriesIn queue_time, SeriesIn service_time, SeriesOut out) {
  each_bin(
      out, [](double q, double s) { return cycle_time_ms(q, s); }, queue_time, service_time);
}
inline void flow_efficiency(SeriesIn service_time, SeriesIn cycle_time, SeriesOut out) {
  each_bin(
      out, [](double s, double c) { return flow_efficiency(s, c); }, service_time, cycle_time);
}

// Whether the queue may release in `bin`.
inline bool is_dispatch_bin(const DispatchSchedule& schedule, std::int64_t bin) {
  return schedule.is_open(bin);
}

// Why a queue has no latency in `bin`.
enum class QueueLatencyStatus { kNone, kPausedGateClosed };
inline const char* name_of(QueueLatencyStatus status) {
  return status == QueueLatencyStatus::kNone ? "" : "paused_gate_closed";
}

// Paused: the node has a schedule, `bin` is closed, items wait and none left.
inline QueueLatencyStatus queue_latency_status(const Rare<DispatchSchedule>& schedule,
                                               std::int64_t bin, double queue_depth,
                                               double served) {
  const bool closed = schedule && !is_dispatch_bin(*schedule, bin);
  return closed && queue_depth > 0 && served <= 0 ? QueueLatencyStatus::kPausedGateClosed
                                                  : QueueLatencyStatus::kNone;
}

}  // namespace flowtime
