// Model against measurement: what a capture says, beside what the model makes of it.
#include "inspect/residuals.h"

#include <gtest/gtest.h>

#include <cmath>

#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "series/absent.h"
#include "sys/memory_env.h"
#include "sys/sha256.h"
#include "telemetry/capture_run.h"

namespace flowtime {
namespace {

// Two queues in a row. What the first serves comes to the second.
constexpr const char* kLine = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours, start: 2026-01-01T08:00:00Z}
nodes:
  - {id: demand, kind: const, values: [10, 30, 20, 10, 0, 0]}
  - {id: rate, kind: const, values: [15]}
  - {id: packed, kind: expr, expr: "MIN(demand + SHIFT(waiting, 1), rate)"}
  - {id: sent, kind: expr, expr: "MIN(packed + SHIFT(stock, 1), 12)"}
topology:
  nodes:
    - {id: Pack, kind: serviceWithBuffer, semantics: {arrivals: demand, served: packed, capacity: rate, queueDepth: waiting}}
    - {id: Send, kind: serviceWithBuffer, semantics: {arrivals: packed, served: sent, queueDepth: stock}}
  edges: [{id: e, from: Pack, to: Send}]
)yaml";

class ResidualsOf : public ::testing::Test {
 protected:
  RunHost host() {
    return {.env = env_, .log = log_, .observer = observer_, .templates = &templates_};
  }
  void simulate_and_capture() {
    CreateRunRequest request;
    request.source.text = kLine;
    request.run_id = "base";
    ASSERT_TRUE(create_run(host(), request).succeeded());
    const auto run = open_run(env_, "base");
    ASSERT_TRUE(capture_run(*run, {.env = env_, .directory = "captures/c", .key = "c"}, {}));
  }
  // The measured file gets other values.
  void measure(const std::string& name, const std::string& rows) {
    const std::string path = "captures/c/" + name;
    std::string manifest = *env_.read_file("captures/c/manifest.json");
    const std::string was = sha256_tagged(*env_.read_file(path));
    const std::string text = "bin_index,classId,value\n" + rows;
    manifest.replace(manifest.find(was), was.size(), sha256_tagged(text));
    ASSERT_TRUE(env_.write_file(path, text));
    ASSERT_TRUE(env_.write_file("captures/c/manifest.json", manifest));
  }
  Residuals residuals(ResidualBasis basis = ResidualBasis::kStep,
                      std::vector<std::string> nodes = {}) {
    CreateRunRequest request;
    request.source.text = kLine;
    request.telemetry.directory = "c";
    request.run_id = "measured";
    request.overwrite = true;
    const RunOutcome outcome = create_run(host(), request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
    auto found = residuals_of(host(), *open_for_queries(env_, "measured"),
                              {.basis = basis, .nodes = std::move(nodes)});
    EXPECT_TRUE(found) << (found ? "" : to_text(found.problems(), ""));
    return *std::move(found);
  }
  static const SeriesResidual& series(const Residuals& found, const std::string& node,
                                      const std::string& metric) {
    for (const NodeResiduals& one : found.nodes) {
      for (const SeriesResidual& residual : one.series) {
        if (one.node_id == node && residual.metric == metric) return residual;
      }
    }
    ADD_FAILURE() << node << " " << metric;
    return found.nodes.front().series.front();
  }
  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver observer_;
  TemplateLibrary templates_;
};

TEST_F(ResidualsOf, AnExactCaptureHasNone) {
  simulate_and_capture();
  for (const ResidualBasis basis : {ResidualBasis::kStep, ResidualBasis::kFree}) {
    const Residuals found = residuals(basis);
    ASSERT_EQ(found.nodes.size(), 2u);
    EXPECT_TRUE(found.conserved());
    for (const NodeResiduals& node : found.nodes) {
      ASSERT_TRUE(node.balance) << node.node_id;
      for (const SeriesResidual& one : node.series) {
        EXPECT_EQ(one.figures.rmse, 0) << one.series_id;
        EXPECT_EQ(one.figures.coverage, 1) << one.series_id;
        EXPECT_EQ(one.is_input, one.series_id == "demand" || one.series_id == "rate");
      }
    }
  }
}

// demand 10 30 20 10 0 0 through 15: packed 10 15 15 15 15 0, waiting 0 15 20 15 0 0. Measured were
// 12 of 15 in bin 1 and a waiting queue that fits.
TEST_F(ResidualsOf, AnErrorStaysWhereItIsMade) {
  simulate_and_capture();
  const std::string packed =
      "0,DEFAULT,10\n1,DEFAULT,12\n2,DEFAULT,15\n3,DEFAULT,15\n4,DEFAULT,15\n5,DEFAULT,3\n";
  measure("Pack_served.csv", packed);
  measure("Send_arrivals.csv", packed);
  measure("Pack_queuedepth.csv",
          "0,DEFAULT,0\n1,DEFAULT,18\n2,DEFAULT,23\n3,DEFAULT,18\n4,DEFAULT,3\n5,DEFAULT,0\n");
  const Residuals step = residuals();
  // Of the measured level and arrivals the model makes 10 15 15 15 15 3: bin 1 is off by -3.
  const SeriesResidual& served = series(step, "Pack", "Served");
  EXPECT_EQ(served.computed, (std::vector<double>{10, 15, 15, 15, 15, 3}));
  EXPECT_DOUBLE_EQ(served.figures.bias, -0.5);
  EXPECT_DOUBLE_EQ(served.figures.rmse, std::sqrt(9.0 / 6));
  EXPECT_DOUBLE_EQ(served.figures.mape, 100 * (3.0 / 12) / 6);
  EXPECT_EQ(served.figures.largest_bin, 1);
  EXPECT_TRUE(step.nodes.front().balance->holds);
  // A simulation of the measured demand packs 15 in bin 1 and nothing in the last bin.
  const Residuals free = residuals(ResidualBasis::kFree);
  EXPECT_EQ(series(free, "Pack", "Served").computed, (std::vector<double>{10, 15, 15, 15, 15, 0}));
  EXPECT_EQ(series(free, "Pack", "QueueDepth").computed,
            (std::vector<double>{0, 15, 20, 15, 0, 0}));
}

TEST_F(ResidualsOf, WhatWasMeasuredIsHeldAgainstItself) {
  simulate_and_capture();
  measure("Pack_queuedepth.csv",
          "0,DEFAULT,0\n1,DEFAULT,15\n2,DEFAULT,22\n3,DEFAULT,15\n4,DEFAULT,0\n5,DEFAULT,0\n");
  const Residuals found = residuals();
  EXPECT_FALSE(found.conserved());
  const MeasuredBalance& balance = *found.nodes.front().balance;
  EXPECT_EQ(balance.broken_bins, 2);  // two too many, and gone again
  EXPECT_EQ(balance.first_broken, 2);
  EXPECT_EQ(balance.unaccounted(), 0);
  ASSERT_FALSE(found.checks.empty());
  EXPECT_EQ(found.checks.front().code, "queue_depth_mismatch");
}

TEST_F(ResidualsOf, MissingBinsAreNotCompared) {
  simulate_and_capture();
  measure("Pack_served.csv", "0,DEFAULT,10\n1,DEFAULT,\n3,DEFAULT,15\n4,DEFAULT,15\n5,DEFAULT,0\n");
  measure("Send_arrivals.csv",
          "0,DEFAULT,10\n1,DEFAULT,\n3,DEFAULT,15\n4,DEFAULT,15\n5,DEFAULT,0\n");
  const Residuals found = residuals(ResidualBasis::kStep, {"Pack"});
  ASSERT_EQ(found.nodes.size(), 1u);
  const SeriesResidual& served = series(found, "Pack", "Served");
  EXPECT_EQ(served.figures.measured, 4);
  EXPECT_DOUBLE_EQ(served.figures.coverage, 4.0 / 6);
  EXPECT_EQ(served.figures.rmse, 0);
  EXPECT_EQ(found.nodes.front().balance->bins, 4);
}

TEST_F(ResidualsOf, Refuses) {
  simulate_and_capture();
  const auto simulated = residuals_of(host(), *open_for_queries(env_, "base"), {});
  ASSERT_FALSE(simulated);
  EXPECT_EQ(simulated.problems().front().code, "not_measured");
  static_cast<void>(residuals());
  const auto unknown =
      residuals_of(host(), *open_for_queries(env_, "measured"), {.nodes = {"Pak"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.problems().front().code, "unknown_node");
}

// Every template of the catalogue, replayed from its own capture: nothing is off by a bit of its
// size, with classes, constraints, schedules and retries.
TEST_F(ResidualsOf, NoTemplateIsOffFromItsOwnCapture) {
  const auto list = templates_.list();
  ASSERT_TRUE(list);
  int compared = 0;
  for (const LibraryTemplate& one : **list) {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = one.id};
    const RunOutcome simulated = create_run(host(), request);
    ASSERT_TRUE(simulated.succeeded()) << one.id;
    const auto run = open_run(env_, simulated.run_id);
    ASSERT_TRUE(
        capture_run(*run, {.env = env_, .directory = "captures/" + one.id, .key = one.id}, {}));
    request.telemetry.directory = one.id;
    const RunOutcome replayed = create_run(host(), request);
    ASSERT_TRUE(replayed.succeeded()) << one.id;
    for (const ResidualBasis basis : {ResidualBasis::kStep, ResidualBasis::kFree}) {
      const auto found =
          residuals_of(host(), *open_for_queries(env_, replayed.run_id), {.basis = basis});
      ASSERT_TRUE(found) << one.id << to_text(found.problems(), "");
      EXPECT_TRUE(found->conserved()) << one.id;
      for (const NodeResiduals& node : found->nodes) {
        for (const SeriesResidual& series : node.series) {
          const double scale = std::max(1.0, std::fabs(series.figures.measured_mean));
          EXPECT_LE(series.figures.rmse, 1e-9 * scale)
              << one.id << " " << name_of(basis) << " " << node.node_id << " " << series.metric;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 500);
}

}  // namespace
}  // namespace flowtime
