// The server as a whole: listeners, workers, routes.
#pragma once

#include "host/serve_settings.h"

namespace flowtime::api {

// See ServeFunction. Logs ServerListening 5000 per address and ServerStopped 5002.
Result<Done> serve(const ServeSettings& settings);

}  // namespace flowtime::api
