#include "http_transcript.h"

#include <sstream>

namespace flowtime::test {
namespace {

constexpr int kBrokenLevels = 2;

bool is_title(const std::string& line) { return line.starts_with("### "); }
bool is_answer(const std::string& line) { return line.starts_with("=> "); }
constexpr std::string_view kWith = "with ";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string without_blank_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// Lines [from, to) joined.
std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i) text += lines[i] + "\n";
  return without_blank_end(text);
}

HttpExchange exchange_of(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
  HttpExchange exchange{.title = lines[from].substr(4), .line = static_cast<int>(from) + 1};
  std::size_t at = from + 1;
  for (; lines[at].starts_with(kWith); ++at) {
    exchange.files.push_back(lines[at].substr(kWith.size()));
  }
  const std::size_t space = lines[at].find(' ');
  exchange.method = lines[at].substr(0, space);
  exchange.target = lines[at].substr(space + 1);
  for (++at; at < to && !lines[at].empty() && !is_answer(lines[at]); ++at) {
    exchange.fields.push_back(lines[at]);
  }
  const std::size_t body = at;
  while (at < to && !is_answer(lines[at])) ++at;
  exchange.body = joined(lines, body + (at > body ? 1 : 0), at);
  exchange.expected = joined(lines, at, to);
  return exchange;
}

}  // namespace

std::vector<HttpExchange> parse_http_transcript(const std::string& text) {
  const std::vector<std::string> lines = lines_of(text);
  std::vector<HttpExchange> exchanges;
  for (std::size_t from = 0; from < lines.size(); ++from) {
    if (!is_title(lines[from])) continue;
    std::size_t to = from + 1;
    while (to < lines.size() && !is_title(lines[to])) ++to;
    exchanges.push_back(exchange_of(lines, from, to));
  }
  return exchanges;
}

std::string http_transcript_text(const std::vector<HttpExchange>& exchanges,
                                 const std::vector<std::string>& answers) {
  std::string text;
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    const HttpExchange& exchange = exchanges[i];
    if (i > 0) text += "\n";
    text += "### " + exchange.title + "\n";
    for (const std::string& file : exchange.files) text += std::string(kWith) + file + "\n";
    text += exchange.method + " " + exchange.target + "\n";
    for (const std::string& field : exchange.fields) text += field + "\n";
    if (!exchange.body.empty()) text += "\n" + exchange.body + "\n";
    text += "\n" + answers[i] + "\n";
  }
  return text;
}

std::string broken_into_lines(const std::string& json) {
  std::string text;
  int depth = 0;
  bool in_text = false;
  const auto new_line = [&] {
    text += "\n" + std::string(2 * static_cast<std::size_t>(depth), ' ');
  };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      text += c;
      if (c == '\\') text += json[++i];
      if (c == '"') in_text = false;
      continue;
    }
    in_text = c == '"';
    const bool closes = c == '}' || c == ']', opens = c == '{' || c == '[';
    const bool is_empty = closes && i > 0 && (json[i - 1] == '{' || json[i - 1] == '[');
    if (closes) --depth;
    if (closes && depth < kBrokenLevels && !is_empty) new_line();
    text += c;
    if (opens) ++depth;
    const bool will_close = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
    if ((opens || c == ',') && depth <= kBrokenLevels && !will_close) new_line();
  }
  return text;
}

}  // namespace flowtime::test
