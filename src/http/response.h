// A response as handlers make it: a whole body, or a source that is asked for one piece at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "http/conversation.h"
#include "http/headers.h"

namespace flowtime::http {

inline constexpr const char* kJson = "application/json; charset=utf-8";
inline constexpr const char* kProblemJson = "application/problem+json; charset=utf-8";
inline constexpr const char* kYaml = "text/yaml; charset=utf-8";
inline constexpr const char* kCsv = "text/csv; charset=utf-8";
inline constexpr const char* kText = "text/plain; charset=utf-8";
inline constexpr const char* kEventStream = "text/event-stream";

// A body that is made while it is sent. next() is called by one worker thread at a time, never
// before the client has taken the piece before, and not again once the client is gone; the source
// is destroyed then. next() must not wait for something to happen: it says kIdle and is asked
// again a moment later.
// What it throws ends the connection: the client sees a body that is cut.
// For exports, event streams and files that are larger than what is worth holding in memory.
class BodySource {
 public:
  enum class State { kMore, kIdle, kEnd };
  // kIdle sends what it has and asks again after kEventPoll.
  struct Piece {
    std::string bytes;  // may be empty
    State state = State::kEnd;
  };
  // Runs on the I/O thread when the connection ends.
  virtual ~BodySource() = default;
  // kMore with empty bytes is asked again at once: a source that only waits says kIdle.
  virtual Piece next() = 0;
};

struct Response;

// An answer that comes later, so that no worker has to wait for it.
// Shared by the connection and whatever makes the answer.
struct Deferred {
  // Called once, on a worker. It arranges that `deliver` is called once, from any thread.
  using Deliver = std::function<void(Response)>;
  std::function<void(Deliver deliver)> start{};
  // Called on a worker when the client goes away before; may be empty. The answer is still
  // expected.
  std::function<void()> client_gone{};
};

class KeptBody;

// At most one of `body`, `source`, `deferred` and `conversation` counts. Moved, not copied.
// The server adds Content-Length or Transfer-Encoding, and Connection where it is needed.
struct Response {
  int status = 200;
  std::string content_type = kJson;  // empty: there is no body
  std::string body{};
  std::string etag{};                      // http/etag.h of the body, for who knows it already
  std::shared_ptr<const KeptBody> kept{};  // http/compression.h: what `body` is a copy of, if kept
  std::unique_ptr<BodySource> source{};    // set: `body` is not used
  std::shared_ptr<Deferred> deferred{};    // set: everything else is yet to come
  std::unique_ptr<Conversation> conversation{};  // of a 101: goes on where HTTP ends
  Headers headers{};                             // further fields
};

// `body` is JSON text already.
inline Response json_response(std::string body, int status = 200) {
  return {.status = status, .content_type = kJson, .body = std::move(body)};
}
// `content_type` is one of the constants above, or another with static lifetime.
inline Response text_response(std::string body, const char* content_type, int status = 200) {
  return {.status = status, .content_type = content_type, .body = std::move(body)};
}
// The headers are sent before the first piece: a source cannot change the status any more.
inline Response stream_response(std::unique_ptr<BodySource> source, const char* content_type) {
  return {.status = 200, .content_type = content_type, .source = std::move(source)};
}

// "Not Found"
// "Unknown" for a status that the server never sends.
const char* reason_of(int status);

}  // namespace flowtime::http
