// A run for monitoring: its series as OpenMetrics text, and a Grafana dashboard that shows them.
#pragma once

#include "base/result.h"
#include "export/block_file.h"
#include "run/open_run.h"

namespace flowtime {

// flowtime_<metric>{run,node,class} value time, one gauge family per metric, then `# EOF`; times in
// seconds. Bins without a value are left out. What `promtool tsdb create-blocks-from openmetrics`
// reads.
Result<Done> write_metrics_text(const Run& run, BlockFile& out);

// One panel per node, with the series of the text above, over the window of the run.
Result<Done> write_grafana_dashboard(const Run& run, BlockFile& out);

}  // namespace flowtime
