#include "orchestrate/load_capture.h"

#include <string>

namespace flowtime {
namespace {

constexpr const char* kCapturesDirectory = "captures";
constexpr const char* kCaptureManifest = "manifest.json";

Problem missing(const std::string& message) {
  return {.code = "capture_missing",
          .message = message,
          .remedy = "Name the directory of a complete capture, below the directory of captures.",
          .path = "/telemetry/captureDirectory"};
}

// True when the path leads to something of this kind inside of the root; io_outside_root otherwise.
Result<bool> is_there(Env& env, const std::string& path, FileKind kind) {
  const Result<std::string> inside = env.confined(path);
  if (!inside && failed_with(inside.problems(), io_codes::kOutsideRoot)) return inside.problems();
  if (!inside) return false;
  const Result<FileInfo> info = env.info(*inside);
  return info && info->kind == kind;
}

Result<Done> check_file(Env& env, const std::string& directory, const std::string& file) {
  FT_TRY(const bool found, is_there(env, directory + "/" + file, FileKind::kFile));
  if (!found) return missing("the capture has no file \"" + file + "\"");
  return Done{};
}

Result<Done> check_files(Env& env, const std::string& root, const CaptureRequest& capture) {
  const std::string directory = root + capture.directory;
  FT_TRY(const bool found, is_there(env, directory, FileKind::kDirectory));
  if (!found) return missing("there is no capture \"" + capture.directory + "\"");
  FT_RETURN_IF_PROBLEM(check_file(env, directory, kCaptureManifest));
  for (const CaptureBinding& binding : capture.bindings) {
    FT_RETURN_IF_PROBLEM(check_file(env, directory, binding.file));
  }
  return Done{};
}

}  // namespace

Result<Done> load_capture(const RunHost& host, const CaptureRequest& capture, StageClock& clock) {
  clock.start(Stage::kLoadCapture);
  Env& env = host.captures != nullptr ? *host.captures : host.env;
  const std::string root = host.captures != nullptr ? "" : std::string(kCapturesDirectory) + "/";
  FT_RETURN_IF_PROBLEM(check_files(env, root, capture));
  return Problem{.code = "not_implemented",
                 .message = "runs from captured telemetry are not offered yet",
                 .remedy = "Simulate the template instead: mode simulation, without telemetry.",
                 .path = "/telemetry"};
}

}  // namespace flowtime
