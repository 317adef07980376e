#include "cli/next_text.h"

#include <gtest/gtest.h>

#include "inspect/query_run.h"
#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime::cli {
namespace {

constexpr const char* kTill = R"yaml(schemaVersion: 1
grid: {bins: 3, binSize: 1, binUnit: hours, start: 2026-03-02T08:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [5, 30, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills}}
  edges: []
)yaml";

class NextCommands : public ::testing::Test {
 protected:
  NextCommands() {
    root_.path = "data";
    root_.env = std::make_unique<MemoryEnv>();
    CreateRunRequest request;
    request.source.text = kTill;
    request.run_id = "monday";
    const RunHost host{.env = *root_.env, .log = log_, .observer = observer_};
    EXPECT_TRUE(create_run(host, request).succeeded());
    opened_ = *open_for_queries(*root_.env, "monday");
  }
  const StoredRun& run() const { return *opened_->run; }

  DataRoot root_;
  NullLogSink log_;
  RunObserver observer_;
  std::shared_ptr<const OpenedRun> opened_;
};

TEST_F(NextCommands, RepeatWhatWasGiven) {
  Arguments given;
  given.add("MODEL", "my shop.yaml");
  given.add("--set", "visitors[1]=40");
  given.add("--set", "tills*=2");
  given.add("--run-id", "monday");
  given.add("--seed", "7");
  EXPECT_EQ(repeated_inputs(given, run(), root_),
            "'my shop.yaml' --set 'visitors[1]=40' --set 'tills*=2' --seed 7");
}

TEST_F(NextCommands, WhatCameThroughAPipeIsStored) {
  Arguments given;
  given.add("MODEL", "-");
  EXPECT_EQ(repeated_inputs(given, run(), root_), "data/runs/monday/model/model.yaml");
  EXPECT_EQ(stored_inputs({}, run(), root_), "data/runs/monday/model/model.yaml");
}

TEST_F(NextCommands, CanBePasted) {
  EXPECT_EQ(next_commands({}, run(), "shop.yaml", root_),
            "Next\n"
            "  why?      flowtime explain monday --series waiting --at 09:00\n"
            "  what if?  flowtime run shop.yaml --set tills=15 --run-id monday-more\n"
            "            flowtime runs diff monday monday-more\n"
            "  see it    flowtime serve\n");
  root_.is_option = true;
  EXPECT_NE(next_commands({}, run(), "shop.yaml", root_).find("monday-more --data-dir data\n"),
            std::string::npos);
}

TEST_F(NextCommands, TimesAsAtTakesThem) {
  TimeGrid grid = run().grid();
  EXPECT_EQ(at_word(grid, 1), "09:00");
  grid.bins = 30;
  EXPECT_EQ(at_word(grid, 25), "2026-03-03T09:00");
  grid.start_unix_ms.reset();
  EXPECT_EQ(at_word(grid, 25), "25");
}

}  // namespace
}  // namespace flowtime::cli
