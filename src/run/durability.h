// What has to reach the disk before a run may be seen, and after. For this room and captures.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/manifest.h"
#include "sys/available_memory.h"
#include "sys/env.h"

namespace flowtime {

// One sync of the file system writes its journal once, and callers at a time share it; syncing each
// file writes the journal up to once per file. But the one writes also what others left to be
// written, so it is chosen where that is little or the files are many.
// `unwritten`: bytes of all programs that wait for a disk. 200 files or 64 MB is the border.
bool prefers_one_sync(std::size_t files, std::uint64_t unwritten);

// The files of a complete stage, its manifest and hash among them, and the names of all survive a
// power failure after this.
// Before the rename that publishes: else a power failure could leave a run without its values.
Result<Done> sync_bundle(Env& env, const std::string& stage, const std::vector<ManifestFile>& files,
                         std::uint64_t unwritten = unwritten_bytes());

// So do the names below runs/ and staging/.
// After it: without this the rename itself may be lost, and the run with it.
Result<Done> sync_names(Env& env, std::uint64_t unwritten = unwritten_bytes());

}  // namespace flowtime
