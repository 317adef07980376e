#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/create_run.h"
#include "registry/artifact_files.h"
#include "registry/artifact_index.h"
#include "registry/artifact_lineage.h"
#include "registry/artifact_of_run.h"
#include "registry/artifact_query.h"
#include "registry/artifact_zip.h"
#include "registry/model_store.h"
#include "run/run_identity.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string model_text(int arrivals) {
  return "# Shop with one till\nschemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
         "nodes:\n  - {id: in, kind: const, values: [" +
         std::to_string(arrivals) + "]}\n";
}

class Artifacts : public ::testing::Test {
 protected:
  std::string run(const std::string& text, const std::string& id, bool deterministic = false) {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.deterministic = deterministic;
    RunHost host{.env = env_, .log = log_, .observer = observer_};
    const RunOutcome outcome = create_run(host, request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
    env_.set_now_unix_ms(now_ += 60'000);
    return outcome.run_id;
  }
  std::vector<std::string> ids(const ArtifactQuery& query) {
    std::vector<std::string> found;
    for (const auto& artifact : select_artifacts(*index_.all(), query).artifacts) {
      found.push_back(artifact->id);
    }
    return found;
  }
  ArtifactQuery query(const std::vector<std::pair<std::string, std::string>>& parameters) {
    ArtifactQuery made;
    for (const auto& [name, value] : parameters) {
      EXPECT_TRUE(set_parameter(made, name, value)) << name;
    }
    return made;
  }
  RunRemover remover() {
    return [this](const std::string& id) { return delete_run(env_, id); };
  }
  std::string store(const std::string& text) {
    NewModel model;
    model.model_hash = "sha256:" + std::string(64, 'a');
    model.model = text;
    model.provenance_json = R"({"generatedAt":"2026-01-01T00:00:00Z"})";
    model.metadata_json = R"({"templateId":"shop","templateTitle":"The shop","mode":"simulation"})";
    return store_model(env_, model)->id;
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver observer_;
  ArtifactIndex index_{env_};
  std::int64_t now_ = 1'767'225'600'000;
};

TEST_F(Artifacts, EveryRunIsOneWhateverItsId) {
  run(model_text(1), "plain");
  run(model_text(1), "with_many_underscores_in_it");
  const std::string random = run(model_text(1), "");
  const std::string deterministic = run(model_text(1), "", true);
  EXPECT_THAT(ids(query({{"sortBy", "created"}, {"sortOrder", "asc"}})),
              ElementsAre("plain", "with_many_underscores_in_it", random, deterministic));
}

TEST_F(Artifacts, TellsWhatThereIsOfARun) {
  run(model_text(1), "r1");
  const auto artifact = index_.find("r1");
  ASSERT_TRUE(artifact);
  EXPECT_EQ((*artifact)->title, "Shop with one till");
  EXPECT_THAT((*artifact)->tags, ElementsAre("run", "csv", "json", "configured", "simulation"));
  EXPECT_THAT((*artifact)->files, ElementsAre("manifest.json", "manifest.sha256", "run.json",
                                              "series.csv", "spec.yaml"));
  std::uint64_t bytes = 0;
  for (const auto& [path, content] : env_.files()) {
    if (path.starts_with("runs/r1/")) bytes += content.size();
  }
  EXPECT_EQ((*artifact)->total_bytes, bytes);
  const std::string json = to_json(**artifact);
  EXPECT_THAT(json, HasSubstr(R"("id":"r1","type":"run","title":"Shop with one till",)"
                              R"("created":"2026-01-01T00:00:00.000Z","tags":["run",)"));
  EXPECT_THAT(json, HasSubstr(R"("provenance":{"hasProvenance":true,"modelId":"model_)"));
  EXPECT_THAT(json, HasSubstr(R"("directoryPath":"runs/r1")"));
  EXPECT_EQ(index_.find("nobody").problems().front().code, "artifact_not_found");
  EXPECT_EQ(index_.find("../r1").problems().front().code, "artifact_not_found");
}

TEST_F(Artifacts, ATitleIsFoundInTheText) {
  EXPECT_EQ(title_of_model_text("# ---\n#   Night shift  \r\nnodes: []\n"), "Night shift");
  EXPECT_EQ(title_of_model_text("nodes: [{id: a}, {id: b}, {id: c}, {id: d}]"),
            "Model with a, b, c");
  EXPECT_EQ(title_of_model_text("grid: 1\n# not at the top\n"), "");
}

TEST_F(Artifacts, ANewRunUnderAnOldIdIsRead) {
  run(model_text(1), "r1");
  ASSERT_TRUE(index_.all());
  ASSERT_TRUE(delete_run(env_, "r1"));
  EXPECT_TRUE(index_.all()->empty());
  run("# Another shop\n" + model_text(2), "r1");
  EXPECT_EQ((*index_.find("r1"))->title, "Another shop");
}

TEST_F(Artifacts, WhatCannotBeReadIsLeftOut) {
  run(model_text(1), "r1");
  run(model_text(2), "r2");
  env_.set_file("runs/r2/run.json", "{");
  EXPECT_THAT(ids({}), ElementsAre("r1"));
  EXPECT_EQ(index_.rebuild()->size(), 1u);
}

TEST_F(Artifacts, Filters) {
  run(model_text(1), "a");
  run("# Harbour\n" + model_text(222'222), "b");
  const std::string model = store(model_text(1));
  const auto found = [&](const std::string& name, const std::string& value) {
    ArtifactQuery made = query({{name, value}});
    made.ascending = true;
    made.order = ArtifactOrder::kId;
    return ::testing::PrintToString(ids(made));
  };
  const std::string all = ::testing::PrintToString(std::vector<std::string>{"a", "b", model});
  const std::string runs = ::testing::PrintToString(std::vector<std::string>{"a", "b"});
  const std::string only_b = ::testing::PrintToString(std::vector<std::string>{"b"});
  const std::string only_model = ::testing::PrintToString(std::vector<std::string>{model});
  const std::string none = ::testing::PrintToString(std::vector<std::string>{});
  EXPECT_EQ(found("type", "RUN"), runs);
  EXPECT_EQ(found("type", "model"), only_model);
  EXPECT_EQ(found("type", ""), all);
  EXPECT_EQ(found("search", "harbOUR"), only_b);
  EXPECT_EQ(found("search", "spec.yaml"), runs);  // a value of the metadata
  EXPECT_EQ(found("search", "manifest.sha256"), none);
  EXPECT_EQ(found("fullText", "manifest.sha256"), runs);   // a file
  EXPECT_EQ(found("fullText", "MODEL_aaaa"), only_model);  // an id
  EXPECT_EQ(found("fullText", "model_"), all);             // a run knows its modelId too
  EXPECT_EQ(found("tags", "nothing, model"), only_model);
  EXPECT_EQ(found("tags", "Model"), none);  // exactly
  EXPECT_EQ(found("templateId", "shop"), only_model);
  EXPECT_EQ(found("templateId", "Shop"), none);
  EXPECT_EQ(found("modelId", model), only_model);
  EXPECT_EQ(found("createdAfter", "2026-01-01T00:01:00Z"), only_b);  // inclusive
  EXPECT_EQ(found("createdBefore", "2025-12-31"), none);
  EXPECT_EQ(found("maxSize", "10"), none);
  EXPECT_EQ(found("minSize", "10"), all);
  EXPECT_EQ(found("relatedTo", "nobody"), none);
  EXPECT_EQ(found("skip", "2"), only_model);
  EXPECT_EQ(found("limit", "0"), none);
  EXPECT_EQ(found("unknown", "x"), all);
}

TEST_F(Artifacts, Sorts) {
  run(model_text(1), "a");
  run("# Anchor\n" + model_text(222'222), "b");
  run(model_text(1), "c");
  EXPECT_THAT(ids(query({})), ElementsAre("c", "b", "a"));
  EXPECT_THAT(ids(query({{"sortBy", "title"}, {"sortOrder", "asc"}})), ElementsAre("b", "a", "c"));
  EXPECT_THAT(ids(query({{"sortBy", "title"}})), ElementsAre("c", "a", "b"));
  EXPECT_THAT(ids(query({{"sortBy", "size"}}))[0], "b");
  EXPECT_THAT(ids(query({{"sortBy", "modified"}, {"sortOrder", "asc"}, {"limit", "1"}})),
              ElementsAre("a"));
  const ArtifactPage page = select_artifacts(*index_.all(), query({{"limit", "1"}}));
  EXPECT_EQ(page.total, 3);
  EXPECT_THAT(to_json(page), ::testing::EndsWith(R"("total":3,"count":1})"));
}

TEST_F(Artifacts, ABadQueryIsToldAndALargeLimitIsLowered) {
  ArtifactQuery made;
  for (const auto& [name, value] : {std::pair{"skip", "-1"},
                                    {"limit", "x"},
                                    {"sortBy", "colour"},
                                    {"sortOrder", "up"},
                                    {"includeArchived", "yes"},
                                    {"createdAfter", "soon"},
                                    {"minSize", "1.5"}}) {
    const auto set = set_parameter(made, name, value);
    ASSERT_FALSE(set) << name;
    EXPECT_EQ(set.problems().front().code, "invalid_query");
    EXPECT_EQ(set.problems().front().path, name);
  }
  EXPECT_EQ(query({{"limit", "5000"}}).limit, kMaxArtifacts);
}

TEST_F(Artifacts, ArchivedOnesAreHiddenUntilAskedFor) {
  run(model_text(1), "a");
  run(model_text(2), "b");
  EXPECT_EQ(outcomes_json(archive_artifacts(index_, {"a", "nobody"}), "archived"),
            R"({"success":true,"processed":2,"archived":1,"results":[{"id":"a","success":true},)"
            R"({"id":"nobody","success":false,"error":"There is no artifact 'nobody'."}]})");
  EXPECT_THAT(ids({}), ElementsAre("b"));
  EXPECT_THAT(ids(query({{"includeArchived", "true"}})), ElementsAre("b", "a"));
  EXPECT_TRUE((*index_.find("a"))->has_tag("archived"));
  EXPECT_FALSE(env_.files().contains("runs/a/archived"));
  // A later run under the same id is another one.
  ASSERT_TRUE(delete_run(env_, "a"));
  run(model_text(3), "a");
  EXPECT_THAT(ids({}), ElementsAre("a", "b"));
}

TEST_F(Artifacts, ManyAreDeletedEachWithItsOutcome) {
  run(model_text(1), "a");
  const std::string model = store(model_text(1));
  ASSERT_EQ(archive_artifacts(index_, {"a"}).size(), 1u);
  const std::string json =
      outcomes_json(delete_artifacts(index_, {"", "..", "a", model, "a"}, remover()), "deleted");
  EXPECT_THAT(json, HasSubstr(R"("processed":5,"deleted":2,)"));
  EXPECT_THAT(json, HasSubstr(R"({"id":"","success":false,"error":"There is no artifact ''."})"));
  EXPECT_TRUE(env_.files().empty()) << env_.files().begin()->first;
}

TEST_F(Artifacts, LineageIsWhatHappened) {
  const std::string model = store(model_text(1));
  run(model_text(1), "first");
  run(model_text(1), "second");
  run(model_text(9), "other");
  const auto all = *index_.all();
  const auto of = [&](const std::string& id) {
    return to_json(relationships_of(**index_.find(id), all));
  };
  EXPECT_EQ(of("second"),
            R"({"artifactId":"second","derivedFrom":[{"id":")" + model +
                R"(","type":"model","title":"The shop","relationshipType":"model-source"}],)"
                R"("derivatives":[],"related":[{"id":"first","type":"run",)"
                R"("title":"Shop with one till","relationshipType":"same-model"},)"
                R"({"id":"other","type":"run","title":"Shop with one till",)"
                R"("relationshipType":"similar-run"}]})");
  EXPECT_THAT(of(model), HasSubstr(R"("derivatives":[{"id":"second","type":"run",)"
                                   R"("title":"Shop with one till",)"
                                   R"("relationshipType":"run-of-model"},{"id":"first")"));
}

TEST_F(Artifacts, ARunKnowsWhosePlaceItTook) {
  const auto artifact = [](const std::string& id, const std::string& superseded) {
    Artifact made;
    made.id = id;
    made.type = "run";
    made.superseded_id = superseded;
    return std::make_shared<const Artifact>(made);
  };
  const ArtifactList all = {artifact("d", "d.1234"), artifact("d.1234", "")};
  EXPECT_EQ(relationships_of(*all[0], all).derived_from.at(0).kind, "supersedes");
  EXPECT_EQ(relationships_of(*all[1], all).derivatives.at(0).kind, "superseded-by");
}

TEST_F(Artifacts, RelatedOnesAreFew) {
  for (int i = 0; i < 8; ++i) run(model_text(i), "r" + std::to_string(i));
  EXPECT_EQ(relationships_of(**index_.find("r0"), *index_.all()).related.size(), kMaxRelated);
}

TEST_F(Artifacts, FilesOfTheTopLevelAreRead) {
  run(model_text(1), "a");
  const auto spec = read_artifact_file(index_, "a", "spec.yaml");
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->content_type, "text/yaml");
  EXPECT_EQ(spec->content, env_.files()["runs/a/spec.yaml"]);
  EXPECT_EQ(read_artifact_file(index_, "a", "run.json")->content_type, "application/json");
  EXPECT_EQ(read_artifact_file(index_, "a", "manifest.sha256")->content_type,
            "application/octet-stream");
  for (const char* name : {"", "series/values.f64", "series/nothing.csv", "series/../run.json",
                           "series/", "../b/run.json", "nothing", "series"}) {
    EXPECT_EQ(read_artifact_file(index_, "a", name).problems().front().code, "file_not_found");
  }
  const std::string model = store(model_text(1));
  EXPECT_EQ(read_artifact_file(index_, model, "model.yaml")->content, model_text(1));
}

// The CSV of a series is no file of the run, and can be had like one.
TEST_F(Artifacts, TheCsvOfASeriesIsMadeOfItsRow) {
  run(model_text(1), "a");
  const auto csv = read_artifact_file(index_, "a", "series/in@IN@DEFAULT.csv");
  ASSERT_TRUE(csv);
  EXPECT_EQ(csv->content_type, "text/csv");
  EXPECT_EQ(csv->content, "bin_index,value\n0,1\n1,1\n");
  EXPECT_EQ(read_artifact_file(index_, "a", "series/index.json")->content,
            env_.files()["runs/a/series/index.json"]);
  EXPECT_EQ(env_.files().count("runs/a/series/in@IN@DEFAULT.csv"), 0u);
}

TEST_F(Artifacts, AllFilesComeAsOneArchive) {
  run(model_text(1), "a");
  {
    const auto archive = archive_files(index_, "a");
    ASSERT_TRUE(archive);
    EXPECT_EQ(archive->name, "Shop_with_one_till.zip");
    const auto entries = read_zip(env_, archive->path);
    ASSERT_TRUE(entries);
    std::map<std::string, std::string> content;
    for (const ZipEntry& entry : *entries) content["runs/a/" + entry.name] = entry.content;
    std::map<std::string, std::string> files = env_.files();
    std::erase_if(files, [](const auto& file) { return !file.first.starts_with("runs/"); });
    files["runs/a/series/in@IN@DEFAULT.csv"] = "bin_index,value\n0,1\n1,1\n";
    EXPECT_EQ(content, files);
  }
  for (const auto& [path, content] : env_.files()) EXPECT_TRUE(path.starts_with("runs/")) << path;
  const std::string model = store(model_text(1));
  EXPECT_EQ(archive_files(index_, model)->path, "models/" + model + ".zip");
}

TEST_F(Artifacts, TheRegistryListsAll) {
  run(model_text(1), "a");
  EXPECT_THAT(
      registry_json(*index_.rebuild(), 0),
      ::testing::AllOf(::testing::StartsWith(R"({"schemaVersion":1,"lastUpdated":)"
                                             R"("1970-01-01T00:00:00.000Z","artifacts":[{)"),
                       ::testing::EndsWith(R"("artifactCount":1})")));
}

}  // namespace
}  // namespace flowtime
