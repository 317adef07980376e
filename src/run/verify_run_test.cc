// Damage to a stored run is found and named.
#include <gtest/gtest.h>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class VerifyTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto run = prepare_shop();
    ASSERT_TRUE(store(env_, *run, run->record("r1")));
  }
  std::vector<std::string> paths() {
    std::vector<std::string> found;
    for (const auto& [path, content] : env_.files()) found.push_back(path);
    return found;
  }
  // The differences, one per line.
  std::string differences() {
    const auto verified = verify_run(env_, "r1");
    if (!verified) return "failed: " + verified.problems()[0].message;
    std::string text;
    for (const Problem& problem : verified->differences) {
      EXPECT_EQ(problem.code, "run_damaged");
      text += problem.message + "\n";
    }
    return text;
  }
  MemoryEnv env_;
};

TEST_F(VerifyTest, AnIntactRunHasNoDifferences) {
  const auto verified = verify_run(env_, "r1");
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->differences.empty());
  EXPECT_EQ(verified->files, 9);
  EXPECT_GT(verified->bytes, 0u);
}

// One flipped bit in every byte of every file.
TEST_F(VerifyTest, EveryFlippedByteIsFoundAndItsFileNamed) {
  for (const std::string& path : paths()) {
    const std::string name = path.substr(std::string("runs/r1/").size());
    const std::string content = *env_.read_file(path);
    const std::size_t step = content.size() > 400 ? content.size() / 97 : 1;
    for (std::size_t at = 0; at < content.size(); at += step) {
      std::string flipped = content;
      flipped[at] = static_cast<char>(flipped[at] ^ 1);
      env_.set_file(path, flipped);
      ASSERT_NE(differences().find(name), std::string::npos) << name << " byte " << at;
    }
    env_.set_file(path, content);
  }
  EXPECT_EQ(differences(), "");
}

TEST_F(VerifyTest, MissingShorterLongerAndUnlistedFilesAreNamed) {
  for (const std::string& path : paths()) {
    const std::string name = path.substr(std::string("runs/r1/").size());
    const std::string content = *env_.read_file(path);
    ASSERT_TRUE(env_.remove_file(path));
    EXPECT_EQ(differences(), "The file '" + name + "' is missing.\n");
    env_.set_file(path, content.substr(0, content.size() - 1));
    EXPECT_NE(differences().find(name), std::string::npos);
    env_.set_file(path, content + "x");
    EXPECT_NE(differences().find(name), std::string::npos);
    env_.set_file(path, content);
  }
  env_.set_file("runs/r1/series/stray.csv", "x");
  EXPECT_EQ(differences(), "The file 'series/stray.csv' is not part of the run.\n");
  ASSERT_TRUE(env_.remove_file("runs/r1/series/stray.csv"));
  env_.set_file("runs/r1/aggregates/export.csv", "x");
  env_.set_file("runs/r1/model/telemetry/autocapture.json", "x");
  EXPECT_EQ(differences(), "");
}

TEST_F(VerifyTest, DamageThatPreventsOpeningIsNamed) {
  const struct {
    std::string path, content, message;
  } rows[] = {
      {"run.json", "{", "The file 'run.json' is not a JSON object."},
      {"run.json", "[]", "The file 'run.json' is not a JSON object."},
      {"run.json", "{}", "The file 'run.json' has no usable grid."},
      {"run.json", "{\"grid\":{\"bins\":-1,\"binSize\":1,\"binUnit\":\"hours\"}}",
       "The file 'run.json' has no usable grid."},
      {"series/index.json", "x", "The file 'series/index.json' is not a JSON object."},
      {"series/values.f64", "1234567",
       "The file 'series/values.f64' does not have the size of its series."},
  };
  for (const auto& row : rows) {
    const std::string path = "runs/r1/" + row.path, content = *env_.read_file(path);
    env_.set_file(path, row.content);
    const auto run = open_run(env_, "r1");
    ASSERT_FALSE(run) << row.content;
    EXPECT_EQ(run.problems()[0].code, "run_damaged");
    EXPECT_EQ(run.problems()[0].message, row.message);
    env_.set_file(path, content);
  }
  ASSERT_TRUE(env_.remove_file("runs/r1/run.json"));
  EXPECT_EQ(open_run(env_, "r1").problems()[0].message, "The file 'run.json' is missing.");
}

TEST_F(VerifyTest, UnknownRunsAreNotFound) {
  EXPECT_EQ(open_run(env_, "r2").problems()[0].code, "run_not_found");
  EXPECT_EQ(verify_run(env_, "r2").problems()[0].code, "run_not_found");
  EXPECT_EQ(delete_run(env_, "r2").problems()[0].code, "run_not_found");
}

TEST_F(VerifyTest, StoppingIsHeard) {
  const auto verified = verify_run(env_, "r1", [] { return true; });
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.problems()[0].code, "stopped");
}

TEST_F(VerifyTest, RunsAreListedNewestFirstAndDamagedOnesApart) {
  const auto run = prepare_shop();
  RunRecord newer = run->record("a-newer");
  newer.created_unix_ms += 250;  // within the same second
  RunRecord older = run->record("z-older");
  older.created_unix_ms -= 1000;
  RunRecord same = run->record("a-same");
  for (const RunRecord* record : {&newer, &older, &same}) ASSERT_TRUE(store(env_, *run, *record));
  ASSERT_TRUE(env_.make_directories("runs/broken"));
  ASSERT_TRUE(env_.make_directories("runs/.hidden"));
  const auto list = list_runs(env_);
  ASSERT_TRUE(list);
  std::string ids;
  for (const RunInfo& info : list->runs) ids += info.id + " ";
  EXPECT_EQ(ids, "a-newer a-same r1 z-older ");
  EXPECT_EQ(list->damaged, (std::vector<std::string>{"broken"}));
  MemoryEnv empty;
  EXPECT_TRUE(list_runs(empty)->runs.empty());
}

TEST_F(VerifyTest, ADeletedRunIsGoneAndLeavesNothing) {
  ASSERT_TRUE(delete_run(env_, "r1"));
  EXPECT_FALSE(run_exists(env_, "r1"));
  EXPECT_TRUE(env_.files().empty());
}

TEST_F(VerifyTest, DeletingIsAllOrNothingWhateverFails) {
  const int writes = [&] {
    MemoryEnv env;
    const auto run = prepare_shop();
    EXPECT_TRUE(store(env, *run, run->record("r1")));
    env.reset_writes();
    EXPECT_TRUE(delete_run(env, "r1"));
    return env.writes();
  }();
  for (int n = 1; n <= writes; ++n) {
    MemoryEnv env;
    const auto run = prepare_shop();
    ASSERT_TRUE(store(env, *run, run->record("r1")));
    env.reset_writes();
    env.set_fault({.at_write = n, .error_number = EIO, .and_after = true});
    ASSERT_FALSE(delete_run(env, "r1"));
    env.set_fault({});
    if (run_exists(env, "r1")) {
      EXPECT_TRUE(verify_run(env, "r1")->differences.empty()) << n;
    }
    ASSERT_TRUE(sweep_stages(env));
    EXPECT_TRUE(env.list("staging")->empty()) << n;
  }
}

}  // namespace
}  // namespace flowtime
