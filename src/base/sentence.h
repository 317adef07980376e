// Sentence: a text for people that begins with a capital and ends with a full stop.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace flowtime {

// Reads like any std::string; making one gives it its form. The first letter becomes
// a capital, so a message that begins with something from outside has it in single quotes, which
// stay as they are. A full stop is added to a text that ends in neither '.', '?' nor '!'. An empty
// text stays empty. A text that is one already is not changed: a sentence can be read back.
//
// What would change it in place is taken away: put the whole text together, then assign it.
class Sentence : public std::string {
 public:
  Sentence() = default;
  Sentence(std::string text) : std::string(formed(std::move(text))) {}
  Sentence(std::string_view text) : Sentence(std::string(text)) {}
  Sentence(const char* text) : Sentence(std::string(text)) {}

  // Exactly this text: a sentence that was made before and is read back, or one that begins with
  // the name of a node.
  static Sentence as_written(std::string text) {
    Sentence made;
    static_cast<std::string&>(made) = std::move(text);
    return made;
  }

  // The text as part of another sentence: without the full stop.
  // "The file is empty." gives "The file is empty".
  std::string_view without_stop() const;

  // Deleted, not missing: otherwise those of std::string would be found, and a text could grow
  // behind its full stop.
  template <typename Text>
  Sentence& operator+=(Text&&) = delete;
  template <typename... Texts>
  Sentence& append(Texts&&...) = delete;
  template <typename... Texts>
  Sentence& insert(Texts&&...) = delete;
  template <typename... Texts>
  Sentence& replace(Texts&&...) = delete;
  template <typename... Places>
  Sentence& erase(Places&&...) = delete;
  void push_back(char) = delete;
  void pop_back() = delete;

 private:
  // The first byte is raised when it is one of a to z; letters beyond ASCII stay as they are.
  static std::string formed(std::string text);
};

}  // namespace flowtime
