#include "cli/serve_command.h"

#include <unistd.h>

#include <cstdlib>

#include "catalog/catalog.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/model_input.h"
#include "sys/buffered_log.h"

namespace flowtime::cli {
namespace {

std::vector<Option> serve_options() {
  return {{.name = "--listen",
           .value = "HOST:PORT",
           .help = "where to listen (default: 127.0.0.1:8081 and [::1]:8081); port 0: a free one",
           .repeats = true},
          {.name = "--compat",
           .value = "",
           .help = "listen on 8090 and 8080 as well; bounds of parameters are warnings"},
          data_dir_option(),
          {.name = "--templates-dir",
           .value = "DIR",
           .help = "templates; else FLOWTIME_TEMPLATES_DIR",
           .takes_file = true},
          {.name = "--captures-dir",
           .value = "DIR",
           .help = "captures of telemetry; else captures/ in the data directory",
           .takes_file = true},
          {.name = "--allow-host",
           .value = "NAME",
           .help = "a host name by which clients may call the server",
           .repeats = true},
          {.name = "--allow-origin",
           .value = "ORIGIN",
           .help = "a web origin besides loopback whose pages may use the server",
           .repeats = true},
          {.name = "--allow-anyone",
           .value = "",
           .help = "listen beyond loopback without FLOWTIME_API_TOKEN"},
          {.name = "--workers",
           .value = "N",
           .help = "requests answered at a time (default: the processors, at least 4)"},
          {.name = "--quiet", .value = "", .help = "log warnings and errors only"}};
}

std::string option_or_variable(const Arguments& arguments, std::string_view option,
                               const char* variable) {
  const char* value = std::getenv(variable);
  return arguments.get(option, value == nullptr ? "" : value);
}

}  // namespace

int run_server(ServeFunction serve, const Arguments& arguments, Console& console) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const auto limits = limits_of_environment();
  if (!limits) return refuse(limits.problems(), console);
  const auto workers = integer_option(arguments, "--workers", 1);
  if (!workers) return refuse(workers.problems(), console);
  BufferedLogSink log(*root->env, STDERR_FILENO,
                      arguments.has("--quiet") ? LogLevel::kWarning : LogLevel::kInfo,
                      [](const LogEvent& event) { return event.name == kAccessEvent; });
  ServeSettings settings{.env = *root->env, .log = log};
  settings.database = root->path + "/" + kCatalogFile;
  settings.listen = arguments.all("--listen");
  settings.compat = arguments.has("--compat");
  settings.templates_dir =
      option_or_variable(arguments, "--templates-dir", "FLOWTIME_TEMPLATES_DIR");
  settings.captures_dir = arguments.get("--captures-dir");
  settings.allowed_hosts = arguments.all("--allow-host");
  settings.allowed_origins = arguments.all("--allow-origin");
  settings.allow_anyone = arguments.has("--allow-anyone");
  settings.token = option_or_variable(arguments, "", "FLOWTIME_API_TOKEN");
  settings.limits = *limits;
  settings.workers = static_cast<int>(workers->value_or(0));
  settings.say = [&](const std::string& line) {
    console.out(line + "\n");
    console.flush();
  };
  const Result<Done> served = serve(settings);
  return served ? kDone : refuse(served.problems(), console);
}

Command serve_command(ServeFunction serve) {
  return {.name = "serve",
          .summary = "answer over HTTP",
          .options = serve_options(),
          .notes =
              "Everything the command line does with runs, over HTTP on this machine's loopback.\n"
              "Listening beyond it needs FLOWTIME_API_TOKEN, which clients then send. Ctrl-C\n"
              "or SIGTERM lets the requests in flight finish.",
          .examples = {"flowtime serve --data-dir ./data",
                       "flowtime serve --listen 127.0.0.1:9000 --compat"},
          .run = [serve](const Arguments& arguments, Console& console) {
            return run_server(serve, arguments, console);
          }};
}

}  // namespace flowtime::cli
