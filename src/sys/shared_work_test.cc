// Whoever asks while others work shares the next work with everybody who waits.
#include "sys/shared_work.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace flowtime {
namespace {

Problem refused() { return {.code = "io_failed", .message = "no", .remedy = ""}; }

TEST(SharedWork, OneAfterAnotherEachWorks) {
  SharedWork shared;
  int works = 0;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(shared.run([&]() -> Result<Done> {
      ++works;
      return Done{};
    }));
  }
  EXPECT_EQ(works, 3);
}

// The first work goes on until all have asked; the others began to wait meanwhile, so that one more
// serves them all. None may be served by what began before it asked.
TEST(SharedWork, ThoseWhoWaitAreServedTogether) {
  constexpr int kThreads = 8;
  SharedWork shared;
  std::atomic<int> works = 0, done = 0;
  const auto work = [&]() -> Result<Done> {
    if (works++ > 0) return Done{};
    while (shared.asked() < kThreads) std::this_thread::yield();
    return Done{};
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] { done += shared.run(work) ? 1 : 0; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, kThreads);
  EXPECT_EQ(works, 2);
}

TEST(SharedWork, AFailureIsToldToAllItServed) {
  constexpr int kThreads = 4;
  SharedWork shared;
  std::atomic<int> works = 0, refusals = 0;
  const auto work = [&]() -> Result<Done> {
    if (works++ > 0) return refused();
    while (shared.asked() < kThreads) std::this_thread::yield();
    return Done{};
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] { refusals += shared.run(work) ? 0 : 1; });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refusals, kThreads - 1);
  EXPECT_TRUE(shared.run([]() -> Result<Done> { return Done{}; }));
}

}  // namespace
}  // namespace flowtime
