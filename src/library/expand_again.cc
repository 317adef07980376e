#include "library/expand_again.h"

#include "library/settle_template.h"
#include "library/template_library.h"
#include "library/template_parameters.h"
#include "template/bind_parameters.h"
#include "text/json_writer.h"

namespace flowtime {

Result<ExpandedAgain> expand_again(const RunHost& host, const RunInfo& info) {
  // Plain models have no hash of inputs.
  if (host.templates == nullptr || info.input_hash.empty()) {
    return Problem{.code = "template_not_found",
                   .message = "the run was not made from a template that is available",
                   .remedy = "Look at the model that is stored with the run."};
  }
  ExpandedAgain again;
  FT_TRY(again.from, host.templates->find(info.template_id));
  JsonWriter json;
  json.begin_object();
  for (const NamedJson& parameter : info.parameters) json.key(parameter.name).raw(parameter.json);
  json.end_object();
  FT_TRY(const std::vector<GivenParameter> given, parameters_from_json(json.text()));
  FT_TRY(const BoundParameters bound,
         bind_parameters(*again.from, given, {.strict_bounds = false}));
  FT_TRY(std::vector<Setting> settings, node_settings_of(*again.from, info.settings));
  again.has_node_settings = !settings.empty();
  FT_TRY(again.expansion, expand_with_settings(*again.from, bound, settings));
  return again;
}

}  // namespace flowtime
