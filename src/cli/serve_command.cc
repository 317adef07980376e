// Options and environment become ServeSettings; the server itself is injected, so that the command
// line needs nothing of the HTTP rooms. `run --open` and `demo` start it with a page to show.
#include "cli/serve_command.h"

#include <unistd.h>

#include <cstdlib>

#include "catalog/catalog.h"
#include "cli/commands.h"
#include "cli/data_root.h"
#include "cli/environment_limits.h"
#include "cli/model_input.h"
#include "cli/open_browser.h"
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
          {.name = "--base-path",
           .value = "PATH",
           .help = "the path below which a proxy shows the server, such as /flowtime"},
          {.name = "--ui-dir",
           .value = "DIR",
           .help = "serve the pages of this folder instead of the program's own",
           .takes_file = true},
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

namespace {

Result<ServeSettings> settings_of(const Arguments& arguments, const DataRoot& root, LogSink& log) {
  ServeSettings settings{.env = *root.env, .log = log};
  FT_TRY(settings.limits, limits_of_environment());
  FT_TRY(settings.sessions, session_limits_of_environment());
  FT_TRY(const auto workers, integer_option(arguments, "--workers", 1));
  settings.workers = static_cast<int>(workers.value_or(0));
  settings.database = root.path + "/" + kCatalogFile;
  settings.listen = arguments.all("--listen");
  settings.compat = arguments.has("--compat");
  settings.templates_dir =
      option_or_variable(arguments, "--templates-dir", "FLOWTIME_TEMPLATES_DIR");
  settings.captures_dir = arguments.get("--captures-dir");
  settings.base_path = arguments.get("--base-path");
  settings.ui_dir = arguments.get("--ui-dir");
  settings.allowed_hosts = arguments.all("--allow-host");
  settings.allowed_origins = arguments.all("--allow-origin");
  settings.allow_anyone = arguments.has("--allow-anyone");
  // No option gives the token: command lines are seen by every user of the machine.
  settings.token = option_or_variable(arguments, "", "FLOWTIME_API_TOKEN");
  return settings;
}

// On the usual port, else on the next one that is free.
// A busy port is another server of the same person as a rule; an explicit --listen is never
// changed.
Result<Done> serve_somewhere(ServeFunction serve, ServeSettings& settings, Console& console) {
  constexpr int kFirst = 8081, kLast = 8180;
  for (int port = kFirst;; ++port) {
    const std::string number = std::to_string(port);
    settings.listen = {"127.0.0.1:" + number};
    const Result<Done> served = serve(settings);
    if (served || port == kLast || !failed_with(served.problems(), "listen_failed")) return served;
    console.out("Port " + number + " is busy; trying " + std::to_string(port + 1) + ".\n");
  }
}

void show_page(const std::string& url, bool opens, Console& console) {
  console.out("\nOpen " + url + "\nCtrl-C ends.\n");
  console.flush();
  if (opens && has_display()) open_in_browser(url);
}

}  // namespace

int run_server(ServeFunction serve, const Arguments& arguments, Console& console,
               const std::optional<ShownPage>& page) {
  const auto root = open_data_root(arguments);
  if (!root) return refuse(root.problems(), console);
  const bool is_quiet = arguments.has("--quiet") || page;
  BufferedLogSink log(*root->env, STDERR_FILENO, is_quiet ? LogLevel::kWarning : LogLevel::kInfo,
                      // Access lines may wait in the buffer; everything else is written at once.
                      [](const LogEvent& event) { return event.name == kAccessEvent; });
  auto settings = settings_of(arguments, *root, log);
  if (!settings) return refuse(settings.problems(), console);
  settings->say = [&](const std::string& line) {
    console.out(line + "\n");
    console.flush();
  };
  if (page) {
    settings->listening = [&](const std::string& origin) {
      show_page(origin + page->path, page->opens, console);
    };
  }
  const Result<Done> served = page && settings->listen.empty()
                                  ? serve_somewhere(serve, *settings, console)
                                  : serve(*settings);
  return served ? kDone : refuse(served.problems(), console);
}

std::string run_page(const std::string& run_id) { return "/runs/" + run_id + "/explore"; }

Option no_open_option() {
  return {.name = "--no-open", .value = "", .help = "only print the address of the page"};
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
