#include "runs_bench.h"

#include "bench_parts.h"
#include "bench_root.h"
#include "catalog/catalog.h"
#include "library/generate_model.h"
#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "lifecycle/run_list.h"
#include "stopwatch.h"
#include "sys/memory_env.h"

namespace flowtime::bench {
namespace {

constexpr int kRuns = 50'000;
constexpr double kMaxQuestionMs = 100;

// What the index reads of a run, without a run.
void place(Env& env, int number) {
  const std::string id = "run_" + std::to_string(100'000 + number);
  const std::string minute = std::to_string(10 + number % 50);
  must(env.make_directories("runs/" + id));
  must(env.write_file("runs/" + id + "/run.json",
                      R"({"schemaVersion":1,"runId":")" + id +
                          R"(","mode":"simulation","createdUtc":"2026-01-)" +
                          std::to_string(10 + number % 20) + "T10:" + minute +
                          R"(:00Z","templateId":"template-)" + std::to_string(number % 13) +
                          R"(","grid":{"bins":288,"binSize":5,"binUnit":"minutes"},)" +
                          R"("findings":{"error":0,"warning":)" + std::to_string(number % 3) +
                          R"(,"info":0},"warnings":[],"series":[]})"));
}

struct Questions {
  const char* what;
  RunQuery query;
};

std::vector<Questions> questions() {
  RunQuery by_template, deep, search;
  by_template.template_id = "Template-5";
  by_template.has_warnings = true;
  deep.page = 900;
  search.search = "run_1234 template-1";
  return {{"first page", {}}, {"filtered", by_template}, {"page 900", deep}, {"search", search}};
}

CreateRunRequest request_of(const std::string& id) {
  CreateRunRequest request;
  request.run_id = id;
  request.overwrite = true;
  request.durability = Durability::kNone;
  return request;
}

}  // namespace

void bench_create(Targets& targets) {
  const TemplateLibrary templates;
  MemoryEnv env;
  NullLogSink log;
  RunObserver observer;
  RunHost host{.env = env, .log = log, .observer = observer};
  TemplateLibrary library;
  host.templates = &library;
  StageClock clock(env, observer);
  const auto source = must(templates.find("order-system"));
  CreateRunRequest filled = request_of("filled"), plain = request_of("plain");
  filled.run_template = TemplateRequest{.id = "order-system"};
  plain.source.text = must(generate_model({.source = source}, clock)).model;
  const auto make = [&](const CreateRunRequest& request) {
    if (!create_run(host, request).succeeded()) std::exit(1);
  };
  const double from_template = median_ms([&] { make(filled); });
  const double from_model = median_ms([&] { make(plain); });
  std::printf(
      "\norder-system, 288 bins, a whole run in memory\n  template %.2f ms, its model %.2f ms: "
      "%s\n",
      from_template, from_model, ratio(from_template, from_model).c_str());
  targets.at_most("order-system, orchestrated / a run of its model", from_template / from_model, 2);
}

void bench_catalog(Targets& targets) {
  BenchRoot folder;
  for (int i = 0; i < kRuns; ++i) place(folder.env(), i);
  const auto catalog = must(Catalog::open(folder.env(), folder.path() + "/" + kCatalogFile));
  const auto reindex = [&] { must(catalog->runs().rebuild()); };
  std::printf("\ncatalog of %d runs\n  reindex %.0f ms\n", kRuns, once_ms(reindex));
  ::usleep(200'000);  // until the time of the directory is relied on
  must(catalog->runs().update());
  for (const Questions& question : questions()) {
    const double spent = median_ms([&] { must(catalog->runs().find(question.query)); });
    std::printf("  %-12s %.2f ms\n", question.what, spent);
    targets.at_most(std::string("50,000 runs, ") + question.what, spent, kMaxQuestionMs, "ms");
  }
  const auto after_change = [&] {
    must(folder.env().make_directories("runs/run_1"));
    must(folder.env().remove_tree("runs/run_1"));
    must(catalog->runs().find({}));
  };
  const double changed = median_ms(after_change);
  std::printf("  first page after a change of runs/ %.2f ms\n", changed);
  targets.at_most("50,000 runs, first page after a change", changed, kMaxQuestionMs, "ms");
}

}  // namespace flowtime::bench
