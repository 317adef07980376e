// Writes the files of a stage, hashing each meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "run/manifest.h"
#include "run/run_record.h"
#include "sys/env.h"
#include "sys/sha256.h"

namespace flowtime {

// For writers and for readers of long files alike.
// Code `stopped`: the owner wanted no more, and nothing was published.
Problem stopped_problem();
// "model/model.yaml <what is wrong with it>" [run_damaged]
Problem damaged_problem(const std::string& path, const std::string& complaint);
// Path, size and hash of these bytes.
// For files whose bytes are in memory anyway.
ManifestFile described(const std::string& path, std::string_view bytes);

// A file that is written piece by piece and hashed on the way.
// Not thread safe. The file is closed with the object; finish() does not sync it.
class HashedFile {
 public:
  HashedFile(std::string path, std::unique_ptr<File> file)
      : path_(std::move(path)), file_(std::move(file)) {}
  // After a failure the file is of no use: its hash is of what was to be written.
  // Writes at once; the object buffers nothing. Problems: io codes.
  Result<Done> append(std::string_view bytes);
  // Once, after the last append().
  ManifestFile finish() { return {path_, bytes_, "sha256:" + hash_.finish_hex()}; }

 private:
  std::string path_;
  std::unique_ptr<File> file_;
  std::uint64_t bytes_ = 0;
  Sha256 hash_;
};

// One per bundle in the making; not thread safe. Keeps what the manifest will say of each file.
class BundleFiles {
 public:
  // `directory` is the stage, relative to the data root.
  BundleFiles(Env& env, std::string directory, StopQuestion stop)
      : env_(env), directory_(std::move(directory)), stop_(std::move(stop)) {}

  // Problem `stopped` when the owner wants no more.
  // Asked before every file, and by writers of long ones.
  Result<Done> check_stop() const;
  // A whole file; `path` is within the bundle.
  // Problems: stopped, io codes.
  Result<Done> write(const std::string& path, std::string_view bytes);
  // An empty file to be filled; add() what its finish() says. Problem `stopped` included.
  Result<HashedFile> create(const std::string& path);
  // A file that is there already, or was written piece by piece.
  // Each path once: nothing here looks for duplicates.
  void add(ManifestFile file) { files_.push_back(std::move(file)); }
  // Everything written or added so far, by path.
  // A copy, ordered by bytes of the path: the order of the manifest.
  std::vector<ManifestFile> sorted() const;
  // Relative to the data root.
  std::string full(const std::string& path) const { return directory_ + "/" + path; }
  Env& env() const { return env_; }

 private:
  Env& env_;
  std::string directory_;
  StopQuestion stop_;
  std::vector<ManifestFile> files_;
};

// Size and hash of a file, read in blocks; `rows` > 0: the hash of so many rows of one length.
// Problem `stopped` included.
// Memory: one block of 1 MiB, whatever the size.
// A file that becomes shorter meanwhile gives the size and the hash of what was read. Bytes behind
// the last whole row count as a row, so that a file of another length has another hash.
Result<ManifestFile> hash_file(Env& env, const std::string& directory, const std::string& path,
                               std::uint64_t rows, const StopQuestion& stop);

}  // namespace flowtime
