#include "http/compression.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace flowtime::http {
namespace {

constexpr Coding kCodings[] = {Coding::kIdentity, Coding::kGzip, Coding::kBrotli};

TEST(KeptBody, IsWhatItsBytesCompressTo) {
  const std::string bytes(5000, 'x');
  const KeptBody kept(bytes);
  EXPECT_EQ(kept.bytes(), bytes);
  for (const Coding coding : kCodings) EXPECT_EQ(kept.as(coding), compressed(bytes, coding));
}

TEST(KeptBody, IsCompressedOnce) {
  const KeptBody kept(std::string(5000, 'x'));
  EXPECT_TRUE(kept.is_ready(Coding::kIdentity));
  EXPECT_FALSE(kept.is_ready(Coding::kGzip));
  std::vector<const std::string*> seen(4);
  std::vector<std::thread> threads;
  for (const std::string*& one : seen) {
    threads.emplace_back([&] { one = &kept.as(Coding::kGzip); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string* one : seen) EXPECT_EQ(one, seen.front());
  EXPECT_TRUE(kept.is_ready(Coding::kGzip));
  EXPECT_FALSE(kept.is_ready(Coding::kBrotli));
}

}  // namespace
}  // namespace flowtime::http
