#include "cli/open_browser.h"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>

extern char** environ;

namespace flowtime::cli {
namespace {

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

}  // namespace

bool has_display() { return is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"); }

void open_in_browser(const std::string& url) {
  // The shell leaves at once, so that this process need not wait for the browser; the address is an
  // argument of it and never read as a command.
  std::string shell = "sh", flag = "-c", script = "xdg-open \"$1\" >/dev/null 2>&1 &", zero = "sh";
  std::string address = url;
  char* const arguments[] = {shell.data(), flag.data(),    script.data(),
                             zero.data(),  address.data(), nullptr};
  // Not waited for: the process ends soon after, or serves for long; the shell itself exits at
  // once.
  pid_t child = 0;
  static_cast<void>(posix_spawnp(&child, "sh", nullptr, nullptr, arguments, environ));
}

}  // namespace flowtime::cli
