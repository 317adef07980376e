// Documents about the routes, made from their table.
#pragma once

#include <string>
#include <vector>

#include "api/route.h"

namespace flowtime::api {

// OpenAPI 3.1.
// `resources` is the table of routes; JSON text on one line.
std::string openapi_document(const std::vector<Resource>& resources, const std::string& version);

// docs/http-api.md.
std::string reference_page(const std::vector<Resource>& resources);

}  // namespace flowtime::api
