// What came of tested files, as text: for people, for test harnesses, for CI.
#pragma once

#include <span>
#include <string>

#include "suite/tested_file.h"

namespace flowtime::suite {

// `broken` counts points, not files.
struct Tally {
  std::int64_t files = 0, points = 0, broken = 0;
};
Tally tally(std::span<const TestedFile> files);

// TAP 13: one line per point, "not ok" with its detail as a YAML block.
// Points are numbered through all files.
std::string tap_text(std::span<const TestedFile> files);

// JUnit: a test suite per file, a test case per point.
// Without times: the same results give the same bytes.
std::string junit_xml(std::span<const TestedFile> files);

}  // namespace flowtime::suite
