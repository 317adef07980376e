#include "library/template_places.h"

#include "library/expand_again.h"

namespace flowtime {

std::optional<TemplateDocument> document_of_template(const RunHost& host, const Run& run,
                                                     const std::string& stored_model) {
  auto again = expand_again(host, run.info());
  // Byte for byte: a template that differs in a place gives wrong places for all that follow.
  if (!again || again->expansion.model_text != stored_model) return std::nullopt;
  std::vector<ParameterPlace> parameters = parameter_places(again->expansion);
  TemplateDocument document{std::move(again->expansion.document), std::move(parameters)};
  document.model.file.erase(0, document.model.file.rfind('/') + 1);
  return document;
}

}  // namespace flowtime
