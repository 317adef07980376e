#include "cli/write_text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "sys/io_problem.h"

namespace flowtime::cli {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kNewFile = 0666;  // without what umask takes

// 0, or the number of the error.
int write_and_close(int descriptor, std::string_view text) {
  int failed = 0;
  while (failed == 0 && !text.empty()) {
    const ssize_t put = ::write(descriptor, text.data(), text.size());
    if (put >= 0) text.remove_prefix(static_cast<std::size_t>(put));
    if (put < 0 && errno != EINTR) failed = errno;
  }
  if (::close(descriptor) != 0 && failed == 0) failed = errno;
  return failed;
}

int write_into(const std::string& path, int flags, mode_t mode, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, mode);
  return descriptor < 0 ? errno : write_and_close(descriptor, text);
}

// Beside the file, then in its place.
// rename is atomic within a folder: a reader sees the old text or the new one, never a part.
int replace(const std::string& path, mode_t mode, std::string_view text) {
  // With the process id, so that two commands do not write one temporary file.
  const std::string beside = path + ".part" + std::to_string(::getpid());
  int failed = write_into(beside, O_CREAT | O_EXCL, mode, text);
  if (failed == EACCES || failed == EROFS) {  // of the folder; the file itself may be open to us
    return write_into(path, O_TRUNC, mode, text);
  }
  // open() applies the umask, so the permissions of the old file are set explicitly.
  if (failed == 0 && ::chmod(beside.c_str(), mode) != 0) failed = errno;
  if (failed == 0 && std::rename(beside.c_str(), path.c_str()) != 0) failed = errno;
  if (failed != 0) static_cast<void>(::unlink(beside.c_str()));
  return failed;
}

int write_at(const std::string& path, std::string_view text) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    return errno == ENOENT ? write_into(path, O_CREAT, kNewFile, text) : errno;
  }
  if (!S_ISREG(found.st_mode)) return write_into(path, 0, kNewFile, text);
  if (::access(path.c_str(), W_OK) != 0) return errno;
  std::error_code ignored;
  const fs::path real = fs::canonical(path, ignored);
  return replace(ignored ? path : real.string(), found.st_mode & 07777, text);
}

}  // namespace

Result<Done> write_text_file(const std::string& path, std::string_view text) {
  const int failed = write_at(path, text);
  if (failed == 0) return Done{};
  return io_problem("write", path, failed);
}

}  // namespace flowtime::cli
