#include "picture/glyphs.h"

#include <charconv>
#include <unordered_map>

namespace flowtime {
namespace {

#include "picture/glyph_outlines.inc"

using Glyphs = std::unordered_map<char32_t, Glyph>;

// "41 729 m24 0l...": one line of the table.
void add_line(std::string_view line, Glyphs& glyphs) {
  std::uint32_t point = 0;
  int advance = 0;
  const char* const end = line.data() + line.size();
  const char* at = std::from_chars(line.data(), end, point, 16).ptr;
  // One blank is between the parts.
  at = std::from_chars(at + 1, end, advance).ptr;
  const auto passed = static_cast<std::size_t>(at + 1 - line.data());
  glyphs[static_cast<char32_t>(point)] = {static_cast<double>(advance), line.substr(passed)};
}

Glyphs read_table(std::string_view table) {
  Glyphs glyphs;
  while (!table.empty()) {
    const std::size_t end = table.find('\n');
    add_line(table.substr(0, end), glyphs);
    table.remove_prefix(end + 1);
  }
  return glyphs;
}

const Glyphs& glyphs_of(Weight weight) {
  static const Glyphs regular = read_table(kOutlines400), strong = read_table(kOutlines600);
  return weight == Weight::kStrong ? strong : regular;
}

// What Unicode names for bytes that are no text.
constexpr char32_t kNoLetter = 0xFFFD;

// Length of the sequence that the byte begins; 0: none.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  // 0xC0 and 0xC1 begin only sequences that are longer than they need be.
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace

const Glyph* find_glyph(char32_t code_point, Weight weight) {
  const Glyphs& glyphs = glyphs_of(weight);
  const auto found = glyphs.find(code_point);
  return found == glyphs.end() ? nullptr : &found->second;
}

std::u32string code_points(std::string_view text) {
  constexpr unsigned char kFirstBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const std::size_t length = sequence_length(byte(i));
    bool is_whole = length > 0 && i + length <= text.size();
    char32_t point = is_whole ? byte(i) & kFirstBits[length] : kNoLetter;
    for (std::size_t k = 1; is_whole && k < length; ++k) {
      is_whole = (byte(i + k) & 0xC0) == 0x80;
      point = (point << 6) | (byte(i + k) & 0x3F);
    }
    points.push_back(is_whole ? point : kNoLetter);
    // After a bad byte the next one may begin a letter.
    i += is_whole ? length : 1;
  }
  return points;
}

bool has_outlines(std::string_view text) {
  for (const char32_t point : code_points(text)) {
    if (find_glyph(point, Weight::kRegular) == nullptr) return false;
  }
  return true;
}

double width_of(std::string_view text, double size, Weight weight) {
  double thousandths = 0;
  for (const char32_t point : code_points(text)) {
    const Glyph* glyph = find_glyph(point, weight);
    thousandths += glyph == nullptr ? 1000 : glyph->advance;
  }
  return thousandths * size / 1000;
}

std::string fitted(std::string_view text, double within, double size, Weight weight) {
  if (width_of(text, size, weight) <= within) return std::string(text);
  std::string_view part = text;
  while (!part.empty()) {
    // Never in the middle of a letter, nor after a blank.
    do {
      part.remove_suffix(1);
    } while (!part.empty() && (static_cast<unsigned char>(part.back()) >= 0xC0 ||
                               (static_cast<unsigned char>(text[part.size()]) & 0xC0) == 0x80 ||
                               part.back() == ' '));
    const std::string shown = std::string(part) + "\u2026";
    if (width_of(shown, size, weight) <= within) return shown;
  }
  return "\u2026";
}

std::vector<std::string> wrapped(std::string_view text, double within, double size, Weight weight,
                                 std::size_t most_lines) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::string& word : words_of(text)) {
    const std::string longer = line.empty() ? word : line + " " + word;
    // The last line takes all that is left; fitted() cuts it.
    const bool is_last = lines.size() + 1 == most_lines;
    if (line.empty() || is_last || width_of(longer, size, weight) <= within) {
      line = longer;
    } else {
      lines.push_back(std::move(line));
      line = word;
    }
  }
  lines.push_back(std::move(line));
  for (std::string& shown : lines) shown = fitted(shown, within, size, weight);
  return lines;
}

}  // namespace flowtime
