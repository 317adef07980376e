// Ids are computed from the model each time they are asked for, never stored: a model that was
// changed, such as by a setting, cannot have stale ones.
#include "model/names.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace flowtime {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A word starts at an upper-case letter after a lower-case letter or digit, and at the last letter
// of a run of upper-case letters that a lower-case letter follows.
bool word_starts(std::string_view id, std::size_t i) {
  if (i == 0 || !is_upper(id[i])) return false;
  // "pickWave" -> pick_wave, "Queue2B" -> queue2_b
  if (is_lower(id[i - 1]) || is_digit(id[i - 1])) return true;
  // "HTTPService" -> http_service: the S starts a word, the P does not.
  return is_upper(id[i - 1]) && i + 1 < id.size() && is_lower(id[i + 1]);
}

bool is_file_safe(char c) {
  return is_upper(c) || is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

std::string file_safe(std::string_view text) {
  std::string safe(text);
  std::replace_if(
      safe.begin(), safe.end(), [](char c) { return !is_file_safe(c); }, '_');
  // Nothing but underscores: the id of the edge has no usable character.
  const std::size_t first = safe.find_first_not_of('_');
  if (first == std::string::npos) return "";
  safe.erase(safe.find_last_not_of('_') + 1);
  return first == 0 ? safe : safe.substr(first);
}

}  // namespace

std::string snake_case(std::string_view id) {
  std::string snake;
  // At the beginning and after another one there is none, so outer and doubled ones never arise.
  const auto underscore = [&] {
    if (!snake.empty() && snake.back() != '_') snake += '_';
  };
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
      underscore();
      continue;
    }
    if (word_starts(id, i)) underscore();
    snake += lower_case(c);
  }
  if (!snake.empty() && snake.back() == '_') snake.pop_back();
  return snake;
}

std::string QueueNames::allocation(std::string_view constraint) const {
  return prefix + "_alloc_" + std::string(constraint);
}

std::optional<std::string> queue_depth_id(const Model& model, const TopologyNode& node) {
  if (!node.queue_semantics) return std::nullopt;
  const Rare<SeriesRef>& requested = node.semantics[Role::kQueueDepth];
  if (requested && requested->kind == SeriesRef::Kind::kSeries) return requested->id;
  const std::string base = snake_case(node.id) + "_queue";
  std::string id = base;
  // An author's series of this name is not the queue's: it was not named as its queueDepth.
  for (int suffix = 1; model.find_node(id) != nullptr; ++suffix) {
    id = base + "_" + std::to_string(suffix);
  }
  return id;
}

const Node* authored_queue(const Model& model, const TopologyNode& node) {
  const Rare<SeriesRef>& requested = node.semantics[Role::kQueueDepth];
  if (!requested || requested->kind != SeriesRef::Kind::kSeries) return nullptr;
  const Node* found = model.find_node(requested->id);
  const bool queue = found != nullptr && std::holds_alternative<ServiceWithBufferNode>(found->body);
  return queue ? found : nullptr;
}

std::optional<std::string> served_effective_id(const Model& model, const TopologyNode& node) {
  const std::optional<std::string> depth = queue_depth_id(model, node);
  // A depth that is another node of nodes[] is computed by that node: no queue runs, nothing is
  // "effective".
  const bool evaluated =
      depth && (model.find_node(*depth) == nullptr || authored_queue(model, node) != nullptr);
  if (evaluated) return snake_case(node.id) + "_served_effective";
  const Rare<SeriesRef>& served = node.semantics[Role::kServed];
  if (!served || served->kind != SeriesRef::Kind::kSeries) return std::nullopt;
  return served->id;
}

std::string id_of(const SeriesRef& ref) {
  return ref.class_id.empty() ? ref.id : ref.id + "@" + ref.class_id;
}

std::vector<std::string> queue_inflow_ids(const Model& model, const TopologyNode& node) {
  std::vector<std::string> ids{snake_case(node.id) + "_inflow"};
  if (const Node* authored = authored_queue(model, node)) {
    ids.push_back(id_of(std::get<ServiceWithBufferNode>(authored->body).inflow));
  }
  return ids;
}

std::optional<std::string> delay_clamped_id(const Node& node) {
  const auto* body = std::get_if<ExprNodeBody>(&node.body);
  if (body == nullptr) return std::nullopt;
  for (const ExprNode& call : body->expr.nodes) {
    if (call.op == ExprOp::kDelay && !has_plain_lag(body->expr, call)) {
      return node.id + "_delay_clamped";
    }
  }
  return std::nullopt;
}

std::string allocation_id(const TopologyNode& node, std::string_view constraint) {
  return snake_case(node.id) + "_alloc_" + std::string(constraint);
}
std::string limited_id(const TopologyNode& node, std::string_view constraint) {
  return snake_case(node.id) + "_limited_" + std::string(constraint);
}
std::string edge_series_id(const Edge& edge, std::string_view metric) {
  const std::string name = file_safe(edge.id);
  std::string id;
  // 6: "edge_" and "_". A model may have 400,000 edges with four ids each.
  id.reserve(name.size() + metric.size() + 6);
  return id.append("edge_").append(name).append("_").append(metric);
}

EdgeMeasure effective_measure(const Edge& edge) {
  if (edge.measure) return *edge.measure;
  if (edge.from_port == "out") return EdgeMeasure::kServed;
  const auto found = std::find(kEdgeMeasureNames.begin(), kEdgeMeasureNames.end(), edge.from_port);
  if (found == kEdgeMeasureNames.end()) return EdgeMeasure::kServed;
  return static_cast<EdgeMeasure>(found - kEdgeMeasureNames.begin());
}

Discipline usual_discipline(const Model& model) {
  const bool in_order = model.schema_version >= 2;
  return {.kind = in_order ? Discipline::Kind::kFifo : Discipline::Kind::kMixed, .priority = {}};
}

Discipline discipline_of(const Model& model, const TopologyNode& node) {
  return node.discipline.value_or(usual_discipline(model));
}

const DispatchSchedule* schedule_of(const Model& model, const TopologyNode& node) {
  if (node.dispatch_schedule) return &*node.dispatch_schedule;
  const Node* queue = authored_queue(model, node);
  return queue != nullptr && queue->dispatch_schedule ? &*queue->dispatch_schedule : nullptr;
}

}  // namespace flowtime
