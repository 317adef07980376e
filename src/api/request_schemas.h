// Parts of the JSON Schemas of bodies that several routes share, and how they are joined.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace flowtime::api {

// The members of a request for a run beside what it is made of.
// Members of an object: text between braces, to be joined with others. The member names here are
// also what http/body_shape.h takes as known: a name that is missing here is refused as
// unknown_member.
inline constexpr char kRunSettingsMembers[] = R"("mode":{"enum":["simulation","telemetry"]},
"parameters":{"type":"object"},
"settings":{"type":"array","items":{"type":"string"},"description":
"changes of values, for some bins or all: capacity[14:00..15:00]*=1.2"},
"telemetry":{"type":"object","properties":{"captureDirectory":{"type":"string"},
"bindings":{"type":"object","additionalProperties":{"type":"string"}}}},
"rng":{"type":"object","properties":{"kind":{"const":"pcg32"},"seed":{"type":"integer"}}},
"options":{"type":"object","properties":{"deterministicRunId":{"type":"boolean"},
"baseRunId":{"type":"string","description":"the run to start from, with settings, instead of a template or a model"},
"runId":{"type":"string"},"dryRun":{"type":"boolean"},"overwriteExisting":{"type":"boolean"},
"strictParameters":{"type":"boolean"},"failOn":{"enum":["error","warning","health","expectation","none"]},
"expect":{"type":"array","items":{"type":"string"},"description":
"an expectation beside those of the model: max(queue) < 100"},
"sampling":{"enum":["expected","sample"]},"csv":{"enum":["auto","on","off","files"]},
"reuse":{"type":"boolean","description":"an intact run of the same content is the answer"},
"thresholds":{"$ref":"#/components/schemas/Thresholds"}}})";

// The text of a draft, or the id of a stored one.
inline constexpr char kDraftSourceMember[] = R"("source":{"type":"object","required":["type"],
"properties":{"type":{"enum":["inline","draftId"]},"id":{"type":"string"},
"draftId":{"type":"string"},"content":{"type":"string"}}})";

// Literals as one text, which lives as long as the program where it is a constant.
// At compile time: a schema costs nothing when the server starts. Parts are literals, whose final
// zero is left out.
template <std::size_t... kSizes>
constexpr auto joined(const char (&... parts)[kSizes]) {
  std::array<char, (kSizes + ...) - sizeof...(kSizes)> text{};
  std::size_t end = 0;
  const auto append = [&](std::string_view part) {
    for (const char letter : part) text[end++] = letter;
  };
  (append({parts, kSizes - 1}), ...);
  return text;
}
template <std::size_t kSize>
// The array must be a constant with static storage.
constexpr std::string_view view_of(const std::array<char, kSize>& text) {
  return {text.data(), kSize};
}

}  // namespace flowtime::api
