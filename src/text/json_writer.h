// JSON text, written member by member in the order of the calls. Doubles print as format_number;
// absent and infinite ones as null. Strings are UTF-8; only what JSON demands is escaped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowtime {

//
// Calls in a wrong order (a value without a key in an object, an end that does not match) end the
// program: they are mistakes of ours, not of an input. Not thread safe.
//
// Example: `JsonWriter json; json.begin_object().member("bins", 24).end_object(); json.take();`
class JsonWriter {
 public:
  enum class Layout { kCompact, kIndented };  // indented: two spaces, one member per line
  explicit JsonWriter(Layout layout = Layout::kCompact) : layout_(layout) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  // Not checked for being there already: members are written as often as they are asked for.
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view text);
  // The shortest digits that read back as the same double.
  JsonWriter& number(double value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();
  JsonWriter& raw(std::string_view json);  // a complete value already in JSON

  JsonWriter& member(std::string_view name, std::string_view text) {
    return key(name).string(text);
  }
  JsonWriter& member(std::string_view name, const char* text) { return key(name).string(text); }
  JsonWriter& member(std::string_view name, double value) { return key(name).number(value); }
  JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }

  // Complete once every bracket is closed; that is not checked.
  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }
  // The text so far leaves; what is written next continues it.
  std::string take_piece() { return std::exchange(text_, std::string()); }

 private:
  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  void before_value();
  void new_line();
  struct Level {
    bool array = false;
    bool empty = true;
  };
  Layout layout_;
  std::string text_;
  std::vector<Level> levels_;
  bool after_key_ = false;
};

// The text with its quotes, as JsonWriter::string writes it.
std::string json_quote(std::string_view text);

}  // namespace flowtime
