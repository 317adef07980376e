// How often a run in the making asks whether it is still wanted.
#include <array>

#include "lifecycle/lifecycle_test_support.h"

namespace flowtime {
namespace {

class Polls : public RunObserver {
 public:
  void on_stage(const StageEvent& event) override {
    if (event.kind == StageEvent::Kind::kStart) stage_ = event.stage;
  }
  void on_progress(std::int64_t, std::int64_t) override { ++tiles; }
  bool stop_requested() override {
    ++asked_[static_cast<std::size_t>(stage_)];
    return false;
  }
  int in(Stage stage) const { return asked_[static_cast<std::size_t>(stage)]; }
  int tiles = 0;

 private:
  Stage stage_ = Stage::kAccept;
  std::array<int, kStageCount> asked_{};
};

std::string model_of(int series) {
  std::string text = "schemaVersion: 1\ngrid: {bins: 64, binSize: 1, binUnit: hours}\nnodes:\n";
  for (int i = 0; i < series; ++i) {
    text += "- {id: s" + std::to_string(i) + ", kind: const, values: [1]}\n";
  }
  return text;
}

class StopPolls : public Lifecycle {
 protected:
  // Makes the run and gives the number of its files.
  int make(const std::string& id, int series, int tile_bins, Polls& polls) {
    CreateRunRequest request;
    request.source = {.text = model_of(series), .file = "model"};
    request.run_id = id;
    request.options.tile_bins = tile_bins;
    request.csv = CsvPolicy::kFiles;
    EXPECT_TRUE(create_run(host_with(polls), request).succeeded());
    int files = 0;
    for (const auto& [path, content] : env_.files()) files += path.starts_with("runs/" + id + "/");
    return files;
  }
};

TEST_F(StopPolls, OncePerTileAtLeast) {
  for (const int tile : {1, 8, 64}) {
    Polls polls;
    make("tiles" + std::to_string(tile), 3, tile, polls);
    EXPECT_EQ(polls.tiles, 64 / tile);
    EXPECT_GE(polls.in(Stage::kEvaluate), polls.tiles) << tile;
  }
}

TEST_F(StopPolls, OncePerFileThatIsWrittenAndOnceThatIsVerified) {
  Polls few, many;
  const int files = make("few", 2, 64, few), more_files = make("many", 40, 64, many);
  ASSERT_EQ(more_files - files, 38);  // a CSV each
  for (const Stage stage : {Stage::kWrite, Stage::kVerify}) {
    EXPECT_GE(many.in(stage)-few.in(stage), more_files - files) << name_of(stage);
  }
}

// Between stages, too, from the first to the one before publishing.
TEST_F(StopPolls, InEveryStageThatMayTakeLong) {
  Polls polls;
  ASSERT_TRUE(create_run(host_with(polls), from_template("bins=9")).succeeded());
  for (const Stage stage : {Stage::kAccept, Stage::kResolveTemplate, Stage::kValidate,
                            Stage::kCompile, Stage::kEvaluate, Stage::kWrite, Stage::kVerify}) {
    EXPECT_GE(polls.in(stage), 1) << name_of(stage);
  }
  EXPECT_EQ(polls.in(Stage::kPublish), 0);
}

}  // namespace
}  // namespace flowtime
