#include "lifecycle/verify_stored_run.h"

#include <gtest/gtest.h>

#include "lifecycle/create_run.h"
#include "pipeline/read_and_compile.h"
#include "run/run_stage.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

constexpr const char* kVerifiedModel =
    "schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\n"
    "nodes:\n  - {id: a, kind: const, values: [1, 2, 3]}\n"
    "  - {id: b, kind: expr, expr: a * 2}\n";

class Verify : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = observer_}; }

  // A bundle whose hashes agree and whose values are not what its model gives.
  void store_wrong_values(const std::string& engine_version) {
    ModelSource source;
    source.text = kVerifiedModel;
    StageClock clock(env_, observer_);
    auto compiled = read_and_compile(source, {}, clock);
    ASSERT_TRUE(compiled);
    const Plan& plan = compiled->compiled.plan;
    SeriesTable values(plan.series.size(), plan.bins);
    for (const std::uint32_t s : {0u, 1u}) {
      for (std::size_t t = 0; t < 3; ++t)
        values.row_of(SeriesIndex{s})[t] = static_cast<double>(t + 1);
    }
    auto stage = RunStage::open(env_, "wrong", plan.series.size(), plan.bins);
    ASSERT_TRUE(stage);
    std::vector<const double*> pointers;
    std::vector<std::uint8_t> finite;
    stage->accept(values.as_tile(pointers, finite));
    RunRecord record;
    record.run_id = "wrong";
    record.engine_version = engine_version;
    record.model = &compiled->model;
    record.document = &compiled->document;
    record.series = &plan.series;
    record.content_hash = "sha256:" + std::string(64, 'a');
    ASSERT_TRUE(write_bundle(*stage, record));
    ASSERT_TRUE(publish(*stage, PublishRule::kKeepExisting, Durability::kNone));
  }

  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
};

TEST_F(Verify, AnIntactRunHolds) {
  CreateRunRequest request;
  request.source.text = kVerifiedModel;
  request.run_id = "good";
  const RunHost here = host();
  ASSERT_TRUE(create_run(here, request).succeeded());
  const auto found = verify_stored_run(here, "good");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->holds());
  EXPECT_EQ(found->series, 2);
  EXPECT_GT(found->files, 5);
  EXPECT_NE(to_json(*found).find("\"holds\": true"), std::string::npos);
}

TEST_F(Verify, AChangedFileIsNamed) {
  CreateRunRequest request;
  request.source.text = kVerifiedModel;
  request.run_id = "bent";
  const RunHost here = host();
  ASSERT_TRUE(create_run(here, request).succeeded());
  env_.set_file("runs/bent/model/model.yaml", "schemaVersion: 1\n");
  const auto found = verify_stored_run(here, "bent");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->holds());
  EXPECT_FALSE(found->was_executed);
  EXPECT_NE(found->damage.front().message.find("model/model.yaml"), std::string::npos);
}

TEST_F(Verify, ValuesThatTheModelDoesNotGiveAreTold) {
  store_wrong_values(program_version().version);
  const auto found = verify_stored_run(host(), "wrong");
  ASSERT_TRUE(found) << to_text(found.problems(), "");
  EXPECT_TRUE(found->damage.empty());
  EXPECT_FALSE(found->holds());
  ASSERT_EQ(found->differences.size(), 1u);
  EXPECT_EQ(found->differences[0].series_id, "b");
  EXPECT_EQ(found->differences[0].bin, 0);
  EXPECT_EQ(found->differences[0].stored, 1);
  EXPECT_EQ(found->differences[0].computed, 2);
}

TEST_F(Verify, AnotherEngineMayDiffer) {
  store_wrong_values("0.0.1");
  const auto found = verify_stored_run(host(), "wrong");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->made_by_other, "0.0.1");
  EXPECT_EQ(found->differences.size(), 1u);
  EXPECT_TRUE(found->holds());
}

TEST_F(Verify, UnknownRuns) {
  EXPECT_EQ(verify_stored_run(host(), "none").problems().front().code, "run_not_found");
  EXPECT_EQ(verify_stored_run(host(), "../x").problems().front().code, "invalid_id");
}

}  // namespace
}  // namespace flowtime
