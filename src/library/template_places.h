// The model of a run as its template gives it, so that places in it are those of the template.
#pragma once

#include <optional>
#include <vector>

#include "host/run_host.h"
#include "run/open_run.h"
#include "template/parameter_place.h"
#include "text/yaml.h"

namespace flowtime {

// Positions are lines and columns of the template's text.
struct TemplateDocument {
  yaml::Document model;                      // `file` is the template's file name
  std::vector<ParameterPlace> parameters{};  // by place
};

// Nothing for a run of a plain model, and when the template is not known or gives another model
// now: its places would be wrong.
std::optional<TemplateDocument> document_of_template(const RunHost& host, const Run& run,
                                                     const std::string& stored_model);

}  // namespace flowtime
