// A directory below staging/ for files on their way to somewhere else. A lock tells others that it
// is in use; what a killed process leaves is removed with the other stages that no one holds.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Files are moved out by a rename to where they belong. Not thread safe. The Env outlives it.
class ScratchDirectory {
 public:
  // `purpose` becomes part of the name: letters, digits, '.', '_' and '-'. Problems: io codes.
  // On the file system of the data root, so that a rename out of it is one step.
  static Result<std::unique_ptr<ScratchDirectory>> open(Env& env, const std::string& purpose);
  ~ScratchDirectory();  // removes whatever is still in it
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::string& path() const { return path_; }  // relative to the data root
  Env& env() const { return env_; }

 private:
  ScratchDirectory(Env& env, std::string path, std::unique_ptr<FileLock> lock)
      : env_(env), path_(std::move(path)), lock_(std::move(lock)) {}
  Env& env_;
  std::string path_;
  std::unique_ptr<FileLock> lock_;
};

}  // namespace flowtime
