#include "sys/ids.h"

namespace flowtime {
namespace {

bool is_alnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_id_char(char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; }

}  // namespace

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxIdLength || !is_alnum(text[0])) return false;
  for (const char c : text) {
    if (!is_id_char(c)) return false;
  }
  return text.find("..") == std::string_view::npos;
}

Result<Done> check_id(std::string_view text, std::string_view what) {
  if (is_id(text)) return Done{};
  return Problem{.code = "invalid_id",
                 .message = "'" + std::string(text.substr(0, kMaxIdLength)) + "' is not a valid " +
                            std::string(what),
                 .remedy =
                     "Use 1 to 128 letters, digits, '.', '_' or '-', starting with a letter "
                     "or digit, without '..'."};
}

}  // namespace flowtime
