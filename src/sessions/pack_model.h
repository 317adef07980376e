// The parts of a session's answers, each as one value of MessagePack.
#pragma once

#include <span>
#include <vector>

#include "base/finding.h"
#include "model/model.h"
#include "sessions/live_model.h"
#include "sessions/packed_writer.h"

namespace flowtime::sessions {

// The most bytes of an answer, its 4 bytes of length and the names around the values included.
// As large as the largest frame of a request. Answers are estimated before they are written.
inline constexpr std::int64_t kMaxAnswerBytes = 64 << 20;

// [{id, kind, default, unit, min, max, step}]: the default is one number where every bin has it.
void pack_parameters(PackedWriter& out, const whatif::Subject& subject);
// {name: [value or nil]}
// Every value takes 9 bytes, an absent one 1. The ids are those of the plan's series.
void pack_series(PackedWriter& out, const LiveModel& model, std::span<const SeriesIndex> series);
// {bins, binSize, binUnit}
void pack_grid(PackedWriter& out, const TimeGrid& grid);
// {nodes: [{id, kind}], edges: [{from, to}]}: which nodes read which. An edge from each input to
// the node that reads it.
void pack_graph(PackedWriter& out, const Model& model);
// The same of the topology.
// Edges from node to node; their types and weights are not part of it.
void pack_topology(PackedWriter& out, const Topology& topology);
// [{node_id, code, message, bins, severity}]
// node_id is "" for what is not about one node; bins is empty for what is not about bins.
void pack_warnings(PackedWriter& out, std::span<const Finding> findings);

}  // namespace flowtime::sessions
