// The table of all routes, one function per file of them.
#pragma once

#include <vector>

#include "api/route.h"

namespace flowtime::api {

Resource health_routes();
Resource state_routes();
Resource series_routes();
Resource explain_routes();

// Every resource, in the order of the reference.
std::vector<Resource> all_resources();

}  // namespace flowtime::api
