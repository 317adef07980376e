// manifest.json: what a bundle consists of.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "run/run_record.h"

namespace flowtime {

// `bytes` and `hash` are those of the file as it was written.
// Size and hash are of the bytes that were handed to the disk, not of what was read back.
struct ManifestFile {
  std::string path;  // in the bundle
  std::uint64_t bytes = 0;
  std::string hash;        // "sha256:..."
  std::uint64_t rows = 0;  // more than 0: `hash` is of the hashes of so many rows of one length
};

// Everything but the file list is for readers that open no other file.
struct Manifest {
  std::string created_utc, scenario_hash, model_hash, input_hash, content_hash, model_id,
      template_id;
  std::int64_t seed = 0;
  std::vector<FlowClass> classes;
  std::vector<std::pair<std::string, std::string>> series_hashes;  // stored id, hash of its row
  std::vector<ManifestFile> files;  // every file but the manifest and its hash, by path
};

// Indented, with a line feed at its end: its hash is over these bytes.
std::string to_json(const Manifest& manifest);

// "<64 hex>  manifest.json\n", the form of sha256sum.
// `sha256sum -c` in the bundle's directory checks it.
std::string manifest_hash_line(const std::string& manifest_json);

// The files of a bundle with their sizes and hashes. A manifest of another writer that lists no
// files yields those it has hashes for (model and CSVs), with bytes unknown (kUnknownBytes).
// Problem: run_damaged.
inline constexpr std::uint64_t kUnknownBytes = ~std::uint64_t{0};
// Paths are given as they are written: they are not to be trusted before they are checked.
Result<std::vector<ManifestFile>> read_manifest_files(const std::string& json);

}  // namespace flowtime
