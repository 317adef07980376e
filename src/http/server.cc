// Listening, and what all connections share.
#include "http/server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

#include "http/connection.h"
#include "http/counted.h"
#include "http/talk.h"
#include "sys/memory_return.h"

namespace flowtime::http {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};  // when no descriptor comes free
constexpr std::chrono::milliseconds kClockPause{250};   // how late a deadline may be noticed

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
  bool make_room();
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
    return Problem{
        .code = "listen_failed",
        .message = "the server cannot listen on '" + address.text() + "': " + error.message(),
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
      const bool has_room = error == asio::error::no_descriptors && make_room();
      pause.expires_after(has_room ? Clock::duration::zero() : Clock::duration(kAcceptPause));
      auto waited = pause.async_wait(with_error(error));
      co_await std::move(waited);
      continue;
    }
    socket.set_option(tcp::no_delay(true), error);
    ++shared_.connections;
    const bool is_full = shared_.open_connections >= static_cast<std::int64_t>(kMaxConnections);
    const bool is_welcome = !is_full || make_room();
    auto session = is_welcome ? serve(std::move(socket)) : turn_away(std::move(socket));
    // Whatever goes wrong with one connection ends that connection alone.
    asio::co_spawn(shared_.io, std::move(session), [](std::exception_ptr) {});
  }
}

// Who only waits makes room for who asks: the connection that has been idle for longest is ended.
// False when none is idle.
bool BeastServer::make_room() {
  Connection* longest = nullptr;
  for (Connection* connection : shared_.alive) {
    if (!connection->idle_since()) continue;
    if (longest == nullptr || *connection->idle_since() < *longest->idle_since()) {
      longest = connection;
    }
  }
  if (longest != nullptr) longest->end_idle();
  return longest != nullptr;
}

// One look at all connections costs less than a timer for each.
asio::awaitable<void> BeastServer::watch_clock() {
  asio::steady_timer pause(shared_.io);
  bool holds_freed = false;  // memory of bodies that are gone
  while (!shared_.alive.empty() || (holds_freed && !shared_.stopping)) {
    ErrorCode ignored;
    pause.expires_after(kClockPause);
    auto waited = pause.async_wait(with_error(ignored));
    co_await std::move(waited);
    const auto now = Clock::now();
    for (Connection* session : shared_.alive) session->look_at_clock(now);
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
  Connection session(shared_, std::move(socket));
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
  for (Connection* session : shared_.alive) session->stop_when_idle();
  deadline_.expires_after(kStopTimeout);
  deadline_.async_wait([this](ErrorCode error) {
    if (error) return;
    for (Connection* session : shared_.alive) session->abort();
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
