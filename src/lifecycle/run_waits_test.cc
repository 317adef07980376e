// Waiting for a run that somebody else makes ends.
#include "lifecycle/run_waits.h"

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
