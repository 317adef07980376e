// The server, started with the options of `serve` or of a command that shares some of them.
#pragma once

#include <optional>
#include <string>

#include "host/serve_settings.h"
#include "terminal/command.h"

namespace flowtime::cli {

// A page to point to once the server listens.
struct ShownPage {
  std::string path;   // "/runs/demo-baseline/explore"
  bool opens = true;  // in a browser, where there is a display
};

// "/runs/<id>/explore"
std::string run_page(const std::string& run_id);

// Serves until SIGINT or SIGTERM. With a page: on the next free port where the usual one is busy,
// and says where the page is; its log holds warnings and errors only.
// Returns the exit code. `serve` may be null only where no command calls this.
int run_server(ServeFunction serve, const Arguments& arguments, Console& console,
               const std::optional<ShownPage>& page = std::nullopt);

// --no-open and what it means
Option no_open_option();

}  // namespace flowtime::cli
