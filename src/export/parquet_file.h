// A run as a Parquet file that data tools read.
//
// Columns run, node, metric, class (texts), time (timestamp, UTC, milliseconds), value (double,
// null where a bin has none), component_id, measure (texts); one row group per series, so that
// texts are a dictionary of one and memory is that of one series.
#pragma once

#include "base/result.h"
#include "export/block_file.h"
#include "run/open_run.h"

namespace flowtime {

// Problems: those of exported_series, io codes.
Result<Done> write_parquet(const Run& run, BlockFile& out);

}  // namespace flowtime
