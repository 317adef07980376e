// A small run to write, for the tests of this room.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "model/read_model.h"
#include "run/run_record.h"
#include "run/run_stage.h"
#include "series/series_view.h"
#include "sys/env.h"
#include "text/yaml.h"

namespace flowtime {

inline constexpr const char* kShopModel = R"yaml(# A shop with one till.
schemaVersion: 1
grid: { bins: 4, binSize: 15, binUnit: minutes, start: 2026-01-05T08:00:00Z }
classes:
  - { id: Gold, displayName: Gold customers }
  - { id: Basic }
nodes:
  - { id: visitors, kind: const, values: [10, 20, 30, 40] }
  - { id: served, kind: expr, expr: "MIN(visitors, 25)" }   # the till
  - { id: till_capacity, kind: const, values: [25] }
  - { id: unused, kind: const, values: [1, 2, 3, 4] }
outputs:
  - { series: served, as: result.csv }
topology:
  nodes:
    - id: Till
      kind: serviceWithBuffer
      semantics:
        arrivals: visitors        # who comes
        served: "served"
        capacity: till_capacity
    - id: Door
      kind: service
      semantics: { arrivals: visitors, served: visitors }
  edges:
    - { id: in, from: Door, to: Till }
provenance:
  generator: by-hand
  templateId: shop
  templateVersion: 1.2.0
  parameters: { tills: 1 }
)yaml";

// A model with the series an evaluation would publish and values for them.
// record() points into the object: it must not be moved while the record is in use.
struct Prepared {
  yaml::Document document;
  Model model;
  SeriesCatalog series;
  SeriesTable values;

  RunRecord record(const std::string& run_id) const {
    RunRecord record;
    record.run_id = run_id;
    record.engine_version = "0.1.0";
    record.model = &model;
    record.document = &document;
    record.series = &series;
    record.content_hash = "sha256:" + std::string(64, 'c');
    record.created_unix_ms = 1'767'225'600'000;
    record.durations = {{"compile", 1.5}, {"evaluate", 2}};
    return record;
  }
};

// "a@Gold" is the part of class Gold; names that begin with "edge_" are of edges.
inline void add_series(SeriesCatalog& series, const std::string& id) {
  const std::size_t at = id.find('@');
  SeriesInfo info;
  info.id = id;
  info.measure = id.substr(0, at);
  info.class_id = at == std::string::npos ? "" : id.substr(at + 1);
  info.kind = id.starts_with("edge_") ? SeriesKind::kEdge : SeriesKind::kNode;
  series.add(info);
}

// Reads `yaml`; its nodes[] and then `more` are the series. The value is 100 * row + bin.
// A model that cannot be read fails the test.
inline std::unique_ptr<Prepared> prepare(const std::string& yaml,
                                         const std::vector<std::string>& more = {}) {
  auto run = std::make_unique<Prepared>();
  Result<yaml::Document> document = yaml::parse(yaml, "model.yaml");
  EXPECT_TRUE(document) << to_text(document ? Problems{} : document.problems(), "");
  run->document = std::move(*document);
  Result<Model> model = read_model(
      run->document, {.read_values_file = {}, .read_import = {}, .allow_file_references = true});
  EXPECT_TRUE(model) << to_text(model ? Problems{} : model.problems(), "");
  run->model = std::move(*model);
  for (const Node& node : run->model.nodes) add_series(run->series, node.id);
  for (const std::string& id : more) add_series(run->series, id);
  run->values = SeriesTable(run->series.size(), run->model.grid.bins);
  for (std::uint32_t row = 0; row < run->series.size(); ++row) {
    double value = 100.0 * row;
    for (double& cell : run->values.row_of({row})) cell = value++;
  }
  return run;
}

inline std::unique_ptr<Prepared> prepare_shop() {
  return prepare(kShopModel, {"till_queue", "till_queue@Gold", "till_queue@Basic",
                              "till_queue@DEFAULT", "edge_in_flowVolume"});
}

inline void accept_all(RunStage& stage, const Prepared& run) {
  std::vector<const double*> pointers;
  std::vector<std::uint8_t> all_finite;
  stage.accept(run.values.as_tile(pointers, all_finite));
}

// The whole way of a run into the data root.
// As creation does it: stage, values, files, check, rename.
inline Result<Publication> store(Env& env, const Prepared& run, const RunRecord& record,
                                 PublishRule rule = PublishRule::kKeepExisting,
                                 Durability durability = Durability::kFull) {
  FT_TRY(RunStage stage,
         RunStage::open(env, record.run_id, run.series.size(), run.model.grid.bins));
  accept_all(stage, run);
  FT_RETURN_IF_PROBLEM(write_bundle(stage, record));
  FT_RETURN_IF_PROBLEM(verify_stage(stage));
  return publish(stage, rule, durability);
}

// A data root on the disk that is gone with the object.
// Below /tmp. For what only a real file system does: locks, mappings, syncs.
class TemporaryRoot {
 public:
  TemporaryRoot() {
    char pattern[] = "/tmp/ft_run_XXXXXX";
    path_ = ::mkdtemp(pattern);
    env_ = posix_env(path_);
  }
  TemporaryRoot(const TemporaryRoot&) = delete;
  TemporaryRoot& operator=(const TemporaryRoot&) = delete;
  ~TemporaryRoot() { EXPECT_TRUE(posix_env("/tmp")->remove_tree(path_.substr(5))); }
  Env& env() { return *env_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::unique_ptr<Env> env_;
};

}  // namespace flowtime
