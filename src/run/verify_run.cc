#include <set>

#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/manifest.h"
#include "run/one_run.h"
#include "run/open_run.h"

namespace flowtime {
namespace {

// Other programs may add files here after the run was published.
bool may_grow(const std::string& directory) {
  return directory == "aggregates" || directory == "model/telemetry";
}

class Verifier {
 public:
  Verifier(Env& env, const std::string& id, const StopQuestion& stop)
      : env_(env), root_(run_directory(id)), stop_(stop) {}

  Result<Verification> verify() {
    const Result<std::string> manifest = env_.read_file(root_ + "/" + bundle::kManifest);
    if (!manifest) {
      if (!failed_with(manifest.problems(), io_codes::kNotFound)) return manifest.problems();
      differs(bundle::kManifest, "is missing");
      return std::move(found_);
    }
    const Result<std::vector<ManifestFile>> files = read_manifest_files(*manifest);
    // Other writers list hashes alone: nothing can be said about files beside those.
    const bool ours = files && lists_sizes(*files);
    check_manifest_hash(*manifest, ours);
    if (!files) {
      found_.differences.push_back(files.problems()[0]);
      return std::move(found_);
    }
    for (const ManifestFile& file : *files) FT_RETURN_IF_PROBLEM(check_file(file));
    if (ours) FT_RETURN_IF_PROBLEM(check_unlisted("", listed(*files)));
    return std::move(found_);
  }

  Result<Verification> verify_only(const std::string& path) {
    FT_TRY(const std::string manifest, env_.read_file(root_ + "/" + bundle::kManifest));
    FT_TRY(const std::vector<ManifestFile> files, read_manifest_files(manifest));
    for (const ManifestFile& file : files) {
      // Without an entry there is nothing to compare, and no difference.
      if (file.path == path) FT_RETURN_IF_PROBLEM(check_file(file));
    }
    return std::move(found_);
  }

 private:
  static bool lists_sizes(const std::vector<ManifestFile>& files) {
    return !files.empty() && files[0].bytes != kUnknownBytes;
  }

  static std::set<std::string> listed(const std::vector<ManifestFile>& files) {
    std::set<std::string> paths{bundle::kManifest, bundle::kManifestHash, bundle::kLabels,
                                bundle::kNotes};
    for (const ManifestFile& file : files) paths.insert(file.path);
    return paths;
  }

  void differs(const std::string& path, const std::string& complaint) {
    found_.differences.push_back(damaged_problem(path, complaint));
  }

  // Bundles of other writers have no hash of the manifest.
  void check_manifest_hash(const std::string& manifest, bool required) {
    const Result<std::string> line = env_.read_file(root_ + "/" + bundle::kManifestHash);
    if (!line && required) return differs(bundle::kManifestHash, "is missing");
    if (!line || *line == manifest_hash_line(manifest)) return;
    differs(bundle::kManifest,
            std::string("does not have the hash that ") + bundle::kManifestHash + " states");
  }

  Result<Done> check_file(const ManifestFile& file) {
    if (stop_ && stop_()) return stopped_problem();
    // A manifest is a file like any other: its paths are not to be trusted.
    if (!is_relative_path(file.path) || file.path.empty()) {
      differs(bundle::kManifest, "lists a file outside of the run");
      return Done{};
    }
    const Result<ManifestFile> actual = hash_file(env_, root_, file.path, file.rows, stop_);
    if (!actual && failed_with(actual.problems(), io_codes::kNotFound)) {
      differs(file.path, "is missing");
      return Done{};
    }
    if (!actual) return actual.problems();
    ++found_.files;
    found_.bytes += actual->bytes;
    compare(file, *actual);
    return Done{};
  }

  void compare(const ManifestFile& expected, const ManifestFile& actual) {
    if (expected.bytes != kUnknownBytes && expected.bytes != actual.bytes) {
      differs(expected.path, "has " + std::to_string(actual.bytes) + " bytes instead of " +
                                 std::to_string(expected.bytes));
    } else if (expected.hash != actual.hash) {
      differs(expected.path, "does not have the hash that the manifest states");
    }
  }

  Result<Done> check_unlisted(const std::string& directory, const std::set<std::string>& listed) {
    if (may_grow(directory)) return Done{};
    FT_TRY(const auto entries, env_.list(directory.empty() ? root_ : root_ + "/" + directory));
    for (const DirectoryEntry& entry : entries) {
      const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
      if (entry.kind == FileKind::kDirectory) {
        FT_RETURN_IF_PROBLEM(check_unlisted(path, listed));
      } else if (listed.count(path) == 0) {
        differs(path, "is not part of the run");
      }
    }
    return Done{};
  }

  Env& env_;
  std::string root_;
  const StopQuestion& stop_;
  Verification found_;
};

}  // namespace

Result<Verification> verify_run(Env& env, const std::string& id, const StopQuestion& stop) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
  return of_one_run(env, id, [&] { return Verifier(env, id, stop).verify(); });
}

Result<Done> verify_values(Env& env, const std::string& id) {
  FT_TRY(const Verification found, Verifier(env, id, {}).verify_only(bundle::kValues));
  if (found.differences.empty()) return Done{};
  return found.differences;
}

}  // namespace flowtime
