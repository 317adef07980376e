// A small whole template for tests, and ways to change it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "template/bind_parameters.h"
#include "template/expand.h"
#include "template/template.h"

namespace flowtime {

inline const std::string kSmallTemplate =
    R"(schemaVersion: 1
metadata:
  id: small
  title: A small one
  version: 1.0.0
window: {start: 2026-01-01T00:00:00Z, timezone: UTC}
parameters:
  - {name: bins, type: integer, default: 4, min: 1, max: 100}
  - {name: gain, type: number, default: 0.5, min: -2, max: 2}
grid: {bins: "${bins}", binSize: 1, binUnit: hours}
nodes:
  - {id: demand, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "demand * ${gain}"}
outputs:
  - {series: served}
topology:
  nodes:
    - id: Desk
      kind: service
      semantics: {arrivals: demand, served: served}
)";

// The text with the first `from` replaced; fails the test without one.
inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

inline std::string without_line(std::string text, const std::string& line) {
  return with(std::move(text), line + "\n", "");
}

inline GivenParameter given(const std::string& name, yaml::Value value) {
  return {.name = name, .value = std::move(value)};
}

inline Result<Expansion> expanded(const std::string& text,
                                  const std::vector<GivenParameter>& values = {}) {
  FT_TRY(const Template read, read_template(text, "small.yaml"));
  FT_TRY(const BoundParameters bound, bind_parameters(read, values));
  return expand(read, bound);
}

// "3:5 code" of every problem, one per line.
inline std::string places(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += (text.empty() ? "" : "\n") + std::to_string(problem.where.line) + ":" +
            std::to_string(problem.where.column) + " " + problem.code;
  }
  return text;
}

template <class T>
std::string places(const Result<T>& result) {
  return result ? "accepted" : places(result.problems());
}

}  // namespace flowtime
