// Connection: one client of the server, from its first request to its last. With
// http/arriving_request.h, connection.cc and server.cc it knows Beast; no other file does.
//
// Everything runs on the I/O thread but the answerer's work, which a worker of the pool does.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "http/arriving_request.h"
#include "http/body_room.h"
#include "http/connection_clock.h"
#include "http/head_text.h"
#include "http/http_limits.h"
#include "http/server.h"

namespace flowtime::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;

class Connection;

// What connections share. Everything but the counts belongs to the I/O thread.
struct Shared {
  explicit Shared(Answerer& who, int workers)
      : answerer(who), pool(static_cast<std::size_t>(workers)) {}
  Answerer& answerer;
  asio::io_context io{1};
  asio::thread_pool pool;
  std::set<Connection*> alive;
  BodyRoom room;
  bool stopping = false, is_watching_clock = false;
  std::atomic<std::int64_t> connections{0}, open_connections{0}, requests{0}, working{0},
      streams{0};
};

// One connection.
class Connection {
 public:
  Connection(Shared& shared, tcp::socket socket)
      : shared_(shared), socket_(std::move(socket)), from_loopback_(is_from_loopback(socket_)) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
    shared_.alive.insert(this);
  }
  ~Connection() { shared_.alive.erase(this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> run();
  // Ends a connection that waits for its next request, and soon one whose request is still coming;
  // one that works ends after its answer.
  void stop_when_idle() {
    if (is_idle_) clock_.cancel();
    if (is_reading_) clock_.expires_within(kLingerTimeout);
  }
  void abort() {
    if (deferred_) give_up(deferred_);
    ErrorCode ignored;
    socket_.close(ignored);
  }
  void look_at_clock(Clock::time_point now) { clock_.look(now); }
  // Since when it has nothing to do but wait for the next request.
  const std::optional<Clock::time_point>& idle_since() const { return idle_since_; }
  void end_idle() {
    idle_since_.reset();
    clock_.cancel();
  }

 private:
  asio::awaitable<bool> one_request();
  asio::awaitable<ErrorCode> read(Parser& parser);
  asio::awaitable<ErrorCode> read_arriving(Parser& parser);
  asio::awaitable<ErrorCode> read_body(Parser& parser);
  asio::awaitable<bool> store_piece(Parser& parser);
  asio::awaitable<bool> has_room(Parser& parser, BodyRoom::Share& share);
  void judge(const Parser& parser);
  asio::awaitable<void> refuse(const Parser& parser);
  asio::awaitable<Response> answer(Request request);
  asio::awaitable<Response> wait_for(std::shared_ptr<Deferred> deferred);
  asio::awaitable<bool> write(Response response, bool is_head, unsigned version, bool keep_alive);
  asio::awaitable<ErrorCode> write_whole(const Response& response, const Framing& framing,
                                         bool is_head);
  asio::awaitable<ErrorCode> write_stream(Response response, const Framing& framing);
  asio::awaitable<ErrorCode> write_pieces(BodySource& source, bool is_chunked, bool is_events);
  asio::awaitable<ErrorCode> write_piece(const std::string& bytes, bool is_chunked);
  asio::awaitable<void> talk(std::unique_ptr<Conversation> conversation);
  asio::awaitable<void> linger();

  // What it kept may be large, so a worker removes it.
  void drop_store() {
    if (store_) asio::post(shared_.pool, [store = std::exchange(store_, nullptr)] {});
  }
  // Tells whoever makes the answer that nobody waits for it.
  void give_up(const std::shared_ptr<Deferred>& deferred) {
    if (!deferred->client_gone) return;
    asio::post(shared_.pool, [deferred] { deferred->client_gone(); });
  }

  Shared& shared_;
  std::shared_ptr<Deferred> deferred_;  // that the connection waits for
  tcp::socket socket_;
  ConnectionClock clock_{socket_};
  const bool from_loopback_;
  beast::flat_buffer buffer_{kMaxHeaderBytes + (64u << 10)};
  bool is_idle_ = false, is_reading_ = false;
  std::optional<Clock::time_point> idle_since_;
  std::size_t max_body_ = kMaxBodyBytes;  // of the request that is being read
  std::optional<Response> refusal_;       // of the head of that request
  BodyRoom::Share body_share_;
  std::shared_ptr<BodyStore> store_;  // of the body that is being read
  std::size_t stored_ = 0;
};

}  // namespace flowtime::http
