#include "session_target.h"

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "base/check.h"
#include "http/web_socket.h"
#include "sessions/session.h"
#include "sys/memory_env.h"

namespace flowtime::fuzz {
namespace {

// Models of inputs stay small.
constexpr SessionLimits kSmall{.sessions = 1, .bytes_for_all = 64 << 20};
constexpr int kMostAnswers = 64;

class Never : public StopToken {
 public:
  bool stop_requested() override { return false; }
};

void check_answer(const std::string& frame) {
  FT_CHECK(frame.size() > sessions::kFrameHeadBytes);
  const auto answer = nlohmann::json::from_msgpack(frame.substr(sessions::kFrameHeadBytes));
  FT_CHECK(answer.is_object() && answer.size() == 1);
  FT_CHECK(answer.contains("result") || answer["error"]["code"].is_string());
}

void run_frames(std::string_view bytes, std::size_t piece) {
  static MemoryEnv& env = *new MemoryEnv;
  const Limits limits{.cells_per_run = 1'000'000};
  sessions::SessionRoom room(kSmall);
  sessions::Session session(env, limits, room);
  Never never;
  int answers = 0;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    auto answer = session.hear(bytes.substr(at, piece), never);
    for (;; answer = session.hear("", never)) {
      if (!answer.frame.empty()) check_answer(answer.frame);
      if (answer.end != nullptr || ++answers > kMostAnswers) return;
      if (!answer.has_more) break;
    }
  }
}

http::WebSocketReader::Arrived read_all(std::string_view bytes, std::size_t piece) {
  http::WebSocketReader reader;
  http::WebSocketReader::Arrived all;
  for (std::size_t at = 0; at < bytes.size() && !all.farewell; at += piece) {
    auto arrived = reader.read(bytes.substr(at, piece));
    all.bytes += arrived.bytes;
    all.replies += arrived.replies;
    all.farewell = arrived.farewell;
  }
  return all;
}

// What arrives does not depend on the pieces that it comes in.
void run_web_socket(std::string_view bytes) {
  const auto whole = read_all(bytes, std::max<std::size_t>(1, bytes.size()));
  const auto single = read_all(bytes, 1);
  FT_CHECK(whole.bytes == single.bytes && whole.replies == single.replies);
  FT_CHECK(whole.farewell.has_value() == single.farewell.has_value());
  FT_CHECK(!whole.farewell || whole.farewell->code == single.farewell->code);
  if (!whole.bytes.empty()) run_frames(whole.bytes, whole.bytes.size());
}

}  // namespace

// The first byte says what the rest is, and how long the pieces are.
void run_session(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto first = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  if ((first & 1) == 0) return run_web_socket(bytes);
  run_frames(bytes, 1 + std::size_t{first} / 2);
}

}  // namespace flowtime::fuzz
