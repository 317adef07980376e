// create_run writes its bundle into files in memory, and the queries read it from there: a preview
// is the same run as a stored one, bit for bit, and costs no code of its own.
#include "api/preview_run.h"

#include <algorithm>
#include <utility>

#include "inspect/query_run.h"
#include "run/run_envelope.h"
#include "state/ui_bundle.h"
#include "state/window.h"
#include "sys/memory_env.h"

namespace flowtime::api {
namespace {

constexpr const char* kId = "preview";

// What a run may read of the data root beside runs: measured series.
bool is_measured(const std::string& path) {
  return path.starts_with("captures/") || path.starts_with("imports/");
}

// Files in memory, with the clock and the chance of the machine, as a stored run would have them,
// and what was measured is read where it is.
class PassingEnv : public MemoryEnv {
 public:
  explicit PassingEnv(Env& machine) : machine_(machine) {}
  Result<std::unique_ptr<File>> open_file(const std::string& path, OpenMode mode) override {
    const bool from_machine = mode == OpenMode::kRead && is_measured(path);
    return from_machine ? machine_.open_file(path, mode) : MemoryEnv::open_file(path, mode);
  }
  Result<std::unique_ptr<FileView>> view_file(const std::string& path) override {
    return is_measured(path) ? machine_.view_file(path) : MemoryEnv::view_file(path);
  }
  Result<FileInfo> info(const std::string& path) override {
    return is_measured(path) ? machine_.info(path) : MemoryEnv::info(path);
  }
  Result<std::vector<DirectoryEntry>> list(const std::string& directory) override {
    return is_measured(directory) ? machine_.list(directory) : MemoryEnv::list(directory);
  }
  Result<std::string> confined(const std::string& path) override {
    return is_measured(path) ? machine_.confined(path) : MemoryEnv::confined(path);
  }
  std::int64_t now_unix_ms() override { return machine_.now_unix_ms(); }
  std::int64_t monotonic_ns() override { return machine_.monotonic_ns(); }
  void fill_random(std::span<std::uint8_t> bytes) override { machine_.fill_random(bytes); }

 private:
  Env& machine_;
};

// The same world, but what is written goes with it, and neither log nor counters hear of it.
RunHost host_in_memory(const RunHost& host, Env& memory, LogSink& log) {
  RunHost passing{.env = memory,
                  .log = log,
                  .observer = host.observer,
                  .version = host.version,
                  .limits = host.limits,
                  .catalog = nullptr,
                  .metrics = nullptr,
                  .templates = host.templates,
                  .captures = host.captures};
  // Everything is in memory at once, values and answer, so the limit is lower than that of runs.
  passing.limits.cells_per_run = std::min(host.limits.cells_per_run, kMaxPreviewCells);
  return passing;
}

void write_parts(JsonWriter& json, const OpenedRun& run, const std::string& bundle,
                 const std::string& layout, const std::string& window) {
  json.begin_object().key("run").raw(to_json(run.envelope, JsonWriter::Layout::kCompact));
  for (const auto& [name, text] :
       {std::pair{"bundle", &bundle}, {"layout", &layout}, {"window", &window}}) {
    json.key(name);
    text->empty() ? json.null() : json.raw(*text);
  }
  json.end_object();
}

Result<std::string> told(const RunHost& memory, Layouts& layouts, std::int64_t max_points) {
  FT_TRY(const auto run, open_for_queries(memory.env, kId));
  std::string bundle, layout, window;
  // The answers below are about a topology; without one their members are null.
  if (!run->run->topology().nodes.empty()) {
    FT_TRY(const UiBundle found, query_ui_bundle(run->run));
    FT_TRY(const RunLayout drawn, layout_run(memory, layouts, {.run_id = kId, .at = ""}));
    WindowRequest wanted;
    if (max_points > 0) wanted.max_points = max_points;
    FT_TRY(const Window values, query_window(run->run, std::move(wanted)));
    bundle = to_json(found, run->metadata);
    layout = to_json(drawn);
    window = to_json(values, run->metadata);
  }
  JsonWriter json;
  write_parts(json, *run, bundle, layout, window);
  return json.take();
}

}  // namespace

Preview preview_run(const RunHost& host, Layouts& layouts, CreateRunRequest request,
                    std::int64_t max_points) {
  PassingEnv memory(host.env);
  NullLogSink log;
  const RunHost in_memory = host_in_memory(host, memory, log);
  // The environment holds this run alone, so any id will do.
  request.run_id = kId;
  Preview preview{.outcome = create_run(in_memory, request), .json = ""};
  if (!preview.outcome.succeeded()) return preview;
  auto json = told(in_memory, layouts, max_points);
  if (json) {
    preview.json = std::move(*json);
  } else {
    preview.outcome.status = RunStatus::kFailed;
    preview.outcome.problems = json.problems();
  }
  return preview;
}

}  // namespace flowtime::api
