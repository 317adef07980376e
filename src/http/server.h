// Server: HTTP/1.1 over TCP. Connections live on one I/O thread that never waits; requests are
// answered on a pool of workers, one at a time per connection, in the order they came (pipelined or
// not).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "http/body_store.h"
#include "http/http_limits.h"
#include "http/listen_address.h"
#include "http/request.h"
#include "http/response.h"

namespace flowtime::http {

// What is said of a request of which only the head has come.
// Without a refusal the body is read.
// The default takes a body of up to kMaxBodyBytes into memory.
struct HeadVerdict {
  std::optional<Response> refusal{};     // its answer, whatever the body may be
  std::size_t max_body = kMaxBodyBytes;  // a longer one is body_too_large
  // Gets the body piece by piece, which then is not in Request::body; null: it is kept in memory.
  std::shared_ptr<BodyStore> store{};
};

// Who answers; called on workers, several at a time, and must not throw.
// The server's side of the seam to the routes. Outlives the server.
class Answerer {
 public:
  virtual ~Answerer() = default;
  // Asked first, on the I/O thread: the answer when it takes no longer than a look into memory.
  // Must not wait; without an answer the request is left as it was.
  virtual std::optional<Response> answer_at_once(Request&) { return std::nullopt; }
  // Asked on the I/O thread before a body that has not come whole is waited for. Must not wait.
  virtual HeadVerdict judge_head(const Request&) { return {}; }
  // The answer may be deferred.
  // The request is the answerer's. Requests of one connection come one after another, those of
  // several in any order.
  virtual Response answer(Request request) = 0;
  // What could not be read as a request: bodies_full, body_too_large, header_too_large,
  // malformed_request, request_timeout, unsupported_transfer_encoding.
  // On the I/O thread; must not wait. The connection ends after the answer.
  virtual Response answer_unreadable(Problem problem) = 0;
};

// A snapshot; the counters change independently.
struct ServerCounts {
  std::int64_t open_connections = 0, working_requests = 0, open_streams = 0;
  std::int64_t connections = 0, requests = 0;  // ever
};

// Threads: open, run and the destructor on one; stop and counts from any.
class Server {
 public:
  // Binds every address. Problem listen_failed: names the address and the reason.
  // All addresses or none. `workers` threads start at once; connections are accepted from run() on.
  // IPv6 sockets take no IPv4 clients.
  static Result<std::unique_ptr<Server>> open(const std::vector<ListenAddress>& addresses,
                                              int workers, Answerer& answerer);
  virtual ~Server() = default;
  // With the ports that were free.
  // In the order of open().
  virtual std::vector<ListenAddress> addresses() const = 0;
  // Serves until stop() was called and every request in flight was answered (at most kStopTimeout).
  // Becomes the I/O thread. Workers have ended when it returns.
  // One client above kMaxConnections replaces the longest idle one, or is turned away with 503 and
  // Retry-After 1. An error of one connection ends that connection alone.
  virtual void run() = 0;
  // From any thread, any number of times.
  virtual void stop() = 0;
  // SIGINT and SIGTERM call stop().
  // Call it before run().
  virtual void stop_on_signals() = 0;
  virtual ServerCounts counts() const = 0;
};

}  // namespace flowtime::http
