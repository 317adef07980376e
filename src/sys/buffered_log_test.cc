// Which lines wait for others, and that none is lost.
#include "sys/buffered_log.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "sys/memory_env.h"

namespace flowtime {
namespace {

// A descriptor that keeps the borders between writes.
class Packets {
 public:
  Packets() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends_), 0); }
  ~Packets() {
    for (const int end : ends_) ::close(end);
  }
  Packets(const Packets&) = delete;
  Packets& operator=(const Packets&) = delete;
  int descriptor() const { return ends_[1]; }
  // The next one, waited for.
  std::string next() const {
    std::string text(64u << 10, '\0');
    const ssize_t got = ::recv(ends_[0], text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }
  bool is_empty() const {
    char byte = 0;
    return ::recv(ends_[0], &byte, 1, MSG_DONTWAIT | MSG_PEEK) <= 0;
  }

 private:
  int ends_[2] = {-1, -1};
};

class BufferedLog : public ::testing::Test {
 protected:
  void open(LogLevel lowest = LogLevel::kInfo) {
    sink_ = std::make_unique<BufferedLogSink>(
        env_, packets_.descriptor(), lowest,
        [](const LogEvent& event) { return event.name == "Access"; });
  }
  void access(int id) { sink_->write({LogLevel::kInfo, id, "Access", {}}); }
  static int lines_in(const std::string& text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  }
  Packets packets_;
  MemoryEnv env_;
  std::unique_ptr<BufferedLogSink> sink_;
};

TEST_F(BufferedLog, WhatMayWaitComesWithWhatMayNotInItsOrder) {
  open();
  for (int id = 1; id <= 3; ++id) access(id);
  sink_->write({LogLevel::kInfo, 4, "Operation", {}});
  std::string all;
  while (!packets_.is_empty()) all += packets_.next();
  EXPECT_EQ(lines_in(all), 4);
  std::size_t at = 0;
  for (int id = 1; id <= 4; ++id) {
    at = all.find("\"eventId\":" + std::to_string(id), at);
    EXPECT_NE(at, std::string::npos) << id;
  }
}

TEST_F(BufferedLog, NothingIsLostWhenItEnds) {
  open();
  for (int id = 1; id <= 3; ++id) access(id);
  sink_.reset();
  std::string all;
  while (!packets_.is_empty()) all += packets_.next();
  EXPECT_EQ(lines_in(all), 3);
}

TEST_F(BufferedLog, WhatWaitsIsWrittenThoughNothingElseComes) {
  open();
  for (int id = 1; id <= 2; ++id) {
    access(id);
    EXPECT_EQ(lines_in(packets_.next()), 1);
  }
}

TEST_F(BufferedLog, ManyLinesTakeFewWrites) {
  constexpr int kLines = 600;
  open();
  for (int id = 1; id <= kLines; ++id) access(id);
  sink_.reset();
  int lines = 0, writes = 0;
  for (; !packets_.is_empty(); ++writes) lines += lines_in(packets_.next());
  EXPECT_EQ(lines, kLines);
  EXPECT_LT(writes, kLines / 10);
}

TEST_F(BufferedLog, LowLevelsAreLeftOut) {
  open(LogLevel::kWarning);
  access(1);
  sink_->write({LogLevel::kError, 2, "Operation", {}});
  EXPECT_EQ(packets_.next(),
            "{\"time\":\"2026-01-01T00:00:00.000Z\",\"level\":\"error\",\"eventId\":2,"
            "\"event\":\"Operation\"}\n");
}

}  // namespace
}  // namespace flowtime
