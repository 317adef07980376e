// The server as a whole: listeners, workers, routes.
#pragma once

#include "host/serve_settings.h"

namespace flowtime::api {

// See ServeFunction. Logs ServerListening 5000 per address and ServerStopped 5002.
// Blocks until SIGINT or SIGTERM. Problems: token_weak, token_missing, invalid_base_path,
// ui_dir_without_pages, those of the listeners
// (listen_failed), and those of Application::open.
Result<Done> serve(const ServeSettings& settings);

}  // namespace flowtime::api
