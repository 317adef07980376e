// Open files, mapped files and locked files of the operating system. `full` is the absolute path,
// `shown` the one that messages name.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sys/env.h"

namespace flowtime {

Result<std::unique_ptr<File>> open_posix_file(const std::string& full, const std::string& shown,
                                              OpenMode mode);
// Mapped and guarded (sys/bus_guard.h); read into memory when too many are mapped.
Result<std::unique_ptr<FileView>> view_posix_file(const std::string& full,
                                                  const std::string& shown);

// kWait waits for some seconds at most, then fails with lock_held.
enum class LockWait { kWait, kTry };
// An open file description lock: it excludes other processes and other threads alike.
Result<std::optional<std::unique_ptr<FileLock>>> lock_posix_file(const std::string& full,
                                                                 const std::string& shown,
                                                                 LockWait wait);

}  // namespace flowtime
