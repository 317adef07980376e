#include "http/connection.h"

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <functional>

#include "http/client_watch.h"
#include "http/counted.h"
#include "http/framing_check.h"
#include "http/mailbox.h"
#include "http/on_worker.h"
#include "http/talk.h"

namespace flowtime::http {
namespace {

constexpr std::chrono::milliseconds kRoomPause{20};  // between two looks for room
constexpr std::size_t kReadBytes = 4096;

}  // namespace

asio::awaitable<void> Connection::run() {
  while (co_await one_request()) {
  }
  ErrorCode ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<ErrorCode> Connection::read(Parser& parser) {
  ErrorCode error;
  parser.header_limit(kMaxHeaderBytes);
  parser.body_limit(kMaxUploadBytes);
  max_body_ = kMaxBodyBytes;
  stored_ = 0;
  if (buffer_.size() == 0) {
    is_idle_ = true;
    idle_since_ = Clock::now();
    clock_.expires_after(kIdleTimeout);
    auto first = socket_.async_read_some(buffer_.prepare(kReadBytes), with_error(error));
    const std::size_t count = co_await std::move(first);
    is_idle_ = false;
    idle_since_.reset();
    buffer_.commit(count);
    if (error) co_return bhttp::error::end_of_stream;
  } else {
    // A client that sends many requests at once lets others come between.
    co_await asio::post(shared_.io, asio::use_awaitable);
  }
  clock_.expires_after(kRequestTimeout);
  is_reading_ = true;
  auto rest = read_arriving(parser);
  error = co_await std::move(rest);
  is_reading_ = false;
  co_return error&& clock_.is_late() ? ErrorCode(beast::error::timeout) : error;
}

asio::awaitable<ErrorCode> Connection::read_arriving(Parser& parser) {
  ErrorCode error = parse_arrived(parser, buffer_);
  if (!error && !parser.is_header_done()) {
    auto header = bhttp::async_read_header(socket_, buffer_, parser, with_error(error));
    co_await std::move(header);
  }
  if (error) co_return error;
  judge(parser);
  if (refusal_ || parser.is_done()) co_return error;
  if (parser.content_length() && *parser.content_length() > max_body_) {
    co_return bhttp::error::body_limit;
  }
  if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto write = asio::async_write(socket_, asio::buffer(go_on), with_error(error));
    co_await std::move(write);
    if (error) co_return error;
  }
  auto body = read_body(parser);
  co_return co_await std::move(body);
}

// Who may not ask is told so before anything more is held for it.
void Connection::judge(const Parser& parser) {
  const Request head = head_of(parser, from_loopback_);
  if (const auto framing = check_framing(head.headers); !framing) {
    refusal_ = shared_.answerer.answer_unreadable(framing.problems().front());
    return;
  }
  if (parser.is_done()) return;
  HeadVerdict verdict = shared_.answerer.judge_head(head);
  refusal_ = std::move(verdict.refusal);
  max_body_ = verdict.max_body;
  store_ = std::move(verdict.store);
}

asio::awaitable<ErrorCode> Connection::read_body(Parser& parser) {
  ErrorCode error;
  while (!error && !parser.is_done()) {
    if (clock_.is_late()) co_return beast::error::timeout;
    auto room = has_room(parser, body_share_);
    if (!co_await std::move(room)) {
      refusal_ = shared_.answerer.answer_unreadable(bodies_full());
      refusal_->headers.set("Retry-After", "1");
      co_return ErrorCode{};
    }
    auto more = bhttp::async_read_some(socket_, buffer_, parser, with_error(error));
    co_await std::move(more);
    if (stored_ + parser.get().body().size() > max_body_) error = bhttp::error::body_limit;
    if (error || !store_) continue;
    auto stored = store_piece(parser);
    if (!co_await std::move(stored)) co_return ErrorCode{};
  }
  co_return error;
}

// False when the store refuses the body.
asio::awaitable<bool> Connection::store_piece(Parser& parser) {
  std::string& body = parser.get().body();
  if (body.size() < kStoredPieceBytes && !parser.is_done()) co_return true;
  const std::string piece = std::exchange(body, std::string());
  auto work = on_worker(shared_.pool, [&]() -> Problems {
    const Result<Done> done = store_->write(piece);
    return done ? Problems{} : done.problems();
  });
  const Problems problems = co_await std::move(work);
  if (!problems.empty()) {
    refusal_ = shared_.answerer.answer_unreadable(problems.front());
    co_return false;
  }
  stored_ += piece.size();
  clock_.expires_after(kRequestTimeout);
  co_return true;
}

asio::awaitable<bool> Connection::has_room(Parser& parser, BodyRoom::Share& share) {
  const std::size_t wanted = store_ ? kStoredPieceBytes : room_for(parser, max_body_);
  const auto end = Clock::now() + kRoomTimeout;
  asio::steady_timer pause(shared_.io);
  while (!share.grow_to(shared_.room, wanted)) {
    if (Clock::now() > end || shared_.stopping) co_return false;
    ErrorCode ignored;
    pause.expires_after(kRoomPause);
    auto waited = pause.async_wait(with_error(ignored));
    co_await std::move(waited);
  }
  co_return true;
}

// True when the connection goes on.
asio::awaitable<bool> Connection::one_request() {
  if (shared_.stopping) co_return false;
  Parser parser;
  auto arrived = read(parser);
  const ErrorCode error = co_await std::move(arrived);
  if (error == bhttp::error::end_of_stream || error == asio::error::operation_aborted) {
    drop_store();
    co_return false;
  }
  if (error && !refusal_) {
    refusal_ = shared_.answerer.answer_unreadable(unreadable(error, max_body_));
  }
  if (refusal_) {
    auto refused = refuse(parser);
    co_await std::move(refused);
    co_return false;
  }
  ++shared_.requests;
  const bool keep_alive = parser.get().keep_alive();
  Request request = head_of(parser, from_loopback_);
  request.body = std::move(parser.get().body());
  request.stored_body = std::exchange(store_, nullptr);
  const bool is_head = request.method == "HEAD";
  clock_.expires_never();
  std::optional<Response> response = shared_.answerer.answer_at_once(request);
  if (!response) {
    auto answered = answer(std::move(request));
    response = co_await std::move(answered);
  }
  body_share_.give_back();
  std::unique_ptr<Conversation> conversation = std::move(response->conversation);
  auto written =
      write(std::move(*response), is_head, version_of(parser), keep_alive && !shared_.stopping);
  const bool goes_on = co_await std::move(written);
  if (!conversation) co_return goes_on;
  auto talked = talk(std::move(conversation));
  co_await std::move(talked);
  co_return false;
}

asio::awaitable<void> Connection::refuse(const Parser& parser) {
  body_share_.give_back();
  drop_store();
  Response response = *std::exchange(refusal_, std::nullopt);
  const bool is_head = parser.get().method_string() == "HEAD";
  auto written = write(std::move(response), is_head, version_of(parser), false);
  co_await std::move(written);
  co_await linger();
}

asio::awaitable<Response> Connection::answer(Request request) {
  const Counted working(shared_.working);
  // Reading is done before anybody could leave; what is posted may be work for seconds.
  std::optional<ClientWatch> watch;
  if (request.method == "POST") {
    const auto gone = std::make_shared<std::atomic<bool>>(false);
    watch.emplace(socket_, [gone] { *gone = true; });
    request.client_gone = gone;
  }
  auto work = on_worker(shared_.pool, [&] { return shared_.answerer.answer(std::move(request)); });
  Response response = co_await std::move(work);
  watch.reset();
  if (response.deferred) {
    auto later = wait_for(response.deferred);
    response = co_await std::move(later);
  }
  co_return response;
}

asio::awaitable<Response> Connection::wait_for(std::shared_ptr<Deferred> deferred) {
  asio::steady_timer bell(shared_.io, asio::steady_timer::time_point::max());
  const auto mailbox = std::make_shared<Mailbox>(shared_.io, bell);
  const OpenMailbox open(*mailbox);
  const auto deliver = [mailbox](Response response) { mailbox->put(std::move(response)); };
  const ClientWatch watch(socket_, [this, deferred] { give_up(deferred); });
  deferred_ = deferred;
  asio::post(shared_.pool, [deferred, deliver] { deferred->start(deliver); });
  std::optional<Response> response = mailbox->take();
  while (!response) {
    ErrorCode cancelled;
    auto waited = bell.async_wait(with_error(cancelled));
    co_await std::move(waited);
    response = mailbox->take();
  }
  deferred_.reset();
  co_return std::move(*response);
}

asio::awaitable<bool> Connection::write(Response response, bool is_head, unsigned version,
                                        bool keep_alive) {
  const bool is_stream = response.source && !is_head;
  const bool goes_on = keep_alive && (!is_stream || version == 11);
  const Framing framing = framing_of(response, is_head, version, goes_on);
  auto written = is_stream ? write_stream(std::move(response), framing)
                           : write_whole(response, framing, is_head);
  const ErrorCode error = co_await std::move(written);
  co_return !error && goes_on && !(is_stream && shared_.stopping);
}

asio::awaitable<ErrorCode> Connection::write_whole(const Response& response, const Framing& framing,
                                                   bool is_head) {
  const std::string head = head_text(response, framing);
  const bool has_body = !is_head && framing.body == Framing::Body::kLength;
  const std::array<asio::const_buffer, 2> all{
      asio::buffer(head), has_body ? asio::buffer(response.body) : asio::const_buffer()};
  ErrorCode error;
  // What the system takes at once needs no waiting.
  const std::size_t taken = socket_.write_some(all, error);
  if (error == asio::error::would_block) error = {};
  if (error || taken == asio::buffer_size(all)) co_return error;
  beast::buffers_suffix<std::array<asio::const_buffer, 2>> rest(all);
  rest.consume(taken);
  clock_.expires_after(kWriteTimeout);
  auto written = asio::async_write(socket_, rest, with_error(error));
  co_await std::move(written);
  co_return error;
}

asio::awaitable<ErrorCode> Connection::write_stream(Response response, const Framing& framing) {
  const Counted streaming(shared_.streams);
  const bool is_chunked = framing.body == Framing::Body::kChunked;
  const std::string head = head_text(response, framing);
  ErrorCode error;
  clock_.expires_after(kWriteTimeout);
  auto written = asio::async_write(socket_, asio::buffer(head), with_error(error));
  co_await std::move(written);
  if (error) co_return error;
  const bool is_events = response.content_type == kEventStream;
  auto pieces = write_pieces(*response.source, is_chunked, is_events);
  co_return co_await std::move(pieces);
}

asio::awaitable<ErrorCode> Connection::write_pieces(BodySource& source, bool is_chunked,
                                                    bool is_events) {
  bool is_gone = false;
  std::optional<ClientWatch> watch;
  if (is_events) watch.emplace(socket_, [&is_gone] { is_gone = true; });
  asio::steady_timer timer(shared_.io);
  std::chrono::milliseconds silent{0};
  for (;;) {
    auto asked = on_worker(shared_.pool, [&source] { return source.next(); });
    BodySource::Piece piece = co_await std::move(asked);
    if (is_gone) co_return asio::error::eof;
    if (is_events && piece.bytes.empty() && silent >= kEventHeartbeat) piece.bytes = ":\n\n";
    if (!piece.bytes.empty()) {
      silent = std::chrono::milliseconds{0};
      auto sent = write_piece(piece.bytes, is_chunked);
      const ErrorCode error = co_await std::move(sent);
      if (error) co_return error;
    }
    if (piece.state == BodySource::State::kEnd || (is_events && shared_.stopping)) break;
    if (piece.state == BodySource::State::kMore) continue;
    ErrorCode ignored;
    timer.expires_after(kEventPoll);
    silent += kEventPoll;
    auto waited = timer.async_wait(with_error(ignored));
    co_await std::move(waited);
  }
  if (!is_chunked) co_return ErrorCode{};
  ErrorCode error;
  auto last = asio::async_write(socket_, bhttp::make_chunk_last(), with_error(error));
  co_await std::move(last);
  co_return error;
}

asio::awaitable<ErrorCode> Connection::write_piece(const std::string& bytes, bool is_chunked) {
  ErrorCode error;
  clock_.expires_after(kWriteTimeout);
  if (is_chunked) {
    auto chunk =
        asio::async_write(socket_, bhttp::make_chunk(asio::buffer(bytes)), with_error(error));
    co_await std::move(chunk);
  } else {
    auto plain = asio::async_write(socket_, asio::buffer(bytes), with_error(error));
    co_await std::move(plain);
  }
  clock_.expires_never();
  co_return error;
}

asio::awaitable<void> Connection::talk(std::unique_ptr<Conversation> conversation) {
  const Counted talking(shared_.streams);
  std::string first(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  buffer_ = beast::flat_buffer{};  // a client that only waits holds none
  Talk talk({.socket = socket_,
             .pool = shared_.pool,
             .clock = clock_,
             .is_idle = is_idle_,
             .stopping = shared_.stopping},
            std::move(conversation));
  auto run = talk.run(std::move(first));
  co_await std::move(run);
  auto rest = linger();
  co_await std::move(rest);
}

// A refused client may still be sending; closing now would make its system throw our answer away.
asio::awaitable<void> Connection::linger() {
  ErrorCode error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  clock_.expires_after(kLingerTimeout);
  std::vector<char> scrap(64u << 10);
  while (!error) {
    auto more = socket_.async_read_some(asio::buffer(scrap), with_error(error));
    co_await std::move(more);
  }
}

}  // namespace flowtime::http
