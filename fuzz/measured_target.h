// What the fuzzers of measured data do with one input.
#pragma once

#include <string_view>

namespace flowtime::fuzz {

// Each format: what is read has a value or none in every bin and keeps its total; a refusal says
// why.
void run_csv(std::string_view text);
void run_prometheus(std::string_view text);
void run_open_metrics(std::string_view text);
void run_json_lines(std::string_view text);
// A manifest of a capture, and behind a line "=====" the text of its only file.
void run_capture(std::string_view text);

}  // namespace flowtime::fuzz
