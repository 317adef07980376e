// Fields: a mapping of the document read key by key. What is missing, of the wrong type or not
// known becomes a Problem with its place; reading continues.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.h"
#include "model/place.h"
#include "model/read_context.h"
#include "text/yaml.h"

namespace flowtime::model_detail {

// One per mapping, on the stack of the function that reads it. Not thread safe. What a getter gives
// after a problem is the value of an absent key, so that callers need no branch for it.
class Fields {
 public:
  // The mapping and the context outlive the object.
  Fields(const yaml::Value& mapping, const Place& place, const Title& title, ReadContext& context);

  // The value of a key; nullptr when absent or null. Every key asked for counts as known.
  const yaml::Value* find(std::string_view key);
  // The same, and a missing_field where there is none. Pointers are into the document.
  const yaml::Value* require(std::string_view key);

  std::string text(std::string_view key);  // "" when absent
  // Also refuses a text of blanks. Texts are without outer blanks.
  std::string required_text(std::string_view key);
  // A quoted number is text: wrong_type.
  std::optional<double> number(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  // All of them are finite. Read all at once: one bad number makes the whole list empty.
  std::vector<double> numbers(std::string_view key);  // empty after a problem
  // Whether the id exists is asked later, in check_references.
  Rare<SeriesRef> series(std::string_view key);
  Rare<SeriesRef> required_series(std::string_view key);
  const std::vector<yaml::Value>* items(std::string_view key);  // of a sequence
  // The same, refused when there are more than `most`.
  const std::vector<yaml::Value>* items(std::string_view key, std::size_t most);
  // The same, refused also when there are none.
  const std::vector<yaml::Value>* some_items(std::string_view key, std::size_t most);
  std::vector<std::string> texts(std::string_view key);               // of a sequence of scalars
  std::map<std::string, std::string> text_map(std::string_view key);  // of a mapping of scalars
  // nullptr when absent or of another type; the latter is a problem.
  const yaml::Value* mapping(std::string_view key);
  const yaml::Value* required_mapping(std::string_view key);

  // A key that is refused with the modern way to say it.
  void legacy(std::string_view key, std::string_view remedy);
  // Reports keys that were not asked for.
  // Call it last: what was not asked for before counts as unknown.
  void refuse_unknown();

  // With the mapping's path, and `key` below it when one is given.
  void problem(std::string code, std::string message, std::string remedy, SourcePos where,
               std::string_view key = {});
  // Of the mapping, "/nodes/3".
  const Place& place() const { return place_; }
  const Title& title() const { return title_; }
  std::string what() const { return title_.text(); }
  SourcePos where() const { return mapping_.where; }

 private:
  // Of the value of `key`. Each reports what keeps it from one.
  std::string_view text_of(std::string_view key, const yaml::Value& value);
  std::string_view required_text_of(std::string_view key, const yaml::Value& value);
  Rare<SeriesRef> series_of(std::string_view key, const yaml::Value& value);
  const yaml::Value* mapping_of(std::string_view key, const yaml::Value& value);

  const yaml::Value& mapping_;
  Place place_;
  Title title_;
  ReadContext& context_;
  std::vector<std::string_view> known_;
};

// `self`, `file:path`, `[series:]id[@CLASS]`.
// Examples: "series:served@Gold" is the series `served` of class Gold; "Self" is `self`.
SeriesRef parse_series_ref(std::string_view text, SourcePos where);

// Texts of a document count without them: blanks, tabs and line breaks.
std::string_view without_outer_blanks(std::string_view text);

// One or more letters, digits, '_' and '-'.
bool is_word(std::string_view text);

// Whether the value is a mapping; a Problem otherwise.
// Code wrong_type, at `place`.
bool expect_mapping(const yaml::Value& value, const Place& place, const Title& title,
                    ReadContext& context);

}  // namespace flowtime::model_detail
