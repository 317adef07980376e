// Values of a query as handlers want them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace flowtime::api {

// name=a,b&name=c -> a, b, c; empty elements are dropped.
// Blanks around an element are dropped too.
std::vector<std::string> query_list(const http::Request& request, std::string_view name);

// Problem invalid_query: "The parameter '<name>' must be an integer."
// Nothing where the value is not given or empty.
// Decimal digits with a sign; of several of one name the first one counts.
Result<std::optional<std::int64_t>> query_integer(const http::Request& request,
                                                  std::string_view name);
// true, false, 1, 0 in any case. Problem invalid_query.
// An empty value is refused.
Result<std::optional<bool>> query_flag(const http::Request& request, std::string_view name);

// 400 with this message and remedy.
Problem invalid_query(std::string message, std::string remedy);

}  // namespace flowtime::api
