// Header fields in the order they came; names compare without regard to case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowtime::http {

// A list and no map: requests have a dozen fields, and their order is kept. get() is linear.
class Headers {
 public:
  struct Field {
    std::string name, value;
  };
  // A second field of one name is kept beside the first: Vary may repeat.
  void add(std::string name, std::string value);
  // Replaces every field of that name.
  // The new field comes last.
  void set(std::string name, std::string value);
  // The first value of that name, or an empty text.
  // A view into the field: valid until the headers change.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

}  // namespace flowtime::http
