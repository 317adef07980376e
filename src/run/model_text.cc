// A block is cut from the text by lines, so that everything else keeps its bytes, comments
// included. That is only safe where the block and the key after it begin their lines; else the tree
// is emitted.
#include <algorithm>

#include "base/ascii.h"
#include "run/run_identity.h"
#include "run/spec_text.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

constexpr std::string_view kBlock = "provenance";

// Byte offset of the start of `line` (from 1).
std::size_t line_start(std::string_view text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return text.size();
    at = end + 1;
  }
  return at;
}

std::size_t skip_byte_order_mark(std::string_view text) {
  return text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
}

// A member whose key starts its line.
bool starts_line(const yaml::Member& member) { return member.key_where.column == 1; }

}  // namespace

std::optional<TextEdit> provenance_cut(const yaml::Document& document) {
  const std::vector<yaml::Member>& members = document.root.members;
  const auto block = std::find_if(members.begin(), members.end(),
                                  [](const yaml::Member& member) { return member.key == kBlock; });
  if (block == members.end()) return TextEdit{};
  const std::string_view text = document.text;
  const auto next = block + 1;
  if (!starts_line(*block) || (next != members.end() && !starts_line(*next))) return std::nullopt;
  // Behind the mark, which is dropped on its own.
  const std::size_t begin =
      std::max(line_start(text, block->key_where.line), skip_byte_order_mark(text));
  const std::size_t end =
      next == members.end() ? text.size() : line_start(text, next->key_where.line);
  const std::string_view cut = text.substr(begin, end - begin);
  const bool is_block = cut.substr(0, kBlock.size()) == kBlock;
  // What an anchor inside the block names may be used outside of it.
  if (!is_block || cut.find('&') != std::string_view::npos) return std::nullopt;
  return TextEdit{begin, end, ""};
}

std::string edited_text(std::string_view text, std::vector<TextEdit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
  std::string result;
  std::size_t at = skip_byte_order_mark(text);
  for (const TextEdit& edit : edits) {
    // It overlaps one that was made.
    if (edit.begin < at) continue;
    result.append(text, at, edit.begin - at);
    result += edit.replacement;
    at = edit.end;
  }
  return result.append(text, at);
}

yaml::Value without_provenance(const yaml::Value& root) {
  yaml::Value kept = root;
  std::erase_if(kept.members, [](const yaml::Member& member) { return member.key == kBlock; });
  return kept;
}

std::string stored_model_text(const yaml::Document& document) {
  const std::optional<TextEdit> cut = provenance_cut(document);
  if (!cut) return yaml::emit(without_provenance(document.root));
  return edited_text(document.text, {*cut});
}

}  // namespace flowtime
