#include "text/yaml_syntax.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

namespace flowtime::yaml {
namespace {

// The first row whose `context` and `problem` are contained in what libyaml says decides.
// In `message`, {opened} becomes the place where the construct began.
struct Translation {
  std::string_view context;
  std::string_view problem;
  std::string_view message;
  std::string_view remedy;
};

// Special rows before general ones: "Unicode" alone would also match a wrong escape.
constexpr Translation kTranslations[] = {
    {"", "mapping values are not allowed", "a ':' is not allowed here",
     "Check the indentation, and quote a value that contains ': '."},
    {"", "could not find expected ':'",
     "the line that begins at {opened} lacks a ':' after its key",
     "Write 'key: value'; a text of several lines needs quotes."},
    {"", "block sequence entries are not allowed", "a '- ' item is not allowed here",
     "Put the list on the lines below its key, or write it as [a, b]."},
    {"", "mapping keys are not allowed", "a '? ' key is not allowed here", "Write 'key: value'."},
    {"", "found character that cannot start any token", "a value cannot begin with this character",
     "Indent with spaces instead of tabs, and quote a value that begins with @, % or `."},
    {"", "found unexpected end of stream", "the quoted text that begins at {opened} never ends",
     "Add the closing quote."},
    {"", "found unexpected document indicator",
     "the quoted text that begins at {opened} is cut off by a document marker",
     "Add the closing quote."},
    {"", "unknown escape character", "there is no such escape after '\\'",
     "Write \\\\ for a backslash, or use single quotes."},
    {"", "hexdecimal number", "an escape such as \\x41 or \\u0041 lacks its hexadecimal digits",
     "Complete the digits, or use single quotes."},
    {"", "invalid Unicode character escape", "the escape does not denote a character",
     "Use the code of a Unicode character."},
    {"", "found a tab character", "the indentation has a tab", "Indent with spaces."},
    {"", "found unexpected ':'", "a ':' is not allowed here", "Quote the value."},
    {"", "indentation indicator equal to 0", "an indentation of 0 cannot be declared",
     "Leave the digit after | or > out."},
    {"", "expected comment or line break", "nothing but a comment may follow here",
     "Start the text on the next line."},
    {"anchor", "alphabetic or numeric", "an anchor '&' needs a name of letters and digits",
     "Name the anchor, or quote a value that begins with '&'."},
    {"alias", "alphabetic or numeric", "an alias '*' needs a name of letters and digits",
     "Quote a value that begins with '*'."},
    {"", "undefined tag handle", "the tag's handle is not defined", "Leave the tag out."},
    {"tag", "", "the tag cannot be read",
     "Leave the tag out, or quote a value that begins with '!'."},
    {"", "expected node content", "a value is missing here", "Write the value, or null."},
    {"", "expected '-' indicator",
     "the list that begins at {opened} is continued by something else",
     "Begin every item of the list with '- ', all in one column."},
    {"", "did not find expected key",
     "the mapping that begins at {opened} is continued by something that is not a key",
     "Check the indentation and unclosed quotes; every entry reads 'key: value'."},
    {"", "expected ',' or ']'", "the list that begins at {opened} lacks a ',' or ']' here",
     "Separate items by commas, and close the list with ']'."},
    {"", "expected ',' or '}'", "the mapping that begins at {opened} lacks a ',' or '}' here",
     "Separate entries by commas, and close the mapping with '}'."},
    {"", "expected <document start>", "the document has ended before this line",
     "Check the indentation; one text holds one document."},
    {"", "directive", "the '%' directive cannot be read", "Leave the line out."},
    {"", "control characters", "there is a control character here",
     "Remove it, or write it as an escape."},
    {"", "octet", "the text is not UTF-8 from here on", "Save the document as UTF-8."},
    {"", "UTF-8", "the text is not UTF-8 from here on", "Save the document as UTF-8."},
    {"", "Unicode", "the text holds something that is not a character",
     "Save the document as UTF-8."},
};

std::string_view view(const char* text) { return text == nullptr ? "" : text; }

const Translation* translation_of(const yaml_parser_t& parser) {
  for (const Translation& row : kTranslations) {
    if (view(parser.context).find(row.context) != std::string_view::npos &&
        view(parser.problem).find(row.problem) != std::string_view::npos) {
      return &row;
    }
  }
  return nullptr;
}

std::string place_text(const yaml_mark_t& mark) {
  return "line " + std::to_string(mark.line + 1) + ", column " + std::to_string(mark.column + 1);
}

std::string filled_in(std::string_view message, const yaml_mark_t& opened) {
  constexpr std::string_view kHole = "{opened}";
  std::string text(message);
  const std::size_t hole = text.find(kHole);
  // At most one hole per message.
  return hole == std::string::npos ? text : text.replace(hole, kHole.size(), place_text(opened));
}

// libyaml gives a mark for what it could decode and a byte offset for what it could not.
SourcePos place_of_byte(std::string_view text, std::size_t first, std::size_t byte) {
  SourcePos place{1, 1};
  for (std::size_t i = first; i < std::min(byte + first, text.size()); ++i) {
    if (text[i] == '\n') {
      place = {place.line + 1, 1};
    } else if (!is_utf8_continuation(text[i])) {
      ++place.column;
    }
  }
  return place;
}

SourcePos place_of(const yaml_parser_t& parser, std::string_view text, std::size_t first) {
  // Wrong bytes: they have no characters to count.
  if (parser.error == YAML_READER_ERROR) return place_of_byte(text, first, parser.problem_offset);
  return {static_cast<int>(parser.problem_mark.line) + 1,
          static_cast<int>(parser.problem_mark.column) + 1};
}

}  // namespace

Problem syntax_problem(const yaml_parser_t& parser, std::string_view text, std::size_t first) {
  Problem problem{
      .code = "yaml_syntax", .message = "", .remedy = "", .where = place_of(parser, text, first)};
  if (const Translation* row = translation_of(parser)) {
    problem.message = filled_in(row->message, parser.context_mark);
    problem.remedy = row->remedy;
  } else {
    problem.message = "the text is not valid YAML: " + std::string(view(parser.problem));
  }
  return problem;
}

}  // namespace flowtime::yaml
