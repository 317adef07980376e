#include "command_bench.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <vector>

#include "bench_root.h"
#include "child.h"
#include "model_text.h"

namespace flowtime::bench {
namespace {

using Words = std::vector<std::string>;

constexpr int kFew = 500, kMany = 16000;
constexpr std::int64_t kBins = 4;

// A command about `n` items: the file that it reads, and its words after that file's path.
struct Command {
  const char* name;
  std::string (*text)(int n);
  Words (*words)(const std::string& file, int n);
};

ModelText constants(int n, const std::string& before_nodes = "") {
  ModelText model(kBins, before_nodes);
  for (int i = 0; i < n; ++i)
    model.line("{id: " + numbered("m", i) + ", kind: const, values: [1]}");
  return model;
}

std::string only_constants(int n) { return constants(n).finish(); }

std::string outputs_by_prefix(int n) {
  std::string outputs = "outputs:\n";
  for (int i = 0; i < n; ++i) outputs += "- {series: '" + numbered("m", i) + "/*'}\n";
  return constants(n, outputs).finish();
}

std::string outputs_of_everything(int n) {
  std::string outputs = "outputs:\n";
  for (int i = 0; i < n; ++i) outputs += "- {series: '*', exclude: [" + numbered("m", i) + "]}\n";
  return constants(n, outputs).finish();
}

std::string expectations(int n) {
  std::string expected = "expect:\n";
  for (int i = 0; i < n; ++i) expected += "- 'total(" + numbered("m", i) + ") >= 0'\n";
  return constants(n, expected).finish();
}

std::string broken_expectations(int n) {
  std::string expected = "expect:\n";
  for (int i = 0; i < n; ++i) expected += "- 'total(" + numbered("m", i) + ") < 0'\n";
  return constants(n, expected).finish();
}

// Each node has findings of its own.
std::string services_with_findings(int n) {
  ModelText model(kBins);
  for (int i = 0; i < n; ++i) {
    const std::string a = numbered("a", i), s = numbered("s", i);
    model.line("{id: " + a + ", kind: const, values: [5]}");
    model.line("{id: " + s + ", kind: const, values: [7]}");
    model.topology_node("id: " + numbered("N", i) + ", semantics: {arrivals: " + a +
                        ", served: " + s + "}");
  }
  return model.finish();
}

std::string thresholds(int n) {
  ModelText model(kBins);
  for (int i = 0; i < n; ++i) {
    const std::string a = numbered("a", i);
    model.line("{id: " + a + ", kind: const, values: [5]}");
    model.topology_node("id: " + numbered("N", i) + ", semantics: {arrivals: " + a +
                        ", served: " + a + "}, thresholds: {failing: {warning: 0.2}}");
  }
  return model.finish();
}

std::string template_of(int parameters) {
  std::string text =
      "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: d, title: D, version: 1.0.0}\n"
      "window: {start: 2026-01-01T00:00:00Z, timezone: UTC}\nparameters:\n";
  for (int i = 0; i < parameters; ++i) {
    text += "- {name: " + numbered("p", i) + ", type: number, default: 1}\n";
  }
  return text +
         "grid: {bins: 2, binSize: 5, binUnit: minutes}\nnodes:\n- {id: a, kind: const, values: "
         "[1, 2]}\ntopology:\n  nodes:\n  - {id: N, kind: service, semantics: {arrivals: a, "
         "served: a}}\n  edges: []\n";
}

Words evaluated(const std::string& file, int) { return {"eval", file, "--format", "csv"}; }
Words validated(const std::string& file, int) { return {"validate", file}; }
Words read_as_template(const std::string& file, int) {
  return {"templates", "show", "d", "--templates-dir", file.substr(0, file.rfind('/'))};
}

Words with_options(const std::string& file, int n, const char* option, const char* value) {
  Words words{"eval", file, "--format", "csv"};
  for (int i = 0; i < n; ++i) {
    words.push_back(option);
    words.push_back(numbered("m", i) + value);
  }
  return words;
}
Words with_settings(const std::string& file, int n) { return with_options(file, n, "--set", "=2"); }
Words with_edits(const std::string& file, int n) {
  return with_options(file, n, "--set", "[1..2]*=2");
}
Words with_series(const std::string& file, int n) { return with_options(file, n, "--series", ""); }

Words searched(const std::string& file, int n) {
  std::string words;
  for (int i = 0; i < n; ++i) words += numbered("w", i) + " ";
  return {"runs", "list", "--search", words, "--data-dir", file.substr(0, file.rfind('/'))};
}

constexpr Command kCommands[] = {
    {"eval, outputs by prefix", outputs_by_prefix, evaluated},
    {"eval, outputs of everything", outputs_of_everything, evaluated},
    {"eval --set of each node", only_constants, with_settings},
    {"eval --set of some bins of each", only_constants, with_edits},
    {"eval --series of each", only_constants, with_series},
    {"eval, expectations", expectations, evaluated},
    {"eval, broken expectations", broken_expectations, evaluated},
    {"eval, thresholds", thresholds, evaluated},
    {"eval, findings", services_with_findings, evaluated},
    {"validate, findings as text", services_with_findings, validated},
    {"parameters of a template", template_of, read_as_template},
    {"words of a search", template_of, searched},
};

class CommandBench {
 public:
  explicit CommandBench(std::string program) : program_(std::move(program)) {
    start_ = quickest({"--version"});
  }

  // Microseconds of the processor per item, without the start of the program.
  double us_per_item(const Command& command, int n) {
    must(root_.env().write_file("d.yaml", command.text(n)));
    const double ms = quickest(command.words(root_.path() + "/d.yaml", n));
    return std::max(0.0, ms - start_) * 1000 / n;
  }

 private:
  // A refusal ends with another code and counts as well: it is the time to it that must not grow.
  double quickest(const Words& words) const {
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < 3; ++i) {
      best = std::min(best, in_child([&] { become(program_, words, "/dev/null"); }).processor);
    }
    return best;
  }

  BenchRoot root_;
  std::string program_;
  double start_ = 0;
};

}  // namespace

void bench_commands(const std::string& program, Targets& targets) {
  CommandBench bench(program_beside(program));
  std::printf("\n%-34s %12s %12s %9s\n", "commands, us per item", "500", "16,000", "ratio");
  double worst = 0;
  for (const Command& command : kCommands) {
    const double few = bench.us_per_item(command, kFew), many = bench.us_per_item(command, kMany);
    const double ratio = many / std::max(few, 1e3 / kFew);  // below a millisecond in all: noise
    std::printf("%-34s %12.2f %12.2f %9.2f\n", command.name, few, many, ratio);
    std::fflush(stdout);
    worst = std::max(worst, ratio);
  }
  targets.at_most("commands, worst: time per item, 16,000 / 500 items", worst, 8);
}

}  // namespace flowtime::bench
