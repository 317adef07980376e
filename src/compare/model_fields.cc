#include "compare/model_fields.h"

#include "base/number_text.h"
#include "base/overloaded.h"
#include "model/names.h"
#include "series/absent.h"

namespace flowtime {
namespace {

std::string text_of(double value) { return is_finite(value) ? format_number(value) : "absent"; }

std::string text_of(const std::vector<double>& values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : ", ") + text_of(value);
  return "[" + text + "]";
}
std::string text_of(const SeriesRef& ref) {
  if (ref.kind == SeriesRef::Kind::kSelf) return "self";
  return (ref.kind == SeriesRef::Kind::kFile ? "file:" : "") + ref.id +
         (ref.class_id.empty() ? "" : "@" + ref.class_id);
}
std::string text_of(const std::variant<double, SeriesRef>& value) {
  return std::visit([](const auto& v) { return text_of(v); }, value);
}
std::string text_of(const Discipline& discipline, const Model& model) {
  if (discipline.kind == Discipline::Kind::kMixed) return "mixed";
  if (discipline.kind == Discipline::Kind::kFifo) return "fifo";
  std::string classes;
  for (const ClassIndex index : discipline.priority) {
    classes += (classes.empty() ? "" : ", ") + model.classes[index.value].id;
  }
  return "priority " + classes;
}
std::string text_of(const DispatchSchedule& schedule) {
  std::string when = "every " + std::to_string(schedule.period_bins) + " bins from " +
                     std::to_string(schedule.phase());
  if (schedule.is_irregular()) when = "at";
  for (const std::string& time : schedule.times) when += " " + time;
  return when + (schedule.capacity_series ? ", at most " + text_of(*schedule.capacity_series) : "");
}

template <class T>
std::string text_of(const std::optional<T>& value) {
  return value ? text_of(*value) : "";
}
template <class T>
std::string text_of(const Rare<T>& value) {
  return value ? text_of(*value) : "";
}

class Fields {
 public:
  template <class T>
  Fields& add(std::string name, const T& value) {
    if constexpr (std::is_convertible_v<T, std::string>) {
      fields_.emplace_back(std::move(name), value);
    } else {
      fields_.emplace_back(std::move(name), text_of(value));
    }
    return *this;
  }
  std::vector<std::pair<std::string, std::string>> take() { return std::move(fields_); }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

std::string routes_text(const Model& model, const RouterNode& router) {
  std::string text;
  for (const Route& route : router.routes) {
    text += (text.empty() ? "" : "; ") + text_of(route.target) + " takes ";
    std::string classes;
    for (const ClassIndex index : route.classes) {
      classes += (classes.empty() ? "" : ", ") + model.classes[index.value].id;
    }
    const std::string weight =
        route.weight_series ? text_of(*route.weight_series) : text_of(route.weight);
    text += classes.empty() ? "weight " + weight : classes;
  }
  return text;
}

ModelItem item_of(const Model& model, const Node& node) {
  Fields fields;
  std::visit(
      Overloaded{[&](const ConstNode&) { fields.add("kind", "const"); },
                 [&](const ExprNodeBody& body) {
                   fields.add("kind", "expr").add("expr", body.text).add("initial", node.initial);
                 },
                 [&](const PmfNode& body) {
                   fields.add("kind", "pmf").add("values", body.values);
                   fields.add("probabilities", body.probabilities);
                 },
                 [&](const ServiceWithBufferNode& body) {
                   fields.add("kind", "serviceWithBuffer").add("inflow", body.inflow);
                   fields.add("outflow", body.outflow).add("loss", body.loss);
                 },
                 [&](const RouterNode& body) {
                   fields.add("kind", "router").add("queue", body.queue);
                   fields.add("routes", routes_text(model, body));
                 }},
      node.body);
  fields.add("dispatchSchedule", node.dispatch_schedule);
  return {"node", node.id, fields.take()};
}

ModelItem item_of(const Model& model, const TopologyNode& node) {
  Fields fields;
  fields.add("kind", node.kind).add("nodeRole", node.role);
  for (int i = 0; i < kRoleCount; ++i) {
    fields.add(kRoleNames[static_cast<std::size_t>(i)], node.semantics[static_cast<Role>(i)]);
  }
  const Semantics& semantics = node.semantics;
  fields.add("parallelism", semantics.parallelism).add("retryKernel", semantics.retry_kernel);
  fields.add("slaMin", semantics.sla_minutes).add("maxAttempts", semantics.max_attempts);
  fields.add("completionTarget", semantics.completion_target);
  fields.add("adherenceTarget", semantics.adherence_target);
  fields.add("backoffStrategy", semantics.backoff_strategy);
  fields.add("exhaustedPolicy", semantics.exhausted_policy);
  std::string constraints;
  for (const std::string& id : node.constraints) {
    constraints += (constraints.empty() ? "" : ", ") + id;
  }
  fields.add("constraints", constraints).add("initialQueueDepth", node.initial_queue_depth);
  fields.add("dispatchSchedule", node.dispatch_schedule).add("wipLimit", node.wip_limit);
  fields.add("discipline", node.queue_semantics && !model.classes.empty()
                               ? text_of(discipline_of(model, node), model)
                               : std::string());
  fields.add("wipLimitSeries", node.wip_limit_series);
  const std::string overflow =
      node.wip_overflow ? model.topology.nodes[node.wip_overflow->value].id : "";
  fields.add("wipOverflow", overflow);
  return {"topology node", node.id, fields.take()};
}

ModelItem item_of(const Model& model, const Edge& edge) {
  Fields fields;
  const auto& nodes = model.topology.nodes;
  fields.add("from", nodes[edge.from.value].id + ":" + edge.from_port);
  fields.add("to", nodes[edge.to.value].id + ":" + edge.to_port);
  fields.add("type", kEdgeTypeNames[static_cast<std::size_t>(edge.type)]);
  if (edge.weight_series)
    fields.add("weight", *edge.weight_series);
  else
    fields.add("weight", edge.weight);
  fields.add("multiplier", edge.multiplier);
  fields.add("measure",
             edge.measure ? kEdgeMeasureNames[static_cast<std::size_t>(*edge.measure)] : "");
  fields.add("lag", std::to_string(edge.lag));
  return {"edge", edge.id, fields.take()};
}

ModelItem grid_item(const Model& model) {
  Fields fields;
  fields.add("bins", std::to_string(model.grid.bins));
  fields.add("binSize", std::to_string(model.grid.bin_size) + " " + name_of(model.grid.bin_unit));
  fields.add("start", model.grid.start_unix_ms ? format_utc(*model.grid.start_unix_ms) : "");
  fields.add("seed", model.seed ? std::to_string(*model.seed) : "");
  return {"model", "grid", fields.take()};
}

std::string traffic_text(const Model& model, const TrafficArrival& arrival) {
  return std::string(arrival.pattern == TrafficPattern::kPoisson ? "poisson" : "constant") +
         (arrival.flow_class ? " of " + model.classes[arrival.flow_class->value].id : "") +
         (arrival.rate_per_bin ? ", " + text_of(*arrival.rate_per_bin) + " per bin" : "");
}

}  // namespace

std::vector<ModelItem> items_of(const Model& model) {
  std::vector<ModelItem> items{grid_item(model)};
  for (const FlowClass& flow_class : model.classes) items.push_back({"class", flow_class.id});
  for (const TrafficArrival& arrival : model.traffic) {
    const std::string id =
        model.nodes[arrival.node.value].id +
        (arrival.flow_class ? "@" + model.classes[arrival.flow_class->value].id : "");
    items.push_back({"traffic", id, {{"pattern", traffic_text(model, arrival)}}});
  }
  for (const Node& node : model.nodes) items.push_back(item_of(model, node));
  for (const TopologyNode& node : model.topology.nodes) items.push_back(item_of(model, node));
  for (const Edge& edge : model.topology.edges) items.push_back(item_of(model, edge));
  for (const Constraint& constraint : model.topology.constraints) {
    items.push_back(
        {"constraint",
         constraint.id,
         {{"arrivals", text_of(constraint.arrivals)}, {"served", text_of(constraint.served)}}});
  }
  return items;
}

}  // namespace flowtime
