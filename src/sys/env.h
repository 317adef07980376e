// Env: the one seam to the world. A directory tree, a clock and a source of random bytes.
//
// Every path is relative to the root of the tree ("runs/r1/run.json"; "" is the root itself), is
// made of '/'-separated names without "." and "..", and is what messages name. Symbolic links are
// followed; a caller that takes a path from a user calls confined() first. All functions may be
// called from several threads at once. Nothing throws; failures are Problems with a code of
// io_codes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

// Codes of the Problems of this room.
// What each means and what to do: the rows of problems/codes.def.
namespace io_codes {
inline constexpr const char* kNotFound = "io_not_found";
inline constexpr const char* kExists = "io_exists";
inline constexpr const char* kNotWritable = "io_not_writable";
inline constexpr const char* kNotReadable = "io_not_readable";
inline constexpr const char* kNoSpace = "io_no_space";
inline constexpr const char* kTooManyOpenFiles = "io_too_many_open_files";
inline constexpr const char* kNameTooLong = "io_name_too_long";
inline constexpr const char* kTooLarge = "io_too_large";
inline constexpr const char* kNotSupported = "io_not_supported";
inline constexpr const char* kOutsideRoot = "io_outside_root";
inline constexpr const char* kFailed = "io_failed";
}  // namespace io_codes

// True when the first problem of a failed result has this code.
// Only the first one is looked at: calls of this room fail with one problem.
bool failed_with(const Problems& problems, std::string_view code);

// An open file; destroying it closes it.
// Bytes at offsets; there is no position. Calls of several threads at once may overlap.
class File {
 public:
  virtual ~File() = default;
  // Writes all bytes at `offset`, or fails.
  // Offsets beyond the end leave a gap of zeros.
  virtual Result<Done> write_at(std::uint64_t offset, std::string_view bytes) = 0;
  // Reads until `bytes` is full or the file ends; returns how many were read.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> bytes) = 0;
  // Makes the file `size` bytes long and reserves the room, so that no later write_at within it
  // runs out of space.
  // io_no_space when there is no room.
  virtual Result<Done> allocate(std::uint64_t size) = 0;
  virtual Result<std::uint64_t> size() = 0;
  // The content survives a power failure after this.
  virtual Result<Done> sync_data() = 0;
  // The system begins to bring what was written to the disk, and the caller goes on: a later sync
  // has less to wait for. A wish, which cannot fail.
  virtual void begin_sync() {}
};

// A read-only view of a whole file, valid as long as it lives, also when the file is removed.
// Mapped where the system allows it: opening costs no reading, the first look at each page does.
class FileView {
 public:
  virtual ~FileView() = default;
  // Pages may be read from the disk by looking at them: see sys/bus_guard.h for files that shrink.
  virtual std::string_view bytes() const = 0;
};

// An advisory lock, held until destroyed or until the process ends, however it ends.
// It keeps others from locking, not from writing.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

enum class FileKind { kFile, kDirectory, kOther };
// A stamp: if none of it changed, neither did the file, for all that the system knows.
struct FileInfo {
  FileKind kind = FileKind::kFile;
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;   // of a directory: grows when entries come, go or swap names
  std::uint64_t file_number = 0;  // keeps to the file when it is renamed; 0: unknown
};
// `name` is without the directory.
struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::kFile;
  std::uint64_t file_number = 0;
};

enum class OpenMode { kRead, kCreate };  // kCreate: read and write, an existing file is emptied
// All of them are atomic: no reader sees a name without a file.
enum class RenameRule {
  kReplaceFile,  // an existing file at the target is replaced
  kNoReplace,    // io_exists when the target exists
  kExchange,     // both exist and swap their names
};

// One per data root. Its objects (files, views, locks) do not outlive it.
class Env {
 public:
  virtual ~Env() = default;

  virtual Result<std::unique_ptr<File>> open_file(const std::string& path, OpenMode mode) = 0;
  virtual Result<std::unique_ptr<FileView>> view_file(const std::string& path) = 0;
  virtual Result<FileInfo> info(const std::string& path) = 0;
  // One level; "." and ".." are left out.
  virtual Result<std::vector<DirectoryEntry>> list(const std::string& directory) = 0;  // by name
  // Creates the directory and its parents; an existing one is fine.
  // Safe when several threads or processes make the same one.
  virtual Result<Done> make_directories(const std::string& path) = 0;
  virtual Result<Done> rename(const std::string& from, const std::string& to, RenameRule rule) = 0;
  virtual Result<Done> remove_file(const std::string& path) = 0;  // io_not_found when absent
  virtual Result<Done> remove_tree(const std::string& path) = 0;  // absent is fine; links are cut
  // New, renamed and removed names of the directory survive a power failure after this.
  virtual Result<Done> sync_directory(const std::string& path) = 0;
  // One call for many files; may take as long as everything that any program has written lately.
  virtual Result<Done> sync_file_system() = 0;  // everything under the root
  // That this user may still write.
  virtual Result<std::uint64_t> free_bytes() = 0;
  // `path` with every symbolic link resolved, relative to the root; io_outside_root when it leads
  // out of it. What does not exist yet is resolved as far as it does.
  virtual Result<std::string> confined(const std::string& path) = 0;

  // Locks the file at `path`, creating it. try_lock gives nothing when another holder has it, be
  // it another process or another lock of this one. Destroying the lock removes the file.
  // lock() waits with a limit, then fails with lock_held.
  virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;
  virtual Result<std::optional<std::unique_ptr<FileLock>>> try_lock(const std::string& path) = 0;

  // The first may jump when the clock is set; the second never runs backwards.
  virtual std::int64_t now_unix_ms() = 0;
  virtual std::int64_t monotonic_ns() = 0;
  // Fit for ids that must not be guessed.
  virtual void fill_random(std::span<std::uint8_t> bytes) = 0;

  // Whole files.
  // All of the file in memory, as long as it was when it was opened.
  Result<std::string> read_file(const std::string& path);
  // Neither atomic nor synced: for new files that a rename puts in place.
  Result<Done> write_file(const std::string& path, std::string_view bytes);
  // Also false when it cannot be asked for.
  bool exists(const std::string& path);
  // Four random bits per digit.
  std::string random_hex(int digits);
};

// The tree under `root`, which need not exist yet. A relative root is fixed to the working
// directory of this moment.
// Never null. Nothing is opened or created before the first call.
std::unique_ptr<Env> posix_env(const std::string& root);

// True for a path that open_file and its kin accept: names joined by '/', none of them empty, "."
// or "..", no NUL; the empty path is the root.
// Pure; the file system is not asked.
bool is_relative_path(std::string_view path);

}  // namespace flowtime
