#include "sys/env.h"

#include "base/hex.h"

namespace flowtime {

bool failed_with(const Problems& problems, std::string_view code) {
  return !problems.empty() && problems.front().code == code;
}

bool is_relative_path(std::string_view path) {
  if (path.find('\0') != std::string_view::npos) return false;
  if (path.empty()) return true;
  for (std::size_t start = 0;;) {
    const std::size_t end = path.find('/', start);
    const std::string_view name = path.substr(start, end - start);
    if (name.empty() || name == "." || name == "..") return false;
    if (end == std::string_view::npos) return true;
    start = end + 1;
  }
}

Result<std::string> Env::read_file(const std::string& path) {
  FT_TRY(const std::unique_ptr<File> file, open_file(path, OpenMode::kRead));
  FT_TRY(const std::uint64_t size, file->size());
  std::string bytes(size, '\0');
  // The file may have become shorter since its size was asked for.
  FT_TRY(const std::size_t used, file->read_at(0, bytes));
  bytes.resize(used);
  return bytes;
}

Result<Done> Env::write_file(const std::string& path, std::string_view bytes) {
  FT_TRY(const std::unique_ptr<File> file, open_file(path, OpenMode::kCreate));
  return file->write_at(0, bytes);
}

bool Env::exists(const std::string& path) { return info(path).has_value(); }

std::string Env::random_hex(int digits) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(digits));
  fill_random(bytes);
  std::string text;
  for (const std::uint8_t byte : bytes) text += hex_digit(byte);
  return text;
}

}  // namespace flowtime
