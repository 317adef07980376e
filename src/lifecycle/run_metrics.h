// The metrics about runs and jobs. Labels are exactly `mode` and `templateId`; drafts count as
// template "draft", plain models as "model".
// The stage histogram has the label `stage` alone: a label for each template as well would multiply
// its rows. All functions may be called by any number of threads.
#pragma once

#include <vector>

#include "lifecycle/run_events.h"
#include "run/run_record.h"
#include "sys/metrics.h"

namespace flowtime {

namespace metrics {
// Each is one object for the life of the program. Durations are in milliseconds.
const Metric& run_created();          // run_created_total
const Metric& run_failed();           // run_failed_total: refused, failed and cancelled ones
const Metric& run_reused();           // run_reused_total
const Metric& evaluation_duration();  // simulation_evaluation_duration_ms
const Metric& stage_duration();       // run_stage_duration_ms, with a label `stage`
const Metric& jobs_waiting();         // job_queue_depth
const Metric& jobs_running();         // jobs_running
}  // namespace metrics

// How a call ended, as far as it is counted.
enum class RunEnd { kCreated, kReused, kFailed };

// Counts the end of one call that was no dry run, and what its stages took.
// Stages in which no time was spent are not observed, so that a histogram counts real stages only.
void count_run(MetricsSink& sink, RunEnd end, const RunLabels& labels, const StageClock& clock);

}  // namespace flowtime
