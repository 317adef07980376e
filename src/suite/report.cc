#include "suite/report.h"

#include <algorithm>

namespace flowtime::suite {
namespace {

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text) {
    switch (c) {
      case '&': xml += "&amp;"; break;
      case '<': xml += "&lt;"; break;
      case '>': xml += "&gt;"; break;
      case '"': xml += "&quot;"; break;
      case '\n': xml += "&#10;"; break;
      default:
        // Other control characters are no part of XML 1.0.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') xml += c;
    }
  }
  return xml;
}

// TAP: a '#' would begin a directive, a newline another test.
std::string description(const std::string& text) {
  std::string line;
  for (const char c : text)
    line += c == '\n' ? std::string(" ") : c == '#' ? "\\#" : std::string(1, c);
  return line;
}

std::string indented(const std::string& text) {
  std::string lines = "    ";
  for (const char c : text) lines += c == '\n' ? std::string("\n    ") : std::string(1, c);
  return lines + "\n";
}

std::string tap_line(const TestedFile& file, const TestPoint& point, std::int64_t number) {
  std::string text = std::string(point.holds ? "ok " : "not ok ") + std::to_string(number) + " - " +
                     description(file.path + ": " + point.name);
  if (point.holds)
    return text + (point.detail.empty() ? "" : " (" + description(point.detail) + ")") + "\n";
  return text + "\n  ---\n  message: |\n" + indented(point.detail) + "  ...\n";
}

std::string test_case(const TestedFile& file, const TestPoint& point) {
  const std::string begin =
      "    <testcase classname=\"" + escaped(file.path) + "\" name=\"" + escaped(point.name) + "\"";
  if (point.holds) return begin + "/>\n";
  return begin + ">\n      <failure message=\"" + escaped(point.detail) + "\"/>\n    </testcase>\n";
}

std::string counts(const Tally& tally) {
  return "tests=\"" + std::to_string(tally.points) + "\" failures=\"" +
         std::to_string(tally.broken) + "\" errors=\"0\"";
}

}  // namespace

Tally tally(std::span<const TestedFile> files) {
  Tally tally;
  for (const TestedFile& file : files) {
    ++tally.files;
    tally.points += static_cast<std::int64_t>(file.points.size());
    tally.broken += std::count_if(file.points.begin(), file.points.end(),
                                  [](const TestPoint& point) { return !point.holds; });
  }
  return tally;
}

std::string tap_text(std::span<const TestedFile> files) {
  std::string text = "TAP version 13\n1.." + std::to_string(tally(files).points) + "\n";
  std::int64_t number = 0;
  for (const TestedFile& file : files) {
    for (const TestPoint& point : file.points) text += tap_line(file, point, ++number);
  }
  return text;
}

std::string junit_xml(std::span<const TestedFile> files) {
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"flowtime\" " +
                    counts(tally(files)) + ">\n";
  for (const TestedFile& file : files) {
    xml += "  <testsuite name=\"" + escaped(file.path) + "\" " + counts(tally({&file, 1})) + ">\n";
    for (const TestPoint& point : file.points) xml += test_case(file, point);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

}  // namespace flowtime::suite
