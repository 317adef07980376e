#include "telemetry/capture_store.h"

#include <algorithm>
#include <set>

#include "run/bundle_paths.h"
#include "run/durability.h"

namespace flowtime {
namespace {

constexpr const char* kStageSuffix = ".partial";
constexpr const char* kOwnManifest = "telemetry-manifest.json";  // of the run, never of a capture

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}
std::string name_of_place(const std::string& path) { return path.substr(path.rfind('/') + 1); }
std::string below(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

Problem missing(const std::string& what) {
  return {.code = "capture_missing",
          .message = what,
          .remedy = "Name the directory of a complete capture, below the directory of captures.",
          .path = "/telemetry/captureDirectory"};
}

Problem taken(const std::string& place) {
  return {.code = "capture_place_taken",
          .message = "the directory '" + place + "' holds something other than a capture",
          .remedy = "Name a directory that does not exist yet, or one that holds a capture."};
}

// What a process that was killed left beside the place.
Result<Done> sweep(Env& env, const std::string& parent, const std::string& prefix) {
  FT_TRY(const auto entries, env.list(parent));
  for (const DirectoryEntry& entry : entries) {
    if (!entry.name.starts_with(prefix) || !entry.name.ends_with(kStageSuffix)) continue;
    FT_RETURN_IF_PROBLEM(env.remove_tree(below(parent, entry.name)));
  }
  return Done{};
}

// What is where the capture is wanted.
enum class Standing { kNothing, kCapture, kEmpty, kRunFiles, kOther };

Result<Standing> standing_at(Env& env, const std::string& directory, bool is_of_run) {
  const Result<FileInfo> info = env.info(directory);
  if (!info && failed_with(info.problems(), io_codes::kNotFound)) return Standing::kNothing;
  if (!info) return info.problems();
  if (info->kind != FileKind::kDirectory) return Standing::kOther;
  if (env.exists(below(directory, kCaptureManifest))) return Standing::kCapture;
  FT_TRY(const auto entries, env.list(directory));
  if (entries.empty()) return Standing::kEmpty;
  // A run's directory has files of its own; elsewhere, unknown files are left alone.
  return is_of_run ? Standing::kRunFiles : Standing::kOther;
}

}  // namespace

Result<std::unique_ptr<CaptureStage>> CaptureStage::open(const CapturePlace& place,
                                                         bool overwrite) {
  Env& env = place.env;
  FT_TRY(const std::string where, env.confined(place.directory));
  // A link within a run leads somewhere else.
  if (where != place.directory && place.is_of_run) return taken(place.directory);
  const std::string parent = parent_of(where);
  const std::string prefix = "." + name_of_place(where) + ".";
  FT_RETURN_IF_PROBLEM(env.make_directories(parent));
  // Before sweeping: what is swept cannot be a stage in use.
  FT_TRY(auto lock, env.lock(below(parent, prefix + "lock")));
  FT_RETURN_IF_PROBLEM(sweep(env, parent, prefix));
  // Under the lock, and so still true when the stage is published.
  FT_TRY(const Standing standing, standing_at(env, where, place.is_of_run));
  if (standing == Standing::kOther) return taken(place.directory);
  if (standing == Standing::kCapture && !overwrite) return std::unique_ptr<CaptureStage>();
  const std::string directory = below(parent, prefix + env.random_hex(8) + kStageSuffix);
  FT_RETURN_IF_PROBLEM(env.make_directories(directory));
  std::unique_ptr<CaptureStage> stage(new CaptureStage(env, where, directory, std::move(lock)));
  if (place.is_of_run) FT_RETURN_IF_PROBLEM(stage->keep_files_of_run());
  return stage;
}

CaptureStage::~CaptureStage() {
  // What cannot be removed now is swept by the next capture of this place.
  if (!stage_.empty()) static_cast<void>(env_.remove_tree(stage_).has_value());
}

// The manifest that the run was published with stays where it is.
Result<Done> CaptureStage::keep_files_of_run() {
  const std::string own = below(place_, kOwnManifest);
  if (!env_.exists(own)) return Done{};
  FT_TRY(const std::string text, env_.read_file(own));
  return write(kOwnManifest, text);
}

Result<std::unique_ptr<File>> CaptureStage::create(const std::string& name) {
  written_.push_back(below(stage_, name));
  return env_.open_file(written_.back(), OpenMode::kCreate);
}

Result<Done> CaptureStage::write(const std::string& name, std::string_view bytes) {
  FT_TRY(const auto file, create(name));
  return file->write_at(0, bytes);
}

// A capture has as many files as a model has series, so that syncing each can take minutes.
Result<Done> CaptureStage::sync() {
  if (prefers_one_sync(written_.size(), unwritten_bytes())) return env_.sync_file_system();
  for (const std::string& path : written_) {
    FT_TRY(const auto file, env_.open_file(path, OpenMode::kRead));
    FT_RETURN_IF_PROBLEM(file->sync_data());
  }
  return env_.sync_directory(stage_);
}

Result<Done> CaptureStage::publish() {
  FT_RETURN_IF_PROBLEM(sync());
  const Result<Done> placed = env_.rename(stage_, place_, RenameRule::kNoReplace);
  if (placed) {
    stage_.clear();
  } else if (failed_with(placed.problems(), io_codes::kExists)) {
    // The former one is removed with the stage, whose name it has now.
    FT_RETURN_IF_PROBLEM(env_.rename(stage_, place_, RenameRule::kExchange));
  } else {
    return placed.problems();
  }
  return env_.sync_directory(parent_of(place_));
}

Result<CaptureManifest> read_capture_manifest(Env& env, const std::string& directory) {
  const Result<FileInfo> info = env.info(directory);
  if (!info || info->kind != FileKind::kDirectory) {
    return missing("there is no capture '" + directory + "'");
  }
  FT_TRY(const std::string text,
         read_capture_file(env, directory, kCaptureManifest, kMaxCaptureManifestBytes));
  return parse_capture_manifest(text, kCaptureManifest);
}

Result<std::string> read_capture_file(Env& env, const std::string& directory,
                                      const std::string& path, std::uint64_t most) {
  // The path is of a manifest that anyone may have written.
  if (path.empty() || !is_relative_path(path)) {
    return corrupt_capture(path, "is not the name of a file of the capture");
  }
  const std::string whole = below(directory, path);
  FT_TRY(const std::string root, env.confined(directory));
  const Result<std::string> inside = env.confined(whole);
  // Links may lead out of the directory even where the name does not.
  if (!inside || !inside->starts_with(root + "/")) {
    return corrupt_capture(path, "leads out of the capture");
  }
  const Result<FileInfo> info = env.info(whole);
  if (!info || info->kind != FileKind::kFile) {
    return missing("the capture has no file '" + path + "'");
  }
  if (info->bytes > most) {
    return corrupt_capture(path, "has " + std::to_string(info->bytes) + " bytes; at most " +
                                     std::to_string(most) + " are read");
  }
  return env.read_file(whole);
}

Result<ListedCaptures> list_captures(Env& env, const std::string& root, std::size_t most) {
  ListedCaptures list;
  const auto entries = env.list(root);
  if (!entries && failed_with(entries.problems(), io_codes::kNotFound)) return list;
  if (!entries) return entries.problems();
  std::vector<std::string> names;
  for (const DirectoryEntry& entry : *entries) {
    const std::string directory = below(root, entry.name);
    if (entry.kind != FileKind::kDirectory || entry.name.ends_with(kStageSuffix)) continue;
    if (env.exists(below(directory, kCaptureManifest))) names.push_back(entry.name);
  }
  std::sort(names.begin(), names.end());
  list.truncated = names.size() > most;
  names.resize(std::min(names.size(), most));
  for (const std::string& name : names) {
    const std::string directory = below(root, name);
    ListedCapture capture{.name = name, .manifest = {}};
    auto manifest = read_capture_manifest(env, directory);
    if (manifest) capture.manifest = *std::move(manifest);
    if (!manifest) capture.problems = manifest.problems();
    capture.has_events = env.exists(below(directory, kCaptureEvents));
    list.captures.push_back(std::move(capture));
  }
  return list;
}

}  // namespace flowtime
