// Runs of templates on a disk that fails at the n-th write, for every n.
#include <gmock/gmock.h>

#include <cerrno>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "lifecycle/verify_stored_run.h"
#include "problems/catalogue.h"

namespace flowtime {
namespace {

class TemplateFaults : public Lifecycle {
 protected:
  // Files below `prefix` and what is in them, without the times of this run and that.
  std::vector<std::string> paths_below(const std::string& prefix) const {
    std::vector<std::string> paths;
    for (const auto& [path, content] : env_.files()) {
      if (path.starts_with(prefix)) paths.push_back(path);
    }
    return paths;
  }
  bool holds(const std::string& id) {
    const auto verified = verify_stored_run(host(), id);
    return verified && verified->holds() && verified->was_executed;
  }
  int writes_of(const CreateRunRequest& request) {
    env_.reset_writes();
    EXPECT_TRUE(create(request).succeeded());
    return env_.writes();
  }
  void expect_clear(const RunOutcome& failed, const std::string& code, int n) {
    ASSERT_FALSE(failed.succeeded()) << n;
    EXPECT_TRUE(problems::may_pass(failed.problems)) << n;
    EXPECT_EQ(failed.problems.front().code, code) << n;
    EXPECT_FALSE(failed.problems.front().remedy.empty()) << n;
    EXPECT_TRUE(failed.failed_stage) << n;
    EXPECT_EQ(failures().front().run_id, failed.run_id) << n;
    EXPECT_EQ(failures().front().state, "failed") << n;
    EXPECT_EQ(failures().front().code, code) << n;
  }
};

// Once, then all is well again: nothing of it is seen, and the next create makes the run.
TEST_F(TemplateFaults, OneFailureLeavesNothingAndTheNextCreateSucceeds) {
  const int writes = writes_of(from_template());
  ASSERT_GT(writes, 20);
  int failed = 0;
  for (const auto& [error, code] :
       {std::pair(ENOSPC, "io_no_space"), std::pair(EIO, "io_failed")}) {
    for (int n = 1; n <= writes; ++n) {
      const CreateRunRequest request =
          from_template("bins=" + std::to_string(10 + n + error * 100));
      env_.reset_writes();
      env_.set_fault({.at_write = n, .error_number = error, .and_after = false});
      const RunOutcome outcome = create(request);
      env_.set_fault({});
      EXPECT_EQ(paths_below("staging/"), std::vector<std::string>()) << n;
      if (!outcome.succeeded()) {
        ++failed;
        expect_clear(outcome, code, n);
        EXPECT_EQ(paths_below("runs/" + outcome.run_id), std::vector<std::string>()) << n;
      }
      const RunOutcome next = create(request);
      ASSERT_TRUE(next.succeeded()) << n << to_text(next.problems, "");
      EXPECT_EQ(next.status, outcome.succeeded() ? RunStatus::kReused : RunStatus::kCreated) << n;
      EXPECT_TRUE(holds(next.run_id)) << n;
    }
  }
  EXPECT_GT(failed, writes);  // most of both rounds
}

// From the n-th write on nothing works: what was there before stays as it was.
TEST_F(TemplateFaults, ADyingDiskKeepsTheFormerRun) {
  const int writes = writes_of(from_template());
  CreateRunRequest edited = from_template();
  edited.run_template->draft_text->append("# edited\n");
  const std::string id = find_runs(host(), {})->items.front().run_id;
  const auto former = env_.files();
  for (int n = 1; n <= writes; ++n) {
    env_.reset_writes();
    env_.set_fault({.at_write = n, .error_number = EIO, .and_after = true});
    const RunOutcome outcome = create(edited);
    env_.set_fault({});
    if (outcome.succeeded()) break;  // published: what fails after it is no failure of the run
    EXPECT_TRUE(holds(id)) << n;
    for (const auto& [path, content] : former) {
      if (!path.starts_with("runs/")) continue;
      ASSERT_TRUE(env_.files().contains(path)) << n << path;
      EXPECT_EQ(env_.files().at(path), content) << n << path;
    }
    // Between its two renames a writer leaves a whole copy of the new run under the former's name.
    const auto listed = find_runs(host(), {});
    for (const auto& run : listed->items) EXPECT_TRUE(holds(run.run_id)) << n << run.run_id;
  }
  const RunOutcome made = create(edited);
  ASSERT_TRUE(made.succeeded()) << to_text(made.problems, "");
  EXPECT_TRUE(holds(made.run_id));
  EXPECT_EQ(find_runs(host(), {})->total_count, 2);  // it and the one it superseded
  EXPECT_EQ(paths_below("staging/"), std::vector<std::string>());
}

}  // namespace
}  // namespace flowtime
