// Model -> Plan: names become columns, mechanisms become ops, ops get an order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "model/model.h"
#include "plan/plan.h"

namespace flowtime {

// A series whose values were measured: readers get these, whatever the model computes for it.
struct MeasuredSeries {
  std::string id;              // bare id: "served", of a class "served@Gold", "served@DEFAULT"
  std::vector<double> values;  // 1 for every bin, or one per bin; absent where nothing was measured
  // From this bin on the series is what the model computes, a queue going on from the level that
  // was measured; -1: measured in every bin.
  std::int64_t until = -1;
};

struct CompileOptions {
  enum class Sampling { kExpected, kSample };
  Sampling sampling = Sampling::kExpected;  // pmf nodes: expected value, or one draw per bin
  std::uint64_t seed = 123;                 // of drawing nodes; Model::seed wins
  // First 8 bytes, big-endian, of SHA-256 of a text: the state that a node's own stream of random
  // numbers starts from ("<seed>:<node id>"). Needed when some node draws.
  std::function<std::uint64_t(const std::string& text)> stream_state;
  // Of a telemetry run; ids that the model does not publish are ignored. A measured total whose
  // class parts were not measured splits like the computed one.
  std::shared_ptr<const std::vector<MeasuredSeries>> measured;
  // Also publishes, for each measured total, what the model computes for it from everything that
  // was measured around it: "served:computed", behind all other series.
  bool with_computed = false;
};
// "served:computed"
std::string computed_id(std::string_view id);

struct Compiled {
  Plan plan;
  std::vector<Finding> notes;  // e.g. nodes[] governs a depth whose topology names other flows
};

// Problems: cycle (the whole cycle by name), constraint_cycle, synthesised_id_taken, ...
// Linear in the size of the model.
Result<Compiled> compile(const Model& model, const CompileOptions& options = {});

}  // namespace flowtime
