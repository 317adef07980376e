// The path below which clients see this server: a proxy may put the whole program below one.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/request.h"

namespace flowtime::api {

// "/flowtime", "/tools/flowtime": names of letters, digits, '-', '_', '.' and '~', each behind a
// '/', none of them "." or "..". It does not begin as the addresses of the API or of the pages'
// files do: what a proxy strips could not be told from what it keeps.
// What passes can be written into a page and into a field as it is.
bool is_base_path(std::string_view path);
// Problem invalid_base_path; an empty path, which is the root, is fine.
Result<Done> check_base_path(std::string_view path);

// What stands before the paths of this server where the client asks: X-Forwarded-Prefix where that
// is a base path, else `own`. Empty: nothing.
std::string base_path_of(const http::Request& request, const std::string& own);
// The target as the routes know it, for proxies that keep the path as well as for those that strip
// it: "/flowtime/runs?q=a" below "/flowtime" is "/runs?q=a", and "/runs?q=a" is itself.
std::string target_below(std::string_view base_path, std::string_view target);

}  // namespace flowtime::api
