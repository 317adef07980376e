#include "growth_bench.h"

#include <algorithm>
#include <cstdio>

#include "bench_parts.h"
#include "checks/check_run.h"
#include "model_text.h"
#include "stopwatch.h"
#include "template/expand.h"

namespace flowtime::bench {
namespace {

constexpr std::int64_t kBins = 4;
const char* const kTwoClasses = "classes:\n  - {id: A}\n  - {id: B}\n";

void add_constant(ModelText& model, const std::string& id, const char* value) {
  model.line("{id: " + id + ", kind: const, values: [" + value + "]}");
}

void add_traffic(ModelText& model, const std::string& id, int i) {
  model.line("{id: " + id + ", kind: const}");
  model.traffic("nodeId: " + id + ", classId: " + (i % 2 == 0 ? "A" : "B") +
                ", pattern: {kind: constant, ratePerBin: " + std::to_string(1 + i % 7) + "}");
}

void add_service(ModelText& model, int i, const std::string& more = "") {
  const std::string a = numbered("a", i), s = numbered("s", i);
  add_constant(model, a, "5");
  model.expr(s, a + " * 1");
  model.topology_node("id: " + numbered("N", i) + ", semantics: {arrivals: " + a +
                      ", served: " + s + "}" + more);
}

std::string sources_with_classes(int n) {
  ModelText model(kBins, kTwoClasses);
  for (int i = 0; i < n; ++i) add_traffic(model, numbered("a", i), i);
  return model.finish();
}

// Each reads the one that is declared after it, so that classes go against the order of the file.
std::string chain_with_classes(int n) {
  ModelText model(kBins, kTwoClasses);
  add_traffic(model, "l0", 0);
  for (int i = n; i > 0; --i) model.expr(numbered("l", i), numbered("l", i - 1) + " * 0.99");
  return model.finish();
}

std::string queues_with_classes(int n) {
  ModelText model(kBins, kTwoClasses);
  for (int i = 0; i < n; ++i) {
    add_traffic(model, numbered("a", i), i);
    add_constant(model, numbered("s", i), "3");
    model.topology_node("id: " + numbered("Q", i) +
                        ", kind: queue, semantics: {arrivals: " + numbered("a", i) +
                        ", served: " + numbered("s", i) + "}, initialCondition: {queueDepth: 2}");
  }
  return model.finish();
}

std::string one_router(int n) {
  ModelText model(kBins);
  add_constant(model, "src", "5");
  std::string routes;
  for (int i = 0; i < n; ++i) {
    routes += (i > 0 ? ", {target: " : "{target: ") + numbered("t", i) + ", weight: 1}";
  }
  model.line("{id: R, kind: router, inputs: {queue: src}, routes: [" + routes + "]}");
  model.topology_node("id: R, kind: router, semantics: {arrivals: src, served: src}");
  for (int i = 0; i < n; ++i) {
    add_constant(model, numbered("s", i), "5");
    model.topology_node("id: " + numbered("T", i) + ", semantics: {arrivals: " + numbered("t", i) +
                        ", served: " + numbered("s", i) + "}");
    model.edge("id: " + numbered("e", i) + ", from: R, to: " + numbered("T", i));
  }
  return model.finish();
}

void add_shared(ModelText& model, int i) {
  add_constant(model, numbered("k", i), "8");
  model.constraint("id: " + numbered("c", i) + ", semantics: {arrivals: " + numbered("k", i) +
                   ", served: " + numbered("k", i) + "}");
}

std::string one_constraint_for_all(int n) {
  ModelText model(kBins);
  add_shared(model, 0);
  for (int i = 0; i < n; ++i) add_service(model, i, ", constraints: [c0]");
  return model.finish();
}

// Services in series, each two of which share a constraint.
std::string constraints_in_series(int n) {
  ModelText model(kBins);
  add_constant(model, "s0", "5");
  for (int i = 1; i <= n; ++i) {
    if (i % 2 == 1) add_shared(model, i / 2);
    const std::string before = numbered("s", i - 1), s = numbered("s", i);
    model.expr(s, "MIN(9, " + before + ")");
    model.topology_node("id: " + numbered("N", i) + ", constraints: [" +
                        numbered("c", (i - 1) / 2) + "], semantics: {arrivals: " + before +
                        ", served: " + s + "}");
  }
  return model.finish();
}

std::string overflow_cascade(int n) {
  ModelText model(kBins);
  for (int i = 0; i < n; ++i) {
    add_constant(model, numbered("a", i), "5");
    add_constant(model, numbered("s", i), "3");
    const std::string overflow = i + 1 < n ? ", wipOverflow: " + numbered("Q", i + 1) : "";
    model.topology_node("id: " + numbered("Q", i) +
                        ", kind: queue, semantics: {arrivals: " + numbered("a", i) +
                        ", served: " + numbered("s", i) + "}, wipLimit: 3" + overflow);
  }
  return model.finish();
}

std::string fan_in_with_retries(int n) {
  ModelText model(kBins);
  for (const char* id : {"za", "zs", "zf"}) add_constant(model, id, "1");
  model.topology_node(
      "id: Z, semantics: {arrivals: za, served: zs, failures: zf, retryEcho: ze, "
      "retryKernel: [0, 1]}");
  for (int i = 0; i < n; ++i) {
    add_service(model, i);
    model.edge("id: " + numbered("x", i) + ", from: " + numbered("N", i) + ", to: Z");
  }
  return model.finish();
}

std::string one_capacity_for_all(int n) {
  ModelText model(kBins);
  add_constant(model, "a", "5");
  add_constant(model, "capacity", "4");
  for (int i = 0; i < n; ++i) {
    model.topology_node("id: " + numbered("Q", i) +
                        ", kind: queue, semantics: {arrivals: a, served: capacity}");
  }
  return model.finish();
}

std::string one_loop(int n) {
  ModelText model(kBins);
  for (int i = 0; i < n; ++i) {
    const std::string next = numbered("l", (i + 1) % n);
    model.expr(numbered("l", i), (i + 1 < n ? next : "SHIFT(" + next + ", 1)") + " * 0.5 + 1");
  }
  return model.finish();
}

// Everything that is done before and beside evaluation, in microseconds per item.
double us_per_item(const std::string& text, int items) {
  const double ms = best_ms(
      [&] {
        const yaml::Document document = must(yaml::parse(text, "model"));
        const Model model = must(read_model(document));
        const Compiled compiled = must(compile(model));
        RunChecks(model, compiled.plan.series, RunMode::kSimulation);
      },
      3);
  return ms * 1000 / items;
}

// Texts that are read and refused, or expanded, without becoming a plan.
std::string names_that_nobody_has(int n) {
  ModelText model(kBins);
  for (int i = 0; i < n; ++i) model.expr(numbered("a", i), numbered("nobody", i) + " + 1");
  return model.finish();
}

std::string one_text_by_aliases(int n) {
  std::string text = "a: &a \"" + std::string(100, 'x') + "\"\nb:\n";
  for (int i = 0; i < n; ++i) text += "- *a\n";
  return text;
}

std::string template_with(int n, const std::string& hole) {
  std::string text =
      "schemaVersion: 1\ngenerator: flowtime-sim\nmetadata: {id: d, title: D, version: 1.0.0}\n"
      "window: {start: 2026-01-01T00:00:00Z, timezone: UTC}\nparameters:\n"
      "- {name: p, type: number, default: 1}\ngrid: {bins: 2, binSize: 5, binUnit: minutes}\n"
      "nodes:\n- {id: a, kind: const, values: [1, 2]}\n";
  for (int i = 0; i < n; ++i) {
    text += "- {id: " + numbered("h", i) + ", kind: expr, expr: \"" + hole + " + 1\"}\n";
  }
  return text +
         "topology:\n  nodes:\n  - {id: N, kind: service, semantics: {arrivals: a, served: a}}\n"
         "  edges: []\n";
}
std::string placeholders(int n) { return template_with(n, "${p}"); }
std::string unknown_placeholders(int n) { return template_with(n, "${nobody}"); }

void read_as_model(const std::string& text) {
  auto document = yaml::parse(text, "model");
  if (document) static_cast<void>(read_model(*document));
}

void expand_template(const std::string& text) {
  auto document = parse_template(text, "template");
  if (!document) return;
  const auto from = read_template(std::move(*document));
  if (!from) return;
  const auto bound = bind_parameters(*from, {});
  if (bound) static_cast<void>(expand(*from, *bound));
}

struct TextLoop {
  const char* name;
  std::string (*text)(int items);
  void (*read)(const std::string& text);
};
constexpr TextLoop kTextLoops[] = {
    {"names that nobody has", names_that_nobody_has, read_as_model},
    {"one text by aliases", one_text_by_aliases, read_as_model},
    {"placeholders of a template", placeholders, expand_template},
    {"unknown placeholders", unknown_placeholders, expand_template},
};

double us_per_item(const TextLoop& loop, int items) {
  const std::string text = loop.text(items);
  return best_ms([&] { loop.read(text); }, 3) * 1000 / items;
}

struct Mechanism {
  const char* name;
  std::string (*model)(int items);
};
constexpr Mechanism kMechanisms[] = {
    {"sources with classes", sources_with_classes},
    {"chain with classes", chain_with_classes},
    {"queues with classes", queues_with_classes},
    {"routes of one router", one_router},
    {"members of one constraint", one_constraint_for_all},
    {"constraints in series", constraints_in_series},
    {"overflow cascade", overflow_cascade},
    {"fan-in with retries", fan_in_with_retries},
    {"queues that share a capacity", one_capacity_for_all},
    {"one loop through all", one_loop},
};

}  // namespace

void bench_growth(Targets& targets) {
  constexpr int kFew = 500, kMany = 16000;
  std::printf("\n%-30s %12s %12s %9s\n", "growth, us per item", "500", "16,000", "ratio");
  double worst = 0;
  for (const Mechanism& mechanism : kMechanisms) {
    const double few = us_per_item(mechanism.model(kFew), kFew);
    const double many = us_per_item(mechanism.model(kMany), kMany);
    std::printf("%-30s %12.2f %12.2f %9.2f\n", mechanism.name, few, many, many / few);
    std::fflush(stdout);
    worst = std::max(worst, many / few);
  }
  for (const TextLoop& loop : kTextLoops) {
    const double few = us_per_item(loop, kFew), many = us_per_item(loop, kMany);
    std::printf("%-30s %12.2f %12.2f %9.2f\n", loop.name, few, many, many / few);
    worst = std::max(worst, many / few);
  }
  // Work that goes over the model again for every item of it would come to 32.
  targets.at_most("growth, worst mechanism: time per item, 16,000 / 500 items", worst, 8);
}

}  // namespace flowtime::bench
