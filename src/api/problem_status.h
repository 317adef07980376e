// The one table from problem codes to HTTP status codes.
#pragma once

#include <span>
#include <string_view>

#include "base/problem.h"

namespace flowtime::api {

struct StatusRow {
  std::string_view code;
  int status = 0;
};
// By status, then by code.
std::span<const StatusRow> status_rows();

// 400 for what the table does not name: almost every code is about what the client sent.
int status_of(std::string_view code);
// Of the first problem.
int status_of(const Problems& problems);

}  // namespace flowtime::api
