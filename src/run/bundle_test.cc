// What a stored run consists of, and that it reads back.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include "run/bundle_test_support.h"
#include "run/open_run.h"
#include "run/run_identity.h"
#include "series/absent.h"
#include "series/values_matrix.h"
#include "sys/memory_env.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

using nlohmann::json;

std::map<std::string, std::string> bundle_of(const MemoryEnv& env, const std::string& id) {
  std::map<std::string, std::string> files;
  const std::string prefix = "runs/" + id + "/";
  for (const auto& [path, content] : env.files()) {
    if (path.starts_with(prefix)) files[path.substr(prefix.size())] = content;
  }
  return files;
}

class BundleTest : public testing::Test {
 protected:
  void SetUp() override {
    run_ = prepare_shop();
    ASSERT_TRUE(stored("r1"));
    files_ = bundle_of(env_, "r1");
  }
  Result<Publication> stored(const std::string& id) { return store(env_, *run_, run_->record(id)); }
  json parsed(const std::string& path) { return json::parse(files_.at(path)); }
  // Of the four bins of one series.
  std::string row_bytes(std::size_t row) {
    return files_["series/values.f64"].substr(32 * row, 32);
  }
  static json without_hash(json entry) {
    entry.erase("hash");
    return entry;
  }

  MemoryEnv env_;
  std::unique_ptr<Prepared> run_;
  std::map<std::string, std::string> files_;
};

TEST_F(BundleTest, HasTheseFilesAndNothingElse) {
  std::string names;
  for (const auto& [path, content] : files_) names += path + "\n";
  EXPECT_EQ(names,
            "manifest.json\nmanifest.sha256\n"
            "model/metadata.json\nmodel/model.yaml\nmodel/provenance.json\n"
            "model/telemetry/telemetry-manifest.json\n"
            "run.json\n"
            "series.csv\nseries/index.json\nseries/values.f64\n"
            "spec.yaml\n");
  EXPECT_EQ(env_.info("runs/r1/aggregates")->kind, FileKind::kDirectory);
  EXPECT_EQ(env_.open_files(), 0);
  for (const auto& [path, content] : env_.files()) EXPECT_EQ(path.substr(0, 8), "runs/r1/");
}

TEST_F(BundleTest, ModelHashIsTheHashOfTheStoredModel) {
  const std::string hash = sha256_tagged(files_["model/model.yaml"]);
  EXPECT_EQ(files_["model/model.yaml"].find("provenance"), std::string::npos);
  for (const char* path :
       {"run.json", "model/metadata.json", "manifest.json", "model/provenance.json"}) {
    EXPECT_EQ(parsed(path)["modelHash"], hash) << path;
  }
  EXPECT_EQ(parsed("run.json")["scenarioHash"],
            scenario_hash(files_["model/model.yaml"], {}, "expected"));
}

TEST_F(BundleTest, RunJson) {
  const json run = parsed("run.json");
  EXPECT_EQ(run["schemaVersion"], 1);
  EXPECT_EQ(run["runId"], "r1");
  EXPECT_EQ(run["mode"], "simulation");
  EXPECT_EQ(run["templateId"], "shop");
  EXPECT_EQ(run["templateVersion"], "1.2.0");
  EXPECT_EQ(run["grid"], json::parse(R"({"bins":4,"binSize":15,"binUnit":"minutes",
      "timezone":"UTC","align":"left","startUtc":"2026-01-05T08:00:00Z"})"));
  EXPECT_EQ(run["createdUtc"], "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(run["durations"], json::parse(R"([{"stage":"compile","milliseconds":1.5},
                                              {"stage":"evaluate","milliseconds":2}])"));
  EXPECT_EQ(run["findings"], json::parse(R"({"error":0,"warning":0,"info":0})"));
  EXPECT_TRUE(run["warnings"].empty());
  EXPECT_TRUE(run["inputHash"].is_null());
  EXPECT_EQ(run["classCoverage"], "full");
  EXPECT_EQ(run["classes"], json::parse(R"([{"id":"Gold","displayName":"Gold customers"},
                                            {"id":"Basic"}])"));
  EXPECT_EQ(run["series"][1],
            json::parse(R"({"id":"served@SERVED@DEFAULT","path":"series/result.csv",
                            "unit":"entities/bin"})"));
  EXPECT_EQ(run["series"][3],
            json::parse(R"({"id":"unused@UNUSED@DEFAULT","unit":"entities/bin"})"));
  EXPECT_EQ(run["series"].size(), 9u);
}

TEST_F(BundleTest, SeriesIndexHasARowPerSeries) {
  const json index = parsed("series/index.json");
  EXPECT_EQ(index["series"].size(), 9u);
  EXPECT_EQ(index["series"][4]["unit"], "entities");
  EXPECT_EQ(json::parse(R"({"id":"till_queue@TILL_QUEUE@DEFAULT.rest",
      "kind":"flow","unit":"entities","measure":"till_queue","componentId":"TILL_QUEUE",
      "class":"DEFAULT.rest","classKind":"rest","points":4})"),
            without_hash(index["series"][7]));
  json edge = index["series"][8];
  EXPECT_EQ(edge["kind"], "edge");
  EXPECT_EQ(edge["path"], "series/edge_in_flowVolume@EDGE_IN_FLOWVOLUME@DEFAULT.csv");
  EXPECT_EQ(index["hashOf"], "f64le");
  for (std::size_t row = 0; row < 9; ++row) {
    EXPECT_EQ(index["series"][row]["hash"], sha256_tagged(row_bytes(row)));
  }
  EXPECT_EQ(index["formats"]["wideTable"]["path"], "series.csv");
  EXPECT_EQ(index["formats"]["valuesMatrix"],
            json::parse(R"({"path":"series/values.f64","type":"float64le","rows":9,"columns":4})"));
}

TEST_F(BundleTest, ManifestListsEveryFileWithSizeAndHash) {
  const json manifest = parsed("manifest.json");
  std::size_t listed = 0;
  std::string last, row_hashes;
  for (std::size_t row = 0; row < 9; ++row) row_hashes += sha256_tagged(row_bytes(row)) + "\n";
  for (const json& file : manifest["files"]) {
    const std::string path = file["path"];
    ASSERT_EQ(files_.count(path), 1u) << path;
    EXPECT_EQ(file["bytes"], files_[path].size());
    EXPECT_EQ(file["hash"], path == "series/values.f64" ? sha256_tagged(row_hashes)
                                                        : sha256_tagged(files_[path]));
    EXPECT_EQ(file.contains("hashOf"), path == "series/values.f64");
    EXPECT_LT(last, path);
    last = path;
    ++listed;
  }
  EXPECT_EQ(listed, files_.size() - 2);
  EXPECT_EQ(files_["manifest.sha256"], sha256_hex(files_["manifest.json"]) + "  manifest.json\n");
  EXPECT_EQ(manifest["hashOf"], "f64le");
  EXPECT_EQ(manifest["seriesHashes"].size(), 9u);
  EXPECT_EQ(manifest["seriesHashes"]["served@SERVED@DEFAULT"], sha256_tagged(row_bytes(1)));
  EXPECT_EQ(manifest["rng"], json::parse(R"({"kind":"pcg32","seed":123})"));
  EXPECT_EQ(manifest["provenance"]["templateId"], "shop");
}

TEST_F(BundleTest, MetadataAndProvenance) {
  const json metadata = parsed("model/metadata.json");
  EXPECT_EQ(metadata["templateId"], "shop");
  EXPECT_EQ(metadata["generator"], "by-hand");
  EXPECT_EQ(metadata["parameters"], json::parse(R"({"tills":1})"));
  EXPECT_EQ(metadata["hasTelemetrySources"], false);
  const json provenance = parsed("model/provenance.json");
  EXPECT_EQ(provenance["schemaVersion"], "1");
  EXPECT_EQ(provenance["rng"], json::parse(R"({"kind":"pcg32","seed":123})"));
  const json telemetry = parsed("model/telemetry/telemetry-manifest.json");
  EXPECT_EQ(telemetry["window"],
            json::parse(R"({"startTimeUtc":"2026-01-05T08:00:00Z","durationMinutes":60})"));
  EXPECT_TRUE(telemetry["files"].empty());
  EXPECT_EQ(telemetry["supportsClassMetrics"], true);
}

TEST_F(BundleTest, ReadsBackAsItWasWritten) {
  const auto run = open_run(env_, "r1");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->info().id, "r1");
  EXPECT_EQ(run->info().grid.bins, 4);
  EXPECT_EQ(run->info().grid.start_unix_ms, run_->model.grid.start_unix_ms);
  EXPECT_EQ(run->info().template_id, "shop");
  EXPECT_EQ(run->info().content_hash, "sha256:" + std::string(64, 'c'));
  EXPECT_EQ(run->info().seed, 123);
  EXPECT_EQ(run->info().semantics_version, 1);
  EXPECT_EQ(run->info().parameters[0].name + "=" + run->info().parameters[0].json, "tills=1");
  EXPECT_EQ(run->info().durations[1].milliseconds, 2);
  ASSERT_EQ(run->series().size(), 9u);
  for (std::uint32_t row = 0; row < 9; ++row) {
    const SeriesInfo& info = run_->series.all()[row];
    EXPECT_EQ(run->find(info.id), row);
    EXPECT_EQ(run->find(run->series()[row].id), row);
    const auto values = run->values(row);
    EXPECT_EQ(as_bytes(values), as_bytes(run_->values[{row}]));
  }
  EXPECT_FALSE(run->find("nothing"));
  EXPECT_EQ(*run->read_file("model/model.yaml"), files_["model/model.yaml"]);
  EXPECT_TRUE(run->has_file("run.json"));
  EXPECT_FALSE(run->has_file("../r1/run.json"));
  EXPECT_EQ(run->read_file("../../x").problems()[0].code, "io_outside_root");
}

TEST_F(BundleTest, FindingsOfEverySeverityComeBack) {
  RunRecord record = run_->record("r2");
  record.findings = {{Severity::kError, "e", "An error.", "Till", {0, 3}, 2.5, {}},
                     {Severity::kInfo, "i", "A \"note\".", "", {}, {}, {"in"}},
                     {Severity::kWarning, "w", "Careful.", "", {}, {}, {}, "", {"Till", "Dock"}}};
  record.supersedes = Supersedes{"sha256:x", "2025-12-31T00:00:00Z", "r2.01234567"};
  ASSERT_TRUE(store(env_, *run_, record));
  const auto info = read_run_info(env_, "r2");
  ASSERT_TRUE(info);
  ASSERT_EQ(info->findings.size(), 3u);
  EXPECT_EQ(info->findings[0].bins, (std::vector<std::int64_t>{0, 3}));
  EXPECT_EQ(info->findings[0].value, 2.5);
  EXPECT_EQ(info->findings[0].node_id, "Till");
  EXPECT_EQ(info->findings[1].message, "A \"note\".");
  EXPECT_EQ(info->findings[1].edge_ids, (std::vector<std::string>{"in"}));
  EXPECT_EQ(info->findings[2].node_ids, (std::vector<std::string>{"Till", "Dock"}));
  EXPECT_EQ(info->finding_counts.error, 1);
  EXPECT_EQ(info->finding_counts.info, 1);
  EXPECT_EQ(info->supersedes->run_id, "r2.01234567");
}

TEST_F(BundleTest, AbsentSignedZeroAndHugeValuesSurvive) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double odd_nan = -std::numeric_limits<double>::quiet_NaN();
  run_->values.row_of({0})[0] = -0.0;
  run_->values.row_of({0})[1] = 1e300;
  run_->values.row_of({0})[2] = odd_nan;
  run_->values.row_of({0})[3] = infinity;
  ASSERT_TRUE(stored("r2"));
  const auto run = open_run(env_, "r2");
  ASSERT_TRUE(run);
  const std::vector<double> expected{-0.0, 1e300, kAbsent, kAbsent};
  EXPECT_EQ(as_bytes(run->values(0)), as_bytes(expected));
  EXPECT_EQ(*run->read_file("series/visitors@VISITORS@DEFAULT.csv"),
            "bin_index,value\n0,0\n1,1e+300\n2,\n3,\n");
}

// Tiles of every width give the same bytes.
TEST_F(BundleTest, TheWidthOfTilesDoesNotShow) {
  for (const std::int64_t width : {1, 2, 3}) {
    const std::string id = "w" + std::to_string(width);
    auto stage = RunStage::open(env_, id, run_->series.size(), 4);
    ASSERT_TRUE(stage);
    for (std::int64_t bin = 0; bin < 4; bin += width) {
      std::vector<const double*> pointers;
      for (std::uint32_t row = 0; row < run_->series.size(); ++row) {
        pointers.push_back(run_->values[{row}].data() + bin);
      }
      const std::vector<std::uint8_t> all_finite(pointers.size(), 1);
      stage->accept({bin, std::min(width, 4 - bin), pointers, all_finite});
    }
    ASSERT_TRUE(write_bundle(*stage, run_->record(id)));
    ASSERT_TRUE(publish(*stage, PublishRule::kKeepExisting, Durability::kNone));
    EXPECT_EQ(bundle_of(env_, id).at("series/values.f64"), files_["series/values.f64"]);
    EXPECT_EQ(bundle_of(env_, id).at("series.csv"), files_["series.csv"]);
    EXPECT_EQ(bundle_of(env_, id).at("series/index.json"), files_["series/index.json"]);
  }
}

TEST_F(BundleTest, ExtraFilesAndAManifestOfACaptureAreTaken) {
  RunRecord record = run_->record("r2");
  record.mode = "telemetry";
  record.telemetry_manifest = "{\"schemaVersion\":2}\n";
  record.class_coverage = "partial";
  record.extra_files = {{"model/telemetry/a.csv", "bin_index,value\n"}};
  ASSERT_TRUE(store(env_, *run_, record));
  const auto files = bundle_of(env_, "r2");
  EXPECT_EQ(files.at("model/telemetry/a.csv"), "bin_index,value\n");
  EXPECT_EQ(files.at("model/telemetry/telemetry-manifest.json"), "{\"schemaVersion\":2}\n");
  EXPECT_EQ(json::parse(files.at("run.json"))["classCoverage"], "partial");
  EXPECT_EQ(json::parse(files.at("run.json"))["mode"], "telemetry");
}

TEST_F(BundleTest, TheSameRecordGivesTheSameBytesInAnotherPlaceAndTime) {
  ::setenv("TZ", "Asia/Kathmandu", 1);
  ::tzset();
  auto other = prepare_shop();
  other->document.file = "/some/where/else.yaml";
  TemporaryRoot root;
  ASSERT_TRUE(store(root.env(), *other, other->record("r1")));
  ::unsetenv("TZ");
  ::tzset();
  for (const auto& [path, content] : files_) {
    EXPECT_EQ(*root.env().read_file("runs/r1/" + path), content) << path;
  }
}

TEST_F(BundleTest, OnlyTimesDifferWhenOnlyTimesDiffer) {
  RunRecord record = run_->record("r1");
  record.created_unix_ms += 86'400'123;
  record.durations[0].milliseconds = 99;
  MemoryEnv other_env;
  ASSERT_TRUE(store(other_env, *run_, record));
  for (const auto& [path, content] : bundle_of(other_env, "r1")) {
    if (path == "manifest.json" || path == "manifest.sha256") continue;
    if (!path.ends_with(".json")) {
      EXPECT_EQ(content, files_[path]) << path;
      continue;
    }
    json now = json::parse(content), before = json::parse(files_[path]);
    for (json* document : {&now, &before}) {
      document->erase("createdUtc");
      document->erase("durations");
      document->erase("receivedAt");     // of a text that says where it comes from
      document->erase("receivedAtUtc");  // the same, in metadata.json
    }
    EXPECT_EQ(now, before) << path;
  }
}

TEST_F(BundleTest, CancellingIsHeardBeforeEveryFile) {
  int questions = 0;
  {
    auto stage = RunStage::open(env_, "count", run_->series.size(), 4);
    accept_all(*stage, *run_);
    ASSERT_TRUE(write_bundle(*stage, run_->record("count"), [&] { return ++questions < 0; }));
  }
  EXPECT_GE(questions, 10);  // one per file
  for (int answer = 1; answer <= questions; ++answer) {
    int asked = 0;
    auto stage = RunStage::open(env_, "r2", run_->series.size(), 4);
    accept_all(*stage, *run_);
    const auto written =
        write_bundle(*stage, run_->record("r2"), [&] { return ++asked == answer; });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.problems()[0].code, "stopped");
    EXPECT_EQ(asked, answer);
  }
  for (const auto& [path, content] : env_.files()) EXPECT_EQ(path.substr(0, 8), "runs/r1/");
}

TEST_F(BundleTest, TooLittleRoomIsRefusedBeforeAnythingIsComputed) {
  env_.set_free_bytes(100);
  const auto stage = RunStage::open(env_, "r2", 9, 4);
  ASSERT_FALSE(stage);
  EXPECT_EQ(stage.problems()[0].code, "io_no_space");
  EXPECT_EQ(stage.problems()[0].message,
            "The values of the run need 288 bytes, and 100 are free on the disk.");
}

TEST_F(BundleTest, IdsThatAreNoPathPartAreRefused) {
  const std::vector<std::string> ids{"", "../x", "a/b", ".x", std::string(129, 'a')};
  for (const std::string& id : ids) {
    const Problems problems[] = {
        RunStage::open(env_, id, 1, 1).problems(), open_run(env_, id).problems(),
        verify_run(env_, id).problems(),           delete_run(env_, id).problems(),
        lock_run_id(env_, id).problems(),          read_run_info(env_, id).problems()};
    for (const Problems& problem : problems) EXPECT_EQ(problem[0].code, "invalid_id") << id;
  }
}

// Sixty series, and everything that a run may have.
TEST_F(BundleTest, ARunHasTwelveFilesHoweverManySeries) {
  std::vector<std::string> more;
  for (int i = 0; i < 51; ++i) more.push_back("s" + std::to_string(i));
  const auto run = prepare(kShopModel, more);
  RunRecord record = run->record("r2");
  const Judgement judgement;
  record.judgement = &judgement;
  ASSERT_TRUE(store(env_, *run, record));
  EXPECT_EQ(bundle_of(env_, "r2").size(), 12u);
}

TEST_F(BundleTest, TheWideTableHasTheSelectedSeriesByBinAndTime) {
  EXPECT_EQ(files_["series.csv"],
            "bin,start,visitors@VISITORS@DEFAULT,served@SERVED@DEFAULT,"
            "till_capacity@TILL_CAPACITY@DEFAULT,till_queue@TILL_QUEUE@DEFAULT,"
            "edge_in_flowVolume@EDGE_IN_FLOWVOLUME@DEFAULT\n"
            "0,2026-01-05T08:00:00Z,0,100,200,400,800\n"
            "1,2026-01-05T08:15:00Z,1,101,201,401,801\n"
            "2,2026-01-05T08:30:00Z,2,102,202,402,802\n"
            "3,2026-01-05T08:45:00Z,3,103,203,403,803\n");
}

TEST_F(BundleTest, TheCsvOfASeriesIsTheSameAsAFileAndMade) {
  RunRecord record = run_->record("r2");
  record.csv = CsvPolicy::kFiles;
  ASSERT_TRUE(store(env_, *run_, record));
  const auto made = open_run(env_, "r1");
  const auto files = bundle_of(env_, "r2");
  int csvs = 0;
  for (const SeriesEntry& entry : made->series()) {
    if (entry.csv_path.empty()) continue;
    ++csvs;
    EXPECT_EQ(files_.count(entry.csv_path), 0u);
    EXPECT_TRUE(made->has_file(entry.csv_path));
    EXPECT_EQ(*made->read_file(entry.csv_path), files.at(entry.csv_path));
  }
  EXPECT_EQ(csvs, 5);
  EXPECT_EQ(files.at("spec.yaml"), files_["spec.yaml"]);
  EXPECT_EQ(files.at("series/index.json"), files_["series/index.json"]);
  EXPECT_TRUE(verify_run(env_, "r2")->differences.empty());
}

TEST_F(BundleTest, WithoutTheWideTableSemanticsAreBoundToRows) {
  RunRecord record = run_->record("r2");
  record.csv = CsvPolicy::kOff;
  ASSERT_TRUE(store(env_, *run_, record));
  const auto files = bundle_of(env_, "r2");
  EXPECT_EQ(files.count("series.csv"), 0u);
  EXPECT_NE(files.at("spec.yaml").find("served: \"file:../series/values.f64#1\""),
            std::string::npos);
  EXPECT_NE(files_["spec.yaml"].find("served: \"file:../series.csv#served@SERVED@DEFAULT\""),
            std::string::npos);
}

// 2,000 series and a limit of 256 open files.
TEST(LargeBundle, ManySeriesNeedFewOpenFiles) {
  auto run = prepare(
      "schemaVersion: 1\ngrid: { bins: 3, binSize: 1, binUnit: hours }\n"
      "nodes:\n  - { id: a, kind: const, values: [1] }\n");
  for (int i = 0; i < 2000; ++i) add_series(run->series, "s" + std::to_string(i));
  run->values = SeriesTable(run->series.size(), 3);
  MemoryEnv memory;
  RunRecord record = run->record("r1");
  record.csv = CsvPolicy::kFiles;
  ASSERT_TRUE(store(memory, *run, record));
  EXPECT_LE(memory.most_open_files(), 3);

  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{256, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  TemporaryRoot root;
  const auto published = store(root.env(), *run, record);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_TRUE(published) << to_text(published.problems(), "");
  EXPECT_EQ(root.env().list("runs/r1/series")->size(), 2001u + 2u);
  EXPECT_TRUE(verify_run(root.env(), "r1")->differences.empty());
}

TEST(OldBundle, OfAnotherWriterIsOpened) {
  MemoryEnv env;
  ASSERT_TRUE(env.make_directories("runs/old/series"));
  env.set_file("runs/old/run.json",
               "\xef\xbb\xbf{\"schemaVersion\":1,\"runId\":\"run_20250921T161133Z_0bcdbb6f\","
               "\"engineVersion\":\"0.5.0\",\"source\":\"engine\",\"grid\":{\"bins\":2,"
               "\"binSize\":1,\"binUnit\":\"hours\",\"timezone\":\"UTC\",\"align\":\"left\"},"
               "\"modelHash\":\"sha256:4b\",\"scenarioHash\":\"sha256:4b\","
               "\"createdUtc\":\"2025-09-21T16:11:33.4794927Z\",\"warnings\":[\"old style\"]}");
  const auto bare = open_run(env, "old");
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->info().id, "old");
  EXPECT_EQ(bare->info().findings[0].code, "engine_warning");
  EXPECT_EQ(bare->info().mode, "simulation");
  EXPECT_TRUE(bare->series().empty());
  const std::string csv =
      "\xef\xbb\xbf"
      "bin_index,value\n0,8\n1,NaN\n";
  env.set_file("runs/old/series/served@SERVED@DEFAULT.csv", csv);
  env.set_file("runs/old/series/index.json",
               "{\"series\":[{\"id\":\"served@SERVED@DEFAULT\",\"kind\":\"flow\","
               "\"path\":\"series/served@SERVED@DEFAULT.csv\",\"class\":\"DEFAULT\"}]}");
  const auto run = open_run(env, "old");
  ASSERT_TRUE(run);
  ASSERT_EQ(run->find("served"), 0u);
  EXPECT_EQ(run->values(0)[0], 8);
  EXPECT_TRUE(is_absent(run->values(0)[1]));
  env.set_file("runs/old/manifest.json",
               "{\"seriesHashes\":{\"served@SERVED@DEFAULT\":\"" + sha256_tagged(csv) + "\"}}");
  EXPECT_TRUE(verify_run(env, "old")->differences.empty());
  env.set_file("runs/old/series/served@SERVED@DEFAULT.csv", "bin_index,value\n0,9\n");
  EXPECT_EQ(verify_run(env, "old")->differences.size(), 1u);
}

}  // namespace
}  // namespace flowtime
