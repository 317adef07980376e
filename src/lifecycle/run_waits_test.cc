// Waiting for a run that somebody else makes ends.
#include "lifecycle/run_waits.h"

#include <functional>
#include <limits>

#include "lifecycle/existing_run.h"
#include "lifecycle/lifecycle_test_support.h"
#include "run/run_stage.h"

namespace flowtime {
namespace {

// Half a minute passes between two looks at the clock.
class HurriedEnv : public MemoryEnv {
 public:
  std::int64_t monotonic_ns() override { return now_ += 30'000'000'000; }

 private:
  std::int64_t now_ = 0;
};

TEST(RunWaits, AHeldIdIsWaitedForWithALimit) {
  HurriedEnv env;
  RunObserver quiet;
  StageClock clock(env, quiet);
  auto held = lock_run_id(env, "r");
  ASSERT_TRUE(held);
  const auto refused = hold_run_id(env, "r", clock);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems()[0].code, "lock_held");
  EXPECT_EQ(refused.problems()[0].message,
            "Another process, or another request, is making the run 'r'.");
  held->reset();
  EXPECT_TRUE(hold_run_id(env, "r", clock));
}

// Whether another request could begin to wait at the moment when a lock was given.
class AskingEnv : public MemoryEnv {
 public:
  Result<std::optional<std::unique_ptr<FileLock>>> try_lock(const std::string& path) override {
    auto lock = MemoryEnv::try_lock(path);
    if (!lock || !*lock) {
      release();  // for the next look
      return lock;
    }
    place_was_free = process_run_waits().enter();
    if (place_was_free) process_run_waits().leave();
    return lock;
  }
  std::function<void()> release = [] {};
  bool place_was_free = false;
};

// Two workers, one place to wait. One worker waited and gets the lock; the other must be able to
// wait for it. It was refused with lock_held when the first was still counted as waiting.
TEST(RunWaits, AHolderIsNotCountedAmongThoseWhoWait) {
  AskingEnv env;
  RunObserver quiet;
  StageClock clock(env, quiet);
  auto held = lock_run_id(env, "r");
  ASSERT_TRUE(held);
  env.release = [&] { held->reset(); };
  process_run_waits().leave_one_of(2);
  EXPECT_TRUE(hold_run_id(env, "r", clock));
  EXPECT_TRUE(env.place_was_free);
  process_run_waits().leave_one_of(std::numeric_limits<int>::max());
}

TEST(RunWaits, OneWorkerOfManyIsLeftToWork) {
  RunWaits waits;
  waits.leave_one_of(3);
  EXPECT_TRUE(waits.enter());
  EXPECT_TRUE(waits.enter());
  EXPECT_FALSE(waits.enter());
  waits.leave();
  EXPECT_TRUE(waits.enter());
}

TEST(RunWaits, AWorkerAloneMayWait) {
  RunWaits waits;
  waits.leave_one_of(1);
  EXPECT_TRUE(waits.enter());
  EXPECT_FALSE(waits.enter());
}

}  // namespace
}  // namespace flowtime
