// MemoryEnv: a tree in memory with a clock that does not move, random bytes that repeat, and
// failures on demand. For tests. Threads: any.
// Rules are those of a POSIX file system as far as the program relies on them; links do not exist,
// so confined() gives every path back.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "sys/env.h"

namespace flowtime {

class MemoryEnv : public Env {
 public:
  // Which of the writing calls fails. Writing calls are: creating, writing, allocating and syncing
  // files, making, renaming, removing and syncing directories, taking a lock. They count from 1.
  // Set it, run the code under test, and look at files(): once for every writing call of it.
  struct Fault {
    int at_write = 0;        // 0: never
    int error_number = 0;    // errno: ENOSPC, EACCES, EIO ...
    bool and_after = false;  // every later writing call fails too, as if the process had died
  };
  // Counts from the last reset_writes(). Replaces the fault before.
  void set_fault(Fault fault);
  // Those that failed are counted too.
  int writes() const;  // writing calls so far
  void reset_writes();
  // Milliseconds since 1970 UTC; the clock stays there.
  void set_now_unix_ms(std::int64_t now);
  // What free_bytes() answers; writing does not reduce it.
  void set_free_bytes(std::uint64_t bytes);
  // What a power failure leaves: files lose what was not synced, renames and removals stay.
  // Files that were never synced are empty then.
  void lose_unsynced_data();
  // Every file with its content, by path.
  std::map<std::string, std::string> files() const;
  // Changes a file behind everybody's back.
  // Without a count as a write; what is set counts as synced.
  void set_file(const std::string& path, const std::string& content);
  // Now, and at most at any time since the beginning.
  // Finds descriptors that a failure has left open.
  int open_files() const;
  int most_open_files() const;

  Result<std::unique_ptr<File>> open_file(const std::string& path, OpenMode mode) override;
  Result<std::unique_ptr<FileView>> view_file(const std::string& path) override;
  Result<FileInfo> info(const std::string& path) override;
  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override;
  Result<Done> make_directories(const std::string& path) override;
  Result<Done> rename(const std::string& from, const std::string& to, RenameRule rule) override;
  Result<Done> remove_file(const std::string& path) override;
  Result<Done> remove_tree(const std::string& path) override;
  Result<Done> sync_directory(const std::string& path) override;
  Result<Done> sync_file_system() override;
  Result<std::uint64_t> free_bytes() override;
  Result<std::string> confined(const std::string& path) override;
  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  Result<std::optional<std::unique_ptr<FileLock>>> try_lock(const std::string& path) override;
  std::int64_t now_unix_ms() override;
  std::int64_t monotonic_ns() override;
  void fill_random(std::span<std::uint8_t> bytes) override;

 private:
  // `synced` is what is left after lose_unsynced_data().
  struct Content {
    std::string bytes, synced;
  };
  class OpenFile;
  class Lock;

  // All of these expect mutex_ to be held.
  // The problem of the fault where this call is the one that fails.
  Result<Done> count_write(std::string_view action, const std::string& path);
  bool is_directory(const std::string& path) const;
  bool is_present(const std::string& path) const;
  // Files do not create their directories, here as on a disk.
  bool has_parent(const std::string& path) const;
  void move_tree(const std::string& from, const std::string& to);
  Result<Done> check_rename(const std::string& from, const std::string& to, RenameRule rule);

  mutable std::mutex mutex_;
  std::condition_variable unlocked_;
  std::map<std::string, std::shared_ptr<Content>> files_;
  std::map<std::string, std::uint64_t> directories_;  // to their file numbers
  std::uint64_t last_file_number_ = 0;
  std::int64_t changes_ = 0;  // of names, anywhere
  std::set<std::string> locked_;
  Fault fault_;
  int writes_ = 0;
  int open_files_ = 0, most_open_files_ = 0;
  std::int64_t now_unix_ms_ = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
  std::int64_t monotonic_ns_ = 0;
  std::uint64_t free_bytes_ = std::uint64_t{1} << 40;
  std::uint64_t random_state_ = 0;
};

}  // namespace flowtime
