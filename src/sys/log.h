// Structured log events, one JSON object per line.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sys/env.h"

namespace flowtime {

// Ascending: a sink writes those from its lowest on.
enum class LogLevel { kDebug, kInfo, kWarning, kError };
const char* name_of(LogLevel level);

// Doubles that are not finite are written as null.
struct LogField {
  std::string name;
  std::variant<std::string, std::int64_t, double, bool> value;
};

// Plain data; fields are written in their order.
struct LogEvent {
  LogLevel level = LogLevel::kInfo;
  int id = 0;        // e.g. 4001
  std::string name;  // e.g. RunOrchestrationStart
  std::vector<LogField> fields;
};

// {"time":"2026-01-01T00:00:00.000Z","level":"info","eventId":4001,"event":"...", <fields>},
// without a newline. A field named like one of the four is written with a '_' appended; bytes that
// are not UTF-8 become U+FFFD.
// Pure. UTC, milliseconds.
std::string log_line(const LogEvent& event, std::int64_t unix_ms);

// Writes log lines to a descriptor. A log that cannot be written must not stop the work it
// describes, so failures end here.
// Repeats short writes; gives up at the first error.
void write_log_text(int descriptor, std::string_view text);

// Where events go. write() may be called from several threads.
// Implementations must not throw.
class LogSink {
 public:
  virtual ~LogSink() = default;
  virtual void write(const LogEvent& event) = 0;
};

// For tests and for callers that log nothing.
class NullLogSink : public LogSink {
 public:
  void write(const LogEvent&) override {}
};

// Keeps events, for tests and for the last lines of a failed run.
// May be used by any number of threads.
class MemoryLogSink : public LogSink {
 public:
  // The oldest event is dropped when there are more.
  explicit MemoryLogSink(std::size_t limit = 100'000) : limit_(limit) {}
  void write(const LogEvent& event) override;
  std::vector<LogEvent> events() const;  // the last `limit`, oldest first

 private:
  mutable std::mutex mutex_;
  std::size_t limit_;
  std::vector<LogEvent> events_;
};

// Writes each event of at least `lowest` as one line to a file descriptor (2 is stderr), with one
// write per line; the descriptor stays open.
class LineLogSink : public LogSink {
 public:
  // Threads: any; lines of several threads do not mix.
  LineLogSink(Env& env, int descriptor, LogLevel lowest = LogLevel::kInfo);
  void write(const LogEvent& event) override;

 private:
  Env& env_;
  int descriptor_;
  LogLevel lowest_;
  std::mutex mutex_;
};

}  // namespace flowtime
