// Captures of runs, and telemetry runs that are made from them.
#include <cerrno>
#include <cstring>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/verify_stored_run.h"
#include "problems/catalogue.h"
#include "series/absent.h"
#include "sys/sha256.h"
#include "telemetry/capture_run.h"

namespace flowtime {
namespace {

std::string difference(const Run& a, const Run& b) {
  if (a.series().size() != b.series().size()) return "another number of series";
  for (std::size_t row = 0; row < a.series().size(); ++row) {
    const std::string& id = a.series()[row].bare_id;
    const auto other = b.find(id);
    if (!other) return id + " is missing";
    const auto x = a.values(row), y = b.values(*other);
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (std::memcmp(&x[i], &y[i], sizeof x[i]) == 0) continue;
      return id + " in bin " + std::to_string(i) + ": " + std::to_string(x[i]) + ", replayed " +
             std::to_string(y[i]);
    }
  }
  return "";
}

std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings) codes.push_back(finding.code);
  return codes;
}

bool has_code(const RunInfo& info, const std::string& code) {
  for (const Finding& finding : info.findings) {
    if (finding.code == code && finding.severity == Severity::kWarning) return true;
  }
  return false;
}

class Replay : public Lifecycle {
 protected:
  RunOutcome simulate(const std::string& id) {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = id};
    return create(request);
  }
  CaptureOutcome capture(const std::string& run_id, const std::string& key,
                         CaptureSettings settings = {}) {
    const auto run = open_run(env_, run_id);
    const auto captured =
        capture_run(*run, {.env = env_, .directory = "captures/" + key, .key = key}, settings);
    EXPECT_TRUE(captured) << (captured ? "" : captured.problems().front().message);
    return *captured;
  }
  RunOutcome replay(const std::string& template_id, const std::string& key) {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = template_id};
    request.telemetry.directory = key;
    return create(request);
  }
  // A run of two classes, its capture, and the replay after `change` did something to the files.
  RunOutcome replay_draft(const std::string& key) {
    CreateRunRequest request = from_template();
    request.deterministic = false;
    request.telemetry.directory = key;
    return create(request);
  }
  std::string read(const std::string& path) { return *env_.read_file(path); }
  void write(const std::string& path, const std::string& text) {
    ASSERT_TRUE(env_.write_file(path, text));
  }
  // Replaces one text of a file by another.
  void edit(const std::string& path, const std::string& from, const std::string& to) {
    std::string text = read(path);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << path << ": " << from << "\n" << text;
    write(path, text.replace(at, from.size(), to));
  }
};

// The round-trip table: what was captured and replayed has the same bits as what was simulated.
TEST_F(Replay, EveryTemplateOfTheCatalogueComesBackBitForBit) {
  const auto list = templates_.list();
  ASSERT_TRUE(list);
  int compared = 0;
  for (const LibraryTemplate& one : **list) {
    const RunOutcome simulated = simulate(one.id);
    ASSERT_TRUE(simulated.succeeded()) << one.id;
    const CaptureOutcome captured = capture(simulated.run_id, one.id);
    EXPECT_GT(captured.manifest.files.size(), 0u) << one.id;
    const RunOutcome replayed = replay(one.id, one.id);
    ASSERT_TRUE(replayed.succeeded()) << one.id << ": " << replayed.problems.front().message;
    const auto a = open_run(env_, simulated.run_id), b = open_run(env_, replayed.run_id);
    EXPECT_EQ(difference(*a, *b), "") << one.id;
    EXPECT_EQ(b->info().mode, "telemetry");
    EXPECT_EQ(b->info().class_coverage, a->info().class_coverage) << one.id;
    EXPECT_EQ(b->info().telemetry->coverage, "full") << one.id;
    EXPECT_EQ(b->info().telemetry->nodes_measured, b->info().telemetry->nodes) << one.id;
    EXPECT_EQ(codes_of(b->info().findings), codes_of(a->info().findings)) << one.id;
    const auto verified = verify_stored_run(host(), replayed.run_id);
    ASSERT_TRUE(verified) << one.id;
    EXPECT_TRUE(verified->holds()) << one.id;
    ++compared;
  }
  EXPECT_GE(compared, 12);
}

TEST_F(Replay, ACaptureHasOneFilePerNodeAndMetric) {
  const RunOutcome run = create(from_template());
  const CaptureOutcome captured = capture(run.run_id, "c");
  std::vector<std::string> paths;
  for (const CaptureFile& file : captured.manifest.files) paths.push_back(file.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"Packing_arrivals.csv", "Packing_served.csv",
                                             "Packing_capacity.csv"}));
  EXPECT_EQ(read("captures/c/Packing_served.csv"),
            "bin_index,classId,value\n0,DEFAULT,5\n1,DEFAULT,5\n2,DEFAULT,5\n3,DEFAULT,5\n");
  EXPECT_EQ(captured.manifest.class_coverage, "missing");
}

TEST_F(Replay, ASecondCaptureNeedsOverwrite) {
  const RunOutcome run = create(from_template());
  EXPECT_FALSE(capture(run.run_id, "c").already_exists);
  const std::string first = read("captures/c/manifest.json");
  EXPECT_TRUE(capture(run.run_id, "c").already_exists);
  EXPECT_EQ(read("captures/c/manifest.json"), first);
  EXPECT_FALSE(capture(run.run_id, "c", {.overwrite = true}).already_exists);
  EXPECT_FALSE(has_files_below("captures/."));
}

TEST_F(Replay, ACaptureInTheRunsOwnFolderKeepsTheRunIntact) {
  const RunOutcome run = create(from_template());
  const std::string folder = "runs/" + run.run_id + "/model/telemetry/";
  const std::string before = read(folder + "telemetry-manifest.json");
  const auto opened = open_run(env_, run.run_id);
  ASSERT_TRUE(capture_run(*opened, place_in_run(env_, run.run_id), {}));
  EXPECT_EQ(read(folder + "telemetry-manifest.json"), before);
  EXPECT_TRUE(env_.exists(folder + "Packing_served.csv"));
  const auto verified = verify_stored_run(host(), run.run_id);
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds());
}

// Nothing half-written, whichever write fails.
TEST_F(Replay, ACaptureThatFailsLeavesTheFormerOneWhole) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  const std::string first = read("captures/c/manifest.json");
  const auto opened = open_run(env_, run.run_id);
  const CapturePlace place{.env = env_, .directory = "captures/c", .key = "c"};
  int failed = 0;
  for (int n = 1; n < 40; ++n) {
    env_.reset_writes();
    env_.set_fault({.at_write = n, .error_number = ENOSPC, .and_after = false});
    const auto again = capture_run(*opened, place, {.overwrite = true});
    env_.set_fault({});
    if (again) continue;
    ++failed;
    const auto manifest = parse_capture_manifest(read("captures/c/manifest.json"), "manifest.json");
    ASSERT_TRUE(manifest) << n;
    for (const CaptureFile& file : manifest->files) {
      EXPECT_TRUE(env_.exists("captures/c/" + file.path)) << n;
    }
  }
  EXPECT_GT(failed, 5);
}

TEST_F(Replay, MissingBinsAreAbsentNeverZero) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  const std::string text = "bin_index,classId,value\n0,DEFAULT,4\n2,DEFAULT,\n3,DEFAULT,9\n";
  edit("captures/c/manifest.json", sha256_tagged(read("captures/c/Packing_arrivals.csv")),
       sha256_tagged(text));
  write("captures/c/Packing_arrivals.csv", text);
  const RunOutcome replayed = replay_draft("c");
  ASSERT_TRUE(replayed.succeeded()) << replayed.problems.front().message;
  const auto opened = open_run(env_, replayed.run_id);
  const auto arrivals = opened->values(*opened->find("arrivals"));
  EXPECT_EQ(arrivals[0], 4);
  EXPECT_TRUE(is_absent(arrivals[1]));
  EXPECT_TRUE(is_absent(arrivals[2]));
  EXPECT_EQ(arrivals[3], 9);
  EXPECT_EQ(opened->info().telemetry->missing_bins, 2);
  EXPECT_TRUE(has_code(opened->info(), "data_gap"));
  // What refuses a simulation is a warning here.
  EXPECT_TRUE(has_code(opened->info(), "series_not_finite"));
}

TEST_F(Replay, DamagedCapturesAreRefusedByFile) {
  const RunOutcome run = create(from_template());
  struct Row {
    const char *file, *from, *to, *code, *says;
  };
  const Row rows[] = {
      {"Packing_served.csv", "0,DEFAULT,5", "0,DEFAULT,6", "capture_damaged", "Packing_served.csv"},
      {"manifest.json", "\"path\": \"Packing_served.csv\"", "\"path\": \"../../x.csv\"",
       "capture_damaged", "../../x.csv"},
      {"manifest.json", "\"path\": \"Packing_served.csv\"", "\"path\": \"Packing_arrivals.csv\"",
       "capture_damaged", "twice"},
      {"manifest.json", "\"path\": \"Packing_served.csv\"", "\"path\": \"gone.csv\"",
       "capture_missing", "gone.csv"},
      {"manifest.json", "\"bins\": 4", "\"bins\": 0", "capture_damaged", "manifest.json"},
      {"manifest.json", "\"points\": 4", "\"points\": 5", "capture_damaged",
       "4 rows, and manifest.json gives 5 points"},
      {"manifest.json", "\"points\": 4", "\"points\": 3", "capture_damaged", "gives 3 points"},
      {"manifest.json", "\"points\": 4", "\"points\": 1e18", "capture_damaged", "points"},
      {"manifest.json", "\"points\": 4", "\"points\": \"four\"", "capture_damaged",
       "has no points for"},
      {"manifest.json", "{", "PK\x03\x04", "capture_damaged", "manifest.json"},
      {"manifest.json", "\"binSize\": 5", "\"binSize\": 6", "capture_grid_mismatch", "bins of"},
  };
  for (const Row& row : rows) {
    capture(run.run_id, "c", {.overwrite = true});
    edit(std::string("captures/c/") + row.file, row.from, row.to);
    const RunOutcome refused = replay_draft("c");
    ASSERT_FALSE(refused.succeeded()) << row.to;
    EXPECT_EQ(problems::status_of(refused.problems), 422) << row.to;
    EXPECT_EQ(refused.problems.front().code, row.code);
    EXPECT_NE(refused.problems.front().message.find(row.says), std::string::npos)
        << refused.problems.front().message;
    EXPECT_FALSE(refused.problems.front().remedy.empty());
  }
}

TEST_F(Replay, MismatchesAreReported) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  edit("captures/c/manifest.json", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
  edit("captures/c/manifest.json", "\"templateId\": \"sim-order\"", "\"templateId\": \"other\"");
  edit("captures/c/manifest.json", "\"bins\": 4", "\"bins\": 8");
  const RunOutcome replayed = replay_draft("c");
  ASSERT_TRUE(replayed.succeeded());
  const RunInfo& info = replayed.run->info;
  EXPECT_TRUE(has_code(info, "capture_window_mismatch"));
  EXPECT_TRUE(has_code(info, "capture_template_mismatch"));
  EXPECT_TRUE(has_code(info, "length_mismatch"));
}

// Bins of 5 minutes from 2026-01-01 00:00: 00:05 is bin 1, 00:10 to 00:15 are bins 2 and 3.
TEST_F(Replay, EventsOfACaptureAreKeptWithTheRun) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  const std::string events =
      "events:\n- {at: 2026-01-01T00:05, text: Mail}\n- {at: 2, until: 3, text: Sale}\n";
  write("captures/c/events.yaml", events);
  const RunOutcome replayed = replay_draft("c");
  ASSERT_TRUE(replayed.succeeded()) << replayed.problems.front().message;
  EXPECT_EQ(read("runs/" + replayed.run_id + "/model/telemetry/events.yaml"), events);
  EXPECT_TRUE(verify_run(env_, replayed.run_id)->differences.empty());
  // Other events are another run, although every number is the same.
  const std::string content = replayed.run->info.content_hash;
  edit("captures/c/events.yaml", "Sale", "Sales");
  EXPECT_NE(replay_draft("c").run->info.content_hash, content);
}

TEST_F(Replay, AMistakeInTheEventsOfACaptureIsRefusedWithItsPlace) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  const auto first_problem = [&](const std::string& events) {
    write("captures/c/events.yaml", events);
    const RunOutcome replayed = replay_draft("c");
    EXPECT_FALSE(replayed.succeeded()) << events;
    const Problem& problem = replayed.problems.front();
    return problem.file + ":" + std::to_string(problem.where.line) + " " + problem.code + ": " +
           problem.message;
  };
  EXPECT_EQ(first_problem("events:\n- {at: noon, text: Mail}\n"),
            "events.yaml:2 not_a_time: 'at' of event 0 is 'noon', which is not a time.");
  EXPECT_EQ(first_problem("- {at: 2, text: Mail}\n"),
            "events.yaml:1 wrong_type: The list of events is a list, not a mapping.");
  EXPECT_EQ(first_problem("events: [{at: 2, text: Mail}]\nnote: x\n"),
            "events.yaml:2 unknown_field: The list of events has no field 'note'.");
}

TEST_F(Replay, BindingsSelectWhatIsMeasured) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  CreateRunRequest request = from_template("demand=7");
  request.telemetry.directory = "c";
  request.telemetry.bindings = {{"arrivals", "Packing_arrivals.csv"}};
  const RunOutcome replayed = create(request);
  ASSERT_TRUE(replayed.succeeded()) << replayed.problems.front().message;
  const auto opened = open_run(env_, replayed.run_id);
  EXPECT_EQ(opened->values(*opened->find("arrivals"))[0], 5);  // measured
  EXPECT_EQ(opened->values(*opened->find("served"))[0], 5);    // computed from it
  EXPECT_EQ(opened->info().telemetry->measured, std::vector<std::string>{"arrivals"});
  EXPECT_EQ(opened->info().telemetry->coverage, "partial");
}

TEST_F(Replay, NothingMeasuredIsToldOfTheRun) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  std::string manifest = read("captures/c/manifest.json");
  for (std::size_t at = 0; (at = manifest.find("\"Packing\"", at)) != std::string::npos;) {
    manifest.replace(at, 9, "\"Other\"");
  }
  write("captures/c/manifest.json", manifest);
  const RunOutcome replayed = replay_draft("c");
  ASSERT_TRUE(replayed.succeeded());
  EXPECT_TRUE(has_code(replayed.run->info, "telemetry_sources_missing"));
  EXPECT_TRUE(has_code(replayed.run->info, "capture_series_unused"));
  EXPECT_EQ(replayed.run->info.telemetry->coverage, "missing");
}

// Class coverage full, partial and missing.
TEST_F(Replay, ClassesThatWereNotMeasuredAreAbsent) {
  const RunOutcome simulated = simulate("supply-chain-classes");
  const CaptureOutcome captured = capture(simulated.run_id, "c");
  ASSERT_EQ(captured.manifest.class_coverage, "full");
  ASSERT_GE(captured.manifest.classes.size(), 2u);
  CaptureManifest manifest = captured.manifest;
  const std::string gone = manifest.classes.front();
  std::erase_if(manifest.files, [&](const CaptureFile& file) { return file.class_id == gone; });
  write("captures/c/manifest.json", to_json(manifest));
  const RunOutcome partial = replay("supply-chain-classes", "c");
  ASSERT_TRUE(partial.succeeded()) << partial.problems.front().message;
  EXPECT_EQ(partial.run->info.class_coverage, "partial");
  EXPECT_TRUE(has_code(partial.run->info, "class_series_partial"));
  EXPECT_TRUE(has_code(partial.run->info, "class_conservation_mismatch"));
  const auto a = open_run(env_, simulated.run_id), b = open_run(env_, partial.run_id);
  for (const RunTelemetry::Source& source : b->info().telemetry->sources) {
    const auto row = b->find(source.series_id);
    EXPECT_EQ(b->values(*row)[3], a->values(*a->find(source.series_id))[3]) << source.path;
    if (source.class_id.empty()) continue;
    EXPECT_TRUE(is_absent(b->values(*b->find(source.series_id + "@" + gone))[3])) << source.path;
  }

  std::erase_if(manifest.files, [](const CaptureFile& file) { return !file.class_id.empty(); });
  write("captures/c/manifest.json", to_json(manifest));
  const RunOutcome missing = replay("supply-chain-classes", "c");
  ASSERT_TRUE(missing.succeeded());
  EXPECT_EQ(missing.run->info.class_coverage, "missing");
  EXPECT_TRUE(has_code(missing.run->info, "class_data_missing"));
}

TEST_F(Replay, GapOptions) {
  const RunOutcome run = create(from_template());
  capture(run.run_id, "c");
  const std::string text = "bin_index,value\n0,4\n2,6\n3,9\n";
  edit("captures/c/manifest.json", sha256_tagged(read("captures/c/Packing_arrivals.csv")),
       sha256_tagged(text));
  write("captures/c/Packing_arrivals.csv", text);
  const RunOutcome replayed = replay_draft("c");
  ASSERT_TRUE(replayed.succeeded());
  struct Row {
    GapPolicy policy;
    const char *second, *code;
  };
  const Row rows[] = {{{}, "1,DEFAULT,\n", ""},
                      {{.detect = true}, "1,DEFAULT,\n", "data_gap"},
                      {{.fill_gaps = true}, "1,DEFAULT,0\n", "data_gap"},
                      {{.fill_nan = true}, "1,DEFAULT,0\n", "nan_fill"}};
  for (const Row& row : rows) {
    const CaptureOutcome again =
        capture(replayed.run_id, "d", {.gaps = row.policy, .overwrite = true});
    EXPECT_NE(read("captures/d/Packing_arrivals.csv").find(row.second), std::string::npos);
    const auto codes = codes_of(again.manifest.warnings);
    EXPECT_EQ(codes.empty() ? "" : codes.front(), row.code);
  }
}

}  // namespace
}  // namespace flowtime
