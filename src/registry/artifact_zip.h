// Zip archives of files of the data root.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Exactly one of content, path and make counts: make before path before content.
struct ZipEntry {
  std::string name;                     // in the archive
  std::string content{};                // of a small one
  std::string path{};                   // of a file of the data root instead
  std::function<std::string()> make{};  // or of one that is made when its turn comes
};

// Writes the archive at `path`, entry by entry, with the memory of one block or made entry. Equal
// entries give equal bytes: no times are kept. Problems: io codes, zip_failed.
// A file that is there is replaced; after a failure what is at `path` is not an archive.
Result<Done> write_zip(Env& env, const std::string& path, const std::vector<ZipEntry>& entries);

// The entries of a small archive with their content, in their order. Problems: io codes,
// zip_damaged (also when an entry is larger than `max_bytes`).
// All contents are in memory at once.
Result<std::vector<ZipEntry>> read_zip(Env& env, const std::string& path,
                                       std::uint64_t max_bytes = 256u << 20);

}  // namespace flowtime
