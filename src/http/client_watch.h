// ClientWatch: whether the client of a connection is still there while its answer is made.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>

namespace flowtime::http {

// Calls `gone` once when the client closes its side, until the watch is destroyed. What the client
// sends meanwhile is its next request and stays where it is.
// On the I/O thread alone. Not together with a read of the same socket: both would wait for it.
class ClientWatch {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  // The socket outlives the watch. `gone` runs on the I/O thread, at most once.
  ClientWatch(Socket& socket, std::function<void()> gone) : socket_(socket) {
    wait(socket, alive_, std::make_shared<std::function<void()>>(std::move(gone)));
  }
  // `gone` is not called any more once this returns.
  ~ClientWatch() {
    *alive_ = false;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }
  ClientWatch(const ClientWatch&) = delete;
  ClientWatch& operator=(const ClientWatch&) = delete;

 private:
  // Looks at the next byte without taking it: a request that the client sends ahead stays in the
  // socket.
  // When a byte is there the watch ends without a call: what a client sends ahead hides its end.
  static void wait(Socket& socket, std::shared_ptr<bool> alive,
                   std::shared_ptr<std::function<void()>> gone) {
    socket.async_wait(Socket::wait_read, [&socket, alive, gone](boost::system::error_code error) {
      if (error || !*alive) return;
      char byte = 0;
      boost::system::error_code failed;
      const auto count =
          socket.receive(boost::asio::buffer(&byte, 1), Socket::message_peek, failed);
      if (failed == boost::asio::error::would_block) return wait(socket, alive, gone);
      if (failed || count == 0) (*gone)();
    });
  }

  // `alive_` is shared with the waiting operation, whose handler may run after the watch is gone.
  Socket& socket_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace flowtime::http
