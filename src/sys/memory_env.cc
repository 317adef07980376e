#include "sys/memory_env.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "sys/io_problem.h"

namespace flowtime {
namespace {

bool is_below(const std::string& path, const std::string& directory) {
  return path.size() > directory.size() && path.compare(0, directory.size(), directory) == 0 &&
         path[directory.size()] == '/';
}

bool is_or_is_below(const std::string& path, const std::string& directory) {
  return path == directory || is_below(path, directory);
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

class CopiedView : public FileView {
 public:
  explicit CopiedView(const std::string& bytes)
      : values_(bytes.size() / sizeof(double) + 1), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(values_.data()));
  }
  std::string_view bytes() const override {
    return {reinterpret_cast<const char*>(values_.data()), size_};
  }

 private:
  std::vector<double> values_;  // aligned as a mapped file is
  std::size_t size_;
};

}  // namespace

class MemoryEnv::OpenFile : public File {
 public:
  OpenFile(MemoryEnv& env, std::string path, std::shared_ptr<Content> content)
      : env_(env), path_(std::move(path)), content_(std::move(content)) {
    env_.most_open_files_ = std::max(env_.most_open_files_, ++env_.open_files_);
  }
  ~OpenFile() override {
    const std::lock_guard guard(env_.mutex_);
    --env_.open_files_;
  }
  Result<Done> write_at(std::uint64_t offset, std::string_view bytes) override {
    const std::lock_guard guard(env_.mutex_);
    FT_RETURN_IF_PROBLEM(env_.count_write("write", path_));
    const std::size_t end = offset + bytes.size();
    if (content_->bytes.size() < end) content_->bytes.resize(end, '\0');
    content_->bytes.replace(offset, bytes.size(), bytes);
    return Done{};
  }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> bytes) override {
    const std::lock_guard guard(env_.mutex_);
    if (offset >= content_->bytes.size()) return std::size_t{0};
    return content_->bytes.copy(bytes.data(), bytes.size(), offset);
  }
  Result<Done> allocate(std::uint64_t size) override {
    const std::lock_guard guard(env_.mutex_);
    FT_RETURN_IF_PROBLEM(env_.count_write("reserve room for", path_));
    if (content_->bytes.size() < size) content_->bytes.resize(size, '\0');
    return Done{};
  }
  Result<std::uint64_t> size() override {
    const std::lock_guard guard(env_.mutex_);
    return std::uint64_t{content_->bytes.size()};
  }
  Result<Done> sync_data() override {
    const std::lock_guard guard(env_.mutex_);
    FT_RETURN_IF_PROBLEM(env_.count_write("write", path_));
    content_->synced = content_->bytes;
    return Done{};
  }

 private:
  MemoryEnv& env_;
  std::string path_;
  std::shared_ptr<Content> content_;
};

class MemoryEnv::Lock : public FileLock {
 public:
  Lock(MemoryEnv& env, std::string path) : env_(env), path_(std::move(path)) {}
  ~Lock() override {
    const std::lock_guard guard(env_.mutex_);
    env_.locked_.erase(path_);
    env_.files_.erase(path_);
    env_.unlocked_.notify_all();
  }

 private:
  MemoryEnv& env_;
  std::string path_;
};

void MemoryEnv::set_fault(Fault fault) {
  const std::lock_guard guard(mutex_);
  fault_ = fault;
}
int MemoryEnv::writes() const {
  const std::lock_guard guard(mutex_);
  return writes_;
}
void MemoryEnv::reset_writes() {
  const std::lock_guard guard(mutex_);
  writes_ = 0;
}
void MemoryEnv::set_now_unix_ms(std::int64_t now) {
  const std::lock_guard guard(mutex_);
  now_unix_ms_ = now;
}
void MemoryEnv::set_free_bytes(std::uint64_t bytes) {
  const std::lock_guard guard(mutex_);
  free_bytes_ = bytes;
}
void MemoryEnv::lose_unsynced_data() {
  const std::lock_guard guard(mutex_);
  for (auto& [path, content] : files_) content->bytes = content->synced;
}
std::map<std::string, std::string> MemoryEnv::files() const {
  const std::lock_guard guard(mutex_);
  std::map<std::string, std::string> all;
  for (const auto& [path, content] : files_) all[path] = content->bytes;
  return all;
}
void MemoryEnv::set_file(const std::string& path, const std::string& content) {
  const std::lock_guard guard(mutex_);
  files_[path] = std::make_shared<Content>(Content{content, content});
}
int MemoryEnv::open_files() const {
  const std::lock_guard guard(mutex_);
  return open_files_;
}
int MemoryEnv::most_open_files() const {
  const std::lock_guard guard(mutex_);
  return most_open_files_;
}

Result<Done> MemoryEnv::count_write(std::string_view action, const std::string& path) {
  ++writes_;
  const bool fails = fault_.at_write > 0 &&
                     (fault_.and_after ? writes_ >= fault_.at_write : writes_ == fault_.at_write);
  if (fails) return io_problem(action, path, fault_.error_number);
  return Done{};
}

bool MemoryEnv::is_directory(const std::string& path) const {
  return path.empty() || directories_.count(path) > 0;
}
bool MemoryEnv::is_present(const std::string& path) const {
  return is_directory(path) || files_.count(path) > 0;
}
bool MemoryEnv::has_parent(const std::string& path) const { return is_directory(parent_of(path)); }

Result<std::unique_ptr<File>> MemoryEnv::open_file(const std::string& path, OpenMode mode) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  const bool creating = mode == OpenMode::kCreate;
  if (creating) FT_RETURN_IF_PROBLEM(count_write("write", path));
  if (is_directory(path)) return io_problem(creating ? "write" : "read", path, EISDIR);
  const auto found = files_.find(path);
  if (!creating && found == files_.end()) return io_problem("read", path, ENOENT);
  // Files do not create their directories, here as on a disk.
  if (!has_parent(path)) return io_problem("write", path, ENOENT);
  std::shared_ptr<Content> content =
      found == files_.end() ? std::make_shared<Content>() : found->second;
  // The same content object: views and open files of it see an emptied file, as on a disk.
  if (creating) content->bytes.clear();
  files_[path] = content;
  return std::unique_ptr<File>(std::make_unique<OpenFile>(*this, path, content));
}

Result<std::unique_ptr<FileView>> MemoryEnv::view_file(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  const auto found = files_.find(path);
  if (found == files_.end()) return io_problem("read", path, ENOENT);
  return std::unique_ptr<FileView>(std::make_unique<CopiedView>(found->second->bytes));
}

Result<FileInfo> MemoryEnv::info(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  if (is_directory(path)) {
    const auto named = directories_.find(path);
    const std::uint64_t number = named == directories_.end() ? 0 : named->second;
    return FileInfo{FileKind::kDirectory, 0, changes_, number};
  }
  const auto found = files_.find(path);
  if (found == files_.end()) return io_problem("read", path, ENOENT);
  return FileInfo{FileKind::kFile, found->second->bytes.size(), 0, 0};
}

Result<std::vector<DirectoryEntry>> MemoryEnv::list(const std::string& directory) {
  if (!is_relative_path(directory)) return outside_root_problem(directory);
  const std::lock_guard guard(mutex_);
  if (!is_directory(directory)) return io_problem("list", directory, ENOENT);
  std::map<std::string, DirectoryEntry> found;
  const auto keep = [&](const std::string& path, FileKind kind, std::uint64_t number) {
    if (path.empty() || parent_of(path) != directory) return;
    const std::string name = directory.empty() ? path : path.substr(directory.size() + 1);
    found[name] = {name, kind, number};
  };
  for (const auto& [path, content] : files_) keep(path, FileKind::kFile, 0);
  for (const auto& [path, number] : directories_) keep(path, FileKind::kDirectory, number);
  std::vector<DirectoryEntry> entries;
  for (const auto& [name, entry] : found) entries.push_back(entry);
  return entries;
}

Result<Done> MemoryEnv::make_directories(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("create", path));
  for (std::string part = path; !part.empty(); part = parent_of(part)) {
    if (files_.count(part) > 0) return io_problem("create", path, EEXIST);
  }
  for (std::string part = path; !part.empty(); part = parent_of(part)) {
    if (!directories_.emplace(part, last_file_number_ + 1).second) continue;
    ++last_file_number_;
    ++changes_;
  }
  return Done{};
}

Result<Done> MemoryEnv::check_rename(const std::string& from, const std::string& to,
                                     RenameRule rule) {
  const std::string action = "rename '" + from + "' to";
  if (!is_present(from) || !has_parent(to)) return io_problem(action, to, ENOENT);
  const bool taken = is_present(to);
  if (rule == RenameRule::kNoReplace && taken) return io_problem(action, to, EEXIST);
  if (rule == RenameRule::kExchange && !taken) return io_problem(action, to, ENOENT);
  if (rule == RenameRule::kReplaceFile && is_directory(to)) return io_problem(action, to, EEXIST);
  return Done{};
}

void MemoryEnv::move_tree(const std::string& from, const std::string& to) {
  std::map<std::string, std::shared_ptr<Content>> files;
  for (const auto& [path, content] : files_) {
    files[is_or_is_below(path, from) ? to + path.substr(from.size()) : path] = content;
  }
  std::map<std::string, std::uint64_t> directories;
  for (const auto& [path, number] : directories_) {
    directories[is_or_is_below(path, from) ? to + path.substr(from.size()) : path] = number;
  }
  files_ = std::move(files);
  directories_ = std::move(directories);
}

Result<Done> MemoryEnv::rename(const std::string& from, const std::string& to, RenameRule rule) {
  if (!is_relative_path(from)) return outside_root_problem(from);
  if (!is_relative_path(to)) return outside_root_problem(to);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("rename '" + from + "' to", to));
  FT_RETURN_IF_PROBLEM(check_rename(from, to, rule));
  ++changes_;
  // A name that no path may have.
  const std::string aside = to + "\x01";
  if (rule == RenameRule::kExchange) move_tree(to, aside);
  files_.erase(to);
  move_tree(from, to);
  if (rule == RenameRule::kExchange) move_tree(aside, from);
  return Done{};
}

Result<Done> MemoryEnv::remove_file(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("remove", path));
  if (files_.erase(path) == 0) return io_problem("remove", path, ENOENT);
  return Done{};
}

Result<Done> MemoryEnv::remove_tree(const std::string& path) {
  if (!is_relative_path(path) || path.empty()) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("remove", path));
  std::erase_if(files_, [&](const auto& entry) { return is_or_is_below(entry.first, path); });
  std::erase_if(directories_, [&](const auto& entry) { return is_or_is_below(entry.first, path); });
  ++changes_;
  return Done{};
}

Result<Done> MemoryEnv::sync_directory(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("write", path));
  if (!is_directory(path)) return io_problem("write", path, ENOENT);
  return Done{};
}

Result<Done> MemoryEnv::sync_file_system() {
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("write", ""));
  for (auto& [path, content] : files_) content->synced = content->bytes;
  return Done{};
}

Result<std::uint64_t> MemoryEnv::free_bytes() {
  const std::lock_guard guard(mutex_);
  return free_bytes_;
}

Result<std::string> MemoryEnv::confined(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  return path;
}

Result<std::unique_ptr<FileLock>> MemoryEnv::lock(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  std::unique_lock guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("lock", path));
  if (!has_parent(path)) return io_problem("lock", path, ENOENT);
  unlocked_.wait(guard, [&] { return locked_.count(path) == 0; });
  locked_.insert(path);
  files_[path] = std::make_shared<Content>();
  return std::unique_ptr<FileLock>(std::make_unique<Lock>(*this, path));
}

Result<std::optional<std::unique_ptr<FileLock>>> MemoryEnv::try_lock(const std::string& path) {
  if (!is_relative_path(path)) return outside_root_problem(path);
  const std::lock_guard guard(mutex_);
  FT_RETURN_IF_PROBLEM(count_write("lock", path));
  if (!has_parent(path)) return io_problem("lock", path, ENOENT);
  if (!locked_.insert(path).second) return std::optional<std::unique_ptr<FileLock>>();
  files_[path] = std::make_shared<Content>();
  return std::optional<std::unique_ptr<FileLock>>(std::make_unique<Lock>(*this, path));
}

std::int64_t MemoryEnv::now_unix_ms() {
  const std::lock_guard guard(mutex_);
  return now_unix_ms_;
}

std::int64_t MemoryEnv::monotonic_ns() {
  const std::lock_guard guard(mutex_);
  // Moves on with every look, so that durations are never 0.
  return monotonic_ns_ += 1000;
}

void MemoryEnv::fill_random(std::span<std::uint8_t> bytes) {
  const std::lock_guard guard(mutex_);
  for (std::uint8_t& byte : bytes) {
    // SplitMix64: the same bytes in every test.
    random_state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = (random_state_ ^ (random_state_ >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    byte = static_cast<std::uint8_t>((mixed ^ (mixed >> 31)) & 0xff);
  }
}

}  // namespace flowtime
