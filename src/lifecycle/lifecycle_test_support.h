// A world in which runs are made and watched, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime {

// One service: no retries, no classes, nothing that is drawn.
inline constexpr const char* kOrderTemplate = R"yaml(schemaVersion: 1
generator: flowtime-sim
metadata: {id: sim-order, title: Orders, version: 1.0.0, narrative: "Orders come and are packed."}
window: {start: 2026-01-01T00:00:00Z, timezone: UTC}
parameters:
  - {name: bins, type: integer, default: 4, min: 1, max: 100000}
  - {name: demand, type: number, default: 5, min: -10, max: 100}
grid: {bins: "${bins}", binSize: 5, binUnit: minutes}
nodes:
  - {id: arrivals, kind: expr, expr: "${demand}"}
  - {id: capacity, kind: expr, expr: "10"}
  - {id: served, kind: expr, expr: "MIN(arrivals, capacity)"}
topology:
  nodes:
    - {id: Packing, kind: service, semantics: {arrivals: arrivals, served: served, capacity: capacity}}
  edges: []
outputs:
  - {series: served}
)yaml";

// The catalog is in memory; the data root is a MemoryEnv. Each test has its own.
class Lifecycle : public ::testing::Test {
 protected:
  Lifecycle() {
    auto opened = Catalog::open(env_, "");
    EXPECT_TRUE(opened);
    catalog_ = std::move(*opened);
  }
  RunHost host() { return host_with(quiet_); }
  // Refers to the members of the test and to `observer`.
  RunHost host_with(RunObserver& observer) {
    return {.env = env_,
            .log = log_,
            .observer = observer,
            .catalog = catalog_.get(),
            .metrics = &metrics_,
            .templates = &templates_};
  }
  // "demand=7" sets one parameter; its value is JSON text. The run id is deterministic.
  static CreateRunRequest from_template(std::string parameters = "") {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = "", .draft_text = kOrderTemplate};
    request.deterministic = true;
    request.request_id = "req-1";
    if (parameters.empty()) return request;
    const std::size_t equals = parameters.find('=');
    request.run_template->parameters.push_back(
        *parameter_from_json(parameters.substr(0, equals), parameters.substr(equals + 1)));
    return request;
  }
  RunOutcome create(const CreateRunRequest& request) { return create_run(host(), request); }

  // Names of the events with this field, as "RunOrchestrationStart".
  std::vector<std::string> event_names() const {
    std::vector<std::string> names;
    for (const LogEvent& event : log_.events()) names.push_back(event.name);
    return names;
  }
  bool has_files_below(const std::string& prefix) const {
    for (const auto& [path, content] : env_.files()) {
      if (path.starts_with(prefix)) return true;
    }
    return false;
  }
  // The newest first, at most 100.
  std::vector<FailureRecord> failures() { return catalog_->failures().find("", 100)->items; }

  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver quiet_;
  MetricsRegistry metrics_;
  TemplateLibrary templates_;
  std::unique_ptr<Catalog> catalog_;
};

}  // namespace flowtime
