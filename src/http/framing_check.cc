#include "http/framing_check.h"

#include <algorithm>

#include "base/ascii.h"

namespace flowtime::http {
namespace {

std::ptrdiff_t count_of(const Headers& headers, std::string_view name) {
  return std::count_if(headers.fields().begin(), headers.fields().end(),
                       [&](const Headers::Field& f) { return same_ignoring_case(f.name, name); });
}

}  // namespace

Result<Done> check_framing(const Headers& headers) {
  const std::ptrdiff_t codings = count_of(headers, "Transfer-Encoding");
  const std::string_view coding = trimmed(headers.get("Transfer-Encoding"), " \t");
  // Two fields, or "gzip, chunked": proxies in front may read these differently.
  if (codings > 1 || (codings == 1 && !same_ignoring_case(coding, "chunked"))) {
    return Problem{.code = "unsupported_transfer_encoding",
                   .message = "The server supports no Transfer-Encoding but chunked.",
                   .remedy = "Send the body with a Content-Length, or chunked."};
  }
  if (count_of(headers, "Host") > 1) {
    return Problem{.code = "malformed_request",
                   .message = "The request has more than one Host field.",
                   .remedy = "Send one."};
  }
  return Done{};
}

}  // namespace flowtime::http
