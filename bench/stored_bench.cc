#include "stored_bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>

#include "bench_models.h"
#include "bench_root.h"
#include "hand_loops.h"
#include "stopwatch.h"

namespace flowtime::bench {
namespace {

constexpr int kServices = 1000;
constexpr std::int64_t kBins = 1000;
constexpr int kRounds = 7;

struct Spent {
  double wall = 0, processor = 0;  // ms
  bool done = false;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

// What a child process takes from its start to its end.
Spent in_child(const std::function<void()>& work) {
  std::fflush(stdout);
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
  return {wall.count(), milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), status == 0};
}

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
  explicit StoredBench(const std::string& program)
      : flowtime_((std::filesystem::path(program).parent_path() / ".." / "flowtime").string()) {
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
    const std::string answer = root_.path() + "/answer.json";
    const std::string model = root_.path() + "/model.yaml", data = root_.path() + "/data";
    const int out = open(answer.c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
    dup2(out, STDOUT_FILENO);
    execl(flowtime_.c_str(), "flowtime", "run", model.c_str(), "--run-id", "bench", "--csv", "off",
          "--json", "--data-dir", data.c_str(), static_cast<char*>(nullptr));
    _exit(127);
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
  less(round.run.processor - round.judge, best.run.processor);
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

}  // namespace

void bench_stored(const std::string& program, Targets& targets) {
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
  std::printf(
      "\nstored, chain 1,000 x 1,000, the process of flowtime run --csv off, judging apart\n");
  std::printf(
      "  wall                %.1f ms, of it parse, validate, compile, evaluate %.1f, write %.1f\n",
      best.run.wall, computed, best.write);
  std::printf("  loop, same bytes    %.1f ms\n", best.loop.wall);
  std::printf("  processor           %.1f ms, of the loop %.1f; judging %.1f\n", best.run.processor,
              best.loop.processor, best.judge);
  targets.at_most("stored 1,000 x 1,000: wall / (3 x (parse..evaluate) + loop)",
                  best.run.wall / (3 * computed + best.loop.wall), 1);
  targets.at_most("stored 1,000 x 1,000: processor beyond parse..evaluate and loop",
                  best.run.processor - computed - best.loop.processor, 60, "ms");
  targets.at_most("stored 1,000 x 1,000: evaluate in the program / hand loop",
                  best.evaluate / best.hand, 1.5);
}

}  // namespace flowtime::bench
