// What is said of runs, whole and under a fixed clock. FT_UPDATE=1 rewrites
// tests/golden/runs; the reviewed difference is the evidence.
#include <condition_variable>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include "answers/answer_json.h"
#include "jobs/jobs.h"
#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

class Golden : public Lifecycle {
 protected:
  RunHost fixed_host() {
    RunHost fixed = host();
    fixed.version = {.version = "9.9.9", .commit = "c0ffee", .compiler = "none"};
    return fixed;
  }
  RunOutcome make(const CreateRunRequest& request) { return create_run(fixed_host(), request); }
  static std::string said_of(const RunOutcome& outcome) {
    const auto layout = JsonWriter::Layout::kIndented;
    if (outcome.run) return to_json(*outcome.run, layout);
    if (outcome.plan) return to_json(*outcome.plan, layout);
    JsonWriter json(layout);
    json.begin_object();
    json.member("stage", outcome.failed_stage ? name_of(*outcome.failed_stage) : "");
    problem_list(json, outcome.problems);
    return json.end_object().take();
  }
  static void expect(const std::string& name, const std::string& text) {
    const std::string path = FT_SOURCE_DIR "/tests/golden/runs/" + name;
    if (std::getenv("FT_UPDATE") != nullptr) {
      std::ofstream(path) << text;
      return;
    }
    std::ostringstream known;
    known << std::ifstream(path).rdbuf();
    EXPECT_EQ(text, known.str()) << path;
  }
};

TEST_F(Golden, Create) {
  CreateRunRequest request = from_template("bins=3");
  request.dry_run = true;
  expect("create_dry_run.json", said_of(make(request)));
  request.dry_run = false;
  const RunOutcome made = make(request);
  expect("create_simulation.json", said_of(made));
  const auto files = env_.files();
  const std::string folder = "runs/" + made.run_id + "/";
  expect("run.json", files.at(folder + "run.json"));
  expect("manifest.json", files.at(folder + "manifest.json"));
  expect("series_index.json", files.at(folder + "series/index.json"));
  expect("create_reused.json", said_of(make(request)));
  env_.set_now_unix_ms(env_.now_unix_ms() + 60'000);
  request.run_template->draft_text->append("# edited\n");
  expect("create_superseded.json", said_of(make(request)));
  expect("get.json", said_of([&] {
           RunOutcome read;
           read.run = read_envelope(env_, made.run_id).value();
           return read;
         }()));
  expect("list.json", to_json(*find_runs(host(), {}), JsonWriter::Layout::kIndented));
}

TEST_F(Golden, Job) {
  const RunHost run_host = fixed_host();
  std::string id;
  {
    JobQueue queue(run_host, {.workers = 1});
    id = *queue.submit({.request = from_template("bins=3")});
    while (!is_final(queue.status(id)->state)) std::this_thread::yield();
    expect("job.json", to_json(*queue.status(id)));
  }
  JobQueue later(run_host, {.workers = 1});
  expect("job_of_a_former_process.json", to_json(*later.status(id)));
}

// Holds the run that comes to its first validation line until open().
class ValidationGate : public LogSink {
 public:
  void write(const LogEvent& event) override {
    if (event.name != "RunOrchestrationValidation") return;
    std::unique_lock guard(mutex_);
    is_reached_ = true;
    changed_.notify_all();
    changed_.wait(guard, [&] { return is_open_; });
  }
  void wait() {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [&] { return is_reached_; });
  }
  void open() {
    const std::lock_guard guard(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_reached_ = false, is_open_ = false;
};

// What 202 answers, and GET /v1/jobs/{id} from then on.
TEST_F(Golden, JobStates) {
  ValidationGate gate;
  RunHost gated{.env = env_,
                .log = gate,
                .observer = quiet_,
                .catalog = catalog_.get(),
                .metrics = &metrics_,
                .templates = &templates_};
  JobQueue queue(gated, {.workers = 1});
  const std::string running = *queue.submit({.request = from_template("bins=3")});
  gate.wait();
  const std::string waiting = *queue.submit({.request = from_template("bins=4")});
  const std::string failing = *queue.submit({.request = from_template("demand=-2")});
  expect("job_running.json", to_json(*queue.status(running)));
  expect("job_queued.json", to_json(*queue.status(waiting)));
  ASSERT_TRUE(queue.cancel(waiting));
  gate.open();
  for (const std::string& id : {waiting, failing}) {
    while (!is_final(queue.status(id)->state)) std::this_thread::yield();
  }
  expect("job_cancelled.json", to_json(*queue.status(waiting)));
  expect("job_failed.json", to_json(*queue.status(failing)));
}

TEST_F(Golden, Refusals) {
  struct Row {
    const char* name;
    void (*change)(CreateRunRequest&);
  };
  const Row rows[] = {
      {"data_fault", [](auto& r) { r = from_template("demand=-2"); }},
      {"parameter_range", [](auto& r) { r = from_template("bins=0"); }},
      {"parameter_type", [](auto& r) { r = from_template("bins=\"many\""); }},
      {"unknown_parameter", [](auto& r) { r = from_template("binz=3"); }},
      {"template_not_found",
       [](auto& r) { r.run_template = TemplateRequest{.id = "order-sistem"}; }},
      {"template_required", [](auto& r) { r.run_template = TemplateRequest{}; }},
      {"invalid_mode", [](auto& r) { r.mode = "both"; }},
      {"invalid_rng_kind", [](auto& r) { r.rng = RngRequest{.kind = "mt19937"}; }},
      {"invalid_id", [](auto& r) { r.run_id = "../../etc"; }},
      {"capture_in_simulation",
       [](auto& r) {
         r.mode = "simulation";
         r.telemetry.directory = "c1";
       }},
      {"capture_required", [](auto& r) { r.mode = "telemetry"; }},
      {"capture_missing", [](auto& r) { r.telemetry.directory = "c1"; }},
      {"template_window_missing",
       [](auto& r) {
         std::string& text = *r.run_template->draft_text;
         text.erase(text.find("window:"), text.find("parameters:") - text.find("window:"));
       }},
      {"template_topology_missing",
       [](auto& r) {
         std::string& text = *r.run_template->draft_text;
         text.erase(text.find("topology:"), text.find("outputs:") - text.find("topology:"));
       }},
      {"unknown_name",
       [](auto& r) {
         std::string& text = *r.run_template->draft_text;
         text.replace(text.find("MIN(arrivals"), 12, "MIN(arivals");
       }},
      {"io_outside_root", [](auto& r) { r.telemetry.directory = "../c1"; }},
      {"yaml_syntax", [](auto& r) { r.run_template->draft_text = "a: ["; }},
      {"run_id_taken",
       [](auto& r) {
         r = from_template("bins=7");
         r.run_id = "taken";
       }},
  };
  CreateRunRequest taken = from_template();
  taken.run_id = "taken";
  ASSERT_TRUE(make(taken).succeeded());
  std::string all;
  for (const Row& row : rows) {
    CreateRunRequest request = from_template();
    row.change(request);
    all += std::string(row.name) + " " + said_of(make(request)) + "\n";
  }
  expect("create_refused.txt", all);
}

}  // namespace
}  // namespace flowtime
