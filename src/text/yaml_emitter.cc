#include "text/yaml_emitter.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/hex.h"
#include "base/number_text.h"
#include "text/tree.h"

namespace flowtime::yaml {
namespace {

bool contains(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Whether the characters may stand unquoted; inside [ ] fewer may.
bool can_stand_plain(std::string_view text, bool in_flow) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') return false;
  if (contains("-?:,[]{}#&*!|>'\"%@`", text.front())) {
    // "-5" and "-a" may begin plainly; "- a" would be an item, "--" may begin a marker.
    const bool dash = text.front() == '-' && text.size() > 1 && !contains(" -", text[1]);
    if (!dash) return false;
  }
  // The end of a document.
  if (text.starts_with("...")) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_control(text[i])) return false;
    if (in_flow && contains(",[]{}:", text[i])) return false;
    if (text[i] == ':' && i + 1 < text.size() && text[i + 1] == ' ') return false;
    if (text[i] == '#' && text[i - 1] == ' ') return false;
  }
  return true;
}

// Texts that we or another YAML reader would take for something else than text.
bool looks_like_more_than_text(std::string_view text) {
  const std::string lower = lower_case(text);
  for (const char* word :
       {"~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "="}) {
    if (lower == word) return true;
  }
  // Numbers, dates and sexagesimals alike: a quote too many does no harm.
  return contains("0123456789+-.", text.front());
}

void append_double_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_control(c)) {
      append_hex(out += "\\x", static_cast<std::uint8_t>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_text(std::string& out, std::string_view text, bool is_plain, bool in_flow) {
  const bool unquoted =
      can_stand_plain(text, in_flow) && (is_plain || !looks_like_more_than_text(text));
  if (unquoted) {
    out += text;
  } else {
    append_double_quoted(out, text);
  }
}

void append_scalar(std::string& out, const Value& value, bool in_flow) {
  if (value.kind == Kind::kNull) {
    out += "null";
  } else {
    append_text(out, value.scalar, value.style == ScalarStyle::kPlain, in_flow);
  }
}

bool is_leaf(const Value& value) {
  return value.kind == Kind::kScalar || value.kind == Kind::kNull;
}

bool fits_one_line(const Value& value) {
  if (value.kind == Kind::kMapping) return value.members.empty();
  return is_leaf(value) || std::all_of(value.items.begin(), value.items.end(), is_leaf);
}

void append_one_line(std::string& out, const Value& value) {
  if (is_leaf(value)) return append_scalar(out, value, false);
  if (value.kind == Kind::kMapping) {
    out += "{}";
    return;
  }
  out += '[';
  for (const Value& item : value.items) {
    if (&item != &value.items.front()) out += ", ";
    append_scalar(out, item, true);
  }
  out += ']';
}

// Lines of a collection that does not fit one line; the cursor is where its first line begins, and
// `indent` spaces begin every other.
void append_block(std::string& out, const Value& value, std::size_t indent) {
  bool first = true;
  const auto begin_line = [&] {
    if (!std::exchange(first, false)) out.append(indent, ' ');
  };
  for (const Value& item : value.items) {
    begin_line();
    out += "- ";
    if (!fits_one_line(item)) {
      append_block(out, item, indent + 2);
      continue;
    }
    append_one_line(out, item);
    out += '\n';
  }
  for (const Member& member : value.members) {
    begin_line();
    // Keys are quoted like texts: `yes:` would be a boolean for other readers.
    append_text(out, member.key, false, false);
    out += ':';
    if (!fits_one_line(member.value)) {
      out += '\n';
      out.append(indent + 2, ' ');
      append_block(out, member.value, indent + 2);
      continue;
    }
    out += ' ';
    append_one_line(out, member.value);
    out += '\n';
  }
}

}  // namespace

std::string emit(const Value& value) {
  std::string out;
  if (!fits_one_line(value)) {
    append_block(out, value, 0);
    return out;
  }
  append_one_line(out, value);
  return out + '\n';
}

}  // namespace flowtime::yaml
