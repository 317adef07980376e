// BufferedLogSink: a log for servers, where some lines come by the thousand.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "sys/log.h"

namespace flowtime {

// The event of every request that a server answers.
// Of such lines a server may lose the last tenth of a second; no other event may wait.
inline constexpr const char* kAccessEvent = "HttpRequest";

// Writes each event of at least `lowest` as one line to a file descriptor (2 is stderr), which
// stays open. Lines keep their order. An event that may wait is written with the next one that may
// not, once kMaxWaitingBytes are waiting, after kLongestWait, or when the sink ends; any other is
// written before write() returns. Several lines take one call of the system.
// May be called by any number of threads. The Env outlives it.
class BufferedLogSink : public LogSink {
 public:
  static constexpr std::size_t kMaxWaitingBytes = 32u << 10;
  static constexpr std::chrono::milliseconds kLongestWait{100};
  // Whether the line is not missed if the machine stops within a moment.
  using MayWait = bool (*)(const LogEvent&);

  // `may_wait` is asked for every event, under no lock.
  BufferedLogSink(Env& env, int descriptor, LogLevel lowest, MayWait may_wait);
  // Writes what waits. A process that is killed loses it.
  ~BufferedLogSink() override;
  BufferedLogSink(const BufferedLogSink&) = delete;
  BufferedLogSink& operator=(const BufferedLogSink&) = delete;
  void write(const LogEvent& event) override;

 private:
  void flush();  // expects mutex_ to be held
  void flush_now_and_then(const std::stop_token& stop);

  Env& env_;
  const int descriptor_;
  const LogLevel lowest_;
  const MayWait may_wait_;
  std::mutex mutex_;
  std::string waiting_;
  std::condition_variable_any has_waiting_;
  std::jthread flusher_;  // since an event waited
};

}  // namespace flowtime
