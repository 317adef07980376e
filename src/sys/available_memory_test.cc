#include "sys/available_memory.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(AvailableMemory, ReadsTheFigureOfTheKernel) {
  constexpr const char* kText =
      "MemTotal: 9 kB\nMemAvailable:   2048 kB\nDirtyPages: 3 kB\nDirty:1 kB";
  EXPECT_EQ(memory_figure(kText, "MemAvailable"), 2048u * 1024);
  EXPECT_EQ(memory_figure(kText, "Dirty"), 1024u);
  EXPECT_EQ(memory_figure(kText, "Mem"), std::nullopt);
  EXPECT_EQ(memory_figure("MemAvailable:", "MemAvailable"), std::nullopt);
  EXPECT_EQ(memory_figure("", "Dirty"), std::nullopt);
  EXPECT_GT(available_memory_bytes(), 0u);
  EXPECT_LT(unwritten_bytes(), std::uint64_t{1} << 62);
}

}  // namespace
}  // namespace flowtime
