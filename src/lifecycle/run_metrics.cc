#include "lifecycle/run_metrics.h"

#include <string>

#include "checks/check_run.h"

namespace flowtime {
namespace {

// From a tenth of a millisecond to a minute.
const std::vector<double>& durations_ms() {
  static const std::vector<double> bounds{0.1, 0.3, 1,    3,    10,    30,
                                          100, 300, 1000, 3000, 10000, 60000};
  return bounds;
}

MetricLabels labels_of(const RunLabels& labels) {
  return {{"mode", labels.mode}, {"templateId", labels.template_id}};
}

const Metric& counted_as(RunEnd end) {
  switch (end) {
    case RunEnd::kCreated: return metrics::run_created();
    case RunEnd::kReused: return metrics::run_reused();
    case RunEnd::kFailed: return metrics::run_failed();
  }
  return metrics::run_failed();
}

}  // namespace

namespace metrics {

const Metric& run_created() {
  static const Metric metric{"run_created_total", "Runs that were evaluated and published.", {}};
  return metric;
}
const Metric& run_failed() {
  static const Metric metric{
      "run_failed_total", "Requests for a run that were refused, failed or cancelled.", {}};
  return metric;
}
const Metric& run_reused() {
  static const Metric metric{"run_reused_total", "Requests answered with an existing run.", {}};
  return metric;
}
const Metric& evaluation_duration() {
  static const Metric metric{"simulation_evaluation_duration_ms",
                             "Time to evaluate a simulation, in milliseconds.", durations_ms()};
  return metric;
}
const Metric& stage_duration() {
  static const Metric metric{"run_stage_duration_ms",
                             "Time of one stage of making a run, in milliseconds.", durations_ms()};
  return metric;
}
const Metric& jobs_waiting() {
  static const Metric metric{"job_queue_depth", "Jobs that wait for a worker.", {}};
  return metric;
}
const Metric& jobs_running() {
  static const Metric metric{"jobs_running", "Jobs that a worker is busy with.", {}};
  return metric;
}

}  // namespace metrics

void count_run(MetricsSink& sink, RunEnd end, const RunLabels& labels, const StageClock& clock) {
  sink.count(counted_as(end), labels_of(labels));
  // A histogram of simulations alone: telemetry runs also read files while they evaluate.
  if (end == RunEnd::kCreated && labels.mode == name_of(RunMode::kSimulation)) {
    sink.observe(metrics::evaluation_duration(), labels_of(labels),
                 clock.milliseconds(Stage::kEvaluate));
  }
  for (int i = 0; i < kStageCount; ++i) {
    const Stage stage = static_cast<Stage>(i);
    const double milliseconds = clock.milliseconds(stage);
    if (milliseconds > 0) {
      sink.observe(metrics::stage_duration(), {{"stage", name_of(stage)}}, milliseconds);
    }
  }
}

}  // namespace flowtime
