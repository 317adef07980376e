// What was just written is not read again: the run is judged, listed and answered from memory.
#include "lifecycle/lifecycle_test_support.h"

namespace flowtime {
namespace {

class NotingEnv : public MemoryEnv {
 public:
  Result<std::unique_ptr<File>> open_file(const std::string& path, OpenMode mode) override {
    if (mode == OpenMode::kRead) note(path);
    return MemoryEnv::open_file(path, mode);
  }
  Result<std::unique_ptr<FileView>> view_file(const std::string& path) override {
    note(path);
    return MemoryEnv::view_file(path);
  }
  std::vector<std::string> read_of_runs;

 private:
  void note(const std::string& path) {
    if (path.starts_with("staging/") || path.starts_with("runs/")) read_of_runs.push_back(path);
  }
};

class NoReadingBack : public testing::Test {
 protected:
  NoReadingBack() : catalog_(*Catalog::open(env_, "")) {}
  std::vector<std::string> read_by(const CreateRunRequest& request) {
    env_.read_of_runs.clear();
    const RunHost host{.env = env_, .log = log_, .observer = quiet_, .catalog = catalog_.get()};
    EXPECT_TRUE(create_run(host, request).succeeded());
    return env_.read_of_runs;
  }
  static CreateRunRequest request_of(const std::string& served) {
    CreateRunRequest request;
    request.source = {.text =
                          "schemaVersion: 1\ngrid: {bins: 8, binSize: 1, binUnit: hours}\n"
                          "nodes:\n"
                          "- {id: a, kind: const, values: [1, 2, 3, 4, 5, 6, 7, 8]}\n"
                          "- {id: s, kind: expr, expr: \"" +
                          served +
                          "\"}\n"
                          "topology:\n"
                          "  nodes:\n"
                          "  - {id: S, kind: serviceWithBuffer, semantics:"
                          " {arrivals: a, served: s, queueDepth: q}}\n"
                          "  - {id: T, kind: service, semantics: {arrivals: a, served: s}}\n"
                          "expect:\n- max(q) < 100\n",
                      .file = "model"};
    request.run_id = "r";
    // Syncing file by file, which is done where a disk has much to write, opens each again.
    request.durability = Durability::kNone;
    return request;
  }
  using Paths = std::vector<std::string>;
  NotingEnv env_;
  MemoryLogSink log_;
  RunObserver quiet_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(NoReadingBack, OfANewRun) { EXPECT_EQ(read_by(request_of("MIN(a, 4)")), Paths()); }

// In tiles as well as in one.
TEST_F(NoReadingBack, OfTiles) {
  CreateRunRequest request = request_of("MIN(a, 4)");
  request.options.tile_bins = 3;
  EXPECT_EQ(read_by(request), Paths());
}

// Its labels are carried over, so that the catalog has to look at it; values are not read.
TEST_F(NoReadingBack, OfValuesThatReplaceOthers) {
  read_by(request_of("MIN(a, 4)"));
  CreateRunRequest request = request_of("MIN(a, 3)");
  request.overwrite = true;
  for (const std::string& path : read_by(request)) {
    EXPECT_EQ(path.find("values.f64"), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace flowtime
