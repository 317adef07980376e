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
// For example a telemetry run: "served" was counted by a monitor, and a queue downstream uses these
// counts and not what the model's capacity would have let through.
struct MeasuredSeries {
  std::string id;              // bare id: "served", of a class "served@Gold", "served@DEFAULT"
  std::vector<double> values;  // 1 for every bin, or one per bin; absent where nothing was measured
  // From this bin on the series is what the model computes, a queue going on from the level that
  // was measured; -1: measured in every bin.
  std::int64_t until = -1;
};

struct CompileOptions {
  // kExpected computes the mean of each pmf and needs no random numbers.
  enum class Sampling { kExpected, kSample };
  Sampling sampling = Sampling::kExpected;  // pmf nodes: expected value, or one draw per bin
  std::uint64_t seed = 123;                 // of drawing nodes; Model::seed wins
  // First 8 bytes, big-endian, of SHA-256 of a text: the state that a node's own stream of random
  // numbers starts from ("<seed>:<node id>"). Needed when some node draws.
  std::function<std::uint64_t(const std::string& text)> stream_state;
  // Of a telemetry run; ids that the model does not publish are ignored. A measured total whose
  // class parts were not measured splits like the computed one.
  // Const and shared: copies of the options share the values.
  std::shared_ptr<const std::vector<MeasuredSeries>> measured;
  // Also publishes, for each measured total, what the model computes for it from everything that
  // was measured around it: "served:computed", behind all other series.
  bool with_computed = false;
};
// "served:computed"
// The id of what the model computes for a series that was measured, in words of a file:
std::string computed_id(std::string_view id);

// A plan is self-contained: it refers to nothing of the model, which may be destroyed.
struct Compiled {
  Plan plan;
  std::vector<Finding> notes;  // e.g. nodes[] governs a depth whose topology names other flows
};

// Problems: cycle (the whole cycle by name), constraint_cycle, synthesised_id_taken, ...
// Linear in the size of the model.
// The plan depends on nothing but the model and the options: the same text gives the same bytes of
// to_text(plan). The model must have passed read_model; its names are looked up without a check.
//
// Threads: a free function without state; any number of calls may run at once.
Result<Compiled> compile(const Model& model, const CompileOptions& options = {});

}  // namespace flowtime
