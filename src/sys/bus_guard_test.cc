#include "sys/bus_guard.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sys/env.h"

namespace flowtime {
namespace {

TEST(BusGuard, AFileThatGetsShorterReadsAsZeros) {
  const auto folder = std::filesystem::temp_directory_path() / "flowtime_bus_guard_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "values") << std::string(100'000, 'x');
  const auto env = posix_env(folder.string());
  const auto view = env->view_file("values");
  const auto other = env->view_file("values");
  ASSERT_TRUE(view && other);
  const std::string_view bytes = (*view)->bytes();
  EXPECT_EQ(bytes[99'999], 'x');
  EXPECT_FALSE(is_broken_mapping(bytes));
  std::filesystem::resize_file(folder / "values", 1000);
  EXPECT_EQ(bytes[10], 'x');
  EXPECT_FALSE(is_broken_mapping(bytes));
  EXPECT_EQ(bytes[50'000], '\0');
  EXPECT_EQ(bytes[99'999], '\0');
  EXPECT_TRUE(is_broken_mapping(bytes));
  EXPECT_FALSE(is_broken_mapping((*other)->bytes()));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace flowtime
