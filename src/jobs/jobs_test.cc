#include "jobs/jobs.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "jobs/idempotency.h"
#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "problems/catalogue.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

using ::testing::HasSubstr;

// Outcomes of jobs as they end; wait_for(n) blocks until there are so many.
class Outcomes {
 public:
  JobQueue::Completion taker() {
    return [this](std::shared_ptr<const RunOutcome> outcome) {
      const std::lock_guard guard(mutex_);
      all_.push_back(std::move(outcome));
      changed_.notify_all();
    };
  }
  std::vector<std::shared_ptr<const RunOutcome>> wait_for(std::size_t count) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return all_.size() >= count; });
    return all_;
  }
  long with(RunStatus status) {
    const std::lock_guard guard(mutex_);
    return std::count_if(all_.begin(), all_.end(),
                         [&](const auto& outcome) { return outcome->status == status; });
  }
  long cancelled() {
    const std::lock_guard guard(mutex_);
    return std::count_if(all_.begin(), all_.end(), [](const auto& outcome) {
      return problems::is_stopped(outcome->problems);
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<const RunOutcome>> all_;
};

// Holds every worker at its first log line of this name until open().
class Gate : public LogSink {
 public:
  explicit Gate(std::string event) : event_(std::move(event)) {}
  void write(const LogEvent& event) override {
    if (event.name != event_) return;
    std::unique_lock guard(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(guard, [&] { return is_open_; });
  }
  void wait_for(int count) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return waiting_ >= count; });
  }
  void open() {
    const std::lock_guard guard(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::string event_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool is_open_ = false;
};

class Jobs : public Lifecycle {
 protected:
  RunHost gated_host(LogSink& gate) {
    return {.env = env_,
            .log = gate,
            .observer = quiet_,
            .catalog = catalog_.get(),
            .metrics = &metrics_,
            .templates = &templates_};
  }
  static std::vector<std::string> names(const JobEvents& events) {
    std::vector<std::string> all;
    for (const JobEvent& event : events.events) all.push_back(event.name);
    return all;
  }
  Outcomes outcomes_;
};

TEST_F(Jobs, SixtyFourIdenticalCreatesEvaluateOnce) {
  const RunHost run_host = host();
  {
    JobQueue queue(run_host, {.workers = 8});
    for (int i = 0; i < 64; ++i) {
      ASSERT_TRUE(queue.submit({.request = from_template(), .completed = outcomes_.taker()}));
    }
    outcomes_.wait_for(64);
  }
  for (const auto& outcome : outcomes_.wait_for(64)) {
    EXPECT_TRUE(outcome->succeeded())
        << (outcome->problems.empty()
                ? ""
                : outcome->problems.front().code + ": " + outcome->problems.front().message);
  }
  EXPECT_EQ(outcomes_.with(RunStatus::kCreated), 1);
  EXPECT_EQ(outcomes_.with(RunStatus::kReused), 63);
  int evaluations = 0;
  for (const LogEvent& event : log_.events()) {
    evaluations += event.name == "RunOrchestrationEvaluation" ? 1 : 0;
  }
  EXPECT_EQ(evaluations, 1);
}

TEST_F(Jobs, SixtyFourDifferentOnesSucceedOrAreToldToComeAgain) {
  const RunHost run_host = host();
  std::size_t taken = 0, busy = 0;
  {
    JobQueue queue(run_host, {.workers = 2, .queue = 10});
    for (int i = 1; i <= 64; ++i) {
      const auto id = queue.submit(
          {.request = from_template("bins=" + std::to_string(i)), .completed = outcomes_.taker()});
      (id ? taken : busy) += 1;
      if (id) continue;
      EXPECT_EQ(id.problems().front().code, "jobs_full");
      EXPECT_GE(queue.retry_seconds(), 1);
    }
    outcomes_.wait_for(taken);
  }
  EXPECT_EQ(taken + busy, 64u);
  EXPECT_GE(taken, 10u);
  EXPECT_EQ(outcomes_.with(RunStatus::kCreated), static_cast<long>(taken));
  EXPECT_EQ(find_runs(host(), {})->total_count, static_cast<std::int64_t>(taken));
}

TEST_F(Jobs, AJobTellsItsStatesStagesAndProgress) {
  const RunHost run_host = host();
  JobQueue queue(run_host, {.workers = 1});
  CreateRunRequest request = from_template("bins=400");
  request.options.tile_bins = 8;
  const auto id = queue.submit({.request = request, .completed = outcomes_.taker()});
  ASSERT_TRUE(id);
  const auto outcome = outcomes_.wait_for(1).front();
  ASSERT_TRUE(outcome->succeeded());
  const auto job = queue.status(*id);
  EXPECT_EQ(job->state, JobState::kSucceeded);
  EXPECT_EQ(job->run_id, outcome->run_id);
  EXPECT_EQ(job->template_id, "sim-order");
  EXPECT_EQ(job->progress, 1);
  EXPECT_EQ(job->bins_done, 400);
  EXPECT_EQ(job->outcome, outcome);
  EXPECT_EQ(job->stage, "publish");
  EXPECT_THAT(to_json(*job), HasSubstr(R"("evaluate.bins":400)"));

  const auto events = queue.events_after(*id, 0);
  EXPECT_TRUE(events->ended);
  for (std::size_t i = 0; i < events->events.size(); ++i) {
    EXPECT_EQ(events->events[i].number, static_cast<std::int64_t>(i) + 1);
  }
  const std::vector<std::string> kinds = names(*events);
  EXPECT_EQ(kinds.front(), "state");
  EXPECT_EQ(kinds.back(), "state");
  EXPECT_GT(std::count(kinds.begin(), kinds.end(), "progress"), 20);
  EXPECT_EQ(queue.events_after(*id, 5)->events.front().number, 6);
  EXPECT_TRUE(queue.events_after(*id, 1'000'000)->events.empty());
  EXPECT_EQ(queue.status("job_none").problems().front().code, "job_not_found");
}

TEST_F(Jobs, AWatchIsToldUntilItEnds) {
  Gate gate("RunOrchestrationStart");
  const RunHost run_host = gated_host(gate);
  JobQueue queue(run_host, {.workers = 1});
  const auto id = queue.submit({.request = from_template(), .completed = outcomes_.taker()});
  gate.wait_for(1);
  std::atomic<int> told = 0, after = 0;
  auto watch = queue.watch(*id, [&] { ++told; });
  auto ended = queue.watch(*id, [&] { ++after; });
  ended->reset();
  gate.open();
  outcomes_.wait_for(1);
  EXPECT_GT(told, 10);
  EXPECT_EQ(after, 0);
  EXPECT_FALSE(queue.watch("job_none", [] {}));
}

TEST_F(Jobs, AWaitingJobIsCancelledAtOnceAndARunningOneWhenItIsAsked) {
  Gate gate("RunOrchestrationValidation");
  const RunHost run_host = gated_host(gate);
  JobQueue queue(run_host, {.workers = 1});
  const auto running = queue.submit({.request = from_template(), .completed = outcomes_.taker()});
  gate.wait_for(1);
  const auto waiting =
      queue.submit({.request = from_template("bins=5"), .completed = outcomes_.taker()});
  EXPECT_EQ(queue.status(*waiting)->state, JobState::kQueued);
  ASSERT_TRUE(queue.cancel(*waiting));
  EXPECT_EQ(queue.status(*waiting)->state, JobState::kCancelled);
  ASSERT_TRUE(queue.cancel(*running));
  EXPECT_EQ(queue.status(*running)->state, JobState::kRunning);
  gate.open();
  outcomes_.wait_for(2);
  EXPECT_EQ(outcomes_.cancelled(), 2);
  EXPECT_EQ(queue.cancel(*running).problems().front().code, "job_ended");
  EXPECT_EQ(queue.cancel("job_none").problems().front().code, "job_not_found");
  EXPECT_FALSE(has_files_below("runs/") || has_files_below("staging/"));
  EXPECT_EQ(failures().front().state, "cancelled");
}

TEST_F(Jobs, OncePublishingItIsTooLateToCancel) {
  Gate gate("RunOrchestrationCompleted");
  const RunHost run_host = gated_host(gate);
  JobQueue queue(run_host, {.workers = 1});
  const auto id = queue.submit({.request = from_template(), .completed = outcomes_.taker()});
  gate.wait_for(1);
  const auto refused = queue.cancel(*id);
  EXPECT_EQ(refused.problems().front().code, "job_publishing");
  gate.open();
  outcomes_.wait_for(1);
  EXPECT_EQ(queue.status(*id)->state, JobState::kSucceeded);
}

TEST_F(Jobs, EndingTheQueueCancelsWhatItHolds) {
  Gate gate("RunOrchestrationValidation");
  const RunHost run_host = gated_host(gate);
  auto queue = std::make_unique<JobQueue>(run_host, JobQueue::Options{.workers = 1});
  std::vector<std::string> ids;
  for (int i = 1; i <= 3; ++i) {
    ids.push_back(*queue->submit(
        {.request = from_template("bins=" + std::to_string(i)), .completed = outcomes_.taker()}));
  }
  gate.wait_for(1);
  std::thread opener([&] { gate.open(); });
  queue.reset();
  opener.join();
  EXPECT_EQ(outcomes_.wait_for(3).size(), 3u);
  // Another process, or a later one, still knows.
  JobQueue later(run_host, {.workers = 1});
  for (const std::string& id : ids) EXPECT_TRUE(is_final(later.status(id)->state)) << id;
  EXPECT_EQ(later.newest(10).size(), 3u);
  EXPECT_EQ(later.newest(2).size(), 2u);
  EXPECT_TRUE(later.events_after(ids[0], 0)->ended);
}

TEST_F(Jobs, MetricsTellHowLongTheQueueIs) {
  Gate gate("RunOrchestrationStart");
  const RunHost run_host = gated_host(gate);
  JobQueue queue(run_host, {.workers = 1});
  for (int i = 1; i <= 3; ++i) {
    ASSERT_TRUE(queue.submit(
        {.request = from_template("bins=" + std::to_string(i)), .completed = outcomes_.taker()}));
  }
  gate.wait_for(1);
  EXPECT_THAT(metrics_.exposition(), HasSubstr("job_queue_depth 2\n"));
  EXPECT_THAT(metrics_.exposition(), HasSubstr("jobs_running 1\n"));
  gate.open();
  outcomes_.wait_for(3);
}

using Next = IdempotencyKeys::Next;

TEST_F(Lifecycle, TheSameKeyAndBodyHaveOneAnswer) {
  const RunHost run_host = host();
  IdempotencyKeys keys(run_host);
  EXPECT_EQ(keys.begin("POST /v1/runs", "k1", "body")->next, Next::kWork);
  EXPECT_EQ(keys.begin("POST /v1/runs", "k1", "other").problems().front().code,
            "idempotency_conflict");
  EXPECT_EQ(keys.begin("POST /v1/runs", "k1", "body").problems().front().code,
            "idempotency_in_use");
  std::optional<KeptAnswer> later;
  EXPECT_EQ(keys.begin("POST /v1/runs", "k1", "body", [&](auto answer) { later = answer; })->next,
            Next::kWait);
  const KeptAnswer answer{.status = 201,
                          .location = "/v1/runs/x",
                          .content_type = "application/json",
                          .body = "{\n  \"a\": 1\n}"};
  ASSERT_TRUE(keys.finish("POST /v1/runs", "k1", answer));
  ASSERT_TRUE(later);
  EXPECT_EQ(later->body, answer.body);
  IdempotencyKeys restarted(run_host);
  const auto again = restarted.begin("POST /v1/runs", "k1", "body");
  EXPECT_EQ(again->next, Next::kAnswer);
  EXPECT_EQ(again->answer.status, 201);
  EXPECT_EQ(again->answer.location, answer.location);
  EXPECT_EQ(again->answer.content_type, answer.content_type);
  EXPECT_EQ(again->answer.body, answer.body);
  EXPECT_EQ(restarted.begin("POST /v1/runs", "k1", "other").problems().front().code,
            "idempotency_conflict");
  EXPECT_EQ(restarted.begin("POST /v1/drafts", "k1", "other")->next, Next::kWork);
}

TEST_F(Lifecycle, AnAbandonedKeyIsFreeAndADayLaterEveryOneIs) {
  const RunHost run_host = host();
  IdempotencyKeys keys(run_host);
  ASSERT_TRUE(keys.begin("s", "k", "a"));
  bool told = false;
  ASSERT_TRUE(keys.begin("s", "k", "a", [&](auto answer) { told = !answer; }));
  ASSERT_TRUE(keys.abandon("s", "k"));
  EXPECT_TRUE(told);
  EXPECT_EQ(keys.begin("s", "k", "b")->next, Next::kWork);
  ASSERT_TRUE(keys.finish("s", "k", {.status = 200, .body = "x"}));
  env_.set_now_unix_ms(env_.now_unix_ms() + 24 * 3600 * 1000 + 1);
  EXPECT_EQ(keys.begin("s", "k", "c")->next, Next::kWork);
  for (const std::string& key : {std::string(), std::string(300, 'x'), std::string("a b")}) {
    EXPECT_EQ(keys.begin("s", key, "a").problems().front().code, "invalid_idempotency_key");
  }
}

TEST_F(Lifecycle, AKeyOfAProcessThatIsGoneIsTakenOver) {
  const RunHost run_host = host();
  IdempotencyKeys keys(run_host);
  const std::string dead = "owner_00000000deadbeef", alive = "owner_00000000000a11fe";
  for (const std::string& owner : {dead, alive}) {
    ASSERT_TRUE(catalog_->answers().claim({.key = "s\n" + owner,
                                           .body_hash = sha256_tagged("b"),
                                           .owner = owner,
                                           .answer = {},
                                           .created_unix_ms = env_.now_unix_ms()}));
  }
  ASSERT_TRUE(env_.make_directories("locks"));
  const auto held = env_.try_lock("locks/" + alive + ".lock");
  EXPECT_EQ(keys.begin("s", dead, "b")->next, Next::kWork);
  EXPECT_EQ(keys.begin("s", alive, "b").problems().front().code, "idempotency_in_use");
}

}  // namespace
}  // namespace flowtime
