#include "run/durability.h"

#include "run/bundle_paths.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxSingleSyncs = 200;
// What a disk writes in a moment.
constexpr std::uint64_t kLittleUnwritten = std::uint64_t{64} << 20;

Result<Done> sync_file(Env& env, const std::string& path) {
  FT_TRY(const std::unique_ptr<File> file, env.open_file(path, OpenMode::kRead));
  return file->sync_data();
}

Result<Done> sync_each(Env& env, const std::string& stage, const std::vector<ManifestFile>& files) {
  for (const ManifestFile& file : files) {
    FT_RETURN_IF_PROBLEM(sync_file(env, stage + "/" + file.path));
  }
  // They are not in their own list.
  for (const char* file : {bundle::kManifest, bundle::kManifestHash}) {
    FT_RETURN_IF_PROBLEM(sync_file(env, stage + "/" + file));
  }
  // Names of files are part of their directories, and are synced with these.
  for (const char* directory : bundle::kDirectories) {
    FT_RETURN_IF_PROBLEM(env.sync_directory(stage + "/" + directory));
  }
  return env.sync_directory(stage);
}

}  // namespace

bool prefers_one_sync(std::size_t files, std::uint64_t unwritten) {
  return files > kMaxSingleSyncs || unwritten <= kLittleUnwritten;
}

Result<Done> sync_bundle(Env& env, const std::string& stage, const std::vector<ManifestFile>& files,
                         std::uint64_t unwritten) {
  if (prefers_one_sync(files.size(), unwritten)) return env.sync_file_system();
  return sync_each(env, stage, files);
}

Result<Done> sync_names(Env& env, std::uint64_t unwritten) {
  if (prefers_one_sync(0, unwritten)) return env.sync_file_system();
  for (const char* directory : {kRunsDirectory, kStagingDirectory, ""}) {
    FT_RETURN_IF_PROBLEM(env.sync_directory(directory));
  }
  return Done{};
}

}  // namespace flowtime
