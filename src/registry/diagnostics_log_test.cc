#include "registry/diagnostics_log.h"

#include <gtest/gtest.h>

#include "sys/memory_env.h"

namespace flowtime {
namespace {

constexpr const char* kHeader =
    "timestampUtc,source,runId,buildHash,payloadSignature,mode,operationalOnly,canvasWidth,"
    "canvasHeight";

std::string append(MemoryEnv& env, const std::string& json, std::size_t rows = kDiagnosticsRows) {
  const auto row = diagnostics_from_json(json);
  if (!row) return row.problems().front().code;
  const auto path = append_diagnostics(env, *row, rows);
  return path ? *path : path.problems().front().code;
}

TEST(DiagnosticsLog, EveryRowHasAsManyCellsAsTheHeader) {
  MemoryEnv env;
  EXPECT_EQ(append(env, R"({"runId":"r1","avgMs":1.5})"), "diagnostics/hover-diagnostics.csv");
  EXPECT_EQ(append(env, R"({"runId":"r,\"2\"","canvas":{"width":640},"maxMs":3,"mode":null})"),
            "diagnostics/hover-diagnostics.csv");
  EXPECT_EQ(env.files()["diagnostics/hover-diagnostics.csv"],
            std::string(kHeader) +
                ",avgMs,maxMs\n"
                "2026-01-01T00:00:00.000Z,manual,r1,,,,,,,1.5,\n"
                "2026-01-01T00:00:00.000Z,manual,\"r,\"\"2\"\"\",,,,,640,,,3\n");
}

TEST(DiagnosticsLog, TheCanvasHasItsOwnFile) {
  MemoryEnv env;
  EXPECT_EQ(append(env, R"({"source":"canvas-auto"})"), "diagnostics/canvas-diagnostics.csv");
}

TEST(DiagnosticsLog, OldRowsGo) {
  MemoryEnv env;
  for (int i = 0; i < 5; ++i) append(env, R"({"runId":"r)" + std::to_string(i) + "\"}", 2);
  const std::string text = env.files()["diagnostics/hover-diagnostics.csv"];
  EXPECT_EQ(text, std::string(kHeader) +
                      "\n2026-01-01T00:00:00.000Z,manual,r3,,,,,,\n"
                      "2026-01-01T00:00:00.000Z,manual,r4,,,,,,\n");
}

TEST(DiagnosticsLog, Refuses) {
  MemoryEnv env;
  EXPECT_EQ(append(env, "[1]"), "invalid_json");
  EXPECT_EQ(append(env, R"({"a,b":1})"), "invalid_diagnostics");
  std::string many = "{";
  for (int i = 0; i < 129; ++i) many += (i ? ",\"x" : "\"x") + std::to_string(i) + "\":1";
  EXPECT_EQ(append(env, many + "}"), "invalid_diagnostics");
  EXPECT_TRUE(env.files().empty());
}

}  // namespace
}  // namespace flowtime
