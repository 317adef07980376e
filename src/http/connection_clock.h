// ConnectionClock: until when a connection may wait for what it waits for. Belongs to the I/O
// thread.
#pragma once

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>

namespace flowtime::http {

// Instead of a timer per operation: the server calls look() for every connection a few times per
// second, so a deadline is noticed up to a quarter of a second late.
class ConnectionClock {
 public:
  using Clock = std::chrono::steady_clock;

  explicit ConnectionClock(boost::asio::ip::tcp::socket& socket) : socket_(socket) {}

  // What is waited for from now on ends with an error after that time.
  // Replaces the deadline before. One deadline per connection: it waits for one thing at a time.
  void expires_after(Clock::duration duration) {
    is_late_ = false;
    deadline_ = Clock::now() + duration;
  }
  void expires_never() { deadline_ = Clock::time_point::max(); }
  // Moves the deadline forward only, so a stop never gives a client more time.
  void expires_within(Clock::duration duration) {
    deadline_ = std::min(deadline_, Clock::now() + duration);
  }
  // Whether the time was up.
  // Tells a timeout from other reasons of an aborted operation.
  bool is_late() const { return is_late_; }
  // Ends what has waited for longer than it may.
  void look(Clock::time_point now) {
    if (now < deadline_) return;
    expires_never();
    is_late_ = true;
    cancel();
  }
  // Operations that wait end with operation_aborted.
  void cancel() {
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

 private:
  boost::asio::ip::tcp::socket& socket_;
  bool is_late_ = false;
  Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace flowtime::http
