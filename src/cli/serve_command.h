// The server, started with the options of `serve` or of a command that shares some of them.
#pragma once

#include "host/serve_settings.h"
#include "terminal/command.h"

namespace flowtime::cli {

// Serves until SIGINT or SIGTERM.
int run_server(ServeFunction serve, const Arguments& arguments, Console& console);

}  // namespace flowtime::cli
