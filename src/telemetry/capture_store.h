// Captures on disk: staged beside their place, published with one rename, read with care.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sys/env.h"
#include "telemetry/capture_manifest.h"
#include "telemetry/capture_run.h"

namespace flowtime {

// A capture in the making. One at a time for each place; destroying it removes what was not
// published, and what a killed process left there is removed by the next one.
class CaptureStage {
 public:
  // Null when the place holds a capture that is not to be replaced. Problems: io_outside_root,
  // capture_place_taken, io codes.
  // Waits for another capture of the same place.
  static Result<std::unique_ptr<CaptureStage>> open(const CapturePlace& place, bool overwrite);
  ~CaptureStage();
  CaptureStage(const CaptureStage&) = delete;
  CaptureStage& operator=(const CaptureStage&) = delete;

  // `name` is a plain file name. What is written reaches the disk with publish().
  // Problems: io codes.
  Result<std::unique_ptr<File>> create(const std::string& name);
  Result<Done> write(const std::string& name, std::string_view bytes);
  // After it the stage is empty: nothing more can be written.
  Result<Done> publish();

 private:
  CaptureStage(Env& env, std::string place, std::string stage, std::unique_ptr<FileLock> lock)
      : env_(env), place_(std::move(place)), stage_(std::move(stage)), lock_(std::move(lock)) {}
  Result<Done> keep_files_of_run();
  Result<Done> sync();

  Env& env_;
  std::string place_, stage_;
  std::unique_ptr<FileLock> lock_;
  std::vector<std::string> written_;
};

// Problems: capture_missing, capture_damaged, io_outside_root.
// `directory` is relative to the root of `env`.
Result<CaptureManifest> read_capture_manifest(Env& env, const std::string& directory);

// A directory with a manifest below a root of captures.
struct ListedCapture {
  std::string name;                         // below the root
  std::optional<CaptureManifest> manifest;  // nothing: it cannot be read
  Problems problems{};                      // why
  bool has_events = false;                  // kCaptureEvents is there
};
struct ListedCaptures {
  std::vector<ListedCapture> captures;  // by name
  bool truncated = false;               // there are more
};
// The directories right below `root` ("" for the root of `env`) that have a manifest, at most
// `most`. A root that does not exist has none. Problems: io codes.
Result<ListedCaptures> list_captures(Env& env, const std::string& root, std::size_t most);

// The text of one file of a capture, of at most `most` bytes. No link on the way leads out of the
// capture. Problems: capture_missing, capture_damaged (which names the file).
Result<std::string> read_capture_file(Env& env, const std::string& directory,
                                      const std::string& path, std::uint64_t most);

}  // namespace flowtime
