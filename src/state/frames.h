// Frames: one metric of every node, bin after bin, as bytes, for clients that draw while scrubbing.
// The form: docs/frames.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "series/bin_window.h"
#include "state/node_metric.h"
#include "state/stored_run.h"

namespace flowtime {

enum class FrameEncoding : std::uint8_t { kFloat32, kFloat64 };
// Case counts.
std::optional<FrameEncoding> parse_frame_encoding(std::string_view text);  // "f32", "f64"
const char* name_of(FrameEncoding encoding);

// `class_id` "*" is the part that no class accounts for.
struct FramesRequest {
  NodeMetric metric = NodeMetric::kUtilization;
  std::string class_id{};                              // empty: totals
  std::optional<std::int64_t> start_bin{}, end_bin{};  // inclusive
  int level = 0;  // each frame is the largest value of 2^level bins, aligned to the grid
  FrameEncoding encoding = FrameEncoding::kFloat32;
};
// 2^24 bins are more than any grid has.
inline constexpr int kMaxFrameLevel = 24;
// Most values of one answer.
// 512 MB as float64: a client draws from it without asking again.
inline constexpr std::int64_t kMaxFrameCells = 64'000'000;

// Owns its values; they are copied once more into the bytes of the answer.
struct Frames {
  FramesRequest request{};
  BinWindow bins{};                          // asked for
  std::int64_t first_frame = 0, frames = 0;  // in units of 2^level bins from the start of the grid
  std::vector<std::string> nodes{};          // order of the values of one frame
  double lowest = kAbsent, highest = kAbsent;  // of the present values
  // Absent where the node has no value in any bin of the frame.
  std::vector<double> values{};  // frames x nodes, a frame after the other
};

// Nodes without the metric are absent throughout. Problems: range_outside_grid, range_backwards,
// no_topology, unknown_class, bad_level, answer_too_large.
// Frames are aligned to the grid, so that frames of overlapping requests agree.
Result<Frames> query_frames(std::shared_ptr<const StoredRun> run, const FramesRequest& request);

// The header and the values.
// "FTFRAME1", the length of the header (uint32), the header as JSON, then the values,
// little-endian.
std::string frame_bytes(const Frames& frames);

}  // namespace flowtime
