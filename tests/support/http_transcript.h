// Transcripts of HTTP: requests in the form of .http files, each followed by what came back.
//
//   ### a model is drawn
//   with drafts/x.json {}             a file of the data root, written first; any number of them
//   POST /v1/graph
//   Content-Type: application/x-yaml
//
//   < examples/retry-loop.yaml          a file of the project, or the body itself
//
//   => 200 application/json; charset=utf-8
//   Location: /v1/runs/x                fields that matter, see kShownFields
//   {                                   the body; JSON broken into lines, not a byte changed else
//     "nodes": [...]
//   }
#pragma once

#include <string>
#include <vector>

namespace flowtime::test {

struct HttpExchange {
  std::string title;
  int line = 0;                      // of the title
  std::vector<std::string> files{};  // written first: "path text"
  std::string method{}, target{};
  std::vector<std::string> fields{};  // "Name: value"
  std::string body{};                 // as written
  std::string expected{};             // from "=> " on
};

std::vector<HttpExchange> parse_http_transcript(const std::string& text);
// The file, with `answers` in place of what it expected.
std::string http_transcript_text(const std::vector<HttpExchange>& exchanges,
                                 const std::vector<std::string>& answers);

// JSON with a line for every member down to the second level.
std::string broken_into_lines(const std::string& json);

}  // namespace flowtime::test
