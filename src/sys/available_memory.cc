#include "sys/available_memory.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace flowtime {

namespace {

std::string meminfo() {
  std::ostringstream text;
  text << std::ifstream("/proc/meminfo").rdbuf();
  return text.str();
}

}  // namespace

std::optional<std::uint64_t> memory_figure(std::string_view meminfo, std::string_view name) {
  while (!meminfo.empty()) {
    const std::size_t end = meminfo.find('\n');
    std::string_view line = meminfo.substr(0, end);
    meminfo = end == std::string_view::npos ? std::string_view{} : meminfo.substr(end + 1);
    // The colon too: "Dirty" must not match "DirtyBackground".
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(':')) continue;
    line.remove_prefix(name.size() + 1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    std::uint64_t kilobytes = 0;
    const auto parsed = std::from_chars(line.data(), line.data() + line.size(), kilobytes);
    if (parsed.ec == std::errc{}) return kilobytes * 1024;
  }
  return std::nullopt;
}

std::uint64_t unwritten_bytes() {
  return memory_figure(meminfo(), "Dirty").value_or(std::numeric_limits<std::uint64_t>::max());
}

std::uint64_t available_memory_bytes() {
  if (const auto known = memory_figure(meminfo(), "MemAvailable")) return *known;
  const long pages = ::sysconf(_SC_PHYS_PAGES), bytes_per_page = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || bytes_per_page <= 0) return 0;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(bytes_per_page) / 2;
}

}  // namespace flowtime
