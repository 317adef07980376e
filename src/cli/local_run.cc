#include "cli/local_run.h"

#include <filesystem>

#include "cli/catalog_host.h"
#include "cli/console_observer.h"
#include "cli/template_input.h"

namespace flowtime::cli {
namespace {

// The user of a command may read what they can read anyhow: captures are looked for from the root
// of the file system, and else among those of the data root.
std::string from_root(const std::string& directory, const DataRoot& root) {
  if (directory.empty()) return "";
  std::error_code ignored;
  auto path = std::filesystem::absolute(directory, ignored).lexically_normal();
  // Captures that the API wrote are known by their key below captures/ of the data root.
  const auto by_key = std::filesystem::absolute(root.path, ignored) / "captures" / directory;
  if (!std::filesystem::exists(path, ignored) && std::filesystem::exists(by_key, ignored)) {
    path = by_key.lexically_normal();
  }
  // Relative to "/", which is the root of the capture environment below: a user may read any file.
  std::string text = path.relative_path().string();
  if (text.ends_with('/')) text.pop_back();
  return text;
}

}  // namespace

RunOutcome create_here(CreateRunRequest request, const Arguments& arguments, const DataRoot& root,
                       const Limits& limits, Console& console) {
  NullLogSink quiet;
  LineLogSink lines(*root.env, 2);
  LogSink& log = arguments.has("--verbose") ? static_cast<LogSink&>(lines) : quiet;
  ConsoleObserver observer(console);
  const auto templates = open_template_library(arguments);
  const auto captures = posix_env("/");
  // A dry run writes nothing, not even a catalog.
  const auto catalog = request.dry_run ? nullptr : open_catalog(root);
  request.telemetry.directory = from_root(request.telemetry.directory, root);
  RunHost host{.env = *root.env, .log = log, .observer = observer, .limits = limits};
  host.catalog = catalog.get();
  host.templates = templates.get();
  host.captures = captures.get();
  return create_run(host, request);
}

}  // namespace flowtime::cli
