#include "lifecycle/load_capture.h"

#include <string>

namespace flowtime {
namespace {

constexpr const char* kCapturesDirectory = "captures";
constexpr const char* kCaptureManifest = "manifest.json";

constexpr const char* kDirectoryPath = "/telemetry/captureDirectory";

Problem missing(const std::string& message, const std::string& place) {
  return {.code = "capture_missing",
          .message = message,
          .remedy = "Name the directory of a complete capture, below the directory of captures.",
          .path = place};
}

// True when the path leads to something of this kind inside of the root; io_outside_root, told at
// `place` of the request, when it leads out.
Result<bool> is_there(Env& env, const std::string& path, FileKind kind, const std::string& place) {
  const Result<std::string> inside = env.confined(path);
  if (!inside && failed_with(inside.problems(), io_codes::kOutsideRoot)) {
    Problem outside = inside.problems().front();
    outside.path = place;
    return outside;
  }
  if (!inside) return false;
  const Result<FileInfo> info = env.info(*inside);
  return info && info->kind == kind;
}

Result<Done> check_file(Env& env, const std::string& directory, const std::string& file,
                        const std::string& place) {
  FT_TRY(const bool found, is_there(env, directory + "/" + file, FileKind::kFile, place));
  if (!found) return missing("the capture has no file \"" + file + "\"", place);
  return Done{};
}

Result<Done> check_files(Env& env, const std::string& root, const CaptureRequest& capture) {
  const std::string directory = root + capture.directory;
  FT_TRY(const bool found, is_there(env, directory, FileKind::kDirectory, kDirectoryPath));
  if (!found) return missing("there is no capture \"" + capture.directory + "\"", kDirectoryPath);
  FT_RETURN_IF_PROBLEM(check_file(env, directory, kCaptureManifest, kDirectoryPath));
  for (const CaptureBinding& binding : capture.bindings) {
    FT_RETURN_IF_PROBLEM(
        check_file(env, directory, binding.file, "/telemetry/bindings/" + binding.parameter));
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
