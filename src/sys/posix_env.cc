#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <utility>

#include "sys/env.h"
#include "sys/io_problem.h"
#include "sys/posix_file.h"
#include "sys/shared_work.h"

namespace flowtime {
namespace {

// Calls `attempt` again while a signal interrupts it.
template <class Attempt>
auto uninterrupted(Attempt attempt) {
  auto outcome = attempt();
  while (outcome < 0 && errno == EINTR) outcome = attempt();
  return outcome;
}

FileKind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::kFile;
  return S_ISDIR(mode) ? FileKind::kDirectory : FileKind::kOther;
}

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

// Links are followed; what the directory tells for free is not asked for again.
FileKind kind_of(int directory, const dirent& entry) {
  if (entry.d_type == DT_REG) return FileKind::kFile;
  if (entry.d_type == DT_DIR) return FileKind::kDirectory;
  struct stat status {};
  const bool known = ::fstatat(directory, entry.d_name, &status, 0) == 0;
  return known ? kind_of(status.st_mode) : FileKind::kOther;
}

// realpath as a string; empty with errno set when it fails.
std::string real_path(const std::string& path) {
  char* const resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved) return "";
  std::string text(resolved);
  std::free(resolved);
  return text;
}

std::string absolute_root(const std::string& root) {
  std::string text = root.empty() ? "." : root;
  if (text[0] != '/') {
    char* const here = ::getcwd(nullptr, 0);
    if (here) text = std::string(here) + "/" + text;
    std::free(here);
  }
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

int rename_exclusively(const char* from, const char* to, unsigned flags) {
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
}

// Removes what `name` is in the open directory `parent`, without following links.
int remove_entry(int parent, const char* name);

int remove_children(int directory) {
  DIR* const stream = ::fdopendir(directory);
  if (!stream) {
    ::close(directory);
    return -1;
  }
  int outcome = 0;
  while (const dirent* entry = ::readdir(stream)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    // Goes on with the other entries: as much as possible is removed.
    if (remove_entry(::dirfd(stream), entry->d_name) != 0) outcome = -1;
  }
  const int error_number = errno;
  ::closedir(stream);
  errno = error_number;
  return outcome;
}

int remove_entry(int parent, const char* name) {
  // A link is removed itself; what it points to is not touched.
  if (::unlinkat(parent, name, 0) == 0 || errno == ENOENT) return 0;
  if (errno != EISDIR) return -1;
  // By descriptor and without links: a link that is put in the way meanwhile is not followed.
  const int directory = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (directory < 0) return errno == ENOENT ? 0 : -1;
  if (remove_children(directory) != 0) return -1;
  return ::unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT ? 0 : -1;
}

// Random bytes of the system, asked for many at a time. What was given out is wiped.
class RandomPool {
 public:
  void fill(std::span<std::uint8_t> bytes) {
    const std::lock_guard guard(mutex_);
    for (std::uint8_t& byte : bytes) {
      if (next_ == pool_.size()) refill();
      // Wiped, so that a copy of this memory does not hold ids that are in use.
      byte = std::exchange(pool_[next_++], std::uint8_t{0});
    }
  }

 private:
  void refill() {
    next_ = 0;
    for (std::size_t done = 0; done < pool_.size();) {
      const ssize_t got =
          uninterrupted([&] { return ::getrandom(pool_.data() + done, pool_.size() - done, 0); });
      FT_CHECK(got > 0);
      done += static_cast<std::size_t>(got);
    }
  }

  std::mutex mutex_;
  std::array<std::uint8_t, 1024> pool_{};
  std::size_t next_ = pool_.size();
};

class PosixEnv : public Env {
 public:
  explicit PosixEnv(const std::string& root) : root_(absolute_root(root)) {}

  Result<std::unique_ptr<File>> open_file(const std::string& path, OpenMode mode) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    return open_posix_file(full(path), path, mode);
  }

  Result<std::unique_ptr<FileView>> view_file(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    return view_posix_file(full(path), path);
  }

  Result<FileInfo> info(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    struct stat status {};
    if (::stat(full(path).c_str(), &status) != 0) return io_problem("read", path, errno);
    return FileInfo{kind_of(status.st_mode), static_cast<std::uint64_t>(status.st_size),
                    nanoseconds(status.st_mtim), std::uint64_t{status.st_ino}};
  }

  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override {
    if (!is_relative_path(directory)) return outside_root_problem(directory);
    DIR* const stream = ::opendir(full(directory).c_str());
    if (!stream) return io_problem("list", directory, errno);
    std::vector<DirectoryEntry> entries;
    while (const dirent* entry = ::readdir(stream)) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      entries.push_back({name, kind_of(::dirfd(stream), *entry), std::uint64_t{entry->d_ino}});
    }
    ::closedir(stream);
    std::sort(entries.begin(), entries.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
  }

  Result<Done> make_directories(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    const std::string whole = full(path);
    struct stat status {};
    // Mostly it is there, or all of its parents are.
    if (::mkdir(whole.c_str(), 0777) == 0) return Done{};
    // A link to a directory is one, too.
    if (errno == EEXIST && ::stat(whole.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
      return Done{};
    }
    for (std::size_t end = 1; end != std::string::npos;) {
      end = whole.find('/', end + 1);
      const std::string part = whole.substr(0, end);
      if (::mkdir(part.c_str(), 0777) == 0 || errno == EEXIST) continue;
      // Parents that exist may refuse mkdir for other reasons, e.g. a read-only file system.
      const int error_number = errno;
      if (::stat(part.c_str(), &status) == 0) continue;
      return io_problem("create", path, error_number);
    }
    if (::stat(whole.c_str(), &status) != 0) return io_problem("create", path, errno);
    if (!S_ISDIR(status.st_mode)) return io_problem("create", path, EEXIST);
    return Done{};
  }

  Result<Done> rename(const std::string& from, const std::string& to, RenameRule rule) override {
    if (!is_relative_path(from)) return outside_root_problem(from);
    if (!is_relative_path(to)) return outside_root_problem(to);
    if (move(full(from).c_str(), full(to).c_str(), rule) == 0) return Done{};
    return io_problem("rename '" + from + "' to", to, errno);
  }

  Result<Done> remove_file(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    if (::unlink(full(path).c_str()) == 0) return Done{};
    return io_problem("remove", path, errno);
  }

  Result<Done> remove_tree(const std::string& path) override {
    if (!is_relative_path(path) || path.empty()) return outside_root_problem(path);
    if (remove_entry(AT_FDCWD, full(path).c_str()) == 0) return Done{};
    return io_problem("remove", path, errno);
  }

  Result<Done> sync_directory(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    return with_directory(path, [](int directory) { return ::fsync(directory); });
  }

  // Callers at a time wait for one sync of them all.
  Result<Done> sync_file_system() override {
    return whole_sync_.run(
        [&] { return with_directory("", [](int directory) { return ::syncfs(directory); }); });
  }

  Result<std::uint64_t> free_bytes() override {
    struct statvfs status {};
    std::string path = root_;
    while (::statvfs(path.c_str(), &status) != 0) {
      if (errno != ENOENT || path.size() <= 1) return io_problem("read", "", errno);
      // The root need not exist yet: its nearest parent is on the same disk.
      path.resize(std::max<std::size_t>(path.rfind('/'), 1));
    }
    return std::uint64_t{status.f_bavail} * status.f_frsize;
  }

  Result<std::string> confined(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    // Nothing to resolve; the common case costs one lstat per name.
    if (is_free_of_links(path)) return path;
    const std::string root = real_path(root_);
    if (root.empty()) return io_problem("read", "", errno);
    std::string known = full(path), rest, resolved;
    while ((resolved = real_path(known)).empty()) {
      // A link that leads nowhere could be made to lead anywhere by the time it is used.
      struct stat status {};
      if (::lstat(known.c_str(), &status) == 0) return io_problem("read", path, errno);
      if (errno != ENOENT) return io_problem("read", path, errno);
      const std::size_t slash = known.rfind('/');
      // The last name does not exist: it is kept aside and its parent is resolved.
      rest = known.substr(slash) + rest;
      known.resize(slash);
    }
    resolved += rest;
    if (resolved == root) return std::string();
    // With the slash: "/data2" is not inside "/data".
    const std::string inside = root == "/" ? root : root + "/";
    if (resolved.compare(0, inside.size(), inside) != 0) return outside_root_problem(path);
    return resolved.substr(inside.size());
  }

  Result<std::unique_ptr<FileLock>> lock(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    FT_TRY(auto held, lock_posix_file(full(path), path, LockWait::kWait));
    return std::move(*held);
  }

  Result<std::optional<std::unique_ptr<FileLock>>> try_lock(const std::string& path) override {
    if (!is_relative_path(path)) return outside_root_problem(path);
    return lock_posix_file(full(path), path, LockWait::kTry);
  }

  std::int64_t now_unix_ms() override {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
  }

  std::int64_t monotonic_ns() override {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return nanoseconds(now);
  }

  void fill_random(std::span<std::uint8_t> bytes) override { random_.fill(bytes); }

 private:
  std::string full(const std::string& path) const {
    return path.empty() ? root_ : root_ + "/" + path;
  }

  // Everything below the root on the way to `path` is there and no link, so that the path leads
  // where it says. Most paths do; this asks for less than resolving them.
  bool is_free_of_links(const std::string& path) const {
    if (path.empty()) return false;
    const std::string whole = full(path);
    for (std::size_t end = root_.size(); end != std::string::npos;) {
      end = whole.find('/', end + 1);
      struct stat status {};
      if (::lstat(whole.substr(0, end).c_str(), &status) != 0 || S_ISLNK(status.st_mode)) {
        return false;
      }
    }
    return true;
  }

  int move(const char* from, const char* to, RenameRule rule) {
    if (rule == RenameRule::kReplaceFile) return ::rename(from, to);
    const unsigned flags = rule == RenameRule::kNoReplace ? RENAME_NOREPLACE : RENAME_EXCHANGE;
    const int outcome = rename_exclusively(from, to, flags);
    // Some network file systems lack renameat2. A plain rename never replaces a directory that
    // holds anything, and bundles always do.
    const bool lacking = outcome != 0 && (errno == EINVAL || errno == ENOSYS);
    struct stat status {};
    if (!lacking || rule != RenameRule::kNoReplace) return outcome;
    if (::stat(from, &status) != 0 || !S_ISDIR(status.st_mode)) {
      errno = EINVAL;
      return -1;
    }
    return ::rename(from, to);
  }

  template <class Action>
  Result<Done> with_directory(const std::string& path, Action action) {
    const int directory = ::open(full(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return io_problem("write", path, errno);
    const int outcome = uninterrupted([&] { return action(directory); });
    const int error_number = errno;
    ::close(directory);
    if (outcome != 0) return io_problem("write", path, error_number);
    return Done{};
  }

  std::string root_;
  RandomPool random_;
  SharedWork whole_sync_;
};

}  // namespace

std::unique_ptr<Env> posix_env(const std::string& root) { return std::make_unique<PosixEnv>(root); }

}  // namespace flowtime
