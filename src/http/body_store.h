// Where a body goes that may be larger than what is kept in memory.
#pragma once

#include <string_view>

#include "base/result.h"

namespace flowtime::http {

// Threads: workers, one piece at a time.
class BodyStore {
 public:
  virtual ~BodyStore() = default;
  // The next piece. A Problem refuses the request, however much of it is still to come.
  virtual Result<Done> write(std::string_view piece) = 0;
};

}  // namespace flowtime::http
