#include "api/routes.h"

namespace flowtime::api {

std::vector<Resource> all_resources() {
  std::vector<Resource> resources;
  resources.push_back(state_routes());
  resources.push_back(series_routes());
  resources.push_back(health_routes());
  resources.push_back(explain_routes());
  return resources;
}

}  // namespace flowtime::api
