#include "inspect/headline.h"

#include <gtest/gtest.h>

#include "inspect/query_run.h"
#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

// 10 of capacity; 5 wait at the end of bin 1, 15 of bin 2, then 10, 5, none.
constexpr const char* kTills = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 30, binUnit: minutes}
itemNoun: visitors
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills}}
  edges: []
)yaml";

class Headlines : public ::testing::Test {
 protected:
  Headlines() { host_.templates = &templates_; }
  const StoredRun& made(CreateRunRequest request) {
    request.run_id = "r";
    request.overwrite = true;
    const RunOutcome outcome = create_run(host_, request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
    opened_ = *open_for_queries(env_, "r");
    return *opened_->run;
  }
  const StoredRun& of_model(const std::string& text) {
    CreateRunRequest request;
    request.source.text = text;
    return made(std::move(request));
  }
  const StoredRun& of_template(const std::string& id) {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = id};
    return made(std::move(request));
  }

  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
  TemplateLibrary templates_;
  RunHost host_{.env = env_, .log = log_, .observer = observer_};
  std::shared_ptr<const OpenedRun> opened_;
};

TEST_F(Headlines, CurvesOfANode) {
  const auto curves = headline_curves(of_model(kTills));
  ASSERT_TRUE(curves);
  EXPECT_EQ(curves->name, "Till");
  EXPECT_EQ(curves->items, "visitors");
  EXPECT_EQ(curves->demand, (std::vector<double>{5, 15, 20, 5, 5, 5}));
  EXPECT_EQ(curves->capacity, std::vector<double>(6, 10));
  EXPECT_EQ(curves->waiting, (std::vector<double>{0, 5, 15, 10, 5, 0}));
}

// A bus of 12 seats leaves in bins 1 and 4, every third bin: 12 / 3 in each; then no other leaves.
TEST_F(Headlines, ADepartureTakesItsPartOfEveryBinSinceTheOneBefore) {
  const auto curves = headline_curves(of_model(R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 5, binUnit: minutes}
nodes:
  - {id: riders, kind: const, values: [9]}
  - {id: seats, kind: const, values: [12]}
  - {id: boarded, kind: expr, expr: "MIN(seats, riders + SHIFT(waiting, 1))"}
topology:
  nodes:
    - id: Stop
      kind: serviceWithBuffer
      semantics: {arrivals: riders, served: boarded, queueDepth: waiting, capacity: seats}
      dispatchSchedule: {kind: time-based, periodBins: 3, phaseOffset: 1, capacitySeries: seats}
)yaml"));
  ASSERT_TRUE(curves);
  EXPECT_EQ(curves->capacity, (std::vector<double>{4, 4, 4, 4, 4, 0}));
}

TEST_F(Headlines, CurvesOfASharedCapacityAddUpWhatWaits) {
  const StoredRun& run = of_template("shared-database");
  const auto curves = headline_curves(run);
  ASSERT_TRUE(curves);
  EXPECT_EQ(curves->name, "database");
  const auto row = [&](const char* id) { return run.run().values(*run.run().find(id)); };
  const std::size_t bin = 150;
  EXPECT_EQ(curves->demand[bin], row("database_wanted")[bin]);
  EXPECT_EQ(curves->capacity[bin], row("database_capacity")[bin]);
  double waiting = 0;
  for (std::size_t n = 0; n < 3; ++n) {  // Checkout, Search, Reports
    waiting += run.values(run.series().of(n)[Role::kQueueDepth])[bin];
  }
  EXPECT_GT(waiting, 0);
  EXPECT_DOUBLE_EQ(curves->waiting[bin], waiting);
}

TEST_F(Headlines, NothingWithoutATopology) {
  const StoredRun& run = of_model(
      "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
      "nodes:\n  - {id: a, kind: const, values: [1]}\n");
  EXPECT_FALSE(headline_curves(run));
  EXPECT_FALSE(worth_explaining(run));
}

TEST_F(Headlines, ThePeakOfWhatTheFindingIsAboutIsWorthExplaining) {
  struct Row {
    const char *id, *series;
    std::int64_t bin;
  };
  // The hours of templates/*.yaml in bins of 5 minutes: 13:55, and the middle of the overflow.
  for (const Row& row : {Row{"order-system", "payment_queue", 167},
                         Row{"network-reliability", "core_overflow", 195}}) {
    const auto worth = worth_explaining(of_template(row.id));
    ASSERT_TRUE(worth) << row.id;
    EXPECT_EQ(worth->series, row.series);
    EXPECT_EQ(worth->bin, row.bin) << row.id;
  }
}

}  // namespace
}  // namespace flowtime
