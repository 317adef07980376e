#include "http/headers.h"

#include <algorithm>

#include "base/ascii.h"

namespace flowtime::http {

void Headers::add(std::string name, std::string value) {
  fields_.push_back({std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const Field& field) { return same_ignoring_case(field.name, name); });
  add(std::move(name), std::move(value));
}

std::string_view Headers::get(std::string_view name) const {
  for (const Field& field : fields_) {
    if (same_ignoring_case(field.name, name)) return field.value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& field) { return same_ignoring_case(field.name, name); });
}

}  // namespace flowtime::http
