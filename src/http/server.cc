// Connections. With http/arriving_request.h the one file that knows Beast.
#include "http/server.h"

#include <array>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_suffix.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <csignal>
#include <functional>
#include <optional>
#include <set>

#include "http/arriving_request.h"
#include "http/body_room.h"
#include "http/client_watch.h"
#include "http/connection_clock.h"
#include "http/counted.h"
#include "http/framing_check.h"
#include "http/head_text.h"
#include "http/mailbox.h"
#include "http/on_worker.h"
#include "http/talk.h"
#include "sys/memory_return.h"

namespace flowtime::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause{100};  // when no descriptor is free
constexpr std::chrono::milliseconds kClockPause{250};   // how late a deadline may be noticed
constexpr std::chrono::milliseconds kRoomPause{20};     // between two looks for room
constexpr std::size_t kReadBytes = 4096;

class Session;

// What sessions share. Everything but the counts belongs to the I/O thread.
struct Shared {
  explicit Shared(Answerer& who, int workers)
      : answerer(who), pool(static_cast<std::size_t>(workers)) {}
  Answerer& answerer;
  asio::io_context io{1};
  asio::thread_pool pool;
  std::set<Session*> sessions;
  BodyRoom room;
  bool stopping = false, is_watching_clock = false;
  std::atomic<std::int64_t> connections{0}, open_connections{0}, requests{0}, working{0},
      streams{0};
};

// One connection.
class Session {
 public:
  Session(Shared& shared, tcp::socket socket)
      : shared_(shared), socket_(std::move(socket)), from_loopback_(is_from_loopback(socket_)) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
    shared_.sessions.insert(this);
  }
  ~Session() { shared_.sessions.erase(this); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

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
  std::size_t max_body_ = kMaxBodyBytes;  // of the request that is being read
  std::optional<Response> refusal_;       // of the head of that request
  BodyRoom::Share body_share_;
  std::shared_ptr<BodyStore> store_;  // of the body that is being read
  std::size_t stored_ = 0;
};

asio::awaitable<void> Session::run() {
  while (co_await one_request()) {
  }
  ErrorCode ignored;
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
}

asio::awaitable<ErrorCode> Session::read(Parser& parser) {
  ErrorCode error;
  parser.header_limit(kMaxHeaderBytes);
  parser.body_limit(kMaxUploadBytes);
  max_body_ = kMaxBodyBytes;
  stored_ = 0;
  if (buffer_.size() == 0) {
    is_idle_ = true;
    clock_.expires_after(kIdleTimeout);
    auto first = socket_.async_read_some(buffer_.prepare(kReadBytes), with_error(error));
    const std::size_t count = co_await std::move(first);
    is_idle_ = false;
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

asio::awaitable<ErrorCode> Session::read_arriving(Parser& parser) {
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
void Session::judge(const Parser& parser) {
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

asio::awaitable<ErrorCode> Session::read_body(Parser& parser) {
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
asio::awaitable<bool> Session::store_piece(Parser& parser) {
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

asio::awaitable<bool> Session::has_room(Parser& parser, BodyRoom::Share& share) {
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
asio::awaitable<bool> Session::one_request() {
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

asio::awaitable<void> Session::refuse(const Parser& parser) {
  body_share_.give_back();
  drop_store();
  Response response = *std::exchange(refusal_, std::nullopt);
  const bool is_head = parser.get().method_string() == "HEAD";
  auto written = write(std::move(response), is_head, version_of(parser), false);
  co_await std::move(written);
  co_await linger();
}

asio::awaitable<Response> Session::answer(Request request) {
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

asio::awaitable<Response> Session::wait_for(std::shared_ptr<Deferred> deferred) {
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

asio::awaitable<bool> Session::write(Response response, bool is_head, unsigned version,
                                     bool keep_alive) {
  const bool is_stream = response.source && !is_head;
  const bool goes_on = keep_alive && (!is_stream || version == 11);
  const Framing framing = framing_of(response, is_head, version, goes_on);
  auto written = is_stream ? write_stream(std::move(response), framing)
                           : write_whole(response, framing, is_head);
  const ErrorCode error = co_await std::move(written);
  co_return !error && goes_on && !(is_stream && shared_.stopping);
}

asio::awaitable<ErrorCode> Session::write_whole(const Response& response, const Framing& framing,
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

asio::awaitable<ErrorCode> Session::write_stream(Response response, const Framing& framing) {
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

asio::awaitable<ErrorCode> Session::write_pieces(BodySource& source, bool is_chunked,
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

asio::awaitable<ErrorCode> Session::write_piece(const std::string& bytes, bool is_chunked) {
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

asio::awaitable<void> Session::talk(std::unique_ptr<Conversation> conversation) {
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
asio::awaitable<void> Session::linger() {
  ErrorCode error;
  socket_.shutdown(tcp::socket::shutdown_send, error);
  clock_.expires_after(kLingerTimeout);
  std::vector<char> scrap(64u << 10);
  while (!error) {
    auto more = socket_.async_read_some(asio::buffer(scrap), with_error(error));
    co_await std::move(more);
  }
}

class BeastServer : public Server {
 public:
  BeastServer(Answerer& answerer, int workers) : shared_(answerer, workers) {}
  ~BeastServer() override { shared_.pool.join(); }

  Result<Done> listen(const ListenAddress& address);
  std::vector<ListenAddress> addresses() const override { return bound_; }
  void run() override;
  void stop() override {
    asio::post(shared_.io, [this] { begin_stop(); });
  }
  void stop_on_signals() override {
    signals_.add(SIGINT);
    signals_.add(SIGTERM);
    signals_.async_wait([this](ErrorCode error, int) {
      if (!error) begin_stop();
    });
  }
  ServerCounts counts() const override {
    return {.open_connections = shared_.open_connections,
            .working_requests = shared_.working,
            .open_streams = shared_.streams,
            .connections = shared_.connections,
            .requests = shared_.requests};
  }

 private:
  asio::awaitable<void> accept(tcp::acceptor& acceptor);
  asio::awaitable<void> serve(tcp::socket socket);
  asio::awaitable<void> watch_clock();
  asio::awaitable<void> turn_away(tcp::socket socket);
  void begin_stop();

  Shared shared_;
  std::vector<std::unique_ptr<tcp::acceptor>> acceptors_;
  std::vector<ListenAddress> bound_;
  asio::signal_set signals_{shared_.io};
  asio::steady_timer deadline_{shared_.io};
};

Result<Done> BeastServer::listen(const ListenAddress& address) {
  ErrorCode error;
  const auto ip = asio::ip::make_address(address.host, error);
  auto acceptor = std::make_unique<tcp::acceptor>(shared_.io);
  const tcp::endpoint endpoint(ip, address.port);
  if (!error) acceptor->open(endpoint.protocol(), error);
  if (!error) acceptor->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && ip.is_v6()) acceptor->set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    return Problem{.code = "listen_failed",
                   .message = "cannot listen on " + address.text() + ": " + error.message(),
                   .remedy = "Stop the program that uses the address, or give another --listen."};
  }
  bound_.push_back({address.host, acceptor->local_endpoint().port()});
  acceptors_.push_back(std::move(acceptor));
  return Done{};
}

asio::awaitable<void> BeastServer::accept(tcp::acceptor& acceptor) {
  asio::steady_timer pause(shared_.io);
  while (!shared_.stopping) {
    ErrorCode error;
    auto accepted = acceptor.async_accept(with_error(error));
    tcp::socket socket = co_await std::move(accepted);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      pause.expires_after(kAcceptPause);
      auto waited = pause.async_wait(with_error(error));
      co_await std::move(waited);
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    ++shared_.connections;
    const bool is_full = shared_.open_connections >= static_cast<std::int64_t>(kMaxConnections);
    auto session = is_full ? turn_away(std::move(socket)) : serve(std::move(socket));
    // Whatever goes wrong with one connection ends that connection alone.
    asio::co_spawn(shared_.io, std::move(session), [](std::exception_ptr) {});
  }
}

// One look at all connections costs less than a timer for each.
asio::awaitable<void> BeastServer::watch_clock() {
  asio::steady_timer pause(shared_.io);
  bool holds_freed = false;  // memory of bodies that are gone
  while (!shared_.sessions.empty() || (holds_freed && !shared_.stopping)) {
    ErrorCode ignored;
    pause.expires_after(kClockPause);
    auto waited = pause.async_wait(with_error(ignored));
    co_await std::move(waited);
    const auto now = Clock::now();
    for (Session* session : shared_.sessions) session->look_at_clock(now);
    if (shared_.room.take_let_go()) {
      holds_freed = true;
    } else if (holds_freed) {
      holds_freed = !return_memory();
    }
  }
  shared_.is_watching_clock = false;
}

asio::awaitable<void> BeastServer::serve(tcp::socket socket) {
  const Counted open(shared_.open_connections);
  Session session(shared_, std::move(socket));
  if (!std::exchange(shared_.is_watching_clock, true)) {
    asio::co_spawn(shared_.io, watch_clock(), asio::detached);
  }
  co_await session.run();
}

asio::awaitable<void> BeastServer::turn_away(tcp::socket socket) {
  const std::string answer =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\n"
      "Connection: close\r\n\r\n";
  ErrorCode error;
  auto written = asio::async_write(socket, asio::buffer(answer), with_error(error));
  co_await std::move(written);
}

void BeastServer::begin_stop() {
  if (shared_.stopping) return;
  shared_.stopping = true;
  for (const auto& acceptor : acceptors_) {
    ErrorCode ignored;
    acceptor->close(ignored);
  }
  signals_.cancel();
  for (Session* session : shared_.sessions) session->stop_when_idle();
  deadline_.expires_after(kStopTimeout);
  deadline_.async_wait([this](ErrorCode error) {
    if (error) return;
    for (Session* session : shared_.sessions) session->abort();
  });
}

void BeastServer::run() {
  for (const auto& acceptor : acceptors_) {
    asio::co_spawn(shared_.io, accept(*acceptor), asio::detached);
  }
  const auto work = asio::make_work_guard(shared_.io);
  while (!shared_.stopping || shared_.open_connections > 0) {
    if (shared_.io.run_one() == 0) break;
  }
  deadline_.cancel();
  shared_.io.poll();
  shared_.pool.join();
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(const std::vector<ListenAddress>& addresses,
                                             int workers, Answerer& answerer) {
  auto server = std::make_unique<BeastServer>(answerer, workers);
  for (const ListenAddress& address : addresses) {
    FT_RETURN_IF_PROBLEM(server->listen(address));
  }
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace flowtime::http
