#include "text/yaml_events.h"

#include <yaml.h>

#include <algorithm>
#include <unordered_map>

#include "base/ascii.h"
#include "text/tree.h"
#include "text/yaml_syntax.h"

namespace flowtime::yaml {
namespace {

class Parser {
 public:
  Parser(std::string_view text, std::size_t first) : text_(text), first_(first) {
    FT_CHECK(yaml_parser_initialize(&parser_) == 1);
    const std::string_view input = text.substr(first);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(input.data()),
                                 input.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool next(yaml_event_t& event) { return yaml_parser_parse(&parser_, &event) == 1; }
  Problem problem() const { return syntax_problem(parser_, text_, first_); }

 private:
  yaml_parser_t parser_{};
  std::string_view text_;
  std::size_t first_;
};

// libyaml allocates parts of an event; the destructor frees them on every way out.
class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t event{};
};

// Turns ascending character indices into byte offsets.
class ByteOffsets {
 public:
  ByteOffsets(std::string_view text, std::size_t first) : text_(text), byte_(first) {}
  std::uint32_t of(std::size_t index) {
    for (; character_ < index; ++character_) byte_ = after(byte_);
    for (; character_ > index; --character_) byte_ = before(byte_);
    return static_cast<std::uint32_t>(byte_);
  }

 private:
  bool continues(std::size_t byte) const {
    return byte < text_.size() && is_utf8_continuation(text_[byte]);
  }
  std::size_t after(std::size_t byte) const {
    do ++byte;
    while (continues(byte));
    return byte;
  }
  std::size_t before(std::size_t byte) const {
    do --byte;
    while (continues(byte));
    return byte;
  }
  std::string_view text_;
  std::size_t byte_;
  std::size_t character_ = 0;
};

constexpr std::size_t kBytesPerValue = 128;  // about what a value and its name take

struct Extent {
  std::size_t values = 0;
  std::size_t text_bytes = 0;  // of scalars and keys
  int depth = 0;
  // What copying it costs, in values.
  std::size_t cost() const { return values + text_bytes / kBytesPerValue; }
};

// Counts until the cost exceeds `limit`.
void measure(const Value& value, int depth, std::size_t limit, Extent& extent) {
  ++extent.values;
  extent.text_bytes += value.scalar.size();
  extent.depth = std::max(extent.depth, depth);
  // Stops early, so that an alias to a million values costs no more than the limit.
  for (const Value& item : value.items) {
    if (extent.cost() <= limit) measure(item, depth + 1, limit, extent);
  }
  for (const Member& member : value.members) {
    extent.text_bytes += member.key.size();
    if (extent.cost() <= limit) measure(member.value, depth + 1, limit, extent);
  }
}

std::string_view view(const yaml_char_t* text) {
  return text == nullptr ? "" : reinterpret_cast<const char*>(text);
}

SourcePos position(const yaml_mark_t& mark) {
  return {static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1};
}

std::string place_text(SourcePos place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

ScalarStyle style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return ScalarStyle::kSingleQuoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return ScalarStyle::kDoubleQuoted;
    case YAML_LITERAL_SCALAR_STYLE: return ScalarStyle::kLiteral;
    case YAML_FOLDED_SCALAR_STYLE: return ScalarStyle::kFolded;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE: break;
  }
  return ScalarStyle::kPlain;
}

constexpr std::size_t kMaxShown = 200;      // bytes of a key in a message
constexpr std::size_t kMaxProblems = 1000;  // nobody reads more of them

// Where a value is in the tree: the position in each enclosing collection, outermost first. Unlike
// a pointer it stays true while the collections grow.
using Path = std::vector<std::uint32_t>;

class Builder {
 public:
  Builder(std::string_view text, std::size_t first, const Limits& limits)
      : parser_(text, first), offsets_(text, first), limits_(limits) {}

  Result<Value> read() {
    for (bool more = true; more;) {
      Event event;
      // Duplicate keys found so far are reported together with it, before it.
      if (!parser_.next(event.event)) return failed(parser_.problem());
      Result<bool> taken = take(event.event);
      if (!taken) return failed(taken.problems().front());
      more = *taken;
    }
    if (!problems_.empty()) return problems_;
    // A document of comments, or of `null`.
    if (root_.kind == Kind::kNull) {
      return Problem{.code = "yaml_empty",
                     .message = "the document is empty",
                     .remedy = "Write a document.",
                     .where = {1, 1}};
    }
    return std::move(root_);
  }

 private:
  // False when the document is complete.
  Result<bool> take(const yaml_event_t& event) {
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT: return start_document(event);
      case YAML_SCALAR_EVENT: return take_scalar(event);
      case YAML_ALIAS_EVENT: return take_alias(event);
      case YAML_SEQUENCE_START_EVENT:
        return open(Kind::kSequence, event, view(event.data.sequence_start.anchor),
                    view(event.data.sequence_start.tag));
      case YAML_MAPPING_START_EVENT:
        return open(Kind::kMapping, event, view(event.data.mapping_start.anchor),
                    view(event.data.mapping_start.tag));
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: close(); return true;
      case YAML_STREAM_END_EVENT: return false;
      case YAML_NO_EVENT:
      case YAML_STREAM_START_EVENT:
      case YAML_DOCUMENT_END_EVENT: break;
    }
    return true;
  }

  Result<bool> start_document(const yaml_event_t& event) {
    if (!std::exchange(in_document_, true)) return true;
    return Problem{.code = "yaml_multiple_documents",
                   .message = "a second document begins here",
                   .remedy = "Put one document into one text.",
                   .where = position(event.start_mark)};
  }

  Result<bool> take_scalar(const yaml_event_t& event) {
    const auto& scalar = event.data.scalar;
    Value value = new_value(Kind::kScalar, event);
    value.scalar.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    value.style = style_of(scalar.style);
    FT_TRY(const bool is_text, means_text(view(scalar.tag), value.where));
    // As if quoted, so that it never reads as a number.
    if (is_text && value.style == ScalarStyle::kPlain) value.style = ScalarStyle::kDoubleQuoted;
    if (wants_key()) return take_key(std::move(value));
    if (value.style == ScalarStyle::kPlain && is_null_text(value.scalar)) {
      value.kind = Kind::kNull;
      value.scalar.clear();
    }
    // Behind the keys: they are not places that a path can name.
    remember(view(scalar.anchor));
    return add(std::move(value));
  }

  // True for !!str. The other tags of the core schema say what the text says anyway.
  Result<bool> means_text(std::string_view tag, SourcePos where) const {
    constexpr std::string_view kCore = "tag:yaml.org,2002:";
    if (tag.empty()) return false;
    if (tag == "!") return true;
    for (const std::string_view known : {"str", "null", "bool", "int", "float", "map", "seq"}) {
      if (tag.starts_with(kCore) && tag.substr(kCore.size()) == known) return known == "str";
    }
    return Problem{.code = "yaml_unknown_tag",
                   .message = "the tag '" + std::string(tag) + "' has no meaning here",
                   .remedy = "Leave the tag out.",
                   .where = where};
  }

  Result<bool> take_key(Value key) {
    Member member{std::move(key.scalar), key.where, {}};
    open_.back().members.push_back(std::move(member));
    has_key_.back() = true;
    return true;
  }

  Result<bool> take_alias(const yaml_event_t& event) {
    const std::string name(view(event.data.alias.anchor));
    const Value* target = find_anchor(name);
    if (target == nullptr) {
      return Problem{
          .code = "yaml_unknown_alias",
          .message = "the alias '*" + name + "' does not name a value that is complete before it",
          .remedy = "Mark the value with &" + name + ", or quote a text that begins with '*'.",
          .where = position(event.start_mark)};
    }
    const SourcePos where = position(event.start_mark);
    if (!wants_key()) return add_copy(*target, where);
    if (target->kind != Kind::kScalar) return key_not_scalar(where);
    // A long key repeated by an alias is copied like any value.
    FT_RETURN_IF_PROBLEM(charge(*target, where));
    return take_key(*target);
  }

  // What the copy of `target` adds, charged before it is made.
  Result<Extent> charge(const Value& target, SourcePos where) {
    Extent extent;
    // Copies of copies count in full: nine lines of aliases could otherwise make a billion values.
    measure(target, 0, limits_.alias_copies - copied_, extent);
    copied_ += extent.cost();
    if (copied_ <= limits_.alias_copies) return extent;
    return Problem{.code = "yaml_alias_bomb",
                   .message = "aliases repeat more than " + std::to_string(limits_.alias_copies) +
                              " values (a long text counts as several: one for each " +
                              std::to_string(kBytesPerValue) + " bytes)",
                   .remedy = "Write repeated values once.",
                   .where = where};
  }

  Result<bool> add_copy(const Value& target, SourcePos where) {
    FT_TRY(const Extent extent, charge(target, where));
    if (static_cast<int>(open_.size()) + extent.depth > limits_.depth) return too_deep(where);
    // add() counts the copy's root.
    count_ += extent.values - 1;
    Value copy = target;  // the target moves when its collection grows
    return add(std::move(copy));
  }

  Result<bool> open(Kind kind, const yaml_event_t& event, std::string_view anchor,
                    std::string_view tag) {
    const SourcePos where = position(event.start_mark);
    if (wants_key()) return key_not_scalar(where);
    if (static_cast<int>(open_.size()) >= limits_.depth) return too_deep(where);
    FT_RETURN_IF_PROBLEM(means_text(tag, where));
    remember(anchor);
    ++count_;
    open_.push_back(new_value(kind, event));
    // Pushed for lists as well, so that both stacks have one height.
    has_key_.push_back(false);
    return true;
  }

  void close() {
    Value value = std::move(open_.back());
    open_.pop_back();
    has_key_.pop_back();
    const auto pair = equal_keys(value.members);
    if (pair && problems_.size() < kMaxProblems) {
      problems_.push_back(duplicate_key(value.members[pair->first], value.members[pair->second]));
    }
    place(std::move(value));
  }

  Result<bool> add(Value value) {
    if (++count_ > limits_.values) {
      return Problem{
          .code = "yaml_too_large",
          .message = "the document has more than " + std::to_string(limits_.values) + " values",
          .remedy = "Keep long series in CSV files beside the document.",
          .where = value.where};
    }
    place(std::move(value));
    return true;
  }

  void place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().kind == Kind::kSequence) {
      open_.back().items.push_back(std::move(value));
    } else {
      // The member was made when its key was read.
      open_.back().members.back().value = std::move(value);
      has_key_.back() = false;
    }
  }

  Value new_value(Kind kind, const yaml_event_t& event) {
    Value value;
    value.kind = kind;
    value.where = position(event.start_mark);
    value.offset = offsets_.of(event.start_mark.index);
    return value;
  }

  bool wants_key() const {
    return !open_.empty() && open_.back().kind == Kind::kMapping && !has_key_.back();
  }

  static std::uint32_t next_index(const Value& collection) {
    return static_cast<std::uint32_t>(collection.kind == Kind::kSequence
                                          ? collection.items.size()
                                          : collection.members.size() - 1);
  }

  // An anchor belongs to the value that comes next. Keys cannot be referred to.
  void remember(std::string_view anchor) {
    if (anchor.empty()) return;
    Path path;
    for (const Value& collection : open_) path.push_back(next_index(collection));
    anchors_[std::string(anchor)] = std::move(path);
  }

  // The complete value that carries the anchor; nullptr without one.
  const Value* find_anchor(const std::string& name) const {
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) return nullptr;
    const Path& path = found->second;
    const Value* at = nullptr;
    for (std::size_t level = 0; level < path.size(); ++level) {
      const bool in_open = at == nullptr;
      const Value& collection = in_open ? open_[level] : *at;
      // Still being read: the value is in open_, not yet in its parent. An alias to it finds
      // nothing.
      if (in_open && level + 1 < open_.size() && path[level] == next_index(collection)) continue;
      at = collection.kind == Kind::kSequence ? &collection.items[path[level]]
                                              : &collection.members[path[level]].value;
    }
    return at;
  }

  static Problem duplicate_key(const Member& first, const Member& second) {
    return {.code = "yaml_duplicate_key",
            .message = "the key '" + second.key.substr(0, kMaxShown) + "' is written here and at " +
                       place_text(first.key_where),
            .remedy = "Keep one of the two.",
            .where = second.key_where};
  }

  static Problem key_not_scalar(SourcePos where) {
    return {.code = "yaml_key_not_scalar",
            .message = "a list or mapping cannot be a key",
            .remedy = "Quote a text that begins with [ or {.",
            .where = where};
  }

  Problem too_deep(SourcePos where) const {
    return {
        .code = "yaml_too_deep",
        .message = "the document nests deeper than " + std::to_string(limits_.depth) + " levels",
        .remedy = "Nest less.",
        .where = where};
  }

  Problems failed(Problem problem) {
    problems_.push_back(std::move(problem));
    return std::move(problems_);
  }

  Parser parser_;
  ByteOffsets offsets_;
  Limits limits_;
  Value root_;
  std::vector<Value> open_;    // the collections being read, outermost first
  std::vector<bool> has_key_;  // by open collection: a mapping whose next value has its key
  std::unordered_map<std::string, Path> anchors_;  // lookups only
  std::size_t count_ = 0, copied_ = 0;
  bool in_document_ = false;
  Problems problems_;
};

}  // namespace

Result<Value> read_events(std::string_view text, std::size_t first, const Limits& limits) {
  return Builder(text, first, limits).read();
}

}  // namespace flowtime::yaml
