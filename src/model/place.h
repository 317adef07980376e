// What a message says of a mapping: where it is, and what it is called. Both are kept as the parts
// that a text would be made of, since there is nothing wrong with most mappings.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime::model_detail {

// A JSON pointer, such as /nodes/3/pmf. What it is made of outlives it: the place above and the
// key.
class Place {
 public:
  constexpr Place() = default;  // of the document itself
  constexpr Place(const Place& above, std::string_view key) : above_(&above), key_(key) {}
  Place(const Place& above, std::size_t item) : above_(&above), item_(item) {}
  std::string text() const;

 private:
  const Place* above_ = nullptr;
  std::string_view key_;
  std::optional<std::size_t> item_;  // wins over the key
};

inline constexpr Place kDocument;

// Examples: "the grid", "output 3", "node 'arrivals'", "'semantics' of topology node 'Payment'".
// What it is made of outlives it.
class Title {
 public:
  explicit Title(std::string_view kind) : kind_(kind) {}
  Title(std::string_view kind, std::string_view id) : kind_(kind), id_(id) {}
  Title(std::string_view kind, std::size_t number) : kind_(kind), number_(number) {}
  Title(std::string_view part, const Title& whole) : kind_(part), whole_(&whole) {}
  std::string text() const;

 private:
  std::string_view kind_;
  std::optional<std::string_view> id_;
  std::optional<std::size_t> number_;
  const Title* whole_ = nullptr;
};

}  // namespace flowtime::model_detail
