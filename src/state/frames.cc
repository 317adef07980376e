// Stored series lie one after the other, bins innermost; a frame has all nodes of one bin. So the
// values are transposed: node by node each writes its column of the frames.
#include "state/frames.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "model/names.h"
#include "state/bin_request.h"
#include "state/flow_latencies.h"
#include "state/node_reader.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::string_view kMagic = "FTFRAME1";
constexpr std::size_t kAlignment = 16;

// Fills one node's column of the frames.
void fill(Frames& frames, std::size_t column, SeriesIn series) {
  const std::size_t nodes = frames.nodes.size();
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (is_absent(series[i])) continue;
    const std::int64_t bin = frames.bins.first + static_cast<std::int64_t>(i);
    // Shifting aligns frames to the grid, whatever bin the request begins with.
    const auto frame = static_cast<std::size_t>((bin >> frames.request.level) - frames.first_frame);
    double& cell = frames.values[frame * nodes + column];
    // Negated, so that the absent cell is replaced by the first value.
    if (!(cell >= series[i])) cell = series[i];
    if (!(frames.lowest <= series[i])) frames.lowest = series[i];
    if (!(frames.highest >= series[i])) frames.highest = series[i];
  }
}

// Without pooling, in blocks of bins, so that the writes of a block stay in the cache.
void transpose(Frames& frames, std::size_t column, SeriesIn series) {
  const std::size_t nodes = frames.nodes.size();
  // Locals stay in registers; writes to the frames could otherwise alias the members.
  double lowest = frames.lowest, highest = frames.highest;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double value = series[i];
    frames.values[i * nodes + column] = canonical(value);
    if (is_absent(value)) continue;
    if (!(lowest <= value)) lowest = value;
    if (!(highest >= value)) highest = value;
  }
  frames.lowest = lowest;
  frames.highest = highest;
}

Result<Done> check_class(const StoredRun& run, const std::string& id) {
  // The rest is a class in every run, though it may be empty.
  if (id.empty() || id == "*") return Done{};
  for (const FlowClass& flow_class : run.model().classes) {
    if (flow_class.id == id) return Done{};
  }
  return Problem{.code = "unknown_class",
                 .message = "the run has no class '" + id + "'",
                 .remedy = "Its metadata lists its classes."};
}

std::optional<NodeSources> chosen_sources(const StoredRun& run, std::size_t node,
                                          const std::string& class_id) {
  if (class_id.empty()) return sources_of(run, node);
  for (NodeClass& part : classes_of(run, node)) {
    if (part.id == class_id) return std::move(part.sources);
  }
  return std::nullopt;
}

void read_values(const StoredRun& run, Frames& frames) {
  const NodeMetric metric = frames.request.metric;
  std::optional<FlowLatencies> latencies;
  if (metric == NodeMetric::kFlowLatencyMs) latencies.emplace(run, frames.bins);
  NodeReader reader(run, frames.bins);
  for (std::size_t node = 0; node < frames.nodes.size(); ++node) {
    const auto sources = chosen_sources(run, node, frames.request.class_id);
    // The node has no series of this class: its column stays absent.
    if (!sources) continue;
    reader.select(*sources);
    const SeriesIn series = latencies ? latencies->of(node) : reader(metric);
    if (frames.request.level == 0 && !series.empty()) {
      transpose(frames, node, series);
    } else {
      fill(frames, node, series);
    }
  }
}

template <class T>
void append_value(std::string& bytes, T value) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  bytes.append(raw, sizeof(T));
}

std::string header_json(const Frames& frames) {
  JsonWriter json;
  json.begin_object().member("metric", name_of(frames.request.metric));
  json.member("unit", about(frames.request.metric).unit);
  json.key("class");
  if (frames.request.class_id.empty()) {
    json.null();
  } else {
    json.string(frames.request.class_id);
  }
  json.member("encoding", name_of(frames.request.encoding));
  json.member("level", frames.request.level).member("startBin", frames.bins.first);
  json.member("endBin", frames.bins.last()).member("firstFrame", frames.first_frame);
  json.member("frames", frames.frames);
  json.member("nodes", static_cast<std::int64_t>(frames.nodes.size()));
  json.member("lo", frames.lowest).member("hi", frames.highest).key("order").begin_array();
  for (const std::string& id : frames.nodes) json.string(id);
  json.end_array().end_object();
  return json.take();
}

}  // namespace

std::optional<FrameEncoding> parse_frame_encoding(std::string_view text) {
  if (text == "f32") return FrameEncoding::kFloat32;
  if (text == "f64") return FrameEncoding::kFloat64;
  return std::nullopt;
}

const char* name_of(FrameEncoding encoding) {
  return encoding == FrameEncoding::kFloat32 ? "f32" : "f64";
}

Result<Frames> query_frames(std::shared_ptr<const StoredRun> run, const FramesRequest& request) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  FT_RETURN_IF_PROBLEM(check_class(*run, request.class_id));
  if (request.level < 0 || request.level > kMaxFrameLevel) {
    return Problem{.code = "bad_level",
                   .message = "'level' must be between 0 and " + std::to_string(kMaxFrameLevel),
                   .remedy = "Level k shows the largest of 2^k bins."};
  }
  Frames frames{.request = request};
  FT_TRY(frames.bins, window_of(run->grid(), request.start_bin, request.end_bin));
  frames.first_frame = frames.bins.first >> request.level;
  frames.frames = (frames.bins.last() >> request.level) - frames.first_frame + 1;
  for (const TopologyNode& node : run->topology().nodes) frames.nodes.push_back(node.id);
  const std::int64_t cells = frames.frames * static_cast<std::int64_t>(frames.nodes.size());
  if (cells > kMaxFrameCells) {
    return Problem{.code = "answer_too_large",
                   .message = "the frames would hold " + std::to_string(cells) +
                              " values, more than the " + std::to_string(kMaxFrameCells) +
                              " of one answer",
                   .remedy = "Ask for a higher level or for fewer bins."};
  }
  // After the limit: the memory is only taken for answers that are allowed.
  frames.values.assign(static_cast<std::size_t>(cells), kAbsent);
  read_values(*run, frames);
  return frames;
}

std::string frame_bytes(const Frames& frames) {
  std::string header = header_json(frames);
  // The values begin at a multiple of 16 bytes.
  const std::size_t used = kMagic.size() + sizeof(std::uint32_t) + header.size();
  // Blanks at the end of JSON are nothing; a client can then view the values in place.
  header.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  std::string bytes(kMagic);
  append_value(bytes, static_cast<std::uint32_t>(header.size()));
  bytes += header;
  if (frames.request.encoding == FrameEncoding::kFloat64) {
    bytes.append(reinterpret_cast<const char*>(frames.values.data()), frames.values.size() * 8);
    return bytes;
  }
  const std::size_t begin = bytes.size();
  bytes.resize(begin + frames.values.size() * 4);
  for (std::size_t i = 0; i < frames.values.size(); ++i) {
    const auto value = static_cast<float>(frames.values[i]);
    std::memcpy(bytes.data() + begin + 4 * i, &value, 4);
  }
  return bytes;
}

}  // namespace flowtime
