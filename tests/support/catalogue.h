// A template of the catalogue with values, as a model document.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime::flows {

struct CatalogueModel {
  Template source;
  Expansion expansion;
};

// templates/<id>.yaml with "name=value" texts for its parameters.
Result<CatalogueModel> catalogue_model(const std::string& id,
                                       const std::vector<std::string>& assignments);

}  // namespace flowtime::flows
