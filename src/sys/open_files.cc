#include "sys/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace flowtime {

void allow_many_open_files() {
  constexpr rlim_t kMany = 65'536;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kMany) return;
  limit.rlim_cur = std::min(limit.rlim_max, kMany);
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

}  // namespace flowtime
