#include "base/sentence.h"

namespace flowtime {

std::string Sentence::formed(std::string text) {
  if (text.empty()) return text;
  if (text.front() >= 'a' && text.front() <= 'z') text.front() += 'A' - 'a';
  const char last = text.back();
  if (last != '.' && last != '?' && last != '!') text += '.';
  return text;
}

std::string_view Sentence::without_stop() const {
  std::string_view text = *this;
  if (text.ends_with('.')) text.remove_suffix(1);
  return text;
}

}  // namespace flowtime
