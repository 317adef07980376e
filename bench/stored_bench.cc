#include "stored_bench.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "child.h"
#include "hand_loops.h"
#include "judge/judge.h"
#include "stopwatch.h"

namespace flowtime::bench {
namespace {

constexpr int kServices = 1000;
constexpr std::int64_t kBins = 1000;
constexpr int kRounds = 7;

struct StoredFile {
  std::string path, content;
};

std::vector<StoredFile> files_below(const std::string& directory) {
  std::vector<StoredFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = std::filesystem::relative(entry.path(), directory).string();
    files.push_back({path, must(posix_env(directory)->read_file(path))});
  }
  return files;
}

// The same bytes under the same names, and one sync as the program makes it.
void write_by_hand(const std::vector<StoredFile>& files, const std::string& directory) {
  constexpr std::size_t kBlock = std::size_t{1} << 20;
  for (const StoredFile& file : files) {
    const std::string path = directory + "/" + file.path;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    const int out = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    for (std::size_t at = 0; at < file.content.size(); at += kBlock) {
      const std::size_t count = std::min(kBlock, file.content.size() - at);
      if (write(out, file.content.data() + at, count) < 0) _exit(1);
    }
    close(out);
  }
  const int root = open(directory.c_str(), O_RDONLY);
  syncfs(root);
  close(root);
}

// The number of a member of durationsMs.
double duration(const std::string& answer, const std::string& stage) {
  const std::size_t from = answer.rfind("\"durationsMs\"");
  const std::size_t at = answer.find("\"" + stage + "\": ", from);
  return at == std::string::npos ? 0 : std::atof(answer.c_str() + at + stage.size() + 4);
}

struct Round {
  Spent run, loop;
  double compiled = 0, evaluate = 0, judge = 0, hand = 0;  // compiled: parse, validate, compile
  double write = 0;
};

class StoredBench {
 public:
  explicit StoredBench(const std::string& program) : flowtime_(program_beside(program)) {
    must(root_.env().write_file("model.yaml", chain_model(kServices, kBins)));
  }

  Round round() {
    Round measured;
    measured.run = in_child([this] { run_program(); });
    const std::string answer = must(root_.env().read_file("answer.json"));
    for (const char* stage : {"parse", "validate", "compile"}) {
      measured.compiled += duration(answer, stage);
    }
    measured.evaluate = duration(answer, "evaluate");
    measured.judge = duration(answer, "judge");
    measured.write = duration(answer, "write");
    if (files_.empty()) files_ = files_below(root_.path() + "/data/runs/bench");
    measured.loop = in_child([this] { write_by_hand(files_, root_.path() + "/by_hand"); });
    std::filesystem::remove_all(root_.path() + "/by_hand");
    std::filesystem::remove_all(root_.path() + "/data");
    measured.hand = hand_loop_ms();
    return measured;
  }

 private:
  void run_program() const {
    become(flowtime_,
           {"run", root_.path() + "/model.yaml", "--run-id", "bench", "--csv", "off", "--json",
            "--data-dir", root_.path() + "/data"},
           root_.path() + "/answer.json");
  }

  static double hand_loop_ms() {
    const std::vector<double> input = demand(kBins);
    const std::vector<double> capacities = chain_capacities(kServices);
    ChainColumns columns{std::vector<double>(kServices * kBins),
                         std::vector<double>(kServices * kBins)};
    return best_ms([&] { run_chain_by_hand(input, capacities, columns); });
  }

  BenchRoot root_;
  std::string flowtime_;
  std::vector<StoredFile> files_;
};

// The quickest of each, because a busy machine can only add.
void keep_best(const Round& round, Round& best) {
  const auto less = [](double value, double& kept) { kept = std::min(kept, value); };
  less(round.run.wall - round.judge, best.run.wall);
  less(round.run.processor, best.run.processor);
  less(round.loop.wall, best.loop.wall);
  less(round.loop.processor, best.loop.processor);
  less(round.compiled, best.compiled);
  less(round.evaluate, best.evaluate);
  less(round.judge, best.judge);
  less(round.write, best.write);
  less(round.hand, best.hand);
}

Round unmeasured() {
  constexpr double kNone = std::numeric_limits<double>::infinity();
  return {{kNone, kNone}, {kNone, kNone}, kNone, kNone, kNone, kNone, kNone};
}

// What another engine of this kind needs for the stages of a large model, as a constant: see
// README.md.
constexpr struct { double read = 248, compile = 3790, evaluate = 23; } kPeerLarge;

// Processor time of the stages, made here: what the program reports of them is wall time.
struct Processor {
  double read = 0, compile = 0, evaluate = 0, judge = 0;
  double computed() const { return read + compile + evaluate; }
};
Processor processor_of(const std::string& text) {
  Processor spent;
  spent.read = best_ms([&] { must(read_model(must(yaml::parse(text, "model")))); }, 2);
  const Model model = must(read_model(must(yaml::parse(text, "model"))));
  spent.compile = best_ms([&] { must(compile(model)); }, 2);
  const Plan plan = must(compile(model)).plan;
  spent.evaluate = best_ms([&] { look_at(plan); }, 2);
  KeepTiles kept(plan);
  evaluate(plan, {}, kept);
  const checks::RunSeries series(model, plan.series);
  const judge::JudgedRun run{
      .model = model, .plan = plan, .series = series, .values = [&](SeriesIndex index) {
        return checks::exists(index) ? SeriesIn(kept.table[index]) : SeriesIn();
      }};
  spent.judge = best_ms([&] { judge::judge_run(run); }, 2);
  return spent;
}

// Read, compile and evaluate in the program, the quickest of three.
void bench_large(const std::string& bench, Targets& targets) {
  const std::string program = program_beside(bench);
  BenchRoot root;
  must(root.env().write_file("large.yaml", chain_model(30000, 10)));
  double read = std::numeric_limits<double>::infinity(), compiled = read, evaluated = read;
  for (int i = 0; i < 3; ++i) {
    const Spent run = in_child([&] {
      become(program,
             {"run", root.path() + "/large.yaml", "--run-id", "large", "--overwrite", "--csv",
              "off", "--json", "--data-dir", root.path() + "/data"},
             root.path() + "/answer.json");
    });
    if (!run.done) return;
    const std::string answer = must(root.env().read_file("answer.json"));
    read = std::min(read, duration(answer, "parse") + duration(answer, "validate"));
    compiled = std::min(compiled, duration(answer, "compile"));
    evaluated = std::min(evaluated, duration(answer, "evaluate"));
  }
  std::printf(
      "\nstored, chain 30,000 x 10, stages in the program (wall, ms; the peer's constants)\n");
  std::printf("  read %.1f (%.0f), compile %.1f (%.0f), evaluate %.1f (%.0f)\n", read,
              kPeerLarge.read, compiled, kPeerLarge.compile, evaluated, kPeerLarge.evaluate);
  const Processor spent = processor_of(chain_model(30000, 10));
  std::printf("  processor time of these stages, here: read %.1f, compile %.1f, evaluate %.1f\n",
              spent.read, spent.compile, spent.evaluate);
  targets.at_least("stored 30,000 x 10: read, times faster than the peer", kPeerLarge.read / read,
                   1);
  targets.at_least("stored 30,000 x 10: compile, times faster than the peer",
                   kPeerLarge.compile / compiled, 1);
  targets.at_least("stored 30,000 x 10: evaluate, times faster than the peer",
                   kPeerLarge.evaluate / evaluated, 1);
}

}  // namespace

void bench_stored(const std::string& program, Targets& targets) {
  bench_large(program, targets);
  StoredBench bench(program);
  Round best = unmeasured();
  for (int i = 0; i < kRounds; ++i) {
    const Round round = bench.round();
    if (!round.run.done || !round.loop.done) {
      std::printf("\nstored: flowtime or the loop failed\n");
      return;
    }
    keep_best(round, best);
  }
  const double computed = best.compiled + best.evaluate;
  const Processor spent = processor_of(chain_model(kServices, kBins));
  std::printf(
      "\nstored, chain 1,000 x 1,000, the process of flowtime run --csv off, judging apart\n");
  std::printf(
      "  wall                %.1f ms, of it parse, validate, compile, evaluate %.1f, write %.1f\n",
      best.run.wall, computed, best.write);
  std::printf("  loop, same bytes    %.1f ms\n", best.loop.wall);
  std::printf("  processor           %.1f ms, of it parse .. evaluate %.1f, judging %.1f\n",
              best.run.processor, spent.computed(), spent.judge);
  std::printf("  loop, processor     %.1f ms\n", best.loop.processor);
  targets.at_most("stored 1,000 x 1,000: wall / (3 x (parse..evaluate) + loop)",
                  best.run.wall / (3 * computed + best.loop.wall), 1);
  targets.at_most("stored 1,000 x 1,000: processor beyond parse..evaluate and loop",
                  best.run.processor - spent.computed() - spent.judge - best.loop.processor, 60,
                  "ms");
  targets.at_most("stored 1,000 x 1,000: evaluate in the program / hand loop",
                  best.evaluate / best.hand, 1.5);
}

}  // namespace flowtime::bench
