// What a server is started with. The command line fills it in, the server is injected: neither side
// includes the other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/limits.h"
#include "host/session_limits.h"
#include "sys/env.h"
#include "sys/log.h"

namespace flowtime {

// Checked by `serve`: addresses, token and limits are as the user wrote them.
struct ServeSettings {
  Env& env;  // the data root
  LogSink& log;
  std::string database{};             // file of the catalog; empty: in memory
  std::vector<std::string> listen{};  // "HOST:PORT"; empty: 127.0.0.1:8081 and [::1]:8081
  // Listen on 8090 and 8080 as well; parameters outside their bounds are warnings.
  bool compat = false;
  std::string templates_dir{}, captures_dir{};  // empty: none
  std::string base_path{};  // "/flowtime": below which clients see the server; empty: at the root
  std::string ui_dir{};     // pages to serve instead of the program's own; empty: those
  std::vector<std::string> allowed_hosts{}, allowed_origins{};
  std::string token{};        // asked of every client; empty: none
  bool allow_anyone = false;  // listen beyond loopback without a token
  Limits limits{};
  SessionLimits sessions{};
  int workers = 0;  // threads that answer; 0: as the machine has, at least 4
  // A line for the person who started it.
  // Both are called on the thread of `serve`, before it begins to answer.
  std::function<void(const std::string&)> say = [](const std::string&) {};
  // Once it listens: where a browser on this machine finds it, "http://127.0.0.1:8081".
  std::function<void(const std::string&)> listening = [](const std::string&) {};
};

// Serves until SIGINT or SIGTERM, then finishes what is in flight. Problems:
// invalid_listen_address, listen_failed, token_missing, invalid_base_path, ui_dir_without_pages,
// catalog_failed.
// Blocks; the settings outlive the call.
using ServeFunction = Result<Done> (*)(const ServeSettings&);

}  // namespace flowtime
