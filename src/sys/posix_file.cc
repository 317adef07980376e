#include "sys/posix_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>
#include <vector>

#include "sys/bus_guard.h"
#include "sys/io_problem.h"

namespace flowtime {
namespace {

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  int get() const { return value_; }
  bool is_open() const { return value_ >= 0; }

 private:
  int value_;
};

class PosixFile : public File {
 public:
  PosixFile(Descriptor descriptor, std::string shown)
      : descriptor_(std::move(descriptor)), shown_(std::move(shown)) {}

  Result<Done> write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t used =
          ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (used < 0 && errno == EINTR) continue;
      // Writing nothing without an error means that there is no room.
      if (used <= 0) return io_problem("write", shown_, used < 0 ? errno : ENOSPC);
      offset += static_cast<std::uint64_t>(used);
      bytes.remove_prefix(static_cast<std::size_t>(used));
    }
    return Done{};
  }

  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> bytes) override {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got = ::pread(descriptor_.get(), bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return io_problem("read", shown_, errno);
      // The end of the file.
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  Result<Done> allocate(std::uint64_t size) override {
    const auto length = static_cast<off_t>(size);
    if (length == 0) return Done{};
    int outcome = 0;
    do outcome = ::fallocate(descriptor_.get(), 0, 0, length);
    while (outcome != 0 && errno == EINTR);
    // Without fallocate the room cannot be reserved; running out of it then shows when writing.
    // Only the length then.
    if (outcome != 0 && errno == EOPNOTSUPP) outcome = ::ftruncate(descriptor_.get(), length);
    if (outcome != 0) return io_problem("reserve room for", shown_, errno);
    return Done{};
  }

  Result<std::uint64_t> size() override {
    struct stat status {};
    if (::fstat(descriptor_.get(), &status) != 0) return io_problem("read", shown_, errno);
    return static_cast<std::uint64_t>(status.st_size);
  }

  Result<Done> sync_data() override {
    if (::fdatasync(descriptor_.get()) != 0) return io_problem("write", shown_, errno);
    return Done{};
  }

  void begin_sync() override {
#ifdef SYNC_FILE_RANGE_WRITE
    (void)::sync_file_range(descriptor_.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
#endif
  }

 private:
  Descriptor descriptor_;
  std::string shown_;
};

class MappedFile : public FileView {
 public:
  MappedFile(void* address, std::size_t size) : address_(address), size_(size) {}
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile() override {
    if (size_ == 0) return;
    unguard_mapping(address_);
    ::munmap(address_, size_);
  }
  std::string_view bytes() const override { return {static_cast<const char*>(address_), size_}; }

 private:
  void* address_;
  std::size_t size_;
};

// A file that was read, since no more can be mapped.
class ReadFile : public FileView {
 public:
  explicit ReadFile(std::vector<double> words, std::size_t size)
      : words_(std::move(words)), size_(size) {}
  std::string_view bytes() const override {
    return {reinterpret_cast<const char*>(words_.data()), size_};
  }

 private:
  std::vector<double> words_;  // aligned as values are
  std::size_t size_;
};

class LockedFile : public FileLock {
 public:
  LockedFile(Descriptor descriptor, std::string full)
      : descriptor_(std::move(descriptor)), full_(std::move(full)) {}
  // Removed while still held, so that whoever waits sees that this file is not the lock any more.
  ~LockedFile() override { ::unlink(full_.c_str()); }

 private:
  Descriptor descriptor_;
  std::string full_;
};

// Opens without following what is no regular file: a pipe in the way must not block us.
Descriptor open_plain(const std::string& full, int flags) {
  return Descriptor(::open(full.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0666));
}

// False when `full` does not name the open file any more.
bool still_names(const std::string& full, const Descriptor& descriptor) {
  struct stat opened {
  }, named{};
  if (::fstat(descriptor.get(), &opened) != 0 || ::stat(full.c_str(), &named) != 0) return false;
  return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

constexpr std::chrono::seconds kLongestWait{5};
constexpr std::chrono::milliseconds kLongestPause{5};
constexpr int kMostWaiting = 2;  // threads at a time; fewer than any pool of workers has

bool lock_whole_file(int descriptor) {
  struct flock request {};
  request.l_type = F_WRLCK;
  request.l_whence = SEEK_SET;
  int outcome = 0;
  do outcome = ::fcntl(descriptor, F_OFD_SETLK, &request);
  while (outcome != 0 && errno == EINTR);
  return outcome == 0;
}

bool is_held_by_others() { return errno == EAGAIN || errno == EACCES; }

// Whoever holds the lock may have been stopped: it is waited for with a limit, and never by all.
// Polled: a blocking fcntl cannot be given a limit. At most two threads wait long, so that a held
// lock does not stop all workers of a pool.
class LockPatience {
 public:
  LockPatience() : is_one_of_few_(++waiting_ <= kMostWaiting) {}
  ~LockPatience() { --waiting_; }
  LockPatience(const LockPatience&) = delete;
  LockPatience& operator=(const LockPatience&) = delete;

  // Waits a little; false when it was enough.
  bool wait() {
    if (std::chrono::steady_clock::now() > (is_one_of_few_ ? end_ : end_of_many_)) return false;
    std::this_thread::sleep_for(pause_);
    pause_ = std::min(pause_ * 2, std::chrono::microseconds(kLongestPause));
    return true;
  }

 private:
  static inline std::atomic<int> waiting_{0};
  const bool is_one_of_few_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  const std::chrono::steady_clock::time_point end_ = begin_ + kLongestWait;
  const std::chrono::steady_clock::time_point end_of_many_ = begin_ + kLongestWait / 10;
  std::chrono::microseconds pause_{50};
};

Problem lock_held(const std::string& shown) {
  return {.code = "lock_held",
          .message = "the lock '" + shown + "' is held by another process, or by other requests",
          .remedy =
              "Try again; when nothing uses the data directory, end the process that "
              "holds the lock."};
}

}  // namespace

Result<std::unique_ptr<File>> open_posix_file(const std::string& full, const std::string& shown,
                                              OpenMode mode) {
  const bool creating = mode == OpenMode::kCreate;
  Descriptor descriptor = open_plain(full, creating ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY);
  if (!descriptor.is_open()) return io_problem(creating ? "write" : "read", shown, errno);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return io_problem("read", shown, errno);
  if (S_ISDIR(status.st_mode)) return io_problem("read", shown, EISDIR);
  return std::unique_ptr<File>(std::make_unique<PosixFile>(std::move(descriptor), shown));
}

namespace {

Result<std::unique_ptr<FileView>> read_whole(const std::string& full, const std::string& shown,
                                             std::size_t size) {
  FT_TRY(const auto file, open_posix_file(full, shown, OpenMode::kRead));
  std::vector<double> words((size + sizeof(double) - 1) / sizeof(double));
  const std::span<char> bytes(reinterpret_cast<char*>(words.data()), size);
  FT_TRY(const std::size_t got, file->read_at(0, bytes));
  return std::unique_ptr<FileView>(std::make_unique<ReadFile>(std::move(words), got));
}

}  // namespace

Result<std::unique_ptr<FileView>> view_posix_file(const std::string& full,
                                                  const std::string& shown) {
  const Descriptor descriptor = open_plain(full, O_RDONLY);
  struct stat status {};
  if (!descriptor.is_open() || ::fstat(descriptor.get(), &status) != 0) {
    return io_problem("read", shown, errno);
  }
  if (S_ISDIR(status.st_mode)) return io_problem("read", shown, EISDIR);
  const auto size = static_cast<std::size_t>(status.st_size);
  void* address = nullptr;
  if (size > 0) {
    address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor.get(), 0);
    if (address == MAP_FAILED) return io_problem("read", shown, errno);
    // More files are mapped than the handler can look through: this one is read instead.
    if (!guard_mapping(address, size)) {
      ::munmap(address, size);
      return read_whole(full, shown, size);
    }
  }
  return std::unique_ptr<FileView>(std::make_unique<MappedFile>(address, size));
}

Result<std::optional<std::unique_ptr<FileLock>>> lock_posix_file(const std::string& full,
                                                                 const std::string& shown,
                                                                 LockWait wait) {
  std::optional<LockPatience> patience;
  for (;;) {
    // A link in its place is not followed: it would make a file where nobody expects one.
    Descriptor descriptor = open_plain(full, O_RDWR | O_CREAT | O_NOFOLLOW);
    if (!descriptor.is_open()) return io_problem("lock", shown, errno);
    if (lock_whole_file(descriptor.get())) {
      // The former holder removed the file between open and lock: what was locked is not the lock
      // any more, so a new one is opened.
      if (!still_names(full, descriptor)) continue;
      return std::optional<std::unique_ptr<FileLock>>(
          std::make_unique<LockedFile>(std::move(descriptor), full));
    }
    if (!is_held_by_others()) return io_problem("lock", shown, errno);
    if (wait == LockWait::kTry) return std::optional<std::unique_ptr<FileLock>>();
    if (!patience) patience.emplace();
    if (!patience->wait()) return lock_held(shown);
  }
}

}  // namespace flowtime
