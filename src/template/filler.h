// Filler: puts values into the placeholders of a tree. Works on values, never on text, so what is
// put in can neither add a key nor end a string.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/placeholders.h"

namespace flowtime::template_detail {

// Places of what is filled in are those of the placeholder, so that problems of the model point
// into the template. Not thread safe.
class Filler {
 public:
  // All three outlive it; problems are added as they are found.
  Filler(const yaml::Document& document, const BoundParameters& values, Problems& problems);

  // The value with everything below it filled in. Places are kept.
  yaml::Value fill(const yaml::Value& written) { return fill(written, Slot::kPlain); }

  // What was done so far, sorted by place.
  // Each of the two can be taken once.
  std::vector<yaml::FilledScalar> take_scalars();
  std::vector<FilledPlace> take_places();

  // The const nodes of parameters with one value per bin, where a series was needed.
  // By the id of the node; complete once every part was filled.
  const std::map<std::string, const BoundParameter*>& series() const { return series_; }

 private:
  // What may be written in a place, which decides how a list of values per bin is put into it.
  enum class Slot {
    kPlain,
    kExpression,  // the text is a formula
    kValues,      // of a const node: one number, or one per bin
    kSeries,      // a number, or the id of a series
    kFixed        // and everything below: numbers that cannot vary in time
  };
  static Slot slot_below(std::string_view key, Slot above);
  yaml::Value fill(const yaml::Value& written, Slot slot);
  yaml::Value fill_scalar(const yaml::Value& written, Slot slot);
  // A scalar that is nothing but a placeholder takes the value with its type: a number stays a
  // number.
  yaml::Value whole(const yaml::Value& written, const BoundParameter& bound);
  // The text of the scalar with its placeholders filled in.
  std::string joined(const yaml::Value& written, const std::vector<Placeholder>& holes, Slot slot,
                     std::vector<yaml::FilledScalar::Part>& parts);
  // Of a parameter without a value the name: read_template has refused it.
  std::string text_for(const yaml::Value& written, const Placeholder& hole, Slot slot);
  // Refuses text that would change the meaning of the formula around it.
  std::string in_expression(const yaml::Value& written, const Placeholder& hole,
                            const BoundParameter& bound);
  // Remembers which parameter a place was filled from.
  void note(const yaml::Value& written, const Placeholder& hole);

  // Parameters with one value per bin.
  const BoundParameter* only_over_time(const yaml::Value& written) const;
  yaml::Value fill_values(const yaml::Value& written);
  yaml::Member fill_limit(const yaml::Member& member);
  yaml::Value fill_whole_over_time(const yaml::Value& written, Slot slot,
                                   const BoundParameter& bound);
  // The same id for every use of a parameter.
  std::string series_of(const BoundParameter& bound);
  void check_formula(const yaml::Value& written, const std::string& text,
                     const std::vector<Placeholder>& holes,
                     const std::vector<yaml::FilledScalar::Part>& parts);
  void refuse_over_time(const yaml::Value& written, const Placeholder& hole,
                        const std::string& why);
  // False, with a Problem the first time, when more is made than a document may hold.
  // Filling multiplies: 100,000 placeholders by a text of a megabyte.
  bool within_budget(const yaml::Value& written, std::size_t values, std::size_t bytes);

  const yaml::Document& document_;
  const BoundParameters& values_;
  Problems& problems_;
  std::vector<yaml::FilledScalar> scalars_;
  std::vector<FilledPlace> places_;
  // For generated nodes, which need an id of their own.
  std::set<std::string> node_ids_;                       // as written, in lower case
  std::map<std::string, const BoundParameter*> series_;  // by node id
  std::size_t made_values_ = 0, made_bytes_ = 0;
  bool is_over_budget_ = false;
};

}  // namespace flowtime::template_detail
