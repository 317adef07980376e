#include "http/target.h"

#include "base/utf8.h"

namespace flowtime::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The pieces of `text` between the separators; an empty text has none.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return pieces;
}

Problem invalid_path() {
  return {.code = "invalid_path",
          .message = "The path is not valid.",
          .remedy =
              "It must start with '/', and two hex digits other than 00 must follow every '%' "
              "in it."};
}

Problem invalid_query() {
  return {.code = "invalid_query",
          .message = "The query is not valid.",
          .remedy =
              "Two hex digits must follow every '%' in it; decoded, they must be UTF-8 without "
              "NUL."};
}

Result<std::vector<std::string>> path_segments(std::string_view path) {
  if (!path.starts_with('/')) return invalid_path();
  path.remove_prefix(1);
  std::vector<std::string> segments;
  for (std::string_view piece : split(path, '/')) {
    std::optional<std::string> segment = percent_decoded(piece, false);
    if (!segment) return invalid_path();
    segments.push_back(std::move(*segment));
  }
  return segments;
}

Result<std::vector<NamedText>> query_of(std::string_view text) {
  std::vector<NamedText> query;
  for (std::string_view piece : split(text, '&')) {
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    std::optional<std::string> name = percent_decoded(piece.substr(0, equals), true);
    std::optional<std::string> value{""};
    if (equals != std::string_view::npos) value = percent_decoded(piece.substr(equals + 1), true);
    if (!name || !value) return invalid_query();
    query.push_back({std::move(*name), std::move(*value)});
  }
  return query;
}

}  // namespace

std::string_view without_authority(std::string_view target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  return target;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    decoded.push_back(c);
  }
  // After decoding: only then the bytes are what handlers see.
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

Result<Target> parse_target(std::string_view target) {
  // A fragment never belongs to a request, but some clients send it.
  target = without_authority(target.substr(0, target.find('#')));
  const std::size_t mark = target.find('?');
  Target parsed;
  FT_TRY(parsed.segments, path_segments(target.substr(0, mark)));
  if (mark == std::string_view::npos) return parsed;
  FT_TRY(parsed.query, query_of(target.substr(mark + 1)));
  return parsed;
}

}  // namespace flowtime::http
