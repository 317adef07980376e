#include "run/bundle_files.h"

#include <algorithm>

#include "run/row_hashes.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

// The hash of the bytes, or of as many rows of one length. Bytes behind the last row count as a
// row.
class FileHash {
 public:
  FileHash(std::uint64_t bytes, std::uint64_t rows) : row_bytes_(rows == 0 ? 0 : bytes / rows) {}

  void update(std::string_view bytes) {
    while (row_bytes_ > 0 && in_row_ + bytes.size() >= row_bytes_) {
      const auto rest = static_cast<std::size_t>(row_bytes_ - in_row_);
      hash_.update(bytes.substr(0, rest));
      end_row();
      bytes.remove_prefix(rest);
    }
    hash_.update(bytes);
    in_row_ += bytes.size();
  }
  std::string finish() {
    // Files without rows have one hash over all bytes.
    if (row_bytes_ == 0) return "sha256:" + hash_.finish_hex();
    // A file of another length than the manifest states: its hash must differ, not be that of its
    // rows.
    if (in_row_ > 0) end_row();
    return hash_of_rows(row_hashes_);
  }

 private:
  void end_row() {
    row_hashes_.push_back("sha256:" + hash_.finish_hex());
    in_row_ = 0;
  }
  std::uint64_t row_bytes_, in_row_ = 0;
  std::vector<std::string> row_hashes_;
  Sha256 hash_;
};

}  // namespace

Problem stopped_problem() {
  return {.code = "stopped",
          .message = "the run was cancelled while its files were written",
          .remedy = "Nothing was published; start the run again."};
}

Problem damaged_problem(const std::string& path, const std::string& complaint) {
  return {.code = "run_damaged",
          .message = "the file '" + path + "' " + complaint,
          .remedy = "Create the run again, or restore it from a copy."};
}

ManifestFile described(const std::string& path, std::string_view bytes) {
  return {path, bytes.size(), sha256_tagged(bytes)};
}

Result<Done> HashedFile::append(std::string_view bytes) {
  FT_RETURN_IF_PROBLEM(file_->write_at(bytes_, bytes));
  hash_.update(bytes);
  bytes_ += bytes.size();
  return Done{};
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

Result<HashedFile> BundleFiles::create(const std::string& path) {
  FT_RETURN_IF_PROBLEM(check_stop());
  FT_TRY(auto file, env_.open_file(full(path), OpenMode::kCreate));
  return HashedFile(path, std::move(file));
}

std::vector<ManifestFile> BundleFiles::sorted() const {
  std::vector<ManifestFile> files = files_;
  std::sort(files.begin(), files.end(),
            [](const ManifestFile& a, const ManifestFile& b) { return a.path < b.path; });
  return files;
}

Result<ManifestFile> hash_file(Env& env, const std::string& directory, const std::string& path,
                               std::uint64_t rows, const StopQuestion& stop) {
  FT_TRY(const std::unique_ptr<File> file, env.open_file(directory + "/" + path, OpenMode::kRead));
  FT_TRY(const std::uint64_t size, file->size());
  FileHash hash(size, rows);
  std::vector<char> block(static_cast<std::size_t>(std::min<std::uint64_t>(size, kBlockBytes)));
  std::uint64_t bytes = 0;
  while (bytes < size) {
    if (stop && stop()) return stopped_problem();
    FT_TRY(const std::size_t got, file->read_at(bytes, block));
    // It became shorter since its size was asked for; size and hash then say so.
    if (got == 0) break;
    hash.update({block.data(), got});
    bytes += got;
  }
  return ManifestFile{path, bytes, hash.finish(), rows};
}

}  // namespace flowtime
