// Filler: puts values into the placeholders of a tree. Works on values, never on text, so what is
// put in can neither add a key nor end a string.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/placeholders.h"

namespace flowtime::template_detail {

class Filler {
 public:
  Filler(const yaml::Document& document, const BoundParameters& values, Problems& problems)
      : document_(document), values_(values), problems_(problems) {}

  // The value with everything below it filled in. Places are kept.
  yaml::Value fill(const yaml::Value& written) { return fill(written, Slot::kPlain); }

  // What was done so far, sorted by place.
  std::vector<yaml::FilledScalar> take_scalars();
  std::vector<FilledPlace> take_places();

 private:
  enum class Slot { kPlain, kExpression };  // what the text of a scalar is read as
  yaml::Value fill(const yaml::Value& written, Slot slot);
  yaml::Value fill_scalar(const yaml::Value& written, Slot slot);
  yaml::Value whole(const yaml::Value& written, const BoundParameter& bound);
  // The text of the scalar with its placeholders filled in.
  std::string joined(const yaml::Value& written, const std::vector<Placeholder>& holes, Slot slot,
                     std::vector<yaml::FilledScalar::Part>& parts);
  std::string text_for(const yaml::Value& written, const Placeholder& hole, Slot slot);
  std::string in_expression(const yaml::Value& written, const Placeholder& hole,
                            const BoundParameter& bound);
  void note(const yaml::Value& written, const Placeholder& hole);
  // False, with a Problem the first time, when more is made than a document may hold.
  bool within_budget(const yaml::Value& written, std::size_t values, std::size_t bytes);

  const yaml::Document& document_;
  const BoundParameters& values_;
  Problems& problems_;
  std::vector<yaml::FilledScalar> scalars_;
  std::vector<FilledPlace> places_;
  std::size_t made_values_ = 0, made_bytes_ = 0;
  bool is_over_budget_ = false;
};

}  // namespace flowtime::template_detail
