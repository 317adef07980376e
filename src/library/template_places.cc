#include "library/template_places.h"

#include "library/template_library.h"
#include "library/template_parameters.h"
#include "template/bind_parameters.h"
#include "template/expand.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

Result<Expansion> expanded_again(const TemplateLibrary& library, const RunInfo& info) {
  FT_TRY(const std::shared_ptr<const Template> from, library.find(info.template_id));
  JsonWriter json;
  json.begin_object();
  for (const NamedJson& parameter : info.parameters) json.key(parameter.name).raw(parameter.json);
  json.end_object();
  FT_TRY(const std::vector<GivenParameter> given, parameters_from_json(json.text()));
  FT_TRY(const BoundParameters bound, bind_parameters(*from, given));
  return expand(*from, bound);
}

}  // namespace

std::optional<yaml::Document> document_of_template(const RunHost& host, const Run& run,
                                                   const std::string& stored_model) {
  // Plain models have no hash of inputs.
  if (host.templates == nullptr || run.info().input_hash.empty()) return std::nullopt;
  auto expansion = expanded_again(*host.templates, run.info());
  if (!expansion || expansion->model_text != stored_model) return std::nullopt;
  yaml::Document document = std::move(expansion->document);
  document.file.erase(0, document.file.rfind('/') + 1);
  return document;
}

}  // namespace flowtime
