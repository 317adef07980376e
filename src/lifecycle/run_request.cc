#include "lifecycle/run_request.h"

#include <utility>

#include "host/limits.h"

namespace flowtime {

// JSON is YAML.
Result<GivenParameter> parameter_from_json(std::string name, std::string json, std::string source) {
  const yaml::Limits limits{.bytes = kMaxModelBytes, .depth = kMaxYamlDepth};
  FT_TRY(yaml::Document document, yaml::parse(std::move(json), source, limits));
  return GivenParameter{std::move(name), std::move(document.root), std::move(source)};
}

}  // namespace flowtime
