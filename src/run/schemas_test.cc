// Every JSON file of a bundle is what schemas/ says.
#include <gtest/gtest.h>

#include "run/bundle_test_support.h"
#include "run/schema_test_support.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

const std::map<std::string, std::string> kSchemas{
    {"run.json", "run.schema.json"},
    {"manifest.json", "manifest.schema.json"},
    {"series/index.json", "series-index.schema.json"},
    {"model/metadata.json", "metadata.schema.json"},
    {"model/provenance.json", "provenance.schema.json"},
    {"model/telemetry/telemetry-manifest.json", "telemetry-manifest.schema.json"},
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void check_bundle(const Prepared& run, const RunRecord& record) {
  MemoryEnv env;
  ASSERT_TRUE(store(env, run, record));
  SchemaChecker schemas(FT_SOURCE_DIR "/schemas");
  int checked = 0;
  for (const auto& [path, content] : env.files()) {
    const std::string name = path.substr(std::string("runs/" + record.run_id + "/").size());
    if (!name.ends_with(".json")) continue;
    ASSERT_EQ(kSchemas.count(name), 1u) << name;
    EXPECT_EQ(joined(schemas.check(kSchemas.at(name), nlohmann::json::parse(content))), "") << name;
    ++checked;
  }
  EXPECT_EQ(checked, static_cast<int>(kSchemas.size()));
}

// One finding of warning, told with a figure that has a place and words that have none, and one of
// the run without anything known.
Judgement judgement_of_shop() {
  RankedFinding first;
  first.kind = FindingKind::kOverload;
  first.verdict = Verdict::kCritical;
  first.node_id = "Till";
  first.members = {"Till"};
  first.to_bin = 3;
  first.peak_bin = 2;
  first.peak = 3;
  first.harmed = 2;
  first.p95_minutes = first.longest_minutes = 90;
  first.cause.demand_peak = 4;
  first.cause.demand_bin = 1;
  first.parts = {{.text = "Till held "},
                 {.text = "3", .value = 3, .series = "waiting", .bin = 2, .unit = "items"}};
  Judgement judgement;
  judgement.summary.verdict = Verdict::kCritical;
  judgement.summary.findings = {first, RankedFinding()};
  judgement.summary.thumbnail_load = {1, kAbsent};
  judgement.summary.thumbnail_wait = {0, 1.5};
  return judgement;
}

TEST(Schemas, DescribeASmallRun) {
  const auto run = prepare_shop();
  check_bundle(*run, run->record("r1"));
}

TEST(Schemas, DescribeARunWithEverything) {
  const auto run = prepare_shop();
  RunRecord record = run->record("run_shop_" + std::string(64, 'a'));
  record.run_template = {"shop", "A \"shop\"", "One till, many visitors.", "1.0.0"};
  record.parameters = {{"list", "[1, 2.5]"}, {"text", "\"x\""}, {"on", "true"}};
  record.telemetry_bindings = {{"visitors", "\"visitors.csv\""}};
  record.seed = 42;
  record.sampling = "sample";
  record.input_hash = record.content_hash;
  record.findings = {{Severity::kError, "e", "An error.", "Till", {0, 3}, 2.5, {"in"}},
                     {Severity::kInfo, "i", "A note.", "", {}, {}, {}}};
  record.supersedes = Supersedes{record.content_hash, "2025-12-31T00:00:00.250Z", "r.01234567"};
  record.csv = CsvPolicy::kOff;
  record.thresholds = {{"wait", {.off = false, .warning = 1, .critical = 2}},
                       {"overlay", {.off = true, .warning = {}, .critical = {}}}};
  const Judgement judgement = judgement_of_shop();
  record.judgement = &judgement;
  check_bundle(*run, record);
}

TEST(Schemas, DescribeARunWithoutAnything) {
  const auto run = prepare(
      "schemaVersion: 1\ngrid: { bins: 1, binSize: 1, binUnit: weeks }\n"
      "nodes:\n  - { id: a, kind: const, values: [1] }\n");
  RunRecord record = run->record("r");
  record.content_hash.clear();
  record.engine_version.clear();
  record.durations.clear();
  check_bundle(*run, record);
}

TEST(Schemas, TheCheckerComplains) {
  SchemaChecker schemas(FT_SOURCE_DIR "/schemas");
  const struct {
    std::string document, complaint;
  } rows[] = {
      {"[]", "/: is not \"object\""},
      {"{\"schemaVersion\": 2}", "/schemaVersion: is not 1"},
      {"{\"modelHash\": \"sha256:x\"}", "does not match"},
      {"{\"surprise\": 1}", "/: has unknown surprise"},
      {"{\"files\": []}", "/files: too few"},
      {"{\"files\": [{\"bytes\": -1}]}", "/files/0/bytes: too small"},
      {"{\"rng\": {\"kind\": \"pcg32\"}}", "/rng: lacks seed"},
      {"{\"contentHash\": 5}", "/contentHash: is not \"null\""},
      {"{\"seriesHashes\": {\"a\": 1}}", "/seriesHashes/a: is not \"string\""},
  };
  for (const auto& row : rows) {
    const auto complaints =
        joined(schemas.check("manifest.schema.json", nlohmann::json::parse(row.document)));
    EXPECT_NE(complaints.find(row.complaint), std::string::npos) << row.document << complaints;
  }
}

}  // namespace
}  // namespace flowtime
