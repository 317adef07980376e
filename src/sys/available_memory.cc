#include "sys/available_memory.h"

#include <unistd.h>

#include <charconv>
#include <fstream>
#include <sstream>

namespace flowtime {

std::uint64_t available_memory_bytes(std::string_view meminfo) {
  constexpr std::string_view kName = "MemAvailable:";
  const std::size_t name = meminfo.find(kName);
  if (name == std::string_view::npos) return 0;
  const std::size_t digits = meminfo.find_first_not_of(' ', name + kName.size());
  if (digits == std::string_view::npos) return 0;
  std::uint64_t kilobytes = 0;
  std::from_chars(meminfo.data() + digits, meminfo.data() + meminfo.size(), kilobytes);
  return kilobytes * 1024;
}

std::uint64_t available_memory_bytes() {
  std::ostringstream text;
  text << std::ifstream("/proc/meminfo").rdbuf();
  if (const std::uint64_t known = available_memory_bytes(text.str()); known > 0) return known;
  const long pages = ::sysconf(_SC_PHYS_PAGES), bytes_per_page = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || bytes_per_page <= 0) return 0;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(bytes_per_page) / 2;
}

}  // namespace flowtime
