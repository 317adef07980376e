#include "whatif/subject.h"

#include <algorithm>

#include "base/nearest_name.h"

namespace flowtime::whatif {
namespace {

Problem unknown_parameter(const std::vector<Parameter>& parameters, const std::string& id) {
  std::vector<std::string_view> names;
  std::string list;
  for (const Parameter& parameter : parameters) {
    names.push_back(parameter.id);
    // A message with a thousand names helps no reader.
    if (names.size() <= 8) list += (list.empty() ? "" : ", ") + parameter.id;
  }
  if (names.size() > 8) list += ", ...";
  const std::string nearest = nearest_name(id, names);
  return {.code = "unknown_parameter",
          .message = "there is no parameter '" + id + "'",
          .remedy = !nearest.empty() ? "Did you mean '" + nearest + "'?"
                    : list.empty()   ? "The model has no parameters: give it a const node."
                                     : "Name one of these: " + list + "."};
}

}  // namespace

const Parameter* Subject::find(std::string_view id) const {
  const auto found = std::find_if(parameters_.begin(), parameters_.end(),
                                  [&](const Parameter& parameter) { return parameter.id == id; });
  return found == parameters_.end() ? nullptr : &*found;
}

Result<Knob> Subject::knob(std::string_view text) const {
  FT_TRY(Knob knob, parse_knob(text));
  const Parameter* parameter = find(knob.target());
  if (parameter == nullptr) return unknown_parameter(parameters_, knob.target());
  if (!knob.pattern.range || takes_range(*parameter)) return knob;
  return Problem{.code = "knob_range",
                 .message = "'" + parameter->id + "' cannot be set for some bins only",
                 .remedy = "Vary it as a whole: " + parameter->id + "."};
}

}  // namespace flowtime::whatif
