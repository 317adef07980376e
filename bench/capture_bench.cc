#include "capture_bench.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <vector>

#include "base/number_text.h"
#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "child.h"
#include "run/open_run.h"
#include "series/series_csv.h"
#include "stopwatch.h"
#include "telemetry/capture_run.h"
#include "telemetry/capture_store.h"

namespace flowtime::bench {
namespace {

struct Shape {
  int services;
  std::int64_t bins;
};
constexpr Shape kShapes[] = {{1000, 1000}, {100, 10'000}, {2, 1'000'000}};
constexpr int kRounds = 5;

class CaptureBench {
 public:
  CaptureBench(const std::string& program, Shape shape) : flowtime_(program_beside(program)) {
    must(root_.env().write_file("model.yaml", chain_model(shape.services, shape.bins)));
    in_child([&] {
      flowtime({"run", root_.path() + "/model.yaml", "--run-id", "base", "--csv", "off"});
    });
  }

  Spent program() const {
    return in_child([&] {
      flowtime({"telemetry", "capture", "base", "--output", root_.path() + "/data/captures/c",
                "--overwrite"});
    });
  }
  double in_process_ms() {
    const Run run = must(open_run(*data(), "base"));
    const auto env = data();
    return best_ms(
        [&] {
          must(capture_run(run, {.env = *env, .directory = "captures/d"}, {.overwrite = true}));
        },
        3);
  }
  // What the loop formats: the cells of the capture.
  void read_cells() {
    const auto env = data();
    const CaptureManifest manifest = must(read_capture_manifest(*env, "captures/c"));
    for (const CaptureFile& file : manifest.files) {
      const std::string text = must(env->read_file("captures/c/" + file.path));
      bytes_ += text.size();
      columns_.push_back(must(read_series_csv(text, manifest.grid.bins, file.path)).front().values);
    }
  }
  double loop_ms() {
    std::filesystem::create_directories(root_.path() + "/by_hand");
    return best_ms([&] { write_by_hand(); }, 3);
  }
  double loop_without_files_ms() {
    return best_ms(
        [&] {
          for (const auto& column : columns_) format(column);
        },
        3);
  }
  std::size_t files() const { return columns_.size(); }
  double megabytes() const { return static_cast<double>(bytes_) / 1e6; }

 private:
  std::unique_ptr<Env> data() const { return posix_env(root_.path() + "/data"); }
  void flowtime(std::vector<std::string> words) const {
    words.insert(words.end(), {"--data-dir", root_.path() + "/data"});
    become(flowtime_, words, root_.path() + "/answer.txt");
  }
  // The usual way: numbers with to_chars, whole ones as such.
  std::string_view format(const std::vector<double>& column) {
    constexpr std::string_view kHeader = "bin_index,classId,value\n", kBetween = ",DEFAULT,";
    buffer_.resize(kHeader.size() + column.size() * 64);
    char* out = std::copy(kHeader.begin(), kHeader.end(), buffer_.data());
    for (std::size_t bin = 0; bin < column.size(); ++bin) {
      out = std::to_chars(out, out + 20, bin).ptr;
      out = std::copy(kBetween.begin(), kBetween.end(), out);
      if (is_finite(column[bin])) out = write_number(out, column[bin]);
      *out++ = '\n';
    }
    return {buffer_.data(), static_cast<std::size_t>(out - buffer_.data())};
  }
  void write_by_hand() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view text = format(columns_[i]);
      const std::string path = root_.path() + "/by_hand/" + std::to_string(i) + ".csv";
      std::FILE* file = std::fopen(path.c_str(), "wb");
      std::fwrite(text.data(), 1, text.size(), file);
      std::fclose(file);
    }
  }

  BenchRoot root_;
  std::string flowtime_;
  std::vector<std::vector<double>> columns_;
  std::uint64_t bytes_ = 0;
  std::string buffer_;
};

}  // namespace

void bench_capture(const std::string& program, Targets& targets) {
  std::printf(
      "\ncapture, processor time (ms); the loop formats the same cells into as many files\n");
  std::printf("%-14s %6s %8s %9s %8s %8s %8s %8s %7s\n", "services x bins", "files", "MB",
              "process", "call", "loop", "no files", "ratio", "peak MB");
  for (const Shape& shape : kShapes) {
    CaptureBench bench(program, shape);
    Spent best{.wall = 0, .processor = std::numeric_limits<double>::infinity()};
    for (int i = 0; i < kRounds; ++i) {
      const Spent spent = bench.program();
      if (spent.processor < best.processor) best = spent;
    }
    if (!best.done) return static_cast<void>(std::printf("  flowtime failed\n"));
    bench.read_cells();
    const double call = bench.in_process_ms(), loop = bench.loop_ms();
    const double formatted = bench.loop_without_files_ms();
    std::printf("%5d x %-8ld %5zu %8.1f %9.1f %8.1f %8.1f %8.1f %7.2fx %7.0f\n", shape.services,
                static_cast<long>(shape.bins), bench.files(), bench.megabytes(), best.processor,
                call, loop, formatted, best.processor / loop, best.peak_mb);
    const std::string name =
        "capture " + std::to_string(shape.services) + " x " + std::to_string(shape.bins);
    targets.at_most(name + ": the process / the loop", best.processor / loop, 1.5);
    targets.at_most(name + ": peak memory", best.peak_mb, 250, "MB");
  }
}

}  // namespace flowtime::bench
