// Talk: a connection that goes on as a WebSocket (http/web_socket.h). Only for http/server.cc.
//
// A client that waits holds no buffer. While a worker hears what came, nothing more is read, so a
// client that asks faster than it is answered waits in its own system.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <utility>

#include "http/client_watch.h"
#include "http/connection_clock.h"
#include "http/http_limits.h"
#include "http/on_worker.h"
#include "http/web_socket.h"

namespace flowtime::http {

// A coroutine on the I/O thread. Awaitables are named before they are awaited (`auto sent =
// send(...)`), as in all coroutines of this room.
// Owned by the connection's coroutine. Ends with a close frame, unless the client is gone already.
class Talk {
 public:
  // What the connection shares with it; all of it outlives the talk.
  // References only: the talk owns nothing but the conversation.
  struct Connection {
    boost::asio::ip::tcp::socket& socket;
    boost::asio::thread_pool& pool;
    ConnectionClock& clock;
    bool& is_idle;         // the server's end cancels what an idle connection waits for
    const bool& stopping;  // the server ends
  };
  Talk(Connection connection, std::unique_ptr<Conversation> conversation)
      : connection_(connection), conversation_(std::move(conversation)) {}

  // Until either side ends it. `first` came behind the request. Afterwards nothing is to be read
  // but what the client sends before it notices.
  // Order of a round: wait, take what is there, answer control frames, let the conversation hear
  // the rest.
  boost::asio::awaitable<void> run(std::string first) {
    std::optional<Farewell> farewell = conversation_->refusal();
    std::string piece = std::move(first);
    while (!farewell) {
      if (piece.empty()) {
        auto more = wait();
        farewell = co_await std::move(more);
        if (!farewell && !is_broken_) piece = take();
      } else {
        auto answered = answer(std::exchange(piece, std::string()));
        farewell = co_await std::move(answered);
      }
      if (is_broken_) co_return;
      if (!farewell && connection_.stopping) farewell = stopping();
    }
    auto said = send(close_frame(*farewell));
    co_await std::move(said);
  }

 private:
  using ErrorCode = boost::system::error_code;
  static constexpr std::size_t kPieceBytes = 64u << 10;
  static constexpr std::size_t kWriteBytes = 1u << 20;  // for each of which a client has a minute

  static Farewell stopping() { return {close_codes::kGoingAway, "server_stopping"}; }

  // Until something can be read: nothing. Else why not.
  // At most the conversation's idle timeout. Farewells: 1001 server_stopping, 1001 idle.
  boost::asio::awaitable<std::optional<Farewell>> wait() {
    ErrorCode error;
    connection_.clock.expires_after(conversation_->idle_timeout());
    connection_.is_idle = true;
    auto ready =
        connection_.socket.async_wait(boost::asio::ip::tcp::socket::wait_read, with_error(error));
    co_await std::move(ready);
    connection_.is_idle = false;
    connection_.clock.expires_never();
    if (!error) co_return std::nullopt;
    if (connection_.stopping) co_return stopping();
    if (connection_.clock.is_late()) co_return Farewell{close_codes::kGoingAway, "idle"};
    is_broken_ = true;
    co_return std::nullopt;
  }

  // What can be read at once. Who ends without a word is gone.
  // At most kPieceBytes. Precondition: something can be read.
  std::string take() {
    std::string piece(kPieceBytes, '\0');
    ErrorCode error;
    const std::size_t count = connection_.socket.read_some(boost::asio::buffer(piece), error);
    is_broken_ = error && error != boost::asio::error::would_block;
    piece.resize(error ? 0 : count);
    return piece;
  }

  // Pongs are sent before the conversation hears the piece; the client's close is answered after
  // it.
  boost::asio::awaitable<std::optional<Farewell>> answer(std::string piece) {
    WebSocketReader::Arrived arrived = reader_.read(piece);
    if (!arrived.replies.empty()) {
      auto sent = send(arrived.replies);
      co_await std::move(sent);
    }
    if (!arrived.bytes.empty() && !is_broken_) {
      auto heard = hear(std::move(arrived.bytes));
      const std::optional<Farewell> farewell = co_await std::move(heard);
      if (farewell) co_return farewell;
    }
    co_return arrived.farewell;
  }

  // The conversation may say several messages about one piece; each is sent before the next is
  // asked for.
  // Ends early when the client is gone.
  boost::asio::awaitable<std::optional<Farewell>> hear(std::string bytes) {
    Conversation::Turn turn{.has_more = true};
    while (turn.has_more && !turn.farewell && !is_broken_) {
      auto heard = one_turn(std::exchange(bytes, std::string()));
      turn = co_await std::move(heard);
      if (turn.message.empty()) continue;
      auto sent = send_message(std::move(turn.message));
      co_await std::move(sent);
      if (connection_.stopping && !turn.farewell) turn.farewell = stopping();
    }
    co_return turn.farewell;
  }

  // The first turn hears the bytes, later ones nothing. An exception is 1011 bridge_error.
  boost::asio::awaitable<Conversation::Turn> one_turn(std::string bytes) {
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    const ClientWatch watch(connection_.socket, [gone] { *gone = true; });
    Conversation::Turn failed{.farewell = Farewell{close_codes::kInternalError, "bridge_error"}};
    try {
      auto work = on_worker(connection_.pool, [&] { return conversation_->hear(bytes, *gone); });
      co_return co_await std::move(work);
    } catch (const std::exception&) {
    }
    co_return failed;
  }

  // Head and body separately: a message of 64 MiB is not copied.
  boost::asio::awaitable<void> send_message(std::string message) {
    auto head = send(message_head(message.size()));
    co_await std::move(head);
    auto body = send(std::move(message));
    co_await std::move(body);
  }

  // In pieces of kWriteBytes, each within kWriteTimeout; after an error nothing more is sent.
  boost::asio::awaitable<void> send(std::string bytes) {
    for (std::size_t at = 0; at < bytes.size() && !is_broken_; at += kWriteBytes) {
      const std::size_t size = std::min(kWriteBytes, bytes.size() - at);
      ErrorCode error;
      connection_.clock.expires_after(kWriteTimeout);
      auto written = boost::asio::async_write(
          connection_.socket, boost::asio::buffer(bytes.data() + at, size), with_error(error));
      co_await std::move(written);
      connection_.clock.expires_never();
      is_broken_ = static_cast<bool>(error);
    }
  }

  Connection connection_;
  std::unique_ptr<Conversation> conversation_;
  WebSocketReader reader_;
  bool is_broken_ = false;  // the client is gone, or takes nothing
};

}  // namespace flowtime::http
