// What the fields of a request must be for its end to be certain.
#pragma once

#include "base/result.h"
#include "http/headers.h"

namespace flowtime::http {

// Two readers that disagree about where a request ends are led to disagree about who sent the next
// one. Problems: unsupported_transfer_encoding (any but "chunked", alone), malformed_request (more
// than one Host). The connection cannot go on.
Result<Done> check_framing(const Headers& headers);

}  // namespace flowtime::http
