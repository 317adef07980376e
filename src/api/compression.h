// gzip and brotli for whole bodies, as far as the client accepts them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/request.h"
#include "api/response.h"

namespace flowtime::http {

enum class Coding { kIdentity, kGzip, kBrotli };
const char* name_of(Coding coding);  // "gzip", "br"

// The best of those with the highest weight in `Accept-Encoding`; identity when in doubt.
Coding accepted_coding(std::string_view accept_encoding);

std::string compressed(std::string_view bytes, Coding coding);

// Compresses the body of text kinds from kMinCompressedBytes on, and says so.
void compress_body(const Request& request, Response& response);

}  // namespace flowtime::http
