#include "sys/buffered_log.h"

namespace flowtime {

BufferedLogSink::BufferedLogSink(Env& env, int descriptor, LogLevel lowest, MayWait may_wait)
    : env_(env), descriptor_(descriptor), lowest_(lowest), may_wait_(may_wait) {}

BufferedLogSink::~BufferedLogSink() {
  flusher_.request_stop();
  if (flusher_.joinable()) flusher_.join();
  const std::lock_guard guard(mutex_);
  flush();
}

void BufferedLogSink::write(const LogEvent& event) {
  if (event.level < lowest_) return;
  const std::string line = log_line(event, env_.now_unix_ms()) + "\n";
  const std::lock_guard guard(mutex_);
  waiting_ += line;
  // What waits is written with it, in front of it: lines keep their order.
  if (!may_wait_(event) || waiting_.size() >= kMaxWaitingBytes) return flush();
  // The thread exists only where an event has waited: most programs never need it.
  if (!flusher_.joinable()) {
    flusher_ = std::jthread([this](const std::stop_token& stop) { flush_now_and_then(stop); });
  }
  // Only the first line that waits: the thread is asleep for the rest of its pause otherwise.
  if (waiting_.size() == line.size()) has_waiting_.notify_one();
}

void BufferedLogSink::flush_now_and_then(const std::stop_token& stop) {
  std::unique_lock guard(mutex_);
  while (has_waiting_.wait(guard, stop, [&] { return !waiting_.empty(); })) {
    // A pause that only the end cuts short; the lock is free meanwhile.
    has_waiting_.wait_for(guard, stop, kLongestWait, [] { return false; });
    flush();
  }
}

void BufferedLogSink::flush() {
  write_log_text(descriptor_, waiting_);
  waiting_.clear();
}

}  // namespace flowtime
