// The expansion that a stored run of a template came from.
#pragma once

#include <memory>

#include "base/result.h"
#include "host/run_host.h"
#include "run/open_run.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime {

// The template as the library has it now, filled in with the values of the run. Whether that still
// gives the model of the run is for the caller to compare.
struct ExpandedAgain {
  std::shared_ptr<const Template> from;
  Expansion expansion;
  bool has_node_settings = false;  // series of the model were set, besides parameters
};

// Problems: template_not_found (also of a run of a plain model, and without a library), those of
// bind_parameters and expand.
// Values outside of the template's bounds are taken: a run that was made with them exists.
Result<ExpandedAgain> expand_again(const RunHost& host, const RunInfo& info);

}  // namespace flowtime
