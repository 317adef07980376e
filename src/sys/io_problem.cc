#include "sys/io_problem.h"

#include <cerrno>

#include "sys/env.h"

namespace flowtime {
namespace {

struct ErrorRow {
  int error_number;
  const char* code;
  const char* cause;
  const char* remedy;
};

constexpr const char* kFreeRoom = "Free some room, or use a data directory on another disk.";
constexpr const char* kCheckRights = "Check owner and rights of the directory, or choose another.";
constexpr const char* kRaiseLimit = "Raise the limit of open files (ulimit -n).";

constexpr ErrorRow kRows[] = {
    {ENOENT, io_codes::kNotFound, "it does not exist", "Check the name."},
    {ENOTDIR, io_codes::kNotFound, "a part of the path is not a directory", "Check the name."},
    {EISDIR, io_codes::kNotFound, "it is a directory", "Name a file."},
    {EEXIST, io_codes::kExists, "it exists already", "Choose another name."},
    {ENOTEMPTY, io_codes::kExists, "it exists already", "Choose another name."},
    {ENOSPC, io_codes::kNoSpace, "no space left on the device", kFreeRoom},
    {EDQUOT, io_codes::kNoSpace, "the disk quota is used up", kFreeRoom},
    // From O_NOFOLLOW: what should be a file of ours is a link.
    {ELOOP, io_codes::kOutsideRoot, "it is a link", "Remove the link."},
    {EROFS, io_codes::kNotWritable, "the file system is read-only", kCheckRights},
    {EMFILE, io_codes::kTooManyOpenFiles, "too many open files in this process", kRaiseLimit},
    {ENFILE, io_codes::kTooManyOpenFiles, "too many open files on this machine", kRaiseLimit},
    {ENAMETOOLONG, io_codes::kNameTooLong, "the name is too long", "Use shorter names."},
    {EFBIG, io_codes::kTooLarge, "the file would be too large", "Reduce bins or series."},
    {EINVAL, io_codes::kNotSupported, "the file system does not support this",
     "Use a data directory on a local disk."},
    {ENOSYS, io_codes::kNotSupported, "the system does not support this",
     "Use a data directory on a local disk."},
    {EOPNOTSUPP, io_codes::kNotSupported, "the file system does not support this",
     "Use a data directory on a local disk."},
};

bool is_denial(int error_number) { return error_number == EACCES || error_number == EPERM; }

ErrorRow row_of(std::string_view action, int error_number) {
  if (is_denial(error_number)) {
    // The system has one number for both directions; the verb says which it was.
    const bool reading = action == "read" || action == "list";
    return {error_number, reading ? io_codes::kNotReadable : io_codes::kNotWritable,
            "permission denied", kCheckRights};
  }
  for (const ErrorRow& row : kRows) {
    if (row.error_number == error_number) return row;
  }
  return {error_number, io_codes::kFailed, nullptr, "Check the disk and its log."};
}

std::string cause_of(const ErrorRow& row) {
  return row.cause ? row.cause : "the system reports error " + std::to_string(row.error_number);
}

}  // namespace

Problem output_problem(int error_number) {
  const ErrorRow row = row_of("write", error_number);
  return {.code = row.code,
          .message = "the program cannot write its answer to standard output: " + cause_of(row),
          .remedy = "Send the answer to a file or a program that can take it."};
}

Problem io_problem(std::string_view action, std::string_view path, int error_number) {
  const ErrorRow row = row_of(action, error_number);
  const std::string cause = cause_of(row);
  const std::string shown = path.empty() ? "the data directory" : "'" + std::string(path) + "'";
  return {.code = row.code,
          .message = "the program cannot " + std::string(action) + " " + shown + ": " + cause,
          .remedy = row.remedy};
}

Problem outside_root_problem(std::string_view path) {
  return {.code = io_codes::kOutsideRoot,
          .message = "the path '" + std::string(path) + "' leads out of its directory",
          .remedy = "Use a relative path without '..' that stays inside."};
}

}  // namespace flowtime
