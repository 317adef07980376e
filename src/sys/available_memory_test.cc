#include "sys/available_memory.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(AvailableMemory, ReadsTheFigureOfTheKernel) {
  EXPECT_EQ(available_memory_bytes("MemTotal: 9 kB\nMemAvailable:   2048 kB\nBuffers: 1 kB\n"),
            2048u * 1024);
  EXPECT_EQ(available_memory_bytes("MemTotal: 9 kB\n"), 0u);
  EXPECT_EQ(available_memory_bytes("MemAvailable:"), 0u);
  EXPECT_EQ(available_memory_bytes(""), 0u);
  EXPECT_GT(available_memory_bytes(), 0u);
}

}  // namespace
}  // namespace flowtime
