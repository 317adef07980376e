// Mailbox: where the answer to a waiting connection arrives from another thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "http/response.h"

namespace flowtime::http {

// The connection opens it, waits for the bell and closes it when it ends. Who makes the answer may
// keep it for longer than the connection and the server live: what is put into a closed mailbox is
// dropped, and nothing of the I/O context is left in it.
// Held by shared pointers of both sides, so neither has to outlive the other.
class Mailbox : public std::enable_shared_from_this<Mailbox> {
 public:
  Mailbox(boost::asio::io_context& io, boost::asio::steady_timer& bell) : io_(&io), bell_(&bell) {}

  // From any thread. The first response counts.
  // Does nothing when the mailbox is closed or has a response.
  void put(Response response) {
    const std::lock_guard lock(mutex_);
    if (io_ == nullptr || response_) return;
    response_ = std::move(response);
    boost::asio::post(*io_, [self = shared_from_this()] { self->ring(); });
  }

  // On the I/O thread.
  // Nothing until one was put.
  std::optional<Response> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(response_, std::nullopt);
  }
  // On the I/O thread, before the bell is destroyed.
  void close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
    bell_ = nullptr;
  }

 private:
  // On the I/O thread. Cancelling the timer wakes the coroutine that waits for it.
  void ring() {
    if (bell_ != nullptr) bell_->cancel();
  }

  std::mutex mutex_;
  boost::asio::io_context* io_;
  boost::asio::steady_timer* bell_;  // the I/O thread's alone
  std::optional<Response> response_;
};

// Closes a mailbox at the end of the scope.
// For coroutines, which may be destroyed at any co_await: the scope closes the mailbox then too.
class OpenMailbox {
 public:
  explicit OpenMailbox(Mailbox& mailbox) : mailbox_(mailbox) {}
  ~OpenMailbox() { mailbox_.close(); }
  OpenMailbox(const OpenMailbox&) = delete;
  OpenMailbox& operator=(const OpenMailbox&) = delete;

 private:
  Mailbox& mailbox_;
};

}  // namespace flowtime::http
