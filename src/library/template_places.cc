#include "library/template_places.h"

#include "library/expand_again.h"

namespace flowtime {

std::optional<yaml::Document> document_of_template(const RunHost& host, const Run& run,
                                                   const std::string& stored_model) {
  auto again = expand_again(host, run.info());
  if (!again || again->expansion.model_text != stored_model) return std::nullopt;
  yaml::Document document = std::move(again->expansion.document);
  document.file.erase(0, document.file.rfind('/') + 1);
  return document;
}

}  // namespace flowtime
