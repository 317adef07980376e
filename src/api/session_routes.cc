// Live sessions over a WebSocket: sessions/session.h carried by http/web_socket.h.
// The route upgrades the connection; http/conversation.h carries messages, sessions/session.h
// answers them. Here is what lies between: how many sessions there may be, why one ended, and the
// log.
#include <chrono>

#include "api/routes.h"
#include "http/web_socket.h"
#include "sessions/frame_stream.h"
#include "sessions/session.h"
#include "sessions/session_room.h"
#include "studies/study_subject.h"
#include "text/json_writer.h"

namespace flowtime::api {
namespace {

using http::Farewell;
using sessions::Session;
using sessions::SessionRoom;

constexpr int kSessionEventId = 5010;

class ClientGone : public StopToken {
 public:
  explicit ClientGone(const std::atomic<bool>& gone) : gone_(gone) {}
  bool stop_requested() override { return gone_; }

 private:
  const std::atomic<bool>& gone_;
};

Farewell farewell_of(std::string_view end) {
  namespace codes = http::close_codes;
  return {end == "protocol_error" ? codes::kProtocolError : codes::kTryAgainLater,
          std::string(end)};
}

// Templates of the library and runs of the data root, varied as studies vary them.
sessions::FindModel models_of(Context& context) {
  return [&context](const sessions::ModelName& name,
                    std::size_t most_variants) -> Result<sessions::NamedModel> {
    RunObserver nobody;
    const studies::StudySubject wanted{
        .template_id = name.template_id, .run_id = name.run_id, .parameters = name.parameters};
    FT_TRY(studies::OpenedSubject opened,
           studies::open_subject(context.host(nobody), wanted, most_variants));
    FT_TRY(ModelSource source, opened.subject->model_source());
    source.file = "model.yaml";
    return sessions::NamedModel{.subject = std::move(opened.subject),
                                .thresholds = std::move(opened.thresholds),
                                .of = std::move(opened.of),
                                .source = std::move(source)};
  };
}

class SessionTalk : public http::Conversation {
 public:
  SessionTalk(Context& context, const http::Request& request)
      : context_(context),
        room_(*context.sessions),
        session_(context.env, context.limits, room_, models_of(context)),
        request_id_(request.request_id) {
    log("begun", "");
  }
  ~SessionTalk() override { log("ended", reason_); }

  // After the handshake, since only a close frame can tell a page's script the reason.
  std::optional<Farewell> refusal() override {
    if (session_.has_place()) return std::nullopt;
    const bool is_off = room_.limits().sessions == 0;
    reason_ = is_off ? "engine_unavailable" : "too_many_sessions";
    return Farewell{is_off ? http::close_codes::kGoingAway : http::close_codes::kTryAgainLater,
                    reason_};
  }
  Turn hear(std::string_view bytes, const std::atomic<bool>& client_gone) override {
    ClientGone stop(client_gone);
    Session::Answer answer = session_.hear(bytes, stop);
    Turn turn{.message = std::move(answer.frame), .has_more = answer.has_more};
    if (answer.end == nullptr) return turn;
    reason_ = answer.end;
    turn.farewell = farewell_of(reason_);
    return turn;
  }
  std::chrono::milliseconds idle_timeout() const override {
    return std::chrono::seconds(room_.limits().idle_seconds);
  }

 private:
  void log(const char* what, const std::string& reason) const {
    context_.log.write({.level = LogLevel::kInfo,
                        .id = kSessionEventId,
                        .name = "Session",
                        .fields = {{"requestId", request_id_},
                                   {"what", std::string(what)},
                                   {"reason", reason},
                                   {"sessions", room_.sessions()},
                                   {"bytes", room_.bytes()}}});
  }

  Context& context_;
  SessionRoom& room_;
  Session session_;
  std::string request_id_, reason_;
};

// A page that was opened in a browser by mistake hears what is missing.
http::Response session(const http::Request& request, Context& context) {
  if (!http::asks_for_upgrade(request)) {
    return http::text_response("WebSocket request required", http::kText, 400);
  }
  return http::upgraded(request, std::make_unique<SessionTalk>(context, request));
}

http::Response session_health(const http::Request&, Context& context) {
  const SessionRoom& room = *context.sessions;
  const SessionLimits& limits = room.limits();
  JsonWriter json;
  json.begin_object().member("available", limits.sessions > 0).member("enginePath", "built in");
  json.member("activeSessions", room.sessions()).member("bytes", room.bytes());
  json.key("limits").begin_object().member("maxSessions", limits.sessions);
  json.member("idleSeconds", limits.idle_seconds);
  json.member("maxFrameBytes", static_cast<std::int64_t>(sessions::kMaxFrameBytes));
  json.member("maxMessageBytes", static_cast<std::int64_t>(http::kMaxMessageBytes));
  json.member("maxSessionBytes", limits.bytes_each());
  json.member("maxSessionsBytes", limits.bytes_for_all).end_object();
  http::Response response = http::json_response(json.end_object().take());
  response.headers.add("Cache-Control", "no-store");
  return response;
}

}  // namespace

Resource session_routes() {
  return {.name = "Live sessions",
          .about =
              "A model that stays compiled while its values and its text change; "
              "docs/sessions.md.",
          .routes = {{.method = "GET",
                      .path = "/v1/engine/session/health",
                      .summary = "Whether live sessions are offered, and within which limits",
                      .replies = {{200, "The answer", {.schema = "SessionHealth"}}},
                      .handle = session_health},
                     {.method = "GET",
                      .path = "/v1/engine/session",
                      .summary = "A live session over a WebSocket: frames of MessagePack, each "
                                 "with 4 bytes of length before it",
                      .replies = {{101, "The session begins", {.type = "text/plain"}}},
                      .handle = session}}};
}

}  // namespace flowtime::api
