// What a RunStage knows; for the files of this room only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "run/manifest.h"
#include "run/run_envelope.h"
#include "run/run_stage.h"
#include "run/write_series.h"

namespace flowtime {

// In the order of a stage's life: named and held, filled, completed, published.
// `directory` is cleared when the rename made it a run: the destructor then removes nothing.
struct RunStage::State {
  Env& env;
  std::string run_id;
  std::string directory;  // empty once nothing is left to remove
  std::unique_ptr<FileLock> lock;
  std::optional<MatrixWriter> matrix;
  Problems problems;  // of accept()
  // Set by write_bundle.
  bool complete = false;
  std::vector<ManifestFile> files;  // as in the manifest
  std::string manifest_json, manifest_hash, content_hash;
  std::optional<RunEnvelope> envelope;
};

// "staging/<name>.lock"
std::string stage_lock_path(const std::string& stage_directory);

// A directory name below staging/ that is not in use, held by a lock: "staging/<run id>.<8 hex>".
// Destroying it gives the name free; the directory is the holder's to remove.
// A sweep leaves a directory alone as long as its lock is held.
struct HeldStageName {
  std::string directory;
  std::unique_ptr<FileLock> lock;
};
// The lock first, then the look for the directory: two processes that draw one name cannot both
// hold it.
Result<HeldStageName> hold_stage_name(Env& env, const std::string& run_id);

}  // namespace flowtime
