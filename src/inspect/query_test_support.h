// Stored runs to ask about, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "inspect/query_run.h"
#include "lifecycle/create_run.h"
#include "run/open_run.h"
#include "sys/memory_env.h"

namespace flowtime {

// Two classes, a constraint that two services share, a dock with a schedule, retries, a lagged
// effort edge, a dependency: every part of a state answer has something to show.
// The values are chosen so that the tills fall behind and recover within eight bins.
inline constexpr const char* kEverything = R"yaml(schemaVersion: 1
grid: {bins: 8, binSize: 1, binUnit: hours, start: 2026-01-01T09:00:00Z}
classes: [{id: gold, displayName: Gold}, {id: Std}]
traffic:
  arrivals:
    - {nodeId: gold_demand, classId: gold, pattern: {kind: constant, ratePerBin: 1}}
    - {nodeId: std_demand, classId: Std, pattern: {kind: constant, ratePerBin: 1}}
nodes:
  - {id: gold_demand, kind: const, values: [30, 60, 40, 20, 0, 10, 30, 20]}
  - {id: std_demand, kind: const, values: [70, 40, 60, 30, 10, 30, 20, 10]}
  - {id: demand, kind: expr, expr: gold_demand + std_demand}
  - {id: till_capacity, kind: const, values: [80]}
  - {id: till_served, kind: expr, expr: "MIN(demand + SHIFT(till_queue, 1), till_capacity)"}
  - {id: failures, kind: expr, expr: "till_served * 0.1"}
  - {id: attempts, kind: expr, expr: "till_served + failures"}
  - {id: work, kind: expr, expr: "till_served * 1200"}
  - {id: search_demand, kind: const, values: [40, 80, 40, 40, 20, 0, 10, 10]}
  - {id: search_served, kind: expr, expr: search_demand}
  - {id: db_limit, kind: const, values: [100]}
  - {id: db_demand, kind: expr, expr: till_served + search_served}
  - {id: db_served, kind: expr, expr: db_demand}
  - {id: truck, kind: const, values: [200]}
topology:
  nodes:
    - id: Till
      kind: serviceWithBuffer
      constraints: [db]
      semantics: {arrivals: demand, served: till_served, capacity: till_capacity, failures: failures,
                  attempts: attempts, retryEcho: retries, processingTimeMsSum: work,
                  servedCount: till_served, slaMin: 30, maxAttempts: 3,
                  aliases: {served: Orders taken}}
    - id: Search
      kind: service
      constraints: [db]
      semantics: {arrivals: search_demand, served: search_served}
    - id: Dock
      kind: serviceWithBuffer
      dispatchSchedule: {kind: time-based, periodBins: 3, phaseOffset: 2}
      semantics: {arrivals: till_served, served: truck}
    - {id: Db, kind: dependency, semantics: {arrivals: db_demand, served: db_served}}
  edges:
    - {id: till_to_dock, from: Till, to: Dock}
    - {id: till_to_db, from: Till, to: Db, type: effort, measure: attempts, multiplier: 2, lag: 1}
    - {id: search_to_db, from: Search, to: Db, type: effort, measure: load}
  constraints:
    - {id: db, semantics: {arrivals: db_demand, served: db_limit}}
)yaml";

// Two classes that a router distinguishes, each into a service of its own and a shared one.
// Half hours, without a start: answers have bins and no times.
inline constexpr const char* kRouted = R"yaml(schemaVersion: 1
grid: {bins: 8, binSize: 30, binUnit: minutes}
classes: [{id: G}, {id: S}]
traffic:
  arrivals:
    - {nodeId: gold, classId: G, pattern: {kind: constant, ratePerBin: 1}}
    - {nodeId: std, classId: S, pattern: {kind: constant, ratePerBin: 1}}
nodes:
  - {id: gold, kind: const, values: [30, 60, 30, 0, 20, 20, 40, 10]}
  - {id: std, kind: const, values: [70, 40, 20, 10, 20, 60, 80, 10]}
  - {id: mix, kind: expr, expr: gold + std}
  - {id: cap, kind: const, values: [80, 90, 90, 90, 90, 90, 80, 80]}
  - {id: served, kind: expr, expr: "MIN(mix + SHIFT(intake_queue, 1), cap)"}
  - id: split
    kind: router
    inputs: {queue: served}
    routes:
      - {target: fast_in, classes: [G]}
      - {target: slow_a_in, weight: 3}
      - {target: slow_b_in, weight: 1}
topology:
  nodes:
    - {id: Intake, kind: serviceWithBuffer, semantics: {arrivals: mix, served: served, capacity: cap}}
    - {id: Fast, kind: service, semantics: {arrivals: fast_in, served: fast_in}}
    - {id: SlowA, kind: service, semantics: {arrivals: slow_a_in, served: slow_a_in}}
    - {id: SlowB, kind: sink, semantics: {arrivals: slow_b_in, served: slow_b_in}}
  edges:
    - {from: Intake, to: Fast}
    - {from: Intake, to: SlowA, weight: 3}
    - {from: Intake, to: SlowB}
)yaml";

// Everything is in memory; each test has a data root of its own.
class QueriedRuns : public ::testing::Test {
 protected:
  // Stores a run of the model under this id.
  // A run that is refused fails the test.
  RunOutcome store(const std::string& text, const std::string& id, bool overwrite = false) {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.overwrite = overwrite;
    RunObserver observer;
    NullLogSink log;
    const RunHost host{.env = env_, .log = log, .observer = observer};
    RunOutcome outcome = create_run(host, request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "model");
    return outcome;
  }
  // nullptr, with a failed test, where the run cannot be opened.
  std::shared_ptr<const OpenedRun> opened(const std::string& text, const std::string& id = "run") {
    store(text, id);
    auto run = open_for_queries(env_, id);
    EXPECT_TRUE(run) << to_text(run ? Problems{} : run.problems(), "run");
    return run ? *run : nullptr;
  }
  // The run is replaced by the versions in turn, and now and then deleted; the first one stays.
  // For tests that read in one thread while another one replaces.
  void replace_and_delete(const std::vector<std::string>& versions, const std::string& id,
                          std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
      store(versions[i % versions.size()], id, true);
      if (i % 4 == 3) {
        EXPECT_TRUE(delete_run(env_, id));
      }
    }
    store(versions.front(), id, true);
  }

  MemoryEnv env_;
};

}  // namespace flowtime
