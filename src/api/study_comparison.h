// The route that compares two stored studies.
#pragma once

#include <vector>

#include "api/route.h"

namespace flowtime::api {

// Part of study_routes().
Route compare_studies_route();
std::vector<NamedSchema> study_comparison_schemas();

}  // namespace flowtime::api
