// Token, addresses, application, listeners, then the server's loop. Everything that can fail does
// so before "Listening on" is said.
#include "api/serve.h"

#include <algorithm>
#include <thread>

#include "api/application.h"
#include "api/base_path.h"
#include "api/routes.h"
#include "api/ui_pages.h"
#include "http/server.h"
#include "sys/open_files.h"

namespace flowtime::api {
namespace {

constexpr int kListeningEventId = 5000;
constexpr int kStoppedEventId = 5002;
constexpr int kMinWorkers = 4;

std::vector<std::string> listen_texts(const ServeSettings& settings) {
  std::vector<std::string> texts = settings.listen;
  if (texts.empty()) texts = {"127.0.0.1:8081", "[::1]:8081"};
  if (settings.compat) {
    for (const char* text : {"127.0.0.1:8090", "[::1]:8090", "127.0.0.1:8080", "[::1]:8080"}) {
      texts.push_back(text);
    }
  }
  return texts;
}

Result<std::vector<http::ListenAddress>> listen_addresses(const ServeSettings& settings) {
  std::vector<http::ListenAddress> addresses;
  for (const std::string& text : listen_texts(settings)) {
    FT_TRY(http::ListenAddress address, http::parse_listen_address(text));
    // Refused and not warned of: a warning in a log protects nothing.
    if (!address.is_loopback() && settings.token.empty() && !settings.allow_anyone) {
      return Problem{.code = "token_missing",
                     .message = "every client that reaches '" + text + "' would have access",
                     .remedy = "Set FLOWTIME_API_TOKEN, or give --allow-anyone."};
    }
    addresses.push_back(std::move(address));
  }
  return addresses;
}

AccessRules access_rules(const ServeSettings& settings,
                         const std::vector<http::ListenAddress>& addresses) {
  AccessRules rules{.hosts = settings.allowed_hosts,
                    .origins = settings.allowed_origins,
                    .token = settings.token};
  for (const http::ListenAddress& address : addresses) {
    const std::string text = address.text();
    // Names of the listeners are names by which clients may call the server.
    rules.hosts.emplace_back(host_without_port(text));
  }
  return rules;
}

int worker_count(const ServeSettings& settings) {
  if (settings.workers > 0) return settings.workers;
  return std::max(kMinWorkers, static_cast<int>(std::thread::hardware_concurrency()));
}

void announce(const ServeSettings& settings, const http::Server& server, const SignIn& sign_in) {
  const std::string first = "http://" + server.addresses().front().text() + settings.base_path;
  for (const http::ListenAddress& address : server.addresses()) {
    settings.log.write(
        {.level = LogLevel::kInfo,
         .id = kListeningEventId,
         .name = "ServerListening",
         .fields = {{"address", address.text()}, {"port", std::int64_t{address.port}}}});
    settings.say("Listening on http://" + address.text() + settings.base_path);
  }
  if (const auto path = sign_in.path()) {
    settings.say("Sign a browser in, once: " + first + *path);
  }
  settings.listening(first);
}

}  // namespace

Result<Done> serve(const ServeSettings& settings) {
  allow_many_open_files();
  FT_RETURN_IF_PROBLEM(check_token_strength(settings.token));
  FT_RETURN_IF_PROBLEM(check_base_path(settings.base_path));
  FT_RETURN_IF_PROBLEM(check_ui_folder(settings.ui_dir));
  FT_TRY(const std::vector<http::ListenAddress> addresses, listen_addresses(settings));
  FT_TRY(const auto application,
         Application::open(settings, access_rules(settings, addresses), all_resources()));
  FT_TRY(const auto server,
         http::Server::open(addresses, worker_count(settings), application->service()));
  // Before the addresses are announced: a script may send SIGTERM as soon as it reads them.
  server->stop_on_signals();
  announce(settings, *server, application->sign_in());
  server->run();
  // After run() has returned, no request submits work any more.
  application->stop();
  settings.log.write({.level = LogLevel::kInfo,
                      .id = kStoppedEventId,
                      .name = "ServerStopped",
                      .fields = {{"requests", server->counts().requests}}});
  return Done{};
}

}  // namespace flowtime::api
