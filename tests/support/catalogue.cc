#include "support/catalogue.h"

#include <fstream>
#include <iterator>

namespace flowtime::flows {

Result<CatalogueModel> catalogue_model(const std::string& id,
                                       const std::vector<std::string>& assignments) {
  const std::string file = "templates/" + id + ".yaml";
  std::ifstream in(std::string(FT_SOURCE_DIR "/") + file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  FT_TRY(Template source, read_template(std::move(text), file));
  std::vector<GivenParameter> given;
  for (const std::string& assignment : assignments) {
    const std::size_t equals = assignment.find('=');
    given.push_back(
        {.name = assignment.substr(0, equals),
         .value = quoted_scalar(equals == std::string::npos ? "" : assignment.substr(equals + 1))});
  }
  FT_TRY(const BoundParameters bound, bind_parameters(source, given));
  FT_TRY(Expansion expansion, expand(source, bound));
  return CatalogueModel{std::move(source), std::move(expansion)};
}

}  // namespace flowtime::flows
