// A placeholder may stand where YAML would see a brace: `[${a}, 2]`. For parsing its braces become
// characters that mean nothing to YAML, of the same length, so that every place stays what it is.
#include <array>

#include "template/placeholders.h"
#include "template/template.h"

namespace flowtime {
namespace {

struct Mask {
  char open, close;
};
// Any pair will do whose opening does not stand behind a '$' of the text itself.
constexpr std::array<Mask, 6> kMasks{
    {{'(', ')'}, {'^', '^'}, {'~', '~'}, {'+', '+'}, {'=', '='}, {'/', '/'}}};

bool is_name(std::string_view text) {
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && !(c >= '0' && c <= '9')) return false;
  }
  return !text.empty();
}

// The mask must be undone without doubt, so its opening must not be in the text already.
const Mask* find_mask(const std::string& text) {
  for (const Mask& mask : kMasks) {
    if (text.find({'$', mask.open}) == std::string::npos) return &mask;
  }
  return nullptr;
}

std::string masked(std::string text, const Mask& mask) {
  for (const template_detail::Placeholder& hole : template_detail::placeholders_in(text)) {
    // What is no name is refused later, as it is written.
    if (!is_name(hole.name)) continue;
    text[hole.begin + 1] = mask.open;
    text[hole.end - 1] = mask.close;
  }
  return text;
}

void unmask(std::string& text, const Mask& mask) {
  const std::string opening{'$', mask.open};
  std::size_t at = text.find(opening);
  while (at != std::string::npos) {
    const std::size_t close = text.find(mask.close, at + 2);
    if (close == std::string::npos) return;
    text[at + 1] = '{';
    text[close] = '}';
    at = text.find(opening, close);
  }
}

void unmask(yaml::Value& value, const Mask& mask) {
  unmask(value.scalar, mask);
  for (yaml::Value& item : value.items) unmask(item, mask);
  for (yaml::Member& member : value.members) {
    unmask(member.key, mask);
    unmask(member.value, mask);
  }
}

}  // namespace

Result<yaml::Document> parse_template(std::string text, std::string file,
                                      const yaml::Limits& limits) {
  const Mask* mask = find_mask(text);
  if (mask == nullptr) return yaml::parse(std::move(text), std::move(file), limits);
  FT_TRY(yaml::Document document, yaml::parse(masked(text, *mask), std::move(file), limits));
  unmask(document.root, *mask);
  // The original: places are found in it, and the contentHash covers it.
  document.text = std::move(text);
  return document;
}

}  // namespace flowtime
