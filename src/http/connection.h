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

// Coroutines throughout: a function that is awaited runs until it must wait and gives the thread
// back.
class Connection;

// What connections share. Everything but the counts belongs to the I/O thread.
// Outlives every connection: the server's run() returns after the last of them ended.
struct Shared {
  explicit Shared(Answerer& who, int workers)
      : answerer(who), pool(static_cast<std::size_t>(workers)) {}
  // The I/O context has one thread (its hint is 1); the pool has as many as the server was opened
  // with. `alive` does not own. `working` counts requests on a worker, `streams` bodies and
  // conversations.
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
// Lives on the frame of the coroutine that serves the client. At most one request at a time: the
// next one is parsed after the answer was written.
class Connection {
 public:
  Connection(Shared& shared, tcp::socket socket)
      : shared_(shared), socket_(std::move(socket)), from_loopback_(is_from_loopback(socket_)) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
    shared_.alive.insert(this);
  }
  // On the I/O thread, like everything here.
  ~Connection() { shared_.alive.erase(this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Returns when the client or the server ended the connection; the socket is shut down then.
  asio::awaitable<void> run();
  // Ends a connection that waits for its next request, and soon one whose request is still coming;
  // one that works ends after its answer.
  void stop_when_idle() {
    if (is_idle_) clock_.cancel();
    if (is_reading_) clock_.expires_within(kLingerTimeout);
  }
  // For the end of kStopTimeout: what still waits ends with an error, and the answer is lost.
  void abort() {
    if (deferred_) give_up(deferred_);
    ErrorCode ignored;
    socket_.close(ignored);
  }
  // Every quarter of a second, for all connections (ConnectionClock).
  void look_at_clock(Clock::time_point now) { clock_.look(now); }
  // Since when it has nothing to do but wait for the next request.
  const std::optional<Clock::time_point>& idle_since() const { return idle_since_; }
  // To make room for a new client. Precondition: idle_since() has a value.
  void end_idle() {
    idle_since_.reset();
    clock_.cancel();
  }

 private:
  // True when another request may follow. False after a refusal, an error, a conversation, and when
  // the client or the server wants the end.
  asio::awaitable<bool> one_request();
  // The head, then the body, in at most kRequestTimeout from the first byte. end_of_stream: the
  // client ended between two requests or was idle for too long. A refusal counts as no error: it
  // is in `refusal_`.
  asio::awaitable<ErrorCode> read(Parser& parser);
  // Answers `Expect: 100-continue` once the head was accepted.
  asio::awaitable<ErrorCode> read_arriving(Parser& parser);
  // Piece by piece, with the limit and the room checked before each. Stored pieces leave the
  // memory.
  asio::awaitable<ErrorCode> read_body(Parser& parser);
  // Extends the deadline: a large body may take longer than kRequestTimeout, a piece of it may not.
  asio::awaitable<bool> store_piece(Parser& parser);
  // Looks every 20 ms, up to kRoomTimeout; false when the server stops meanwhile.
  asio::awaitable<bool> has_room(Parser& parser, BodyRoom::Share& share);
  // Sets `refusal_`, or the limit and the store of the body. Framing is checked before the answerer
  // is asked: what cannot be framed is refused whatever the route.
  void judge(const Parser& parser);
  // The rest of the request is not read, so the connection ends after the answer.
  asio::awaitable<void> refuse(const Parser& parser);
  // On a worker. Only a POST is watched for its client's end: other methods are done before.
  asio::awaitable<Response> answer(Request request);
  // Holds no worker. When the client goes away the maker of the answer learns it, and its answer is
  // still waited for.
  asio::awaitable<Response> wait_for(std::shared_ptr<Deferred> deferred);
  // True when the connection may go on. A stream for an HTTP/1.0 client has no length: its end is
  // the end of the connection.
  asio::awaitable<bool> write(Response response, bool is_head, unsigned version, bool keep_alive);
  // First what the system takes at once; only the rest is waited for, at most kWriteTimeout.
  asio::awaitable<ErrorCode> write_whole(const Response& response, const Framing& framing,
                                         bool is_head);
  asio::awaitable<ErrorCode> write_stream(Response response, const Framing& framing);
  // An event stream sends a comment line after kEventHeartbeat of silence and ends when the server
  // stops; another stream is sent to its end.
  asio::awaitable<ErrorCode> write_pieces(BodySource& source, bool is_chunked, bool is_events);
  asio::awaitable<ErrorCode> write_piece(const std::string& bytes, bool is_chunked);
  // The bytes behind the request belong to the conversation.
  asio::awaitable<void> talk(std::unique_ptr<Conversation> conversation);
  // Reads and drops what still comes, at most kLingerTimeout: an early close makes the client's
  // system throw the answer away.
  asio::awaitable<void> linger();

  // What it kept may be large, so a worker removes it.
  void drop_store() {
    if (store_) asio::post(shared_.pool, [store = std::exchange(store_, nullptr)] {});
  }
  // Tells the maker of the answer that no client waits for it.
  void give_up(const std::shared_ptr<Deferred>& deferred) {
    if (!deferred->client_gone) return;
    asio::post(shared_.pool, [deferred] { deferred->client_gone(); });
  }

  Shared& shared_;
  std::shared_ptr<Deferred> deferred_;  // that the connection waits for
  tcp::socket socket_;
  ConnectionClock clock_{socket_};
  const bool from_loopback_;
  // Holds what came and is not parsed: the rest of a request, or requests sent ahead.
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
