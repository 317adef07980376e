// A YAML document that remembers where everything is written: an immutable tree. YAML 1.2 core
// schema scalars are resolved by us (no yes/no, no sexagesimals, no merge keys).
//
// A BOM and CRLF are accepted. Lines and columns count characters from 1. Tags of the core schema
// are read (!!str makes a scalar text), others are refused. The values that an alias stands for
// keep the places where they were written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime::yaml {

enum class Kind : std::uint8_t { kNull, kScalar, kSequence, kMapping };
// How a scalar was written. It decides whether the text may read as a number, and where it lies.
enum class ScalarStyle : std::uint8_t { kPlain, kSingleQuoted, kDoubleQuoted, kLiteral, kFolded };

struct Member;

// Owns everything below it: valid without the text. Immutable by convention, so that many threads
// may read one tree.
struct Value {
  Kind kind = Kind::kNull;  // plain null, ~ and an empty value are kNull
  ScalarStyle style = ScalarStyle::kPlain;
  std::uint32_t offset = 0;     // bytes from the start of Document::text to `where`
  std::string scalar;           // text of a scalar, escapes resolved
  std::vector<Value> items;     // of a sequence
  std::vector<Member> members;  // of a mapping, in document order, keys distinct
  SourcePos where{};            // first character; the opening quote of a quoted scalar
  // Linear in the members; valid as long as this value.
  const Value* find(std::string_view key) const;  // member of a mapping, nullptr without one

  // A plain scalar that reads as a number or boolean; quoted scalars are always text.
  // Nothing for every other value: reading makes no problem, the schema words it.
  std::optional<double> number() const;         // refuses nan and inf
  std::optional<std::int64_t> integer() const;  // "3", not "3.0"
  std::optional<bool> boolean() const;          // true / false in any case
};

// Values of other kinds than scalars are refused as keys; a key is a text whatever it looks like.
struct Member {
  std::string key;
  SourcePos key_where{};
  Value value;
};

// A scalar of the tree with something put into it, so that its text differs from what is written in
// the document. Each part [begin, end) of the new text replaces [written_begin, written_end).
struct FilledScalar {
  struct Part {
    std::size_t begin = 0, end = 0;
    std::size_t written_begin = 0, written_end = 0;
  };
  std::uint32_t offset = 0;  // Value::offset of the scalar
  ScalarStyle style = ScalarStyle::kPlain;
  std::string written;
  std::vector<Part> parts;  // in order, apart from one another
};

// position_in() needs the text; a Document is therefore kept as long as problems may be reported.
struct Document {
  std::string file;  // label for messages: a path as the user gave it, or "<stdin>"
  std::string text;  // exactly what was read
  Value root;
  std::vector<FilledScalar> filled{};  // by offset; none in what parse() returns
};

// Against hostile texts. Every one of them is a problem with a code, never a crash.
struct Limits {
  std::size_t bytes = 64u << 20;
  int depth = 64;                        // of collections within collections
  std::size_t values = 8'000'000;        // after alias expansion; each takes about 100 bytes
  std::size_t alias_copies = 1'000'000;  // values that aliases may add
};

// Problems: yaml_syntax, yaml_duplicate_key (both places named), yaml_too_deep, yaml_too_large,
// yaml_alias_bomb, yaml_unknown_alias, yaml_unknown_tag, yaml_key_not_scalar,
// yaml_multiple_documents, yaml_empty.
//
// Example: `parse("bins: 3", "model.yaml")` has a mapping with the one member `bins`. Linear in the
// text, but for the sort of keys of large mappings. Reads no files.
Result<Document> parse(std::string text, std::string file, const Limits& limits = {});

// Where byte `offset` of the scalar's resolved text is in the document: exact for plain and
// quoted scalars, escapes and folded lines included; for block scalars exact as long as no line is
// folded. The end of the text is a place too. A value that was not read from `document` gives its
// own `where`; what was put into a scalar is where its part begins.
SourcePos position_in(const Document& document, const Value& scalar, std::size_t offset);

}  // namespace flowtime::yaml
