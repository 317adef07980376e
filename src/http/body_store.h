// Where a body goes that may be larger than what is kept in memory.
#pragma once

#include <string_view>

#include "base/result.h"

namespace flowtime::http {

// Threads: workers, one piece at a time.
// A handler makes one in HeadVerdict and finds it in Request::stored_body when all has come. It is
// destroyed on a worker when the request is refused or the client goes away before the end.
class BodyStore {
 public:
  virtual ~BodyStore() = default;
  // The next piece. A Problem refuses the request, however much of it is still to come.
  // A piece has kStoredPieceBytes or more, but for the last one. The first problem becomes the
  // answer.
  virtual Result<Done> write(std::string_view piece) = 0;
};

}  // namespace flowtime::http
