#include "inspect/export_run.h"

#include <gtest/gtest.h>

#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class ExportRun : public ::testing::Test {
 protected:
  void create(const std::string& grid) {
    CreateRunRequest request;
    request.source.text = "schemaVersion: 1\ngrid: {bins: 2, binSize: 6, binUnit: hours" + grid +
                          "}\nnodes:\n  - {id: in, kind: const, values: [1, 2.5]}\n";
    request.run_id = "r";
    RunHost host{.env = env_, .log = log_, .observer = observer_};
    const RunOutcome outcome = create_run(host, request);
    ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
  }
  std::string exported(const std::string& format) {
    const auto file = read_export(env_, "r", format);
    return file ? file->content : file.problems().front().code;
  }
  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver observer_;
};

TEST_F(ExportRun, RowsStandOnTheGridOfTheRun) {
  create(", start: 2026-03-01T06:00:00Z");
  ASSERT_TRUE(export_run(env_, "r"));
  EXPECT_EQ(exported("csv"),
            "time_bin,component_id,measure,value,class\n"
            "2026-03-01T06:00:00Z,IN,in,1,DEFAULT\n"
            "2026-03-01T12:00:00Z,IN,in,2.5,DEFAULT\n");
  EXPECT_EQ(exported("GOLD"), exported("aggregates"));
  EXPECT_EQ(exported("ndjson"),
            R"({"time_bin":"2026-03-01T06:00:00Z","component_id":"IN","measure":"in","value":1,)"
            R"("class":"DEFAULT"})"
            "\n"
            R"({"time_bin":"2026-03-01T12:00:00Z","component_id":"IN","measure":"in","value":2.5,)"
            R"("class":"DEFAULT"})"
            "\n");
}

TEST_F(ExportRun, WithoutAStartBinsAreNumbered) {
  create("");
  ASSERT_TRUE(export_run(env_, "r"));
  EXPECT_EQ(exported("csv"),
            "time_bin,component_id,measure,value,class\n0,IN,in,1,DEFAULT\n1,IN,in,2.5,DEFAULT\n");
  EXPECT_TRUE(exported("ndjson").starts_with(R"({"time_bin":0,"component_id":"IN")"));
}

TEST_F(ExportRun, TheBundleStaysIntactAndNothingIsLeftOver) {
  create("");
  ASSERT_TRUE(export_run(env_, "r"));
  EXPECT_TRUE(verify_run(env_, "r")->differences.empty());
  for (const auto& [path, content] : env_.files()) EXPECT_TRUE(path.starts_with("runs/")) << path;
  EXPECT_EQ(exported_json("r"),
            R"({"message":"The exports are complete.","runId":"r",)"
            R"("formats":["csv","csv-wide","ndjson","openmetrics","parquet","grafana"],)"
            R"("artifactsPath":"runs/r/aggregates","files":["export.csv","export-wide.csv",)"
            R"("export.ndjson","export.om","export.parquet","grafana.json"]})");
}

TEST_F(ExportRun, Refuses) {
  create("");
  EXPECT_EQ(exported("csv"), "file_not_found");
  EXPECT_EQ(exported("parquet"), "file_not_found");
  EXPECT_EQ(exported("xlsx"), "export_format_unknown");
  EXPECT_EQ(read_export(env_, "nobody", "csv").problems().front().code, "run_not_found");
  EXPECT_EQ(export_run(env_, "nobody").problems().front().code, "run_not_found");
  EXPECT_EQ(export_run(env_, "../r").problems().front().code, "invalid_id");
}

}  // namespace
}  // namespace flowtime
