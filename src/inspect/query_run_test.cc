#include "inspect/query_run.h"

#include <atomic>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "inspect/query_test_support.h"
#include "run/bundle_paths.h"
#include "state/graph.h"
#include "state/run_metrics.h"
#include "state/snapshot.h"
#include "state/window.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

std::string code_of(const Problems& problems) { return problems.front().code; }

Json snapshot_of(const OpenedRun& opened, std::int64_t bin) {
  const auto snapshot = query_snapshot(opened.run, bin);
  EXPECT_TRUE(snapshot) << to_text(snapshot ? Problems{} : snapshot.problems(), "");
  return Json::parse(to_json(*snapshot, opened.metadata));
}

Json window_of(const OpenedRun& opened, WindowRequest request = {}) {
  const auto window = query_window(opened.run, std::move(request));
  EXPECT_TRUE(window) << to_text(window ? Problems{} : window.problems(), "");
  return Json::parse(to_json(*window, opened.metadata));
}

const Json& by_id(const Json& list, const std::string& id) {
  for (const Json& item : list) {
    if (item["id"] == id) return item;
  }
  ADD_FAILURE() << "no " << id;
  return list;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

// A value of a snapshot and of a window are the same text.
void expect_same(const Json& of_bin, const Json& of_window, std::int64_t at,
                 const std::string& what) {
  EXPECT_EQ(of_bin.dump(), of_window[static_cast<std::size_t>(at)].dump()) << what << " bin " << at;
}

void compare_nodes(const Json& snapshot, const Json& window, std::int64_t at) {
  for (const Json& node : snapshot["nodes"]) {
    const Json& other = by_id(window["nodes"], node["id"]);
    Json figures = node["metrics"];
    figures.update(node["derived"]);
    int compared = 0;
    for (const auto& [name, series] : other["series"].items()) {
      if (!figures.contains(name)) continue;
      expect_same(figures[name], series, at, node["id"].dump() + name);
      ++compared;
    }
    EXPECT_GE(compared, 2);
    if (node.contains("byClass")) {
      for (const auto& [id, part] : other["byClass"].items()) {
        for (const auto& [name, series] : part.items()) {
          expect_same(node["byClass"][id][name], series, at, id + name);
        }
      }
    }
    if (node.contains("constraints")) {
      for (const auto& [id, constraint] : other["constraints"].items()) {
        for (const auto& [name, series] : constraint["series"].items()) {
          expect_same(node["constraints"][id]["metrics"][name], series, at, id + name);
        }
        const Json& limited = other["constraintStatus"][id][static_cast<std::size_t>(at)];
        EXPECT_EQ(node["constraintStatus"][id].get<bool>(), limited == 1);
      }
    }
    for (std::size_t i = 0; i < node["sla"].size(); ++i) {
      EXPECT_EQ(node["sla"][i]["kind"], other["sla"][i]["kind"]);
      expect_same(node["sla"][i]["value"], other["sla"][i]["values"], at,
                  node["id"].dump() + node["sla"][i]["kind"].dump());
    }
  }
}

void compare_edges(const Json& snapshot, const Json& window, std::int64_t at) {
  for (const Json& edge : snapshot["edges"]) {
    const bool has_any = !edge["series"].empty();
    if (!has_any) continue;
    for (const auto& [name, series] : by_id(window["edges"], edge["id"])["series"].items()) {
      expect_same(edge["series"][name][0], series, at, edge["id"].dump() + name);
    }
  }
}

// Snapshots and windows of every size agree on every value to the last bit.
void expect_agreement(const OpenedRun& opened) {
  const std::int64_t bins = opened.run->bins();
  const Json whole = window_of(opened);
  for (std::int64_t bin = 0; bin < bins; bin += 1 + bins / 40) {
    const Json snapshot = snapshot_of(opened, bin);
    compare_nodes(snapshot, whole, bin);
    compare_edges(snapshot, whole, bin);
    const std::int64_t last = std::min(bins - 1, bin + 2);
    const Json part = window_of(opened, {.start_bin = bin, .end_bin = last});
    compare_nodes(snapshot, part, 0);
    compare_edges(snapshot, part, 0);
  }
}

std::string example(const std::string& name) {
  std::ifstream file(std::string(FT_SOURCE_DIR) + "/examples/" + name + ".yaml");
  EXPECT_TRUE(file.good()) << name;
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST_F(QueriedRuns, SnapshotAndWindowAgreeToTheLastBit) {
  expect_agreement(*opened(kEverything, "everything"));
  expect_agreement(*opened(kRouted, "routed"));
  for (const char* name : {"backpressure", "dispatch-waves", "overflow-cascade", "retry-loop",
                           "shared-database", "wip-limited-line"}) {
    SCOPED_TRACE(name);
    expect_agreement(*opened(example(name), name));
  }
}

TEST_F(QueriedRuns, MetadataIsTheSameEverywhereByteForByte) {
  const RunOutcome created = store(kEverything, "run");
  const auto run = *open_for_queries(env_, "run");
  const std::string member = "\"metadata\":" + run->metadata;
  const std::string envelope = to_json(*created.run, JsonWriter::Layout::kCompact);
  EXPECT_NE(envelope.find(member), std::string::npos) << envelope;
  const auto holds = [&](const std::string& json) { return json.find(member) == 1; };
  EXPECT_TRUE(holds(to_json(*query_snapshot(run->run, 0), run->metadata)));
  EXPECT_TRUE(holds(to_json(*query_window(run->run, {}), run->metadata)));
}

TEST_F(QueriedRuns, SeriesComeInTheOrderOfTheContract) {
  const auto run = opened(kEverything);
  const Json window = window_of(*run);
  EXPECT_EQ(keys(window), (std::vector<std::string>{"metadata", "window", "timestampsUtc", "nodes",
                                                    "edges", "edgeWarnings", "warnings"}));
  const Json& till = by_id(window["nodes"], "Till");
  EXPECT_EQ(keys(till["series"]),
            (std::vector<std::string>{
                "arrivals",       "served",        "attempts",    "failures",
                "retryEcho",      "retryTax",      "queue",       "processingTimeMsSum",
                "servedCount",    "capacity",      "utilization", "throughputRatio",
                "latencyMinutes", "serviceTimeMs", "queueTimeMs", "cycleTimeMs",
                "flowEfficiency", "flowLatencyMs", "load",        "usefulShare",
                "workMinutes",    "wait"}));
  EXPECT_EQ(keys(till), (std::vector<std::string>{
                            "id", "kind", "category", "analytical", "classTruth", "series", "state",
                            "verdict", "seriesMetadata", "byClass", "constraints",
                            "constraintStatus", "telemetry", "aliases", "sla"}));
  EXPECT_EQ(till["kind"], "servicewithbuffer");
  EXPECT_EQ(till["analytical"]["identity"], "serviceWithBuffer");
  EXPECT_EQ(till["aliases"]["served"], "Orders taken");
  EXPECT_EQ(keys(till["byClass"]), (std::vector<std::string>{"gold", "Std"}));
  EXPECT_EQ(window["timestampsUtc"][1], "2026-01-01T10:00:00+00:00");
  EXPECT_EQ(window["window"], Json::parse(R"({"startBin":0,"endBin":7,"binCount":8})"));
}

TEST_F(QueriedRuns, AShortWindowOfARetriedServiceShowsWhatTheContractShows) {
  const auto run = opened(R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 5, binUnit: minutes, start: 2025-01-01T00:00:00Z}
nodes:
  - {id: a, kind: const, values: [10]}
  - {id: s, kind: const, values: [9, 6, 9, 4]}
  - {id: e, kind: const, values: [1]}
  - {id: x, kind: const, values: [10, 7, 10, 5]}
  - {id: h, kind: const, values: [0, 0, 1, 1]}
  - {id: b, kind: const, values: [3, 3, 2, 1]}
  - {id: p, kind: const, values: [2250, 1800, 2700, 1200]}
  - {id: c, kind: const, values: [12, 7, 9, 4]}
  - {id: qa, kind: const, values: [9, 7, 9, 5]}
  - {id: qs, kind: const, values: [9, 0, 9, 4]}
  - {id: q, kind: const, values: [2, 15, 20, 0]}
topology:
  nodes:
    - id: OrderService
      kind: service
      semantics: {arrivals: a, served: s, errors: e, attempts: x, failures: e, exhaustedFailures: h,
                  retryBudgetRemaining: b, processingTimeMsSum: p, servedCount: s, capacity: c, maxAttempts: 4}
    - {id: SupportQueue, kind: queue, semantics: {arrivals: qa, served: qs, queueDepth: q, slaMin: 5}}
  edges:
    - {id: tries, from: OrderService, to: SupportQueue, type: effort, measure: attempts, multiplier: 2, lag: 1}
    - {id: fails, from: OrderService, to: SupportQueue, type: effort, measure: failures, multiplier: 0.5}
)yaml");
  const Json window = window_of(*run);
  const Json& service = by_id(window["nodes"], "OrderService")["series"];
  EXPECT_EQ(service["retryEcho"].dump(), "[0,0.6,0.8999999999999999,0.9999999999999999]");
  EXPECT_EQ(service["retryTax"][3], 0.2);
  EXPECT_EQ(service["serviceTimeMs"].dump(), "[250,300,300,300]");
  EXPECT_EQ(service["cycleTimeMs"], service["serviceTimeMs"]);
  EXPECT_EQ(service["flowEfficiency"].dump(), "[1,1,1,1]");
  EXPECT_EQ(service["throughputRatio"].dump(), "[0.9,0.6,0.9,0.4]");
  const Json& queue = by_id(window["nodes"], "SupportQueue");
  EXPECT_EQ(queue["series"]["queueTimeMs"][0], 2.0 / 9 * 300000);
  EXPECT_TRUE(queue["series"]["queueTimeMs"][1].is_null());
  EXPECT_EQ(queue["seriesMetadata"]["queue"].dump(), R"({"aggregation":null,"origin":"explicit"})");
  EXPECT_EQ(queue["sla"][1]["kind"], "backlogAge");
  EXPECT_EQ(queue["sla"][1]["threshold"], 5);
  const Json& tries = by_id(window["edges"], "tries")["series"];
  EXPECT_EQ(tries["attemptsVolume"].dump(), "[null,20,14,20]");
  EXPECT_EQ(tries["failuresVolume"].dump(), "[null,2,2,2]");
  EXPECT_EQ(tries["retryRate"][1], 0.1);
  EXPECT_EQ(by_id(window["edges"], "fails")["series"]["attemptsVolume"].dump(), "[5,3.5,5,2.5]");

  const Json node = by_id(snapshot_of(*run, 1)["nodes"], "OrderService");
  EXPECT_EQ(node["derived"]["utilization"], 6.0 / 7);
  EXPECT_EQ(node["derived"]["color"], "yellow");
  EXPECT_TRUE(node["metrics"]["queue"].is_null());
  EXPECT_EQ(node["metrics"]["maxAttempts"], 4);
  EXPECT_FALSE(node.contains("byClass"));
  // 3 of 10 neither left nor failed: unaccounted.
  EXPECT_EQ(
      node["sla"][0].dump(),
      R"({"kind":"completion","status":"ok","threshold":null,"value":0.6,"verdict":"critical"})");
}

TEST_F(QueriedRuns, AClosedGateSaysWhyThereIsNoLatency) {
  const auto run = opened(kEverything);
  const Json dock = by_id(window_of(*run)["nodes"], "Dock");
  EXPECT_EQ(dock["dispatchSchedule"].dump(),
            R"({"kind":"time-based","periodBins":3,"phaseOffset":2,"capacitySeries":null})");
  EXPECT_EQ(dock["queueLatencyStatus"][0]["code"], "paused_gate_closed");
  EXPECT_TRUE(dock["queueLatencyStatus"][2].is_null());
  EXPECT_EQ(dock["series"]["served"][0], 0);  // what left, not the 200 that were promised
  EXPECT_EQ(dock["seriesMetadata"]["served"]["origin"], "derived");
  EXPECT_EQ(dock["sla"][2]["values"].dump(), "[null,null,1,null,null,1,null,null]");
  const Json snapshot = by_id(snapshot_of(*run, 0)["nodes"], "Dock");
  EXPECT_EQ(snapshot["metrics"]["queueLatencyStatus"]["code"], "paused_gate_closed");
}

TEST_F(QueriedRuns, EdgesOfASnapshotCarryTheirVolumesFlatToo) {
  const Json edge = by_id(snapshot_of(*opened(kEverything), 1)["edges"], "till_to_db");
  EXPECT_EQ(edge["attemptVolume"], edge["series"]["attemptsVolume"][0]);
  EXPECT_TRUE(edge["attemptVolume"].is_number());
  EXPECT_TRUE(edge.contains("flowVolume"));
  EXPECT_TRUE(edge.contains("failureVolume"));
}

TEST_F(QueriedRuns, AWindowCanBeNarrowed) {
  const auto run = opened(kEverything);
  const Json window = window_of(*run, {.start_bin = 2,
                                       .end_bin = 4,
                                       .nodes = {"Search"},
                                       .metrics = {NodeMetric::kServed},
                                       .with_edges = false});
  EXPECT_EQ(window["nodes"].size(), 1u);
  EXPECT_EQ(keys(window["nodes"][0]["series"]), (std::vector<std::string>{"served"}));
  EXPECT_EQ(window["nodes"][0]["series"]["served"].size(), 3u);
  EXPECT_TRUE(window["edges"].empty());
  WindowRequest edges;
  edges.edge_ids = {"TILL_TO_DOCK"};
  edges.class_ids = {"GOLD"};
  const Json some = window_of(*run, edges);
  EXPECT_EQ(some["edges"].size(), 1u);
  EXPECT_EQ(keys(some["edges"][0]["byClass"]), (std::vector<std::string>{"gold"}));
}

TEST_F(QueriedRuns, FullModeAddsWhatIsComputed) {
  WindowRequest request;
  request.mode = StateMode::kFull;
  const Json window = window_of(*opened(kEverything), request);
  const Json& limit = by_id(window["nodes"], "db_limit");
  EXPECT_EQ(limit["kind"], "const");
  EXPECT_EQ(limit["category"], "constant");
  EXPECT_EQ(limit["series"]["values"], limit["series"]["series:db_limit"]);
  EXPECT_EQ(limit["series"]["values"][0], 100);
}

TEST_F(QueriedRuns, PoolingSaysHow) {
  const auto run = opened(kEverything);
  WindowRequest request;
  request.max_points = 3;
  const Json window = window_of(*run, request);
  EXPECT_EQ(window["window"]["pooling"]["binsPerPoint"], 3);
  EXPECT_EQ(window["window"]["pooling"]["points"], 3);
  EXPECT_EQ(window["window"]["pooling"]["how"]["queue"], "max");
  EXPECT_EQ(window["window"]["pooling"]["how"]["arrivals"], "mean");
  EXPECT_EQ(window["timestampsUtc"].size(), 3u);
  const Json whole = window_of(*run);
  const Json &pooled = by_id(window["nodes"], "Search"), &bins = by_id(whole["nodes"], "Search");
  const Json& arrivals = bins["series"]["arrivals"];
  EXPECT_EQ(
      pooled["series"]["arrivals"][0],
      (arrivals[0].get<double>() + arrivals[1].get<double>() + arrivals[2].get<double>()) / 3);
  EXPECT_EQ(pooled["series"]["arrivals"][2], 10);  // the last two bins
  const Json &depths = by_id(whole["nodes"], "Till")["series"]["queue"],
             &peaks = by_id(window["nodes"], "Till")["series"]["queue"];
  double peak = 0;
  for (std::size_t t = 3; t < 6; ++t) peak = std::max(peak, depths[t].get<double>());
  EXPECT_EQ(peaks[1], peak);
}

TEST_F(QueriedRuns, TooMuchIsRefusedWithWhatToAskInstead) {
  const auto run = opened(kEverything);
  WindowRequest request;
  request.max_cells = 100;
  const auto refused = query_window(run->run, request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(code_of(refused.problems()), "answer_too_large");
  EXPECT_NE(refused.problems()[0].remedy.find("maxPoints=1"), std::string::npos);
  request.metrics = {NodeMetric::kQueue};
  request.nodes = {"Till"};
  request.with_edges = false;
  EXPECT_TRUE(query_window(run->run, request));
}

TEST_F(QueriedRuns, Refusals) {
  const auto run = opened(kEverything)->run;
  EXPECT_EQ(code_of(query_snapshot(run, 8).problems()), "bin_outside_grid");
  EXPECT_EQ(code_of(query_snapshot(run, -1).problems()), "bin_outside_grid");
  EXPECT_EQ(code_of(query_window(run, {.start_bin = 8}).problems()), "range_outside_grid");
  EXPECT_EQ(code_of(query_window(run, {.start_bin = 3, .end_bin = 2}).problems()),
            "range_backwards");
  const auto unknown = query_window(run, {.nodes = {"Tills"}});
  EXPECT_EQ(code_of(unknown.problems()), "unknown_node");
  EXPECT_EQ(unknown.problems()[0].remedy, "Did you mean 'Till'?");
  EXPECT_EQ(code_of(query_window(run, {.max_points = 0}).problems()), "bad_max_points");
  EXPECT_EQ(code_of(query_graph(run, {.kinds = {"servce"}}).problems()), "unknown_kind");
  EXPECT_EQ(code_of(query_graph(run, {.dependency_fields = {"x"}}).problems()),
            "unknown_dependency_field");
  const auto plain = opened(R"yaml(schemaVersion: 1
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes: [{id: x, kind: const, values: [1]}]
)yaml",
                            "plain");
  EXPECT_EQ(code_of(query_snapshot(plain->run, 0).problems()), "no_topology");
  EXPECT_EQ(code_of(query_graph(plain->run, {}).problems()), "no_topology");
  EXPECT_EQ(code_of(query_metrics(plain->run, {}, {}).problems()), "no_topology");
}

TEST_F(QueriedRuns, Graph) {
  const auto run = opened(kEverything)->run;
  const Json graph = Json::parse(to_json(*query_graph(run, {})));
  EXPECT_EQ(graph["nodes"].size(), 4u);
  EXPECT_EQ(graph["order"].dump(), R"(["Till","Search","Dock","Db"])");
  const Json& till = by_id(graph["nodes"], "Till");
  EXPECT_EQ(till["kind"], "serviceWithBuffer");
  EXPECT_EQ(till["semantics"]["arrivals"], "series:demand");
  EXPECT_EQ(till["semantics"]["queue"], "series:till_queue");
  EXPECT_EQ(till["semantics"]["errors"], "");
  EXPECT_TRUE(till["semantics"]["parallelism"].is_null());
  EXPECT_TRUE(till["ui"].is_null());
  const Json& edge = by_id(graph["edges"], "till_to_db");
  EXPECT_EQ(edge.dump(),
            R"({"id":"till_to_db","from":"Till","to":"Db","weight":1,"edgeType":"effort",)"
            R"("field":"attempts","multiplier":2,"lag":1})");

  const Json full = Json::parse(to_json(*query_graph(run, {.mode = StateMode::kFull})));
  EXPECT_EQ(full["nodes"].size(), 18u);
  EXPECT_EQ(full["order"].size(), 18u);
  EXPECT_EQ(by_id(full["nodes"], "demand")["semantics"]["expression"], "gold_demand + std_demand");
  EXPECT_EQ(by_id(full["edges"], "dep:gold_demand->demand:expr")["edgeType"], "dependency");
  EXPECT_EQ(by_id(full["edges"], "dep:demand->Till:arrivals")["field"], "arrivals");
  // A queue that nobody wrote belongs to its node.
  EXPECT_EQ(by_id(full["edges"], "dep:Till->till_served:expr")["from"], "Till");
  const Json some = Json::parse(
      to_json(*query_graph(run, {.mode = StateMode::kFull, .kinds = {"service", "PMF"}})));
  EXPECT_EQ(some["nodes"].size(), 1u);
  EXPECT_TRUE(some["edges"].empty());
}

TEST_F(QueriedRuns, Metrics) {
  const auto run = opened(kEverything)->run;
  const Json metrics = Json::parse(to_json(*query_metrics(run, 0, 3)));
  EXPECT_EQ(metrics["window"].dump(), R"({"start":"2026-01-01T09:00:00+00:00","timezone":"UTC"})");
  EXPECT_EQ(metrics["grid"].dump(), R"({"binMinutes":60,"bins":4})");
  ASSERT_EQ(metrics["services"].size(), 3u);  // a dependency has no service level
  const Json& search = metrics["services"][1];
  EXPECT_EQ(search["id"], "Search");
  EXPECT_EQ(search["binsTotal"], 4);
  EXPECT_EQ(search["mini"].size(), 4u);
  EXPECT_EQ(search["slaPct"].get<double>(), search["binsMet"].get<double>() / 4);
}

TEST_F(QueriedRuns, OpenRunsFollowWhatIsOnDisk) {
  OpenRuns runs(env_, 2);
  EXPECT_EQ(code_of(runs.open("run").problems()), "run_not_found");
  EXPECT_EQ(code_of(runs.open("../x").problems()), "invalid_id");
  store(kEverything, "run");
  const auto first = *runs.open("run");
  EXPECT_EQ(first, *runs.open("run"));  // kept
  std::string changed = kEverything;
  changed.replace(changed.find("[80]"), 4, "[70]");
  store(changed, "run", true);
  const auto second = *runs.open("run");
  EXPECT_NE(first, second);
  EXPECT_EQ(by_id(snapshot_of(*first, 0)["nodes"], "Till")["metrics"]["capacity"], 80);
  EXPECT_EQ(by_id(snapshot_of(*second, 0)["nodes"], "Till")["metrics"]["capacity"], 70);
  ASSERT_TRUE(delete_run(env_, "run"));
  EXPECT_EQ(code_of(runs.open("run").problems()), "run_not_found");
  EXPECT_EQ(by_id(snapshot_of(*second, 0)["nodes"], "Till")["metrics"]["capacity"], 70);
}

TEST_F(QueriedRuns, ADamagedRunNamesTheFileAndHarmsNobodyElse) {
  store(kEverything, "good");
  const std::string folder = run_directory("bad") + "/";
  const struct {
    const char* path;
    const char* code;
  } rows[] = {{bundle::kRun, "run_damaged"},
              {bundle::kModel, "provenance_mismatch"},
              {bundle::kValues, "run_damaged"},
              {bundle::kIndex, "run_damaged"}};
  for (const auto& row : rows) {
    store(kEverything, "bad", true);
    const std::string whole = *env_.read_file(folder + row.path);
    ASSERT_TRUE(env_.write_file(folder + row.path, whole.substr(0, whole.size() / 2)));
    const auto cut = open_for_queries(env_, "bad");
    ASSERT_FALSE(cut) << row.path;
    EXPECT_EQ(code_of(cut.problems()), row.code) << row.path;
    EXPECT_NE(to_text(cut.problems(), "").find(row.path), std::string::npos)
        << to_text(cut.problems(), "");
    EXPECT_TRUE(open_for_queries(env_, "good"));
  }
  store(kEverything, "bad", true);
  std::string other = kEverything;
  other.replace(other.find("[80]"), 4, "[81]");
  ASSERT_TRUE(env_.write_file(folder + bundle::kModel, other));
  EXPECT_EQ(code_of(open_for_queries(env_, "bad").problems()), "provenance_mismatch");
  ASSERT_TRUE(env_.remove_file(folder + bundle::kModel));
  const auto missing = open_for_queries(env_, "bad");
  EXPECT_EQ(code_of(missing.problems()), "run_damaged");
  EXPECT_NE(missing.problems()[0].message.find(bundle::kModel), std::string::npos);
}

// What a reader gets is one version of the run, or none.
TEST_F(QueriedRuns, ReadersSeeOneWholeVersionWhileItIsReplacedAndDeleted) {
  std::vector<std::string> versions(2, kEverything);
  versions[1].replace(versions[1].find("[80]"), 4, "[70]");
  std::map<std::string, double> capacity_of;  // by content
  for (int i = 0; i < 2; ++i) {
    store(versions[i], "run", true);
    capacity_of[(*open_for_queries(env_, "run"))->run->info().content_hash] = i == 0 ? 80 : 70;
  }
  ASSERT_EQ(capacity_of.size(), 2u);
  std::atomic<bool> done = false;
  std::atomic<int> seen = 0;
  std::string wrong;  // of the reader, read after it ended
  const auto read = [&] {
    OpenRuns runs(env_);
    while (!done || seen == 0) {
      const auto run = runs.open("run");
      if (!run) {
        if (code_of(run.problems()) != "run_not_found") wrong += to_text(run.problems(), "");
        continue;
      }
      const auto snapshot = query_snapshot((*run)->run, 1);
      const double capacity =
          snapshot ? figure(snapshot->nodes[0].figures, NodeMetric::kCapacity) : 0;
      const std::string& content = (*run)->run->info().content_hash;
      if ((*run)->metadata.find(content) == std::string::npos) wrong += "metadata of another\n";
      if (capacity != capacity_of.at(content)) wrong += "values of another\n";
      ++seen;
    }
  };
  std::thread reader(read);
  replace_and_delete(versions, "run", 12);
  done = true;
  reader.join();
  EXPECT_EQ(wrong, "");
  EXPECT_GT(seen, 0);
}

// A hole where simulation allows none is told, not shown.
TEST_F(QueriedRuns, AHoleInASimulatedSeriesIsRefused) {
  store(kEverything, "run");
  const std::string path = run_directory("run") + "/" + bundle::kValues;
  std::string bytes = *env_.read_file(path);
  const auto run = *open_for_queries(env_, "run");
  const std::size_t row = *run->run->run().find("demand");
  const double absent = kAbsent;
  bytes.replace((row * 8 + 5) * 8, 8, reinterpret_cast<const char*>(&absent), 8);
  ASSERT_TRUE(env_.write_file(path, bytes));
  const auto holed = *open_for_queries(env_, "run");
  EXPECT_EQ(code_of(query_snapshot(holed->run, 5).problems()), "mode_validation_failed");
  EXPECT_TRUE(query_snapshot(holed->run, 4));
  EXPECT_EQ(code_of(query_window(holed->run, {}).problems()), "mode_validation_failed");
}

}  // namespace
}  // namespace flowtime
