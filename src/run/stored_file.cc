#include "run/stored_file.h"

#include <algorithm>

#include "run/bundle_paths.h"
#include "run/scratch_directory.h"
#include "sys/ids.h"
#include "sys/io_problem.h"

namespace flowtime {
namespace {

constexpr std::size_t kMaxStoredId = 127;

bool is_stored_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         c == '-';
}

std::string directory_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

Result<Done> write_durably(Env& env, const std::string& path, std::string_view bytes) {
  FT_TRY(const auto file, env.open_file(path, OpenMode::kCreate));
  FT_RETURN_IF_PROBLEM(file->write_at(0, bytes));
  return file->sync_data();
}

}  // namespace

Result<Done> check_no_links(Env& env, const std::string& path) {
  FT_TRY(const std::string resolved, env.confined(path));
  if (resolved == path) return Done{};
  return outside_root_problem(path);
}

Result<std::string> read_stored_file(Env& env, const std::string& path) {
  FT_RETURN_IF_PROBLEM(check_no_links(env, path));
  return env.read_file(path);
}

Result<Done> remove_stored_file(Env& env, const std::string& path) {
  FT_RETURN_IF_PROBLEM(check_no_links(env, path));
  FT_RETURN_IF_PROBLEM(env.remove_file(path));
  return env.sync_directory(directory_of(path));
}

Result<Done> store_file(Env& env, const std::string& path, std::string_view bytes, StoreRule rule) {
  FT_RETURN_IF_PROBLEM(check_no_links(env, directory_of(path)));
  // On the same file system, so that the rename is one step.
  FT_TRY(const auto scratch, ScratchDirectory::open(env, "store"));
  const std::string made = scratch->path() + "/file";
  FT_RETURN_IF_PROBLEM(write_durably(env, made, bytes));
  FT_RETURN_IF_PROBLEM(env.make_directories(directory_of(path)));
  const RenameRule rename =
      rule == StoreRule::kReplace ? RenameRule::kReplaceFile : RenameRule::kNoReplace;
  FT_RETURN_IF_PROBLEM(env.rename(made, path, rename));
  // The name survives a power failure as well.
  return env.sync_directory(directory_of(path));
}

Result<std::unique_ptr<FileLock>> lock_stored(Env& env, const std::string& name) {
  const std::string path = std::string(kLocksDirectory) + "/" + name + ".lock";
  FT_RETURN_IF_PROBLEM(env.make_directories(directory_of(path)));
  return env.lock(path);
}

bool is_stored_id(std::string_view text, std::string_view more) {
  // Of those that a path may name, too: sys/ids.h.
  if (text.size() > kMaxStoredId || !is_id(text.substr(0, 1))) return false;
  return std::all_of(text.begin(), text.end(), [more](char c) {
    return is_stored_char(c) || more.find(c) != std::string_view::npos;
  });
}

Result<Done> check_stored_id(std::string_view text, std::string_view what, std::string_view more) {
  if (is_stored_id(text, more)) return Done{};
  std::string extra;
  for (const char c : more) (extra += ", '") += std::string(1, c) + "'";
  return Problem{.code = "invalid_id",
                 .message = "'" + std::string(text.substr(0, kMaxStoredId)) + "' is not a valid " +
                            std::string(what),
                 .remedy = "Use 1 to 127 letters, digits, '_'" + extra +
                           " or '-', starting with a letter or digit."};
}

}  // namespace flowtime
