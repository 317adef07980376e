// ETag: clients that have an answer already learn that it is still the same.
#pragma once

#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"

namespace flowtime::api {

// What a body is known by: hex of its hash, in quotes.
// 32 hex digits of SHA-256: equal for equal bytes, also in another process.
// One pass over the body; a handler that knows a cheaper tag sets Response::etag.
std::string etag_of(std::string_view body);

// Whether the client says that it has this one: the answer need not be made again.
// Also by `*`, which any tag fits.
bool client_has(const http::Request& request, std::string_view etag);
// The same, by name: `*` names none.
// False for methods that change something: there If-None-Match is a condition, not a cache.
bool names_etag(const http::Request& request, std::string_view etag);

// Gives a whole answer, or a streamed one that has a tag, to GET or HEAD its ETag, unless it says
// how to cache it; turns it into 304 when the client lists that one. Weak: the bytes differ by
// compression, what they say does not.
// Only of a 200. The tag is that of the response where it has one, else made from the body.
// A 304 keeps ETag and Cache-Control and loses its body. With the tag comes "Cache-Control:
// no-cache": a client may keep the answer, but asks whether it still holds.
void add_etag(const http::Request& request, http::Response& response);

}  // namespace flowtime::api
