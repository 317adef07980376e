#include "run/bundle_files.h"

#include <algorithm>

#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

}  // namespace

Problem stopped_problem() {
  return {.code = "stopped",
          .message = "the run was cancelled while its files were written",
          .remedy = "Nothing was published; start the run again."};
}

Problem damaged_problem(const std::string& path, const std::string& complaint) {
  return {.code = "run_damaged",
          .message = path + " " + complaint,
          .remedy = "Create the run again, or restore it from a copy."};
}

ManifestFile described(const std::string& path, std::string_view bytes) {
  return {path, bytes.size(), sha256_tagged(bytes)};
}

Result<Done> BundleFiles::check_stop() const {
  if (stop_ && stop_()) return stopped_problem();
  return Done{};
}

Result<Done> BundleFiles::write(const std::string& path, std::string_view bytes) {
  FT_RETURN_IF_PROBLEM(check_stop());
  FT_RETURN_IF_PROBLEM(env_.write_file(full(path), bytes));
  add(described(path, bytes));
  return Done{};
}

std::vector<ManifestFile> BundleFiles::sorted() const {
  std::vector<ManifestFile> files = files_;
  std::sort(files.begin(), files.end(),
            [](const ManifestFile& a, const ManifestFile& b) { return a.path < b.path; });
  return files;
}

Result<ManifestFile> hash_file(Env& env, const std::string& directory, const std::string& path,
                               const StopQuestion& stop) {
  FT_TRY(const std::unique_ptr<File> file, env.open_file(directory + "/" + path, OpenMode::kRead));
  FT_TRY(const std::uint64_t size, file->size());
  std::vector<char> block(static_cast<std::size_t>(std::min<std::uint64_t>(size, kBlockBytes)));
  Sha256 hash;
  std::uint64_t bytes = 0;
  while (bytes < size) {
    if (stop && stop()) return stopped_problem();
    FT_TRY(const std::size_t got, file->read_at(bytes, block));
    if (got == 0) break;
    hash.update({block.data(), got});
    bytes += got;
  }
  return ManifestFile{path, bytes, "sha256:" + hash.finish_hex()};
}

}  // namespace flowtime
