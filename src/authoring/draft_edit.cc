// How an edit is made safe: the changes become replacements in the text; the tree is changed in the
// same way; then the new text is parsed and compared with that tree. A layout that the first step
// got wrong (aliases, tags, odd comments) differs there and is refused.
#include "authoring/draft_edit.h"

#include <algorithm>
#include <optional>

#include "authoring/yaml_extent.h"
#include "base/check.h"
#include "base/number_text.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

struct Replacement {
  std::size_t begin = 0, end = 0;
  std::string text;
};

bool is_plain_key(const std::string& key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '.';
  }) && !(key[0] >= '0' && key[0] <= '9');
}

// What a plain key may hold is kept narrow: anything else is quoted, which is always right.
std::string key_text(const std::string& key) { return is_plain_key(key) ? key : json_quote(key); }

std::string flow_text(const yaml::Value& value) {
  switch (value.kind) {
    case yaml::Kind::kNull: return "null";
    case yaml::Kind::kScalar:
      // A plain 12 stays a number; a quoted "12" stays a text.
      return value.style == yaml::ScalarStyle::kPlain ? value.scalar : json_quote(value.scalar);
    case yaml::Kind::kSequence: break;
    case yaml::Kind::kMapping: {
      std::string text = "{";
      for (const yaml::Member& member : value.members) {
        if (text.size() > 1) text += ", ";
        text += key_text(member.key) + ": " + flow_text(member.value);
      }
      return text + "}";
    }
  }
  std::string text = "[";
  for (const yaml::Value& item : value.items) {
    if (text.size() > 1) text += ", ";
    text += flow_text(item);
  }
  return text + "]";
}

template <class V>  // yaml::Value, const or not
V& at_path(V& root, const std::vector<std::size_t>& path) {
  V* value = &root;
  for (const std::size_t step : path) {
    const bool mapping = value->kind == yaml::Kind::kMapping;
    FT_CHECK(step < (mapping ? value->members.size() : value->items.size()));
    value = mapping ? &value->members[step].value : &value->items[step];
  }
  return *value;
}

const MemberEdit* find_edit(const MappingEdit& edit, const std::string& key) {
  for (const MemberEdit& set : edit.set) {
    if (set.key == key) return &set;
  }
  return nullptr;
}

bool is_removed(const MappingEdit& edit, const std::string& key) {
  return std::find(edit.remove.begin(), edit.remove.end(), key) != edit.remove.end();
}

// The tree as it shall be.
void apply(yaml::Value& mapping, const MappingEdit& edit) {
  std::erase_if(mapping.members,
                [&](const yaml::Member& member) { return is_removed(edit, member.key); });
  for (const MemberEdit& set : edit.set) {
    const auto found = std::find_if(mapping.members.begin(), mapping.members.end(),
                                    [&](const yaml::Member& m) { return m.key == set.key; });
    if (found != mapping.members.end()) {
      found->value = set.value;
    } else {
      mapping.members.push_back({.key = set.key, .value = set.value});
    }
  }
}

bool is_plain(const yaml::Value& value) { return value.style == yaml::ScalarStyle::kPlain; }

bool means_the_same(const yaml::Value& a, const yaml::Value& b) {
  if (a.kind != b.kind || a.items.size() != b.items.size() ||
      a.members.size() != b.members.size()) {
    return false;
  }
  // Quoting decides between text and number, so it is part of what a scalar means.
  if (a.kind == yaml::Kind::kScalar && (a.scalar != b.scalar || is_plain(a) != is_plain(b))) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!means_the_same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].key != b.members[i].key) return false;
    if (!means_the_same(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

// The changes of one mapping, as replacements in the text.
class MappingEditor {
 public:
  MappingEditor(const yaml::Document& document, const YamlExtents& extents,
                const yaml::Value& mapping, const MappingEdit& edit)
      : document_(document),
        extents_(extents),
        mapping_(mapping),
        edit_(edit),
        members_(extents.members(mapping)),
        flow_(extents.is_flow(mapping)) {}

  std::optional<std::vector<Replacement>> replacements() {
    // A block mapping needs a member that stays: its indentation and its first line belong to that.
    const std::size_t first = first_kept();
    if (first == mapping_.members.size() && !(flow_ && mapping_.members.empty())) {
      return std::nullopt;
    }
    // Members in front are removed up to the key of the first that stays, which keeps "- " of a
    // list.
    if (first > 0 && first < mapping_.members.size()) {
      out_.push_back({members_[0].key, members_[first].key, ""});
    }
    std::size_t last_kept = first;
    for (std::size_t i = first; i < mapping_.members.size(); ++i) {
      const std::string& key = mapping_.members[i].key;
      if (is_removed(edit_, key)) {
        remove(i);
        continue;
      }
      last_kept = i;
      if (const MemberEdit* set = find_edit(edit_, key)) {
        out_.push_back({members_[i].after_colon, members_[i].end, " " + flow_text(set->value)});
      }
    }
    add(last_kept);
    return std::move(out_);
  }

 private:
  std::size_t first_kept() const {
    std::size_t first = 0;
    while (first < mapping_.members.size() && is_removed(edit_, mapping_.members[first].key)) {
      ++first;
    }
    return first;
  }

  void remove(std::size_t i) {
    // Within braces the comma before the member is removed with it.
    if (flow_) {
      out_.push_back({members_[i - 1].end, members_[i].end, ""});
      return;
    }
    const std::size_t begin = extents_.line_begin(members_[i].key);
    // The whole line, with a comment behind the value.
    const std::size_t line = document_.text.find('\n', members_[i].end);
    out_.push_back({begin, line == std::string::npos ? document_.text.size() : line + 1, ""});
  }

  void add(std::size_t last_kept) {
    std::string added;
    for (const MemberEdit& set : edit_.set) {
      if (mapping_.find(set.key)) continue;
      if (flow_ && !(mapping_.members.empty() && added.empty())) added += ", ";
      if (!flow_) added += line_break() + indent();
      added += key_text(set.key) + ": " + flow_text(set.value);
    }
    if (added.empty()) return;
    std::size_t at = mapping_.offset + 1;
    if (!mapping_.members.empty()) at = members_[last_kept].end;
    // Behind a comment of the last member, on a line of its own.
    if (!flow_) at = extents_.line_end(at);
    out_.push_back({at, at, added});
  }

  // As the text's first line ends, so that a file with CRLF stays one.
  std::string line_break() const {
    const std::size_t first = document_.text.find('\n');
    return first != std::string::npos && first > 0 && document_.text[first - 1] == '\r' ? "\r\n"
                                                                                        : "\n";
  }
  std::string indent() const {
    return std::string(static_cast<std::size_t>(mapping_.members[0].key_where.column - 1), ' ');
  }

  const yaml::Document& document_;
  const YamlExtents& extents_;
  const yaml::Value& mapping_;
  const MappingEdit& edit_;
  std::vector<MemberExtent> members_;
  bool flow_;
  std::vector<Replacement> out_;
};

std::optional<std::string> replaced(const std::string& text, std::vector<Replacement> changes) {
  // At one place what is added comes before what goes.
  std::stable_sort(changes.begin(), changes.end(), [](const Replacement& a, const Replacement& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::string out;
  std::size_t at = 0;
  for (const Replacement& change : changes) {
    // Replacements that overlap cannot all be right.
    if (change.begin < at || change.end < change.begin) return std::nullopt;
    out.append(text, at, change.begin - at);
    out += change.text;
    at = change.end;
  }
  return out.append(text, at);
}

Problem layout_problem(const yaml::Document& document, const yaml::Value& mapping) {
  return {.code = "draft_layout",
          .message = "the program cannot change the text around this place safely",
          .remedy = "Write it as plain block or flow YAML, without anchors, aliases and tags.",
          .where = mapping.where,
          .file = document.file};
}

}  // namespace

Result<std::string> edit_mappings(const yaml::Document& document,
                                  const std::vector<MappingEdit>& edits) {
  FT_CHECK(!edits.empty());
  const YamlExtents extents(document);
  const yaml::Value& first = at_path(document.root, edits.front().path);
  std::vector<Replacement> changes;
  yaml::Value wanted = document.root;
  for (const MappingEdit& edit : edits) {
    const yaml::Value& mapping = at_path(document.root, edit.path);
    auto more = MappingEditor(document, extents, mapping, edit).replacements();
    if (!more) return layout_problem(document, mapping);
    changes.insert(changes.end(), more->begin(), more->end());
  }
  // Deeper mappings first, so that paths into the tree stay what they are.
  for (const MappingEdit& edit : edits) {
    apply(at_path(wanted, edit.path), edit);
  }
  const std::optional<std::string> text = replaced(document.text, std::move(changes));
  if (!text) return layout_problem(document, first);
  const Result<yaml::Document> again = yaml::parse(*text, document.file);
  if (!again || !means_the_same(again->root, wanted)) return layout_problem(document, first);
  return *text;
}

yaml::Value edit_word(std::string word) {
  yaml::Value value;
  value.kind = yaml::Kind::kScalar;
  value.scalar = std::move(word);
  return value;
}

yaml::Value edit_text(std::string text) {
  yaml::Value value = edit_word(std::move(text));
  value.style = yaml::ScalarStyle::kDoubleQuoted;
  return value;
}

yaml::Value edit_numbers(const std::vector<double>& numbers) {
  yaml::Value value;
  value.kind = yaml::Kind::kSequence;
  for (const double number : numbers) value.items.push_back(edit_word(format_number(number)));
  return value;
}

yaml::Value edit_mapping(std::vector<MemberEdit> members) {
  yaml::Value value;
  value.kind = yaml::Kind::kMapping;
  for (MemberEdit& member : members) {
    value.members.push_back({.key = std::move(member.key), .value = std::move(member.value)});
  }
  return value;
}

}  // namespace flowtime
