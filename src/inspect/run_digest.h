// RunDigest: what a stored run comes to, node by node, in a few figures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "run/open_run.h"
#include "series/time_grid.h"

namespace flowtime {

// The largest value of a series and the first bin that has it.
struct Peak {
  double value = 0;
  std::int64_t bin = 0;
};

struct NodeDigest {
  std::string id;
  std::optional<Peak> utilization;         // of the effective capacity
  std::optional<Peak> queue;               // items
  std::optional<double> p95_wait_minutes;  // over the bins in which something was served
  std::int64_t errors = 0, warnings = 0;   // findings about the node
};

// The queue that grew largest, and what is known about why.
struct QueueStory {
  std::string node_id;
  Peak peak;
  std::int64_t grew_from_bin = 0;            // the first bin of the time in which it was not empty
  std::optional<std::int64_t> empty_at_bin;  // after the peak; nothing: not within the grid
  double left_at_end = 0;                    // items
  std::int64_t overloaded_bins = 0;          // in which more arrived than the capacity allows
  std::int64_t first_overloaded_bin = 0;     // when there are any
  std::optional<Peak> retries;               // that arrived at the node, when the model has them
  std::string capacity_node;                 // const node that is its capacity; may be empty
  std::optional<double> capacity;            // when it is the same in every bin
  std::string queue_series;                  // bare id
  std::vector<double> arrivals, queue;       // per bin
};

struct RunDigest {
  TimeGrid grid;
  std::vector<NodeDigest> nodes;    // of the topology, in its order
  std::optional<QueueStory> story;  // nothing: nowhere did anything wait
};

// Reads the stored model beside the stored series. Problems: those of reading either.
Result<RunDigest> digest_run(const Run& run);

}  // namespace flowtime
