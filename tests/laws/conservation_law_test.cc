// Nothing appears and nothing vanishes: queues, classes, routers, constraints, overflow and edges
// each keep their balance in every bin.
#include <gtest/gtest.h>

#include <map>

#include "laws/series_reader.h"
#include "model/names.h"

namespace flowtime::tests {
namespace {

// Runs a check on each random model and counts how often it found something to check.
template <class Check>
void for_each_model(Check check) {
  int checked = 0;
  for_each_seed([&](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (law) checked += check(SeriesReader(*law));
  });
  if (seeds().size() == 1) return;
  EXPECT_GT(checked, 0) << "no model had anything to check";
}

// A queue whose flows are published under the ids that the model names.
struct PlainQueue {
  std::string depth{}, prefix{}, inflow{}, loss{};
  double initial = 0;
  bool limited = false;
  const TopologyNode* node = nullptr;
};

bool is_plain(const Rare<SeriesRef>& ref) {
  return !ref || (ref->kind == SeriesRef::Kind::kSeries && ref->class_id.empty());
}

std::vector<PlainQueue> queues_of(const SeriesReader& series) {
  std::vector<PlainQueue> queues;
  const Model& model = series.law().model;
  for (const TopologyNode& node : model.topology.nodes) {
    const std::string prefix = snake_case(node.id);
    if (!node.queue_semantics || !series.has(prefix + "_served_effective")) continue;
    Rare<SeriesRef> in = node.semantics[Role::kArrivals], loss = node.semantics[Role::kErrors];
    if (const Node* authored = authored_queue(model, node)) {
      in = std::get<ServiceWithBufferNode>(authored->body).inflow;
      loss = std::get<ServiceWithBufferNode>(authored->body).loss;
    }
    const bool reads_raw = !node.constraints.empty() && in->id == node.semantics[Role::kServed]->id;
    if (!is_plain(in) || !is_plain(loss) || reads_raw) continue;
    PlainQueue queue{.depth = *queue_depth_id(model, node), .prefix = prefix, .inflow = in->id};
    if (series.has(prefix + "_inflow")) queue.inflow = prefix + "_inflow";
    if (loss) queue.loss = loss->id;
    queue.initial = node.initial_queue_depth.value_or(0);
    queue.limited = series.has(prefix + "_overflow");
    queue.node = &node;
    queues.push_back(std::move(queue));
  }
  return queues;
}

TEST(ConservationLaw, WhatEntersAQueueLeavesItOrStays) {
  for_each_model([](const SeriesReader& series) {
    int checked = 0;
    for (const PlainQueue& queue : queues_of(series)) {
      double before = queue.initial;
      for (std::int64_t t = 0; t < series.bins(); ++t) {
        const double in = series.flow(queue.inflow, t);
        const double out = series.at(queue.prefix + "_served_effective", t);
        const double wanted_loss = queue.loss.empty() ? 0.0 : series.flow(queue.loss, t);
        const double depth = series.at(queue.depth, t);
        const double overflow = queue.limited ? series.at(queue.prefix + "_overflow", t) : 0.0;
        if (in >= 0 && wanted_loss >= 0 && out >= 0) {
          const double loss = std::min(wanted_loss, before + in - out);
          EXPECT_TRUE(nearly(before + in, out + loss + overflow + depth))
              << queue.depth << " bin " << t << ": " << before << " + " << in << " != " << out
              << " + " << loss << " + " << overflow << " + " << depth;
          ++checked;
        }
        EXPECT_GE(depth, 0) << queue.depth << " bin " << t;
        EXPECT_GE(overflow, 0) << queue.depth << " bin " << t;
        before = depth;
      }
    }
    return checked;
  });
}

TEST(ConservationLaw, OnlyAFullQueueOverflows) {
  for_each_model([](const SeriesReader& series) {
    int checked = 0;
    for (const PlainQueue& queue : queues_of(series)) {
      if (!queue.limited) continue;
      for (std::int64_t t = 0; t < series.bins(); ++t) {
        const auto& by_series = queue.node->wip_limit_series;
        const double limit =
            by_series ? std::max(0.0, series.flow(by_series->id, t)) : *queue.node->wip_limit;
        EXPECT_LE(series.at(queue.depth, t), limit);
        if (series.at(queue.prefix + "_overflow", t) <= 0) continue;
        EXPECT_EQ(series.at(queue.depth, t), limit) << queue.depth << " bin " << t;
        ++checked;
      }
    }
    return checked;
  });
}

TEST(ConservationLaw, RoutedOverflowEntersItsTarget) {
  for_each_model([](const SeriesReader& series) {
    const Model& model = series.law().model;
    int checked = 0;
    for (const PlainQueue& queue : queues_of(series)) {
      if (!series.has(queue.prefix + "_inflow")) continue;
      const auto& base =
          authored_queue(model, *queue.node)
              ? std::get<ServiceWithBufferNode>(authored_queue(model, *queue.node)->body).inflow
              : *queue.node->semantics[Role::kArrivals];
      for (std::int64_t t = 0; t < series.bins(); ++t) {
        double sum = series.flow(base.id, t);
        for (const TopologyNode& from : model.topology.nodes) {
          const std::string overflow = snake_case(from.id) + "_overflow";
          const bool here = from.wip_overflow &&
                            model.topology.nodes[from.wip_overflow->value].id == queue.node->id;
          if (here && series.has(overflow)) sum += series.at(overflow, t);
        }
        EXPECT_TRUE(nearly(sum, series.at(queue.inflow, t))) << queue.inflow << " bin " << t;
        ++checked;
      }
    }
    return checked;
  });
}

TEST(ConservationLaw, ClassPartsSumToTheirTotal) {
  for_each_model([](const SeriesReader& series) {
    std::map<std::string, std::vector<std::string>> parts;
    for (const SeriesInfo& info : series.law().plan.series.all()) {
      if (!info.class_id.empty()) parts[info.measure].push_back(info.id);
    }
    for (const auto& [measure, ids] : parts) {
      EXPECT_EQ(ids.size(), series.law().model.classes.size() + 1) << measure;
      for (std::int64_t t = 0; t < series.bins(); ++t) {
        const double total = series.at(measure, t);
        double sum = 0;
        for (const std::string& id : ids) {
          const double part = series.at(id, t);
          EXPECT_EQ(is_absent(part), is_absent(total)) << id << " bin " << t;
          EXPECT_TRUE(is_absent(part) || total < 0 || part >= 0) << id << " bin " << t;
          sum += part;
        }
        if (is_absent(total)) continue;
        EXPECT_LE(std::fabs(sum - total), 2e-9 * std::max(1.0, std::fabs(total)))
            << measure << " bin " << t << ": " << sum << " of " << total;
      }
    }
    return static_cast<int>(parts.size());
  });
}

// Routers whose targets nobody else feeds and that send the rest somewhere.
TEST(ConservationLaw, RoutesCarryWhatTheSourceHas) {
  for_each_model([](const SeriesReader& series) {
    const Model& model = series.law().model;
    std::map<std::string, int> feeders;
    for (const Node& node : model.nodes) {
      const auto* router = std::get_if<RouterNode>(&node.body);
      if (router == nullptr) continue;
      for (const Route& route : router->routes) ++feeders[route.target.id];
    }
    int checked = 0;
    for (const Node& node : model.nodes) {
      const auto* router = std::get_if<RouterNode>(&node.body);
      if (router == nullptr) continue;
      bool alone = true, has_rest = false;
      for (const Route& route : router->routes) {
        alone = alone && feeders[route.target.id] == 1;
        has_rest = has_rest || route.classes.empty();
      }
      for (std::int64_t t = 0; alone && has_rest && t < series.bins(); ++t) {
        const double source = series.at(node.id, t);
        double sum = 0;
        for (const Route& route : router->routes) sum += series.at(route.target.id, t);
        if (is_absent(source)) continue;
        EXPECT_TRUE(nearly(sum, source))
            << node.id << " bin " << t << ": " << sum << " of " << source;
        ++checked;
      }
    }
    return checked;
  });
}

// A limited member leaves nothing of the capacity; an allocation is never more than was asked for.
TEST(ConservationLaw, AllocationsStayWithinTheCapacity) {
  for_each_model([](const SeriesReader& series) {
    const Model& model = series.law().model;
    int checked = 0;
    for (const Constraint& constraint : model.topology.constraints) {
      for (std::int64_t t = 0; t < series.bins(); ++t) {
        const double capacity = std::max(0.0, series.flow(constraint.served.id, t));
        double sum = 0;
        bool limited = false;
        for (const TopologyNode& node : model.topology.nodes) {
          const std::string id = allocation_id(node, constraint.id);
          if (!series.has(id)) continue;
          const double allocated = series.at(id, t);
          EXPECT_GE(allocated, 0) << id << " bin " << t;
          const double served = series.flow(node.semantics[Role::kServed]->id, t);
          EXPECT_LE(served, allocated + 1e-9 * std::max(1.0, allocated)) << id << " bin " << t;
          sum += allocated;
          limited = limited || series.at(limited_id(node, constraint.id), t) == 1;
          ++checked;
        }
        EXPECT_LE(sum, capacity + 1e-9 * std::max(1.0, capacity)) << constraint.id << " bin " << t;
        EXPECT_TRUE(!limited || nearly(sum, capacity)) << constraint.id << " bin " << t;
      }
    }
    return checked;
  });
}

bool leaves_by_weight(const Model& model, const Edge& edge) {
  const Node* node = model.find_node(model.topology.nodes[edge.from.value].id);
  const bool router = node != nullptr && std::holds_alternative<RouterNode>(node->body);
  return !router && edge.type == EdgeType::kThroughput &&
         effective_measure(edge) == EdgeMeasure::kServed;
}

TEST(ConservationLaw, OutgoingThroughputEdgesCarryWhatWasServed) {
  for_each_model([](const SeriesReader& series) {
    const Model& model = series.law().model;
    int checked = 0;
    for (const TopologyNode& node : model.topology.nodes) {
      std::vector<std::string> flows;
      for (const Edge& edge : model.topology.edges) {
        const bool here = &model.topology.nodes[edge.from.value] == &node;
        if (here && leaves_by_weight(model, edge))
          flows.push_back(edge_series_id(edge, "flowVolume"));
      }
      for (std::int64_t t = 0; !flows.empty() && t < series.bins(); ++t) {
        const double served = series.at(*served_effective_id(model, node), t);
        double sum = 0;
        for (const std::string& id : flows) sum += series.at(id, t);
        if (is_absent(served)) continue;
        EXPECT_TRUE(nearly(sum, served))
            << node.id << " bin " << t << ": " << sum << " of " << served;
        ++checked;
      }
    }
    return checked;
  });
}

TEST(ConservationLaw, RetriesOverIncomingEdgesAreTheEcho) {
  for_each_model([](const SeriesReader& series) {
    const Model& model = series.law().model;
    int checked = 0;
    for (const TopologyNode& node : model.topology.nodes) {
      const auto& echo = node.semantics[Role::kRetryEcho];
      if (!echo) continue;
      std::vector<std::string> retries;
      for (const Edge& edge : model.topology.edges) {
        const std::string id = edge_series_id(edge, "retryVolume");
        if (&model.topology.nodes[edge.to.value] == &node && series.has(id)) retries.push_back(id);
      }
      for (std::int64_t t = 0; !retries.empty() && t < series.bins(); ++t) {
        double sum = 0;
        for (const std::string& id : retries) sum += series.at(id, t);
        if (is_absent(sum)) continue;
        EXPECT_TRUE(nearly(sum, series.at(echo->id, t))) << node.id << " bin " << t;
        ++checked;
      }
    }
    return checked;
  });
}

}  // namespace
}  // namespace flowtime::tests
