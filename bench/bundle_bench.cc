#include "bundle_bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "bench_models.h"
#include "bench_parts.h"
#include "hand_loops.h"
#include "run/run_stage.h"
#include "stopwatch.h"
#include "sys/env.h"

namespace flowtime::bench {
namespace {

// A directory that vanishes with it.
class Scratch {
 public:
  Scratch()
      : path_(std::filesystem::temp_directory_path() / ("ft_bench." + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

struct ModelToStore {
  yaml::Document document;
  Model model;
  Plan plan;
};
ModelToStore model_to_store(const std::string& text) {
  ModelToStore made;
  made.document = must(yaml::parse(text, "model"));
  made.model = must(read_model(made.document));
  made.plan = must(compile(made.model)).plan;
  return made;
}

class IntoStage : public TileSink {
 public:
  explicit IntoStage(RunStage& stage) : stage_(stage) {}
  void accept(const SeriesTile& tile) override { stage_.accept(tile); }

 private:
  RunStage& stage_;
};

RunRecord record_of(const ModelToStore& made, CsvPolicy csv) {
  RunRecord record;
  record.run_id = "bench";
  record.engine_version = "0";
  record.model = &made.model;
  record.document = &made.document;
  record.series = &made.plan.series;
  record.content_hash = "sha256:0";
  record.csv = csv;
  return record;
}

// From finished values to a complete stage.
void write_stage(Env& env, const ModelToStore& made, const SeriesTile& values) {
  RunStage stage = must(RunStage::open(env, "bench", made.plan.series.size(), made.plan.bins));
  stage.accept(values);
  must(write_bundle(stage, record_of(made, CsvPolicy::kOn)));
}

}  // namespace

void bench_bundle(Targets& targets) {
  const ModelToStore made = model_to_store(chain_model(100, 1000));
  KeepTiles sink(made.plan);
  evaluate(made.plan, {}, sink);
  const Scratch scratch;
  const std::unique_ptr<Env> env = posix_env(scratch.path());
  std::vector<const double*> pointers;
  std::vector<std::uint8_t> all_finite;
  const SeriesTile values = sink.table.as_tile(pointers, all_finite);
  std::int64_t bytes = 0;
  const auto [bundle, loop] =
      best_of_both_ms([&] { write_stage(*env, made, values); },
                      [&] { bytes = write_csvs_by_hand(sink.table, scratch.path()); });
  std::printf("\nbundle, chain 100 x 1,000: %zu series, %.1f MB of CSV\n", sink.table.size(),
              static_cast<double>(bytes) / 1e6);
  std::printf("  bundle / to_chars loop                %s (%.1f / %.1f ms)\n",
              ratio(bundle, loop).c_str(), bundle, loop);
  targets.at_most("bundle with CSVs, values and hashes / to_chars loop", bundle / loop, 3);
}

void store_long_run() {
  const ModelToStore made = model_to_store(long_chain_model(50, 1'000'000));
  const Scratch scratch;
  const std::unique_ptr<Env> env = posix_env(scratch.path());
  RunStage stage = must(RunStage::open(*env, "bench", made.plan.series.size(), made.plan.bins));
  IntoStage sink(stage);
  evaluate(made.plan, {}, sink);
  must(write_bundle(stage, record_of(made, CsvPolicy::kOff)));
  std::printf("\nmemory, %zu nodes x 1,000,000 bins, %zu series stored without CSVs: ",
              made.model.nodes.size(), made.plan.series.size());
  std::fflush(stdout);
}

void bench_memory(const std::string& program, Targets& targets) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child == 0) {
    execl(program.c_str(), program.c_str(), kMemoryChild, static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const double peak = static_cast<double>(usage.ru_maxrss) / 1024;
  std::printf("%s, peak %.0f MB\n", status == 0 ? "done" : "failed", peak);
  targets.at_most("1,000,000 bins x 100 nodes stored without CSVs: peak memory",
                  status == 0 ? peak : 1e9, 512, "MB");
}

}  // namespace flowtime::bench
