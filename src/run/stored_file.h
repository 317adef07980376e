// Small files of the data root that are written as a whole: a reader sees the former content or the
// new one, whatever fails.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Decided by the rename itself: there is no moment between a look and the write.
enum class StoreRule {
  kReplace,  // an existing file is replaced
  kCreate,   // io_exists when there is one
};

// A path of the data root on which there is no symbolic link, so that nothing outside is read,
// written or removed. Problem: io_outside_root.
Result<Done> check_no_links(Env& env, const std::string& path);

// The file, unless a link leads to it. Problems: io codes.
// The whole file in memory.
Result<std::string> read_stored_file(Env& env, const std::string& path);
// Durable when it returns: the directory is synced. Problems: io_outside_root, io codes.
Result<Done> remove_stored_file(Env& env, const std::string& path);

// Durable when it returns. Creates the directory of `path`.
// Written aside, synced, renamed, and the directory synced.
// Problems: io_outside_root, io_exists (kCreate), io codes.
Result<Done> store_file(Env& env, const std::string& path, std::string_view bytes, StoreRule rule);

// Waits for the one holder of `name` ("drafts/checkout") among all threads and processes.
// Held until the pointer is destroyed. Problem lock_held after some seconds.
Result<std::unique_ptr<FileLock>> lock_stored(Env& env, const std::string& name);

// Ids of drafts and series: [A-Za-z0-9][A-Za-z0-9_-]{0,126}; `more` may hold further characters.
// No dot: such ids never look like a file with an ending.
bool is_stored_id(std::string_view text, std::string_view more = "");
// Problem invalid_id: names `what` ("draft id").
Result<Done> check_stored_id(std::string_view text, std::string_view what,
                             std::string_view more = "");

}  // namespace flowtime
