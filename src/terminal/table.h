// A table of texts: columns as wide as they need to be, two spaces apart.
// All of it is for people: texts that are read back are made elsewhere.
#pragma once

#include <string>
#include <vector>

namespace flowtime::cli {

enum class Align { kLeft, kRight };

struct Column {
  std::string title;
  Align align = Align::kLeft;
};

// The title row, then the rows; no trailing spaces. Widths count characters, not bytes.
// Every row has as many cells as there are columns.
std::string table_text(const std::vector<Column>& columns,
                       const std::vector<std::vector<std::string>>& rows);

// Characters of a UTF-8 text.
// Code points, not columns: wide letters count as one.
std::size_t character_count(const std::string& text);
// The words of a text on lines of at most `width` characters.
// A word that is longer has a line of its own. Every line ends with a newline.
std::string wrapped(const std::string& text, std::size_t width);

// At most six significant digits, for people: "33.3333", "1.2e+09", "-" when absent.
std::string short_number(double value);
// short_number of the value to one decimal.
// For columns of figures; 0.04 becomes "0".
std::string rounded(double value);

// "1 node", "2 nodes"
// For nouns whose plural is an s.
std::string counted(std::int64_t count, const std::string& noun);

// "12.3 kB"
// Units of 1,000, three digits: 1,234,567 is "1.23 MB".
std::string byte_text(std::int64_t bytes);

}  // namespace flowtime::cli
