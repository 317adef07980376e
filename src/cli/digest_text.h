// A run in words, figures and two sparklines.
#pragma once

#include <string>

#include "inspect/run_digest.h"

namespace flowtime::cli {

// One sentence: which queue grew largest, when, and why; or that nothing waited.
std::string story_text(const RunDigest& digest);
// node, peak utilization, peak queue and when, p95 wait, findings; "" without topology.
std::string node_table(const RunDigest& digest);
// Arrivals and queue of the node of the story, one line each; "" without a story.
std::string sparklines(const RunDigest& digest);

// `width` characters, each the largest value of its share of the series, against the largest of
// all: " ▁▂▃▄▅▆▇█".
std::string sparkline(const std::vector<double>& values, std::size_t width);

}  // namespace flowtime::cli
