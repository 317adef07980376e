// Bundles that are damaged, swapped or taken away under the server: every question names the file,
// and other runs go on answering. Readers see one whole version of a run, or none.
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "http_client.h"
#include "http_server.h"
#include "inspect/query_test_support.h"
#include "run/bundle_paths.h"
#include "run/open_run.h"

namespace flowtime::test {
namespace {

using nlohmann::json;

// What is asked of a run; all but the first are more than one look at its values.
constexpr const char* kQuestions[] = {"/v1/runs/R/state?binIndex=2",
                                      "/v1/runs/R/state_window?startBin=0&endBin=7",
                                      "/v1/runs/R/frames?metric=utilization",
                                      "/v1/runs/R/explain?series=till_served&bin=2",
                                      "/v1/runs/R/metrics",
                                      "/v1/runs/R/index",
                                      "/v1/runs/R/layout?bin=2",
                                      "/v1/compare?runs=R,good"};

class Damage : public QueriedRuns {
 protected:
  HttpAnswer get(std::string question, const std::string& run) {
    question.replace(question.find('R'), 1, run);
    return http_request(server_.port(), "GET", question);
  }
  std::string path(const char* file) const { return run_directory("bad") + "/" + file; }

  // A run with a CSV of each series, as version 0.1.0 wrote them.
  void store_with_csvs(const std::string& id) {
    CreateRunRequest request;
    request.source.text = kEverything;
    request.run_id = id;
    request.csv = CsvPolicy::kFiles;
    RunObserver observer;
    const RunHost host{.env = env_, .log = log_, .observer = observer};
    const RunOutcome outcome = create_run(host, request);
    ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "model");
  }

  // Every question about the damaged run is refused with the file; every one about another works.
  void expect_told(const char* file, const std::string& how) {
    for (const char* question : kQuestions) {
      const std::string place = how + " " + file + " " + question;
      const HttpAnswer bad = get(question, "bad");
      EXPECT_GE(bad.status, 400) << place;
      const json problem = json::parse(bad.body, nullptr, false);
      ASSERT_TRUE(problem.is_object()) << place << "\n" << bad.body;
      const std::string code = problem.value("code", "");
      EXPECT_TRUE(code == "run_damaged" || code == "provenance_mismatch") << place << " " << code;
      EXPECT_NE(bad.body.find(file), std::string::npos) << place << "\n" << bad.body;
      EXPECT_EQ(get(question, "other").status, 200) << place;
      ++told_;
    }
  }

  NullLogSink log_;
  HttpServer server_{ServeSettings{env_, log_}};
  int told_ = 0;
};

TEST_F(Damage, IsToldWithItsFileByEveryQuestion) {
  store(kEverything, "good");
  store(kEverything, "other");
  store(kRouted, "stranger");
  for (const char* file : {bundle::kRun, bundle::kModel, bundle::kIndex, bundle::kValues}) {
    for (const std::string how : {"cut", "garbage", "swapped", "missing"}) {
      store(kEverything, "bad", true);
      std::string whole = *env_.read_file(path(file));
      if (how == "cut") env_.set_file(path(file), whole.substr(0, whole.size() / 2));
      if (how == "garbage") env_.set_file(path(file), "\x01" + whole.substr(9));
      if (how == "swapped") {
        env_.set_file(path(file), *env_.read_file(run_directory("stranger") + "/" + file));
      }
      if (how == "missing") {
        ASSERT_TRUE(env_.remove_file(path(file)));
        // The CSVs say the same as the values.
        if (std::string(file) == bundle::kValues) continue;
      }
      // Another run's documents belong to another model or have other series; which of the files is
      // the wrong one shows only in their difference.
      const bool other_grid = how == "swapped" && std::string(file) == bundle::kRun;
      const bool other_rows = how == "swapped" && std::string(file) == bundle::kIndex;
      expect_told(other_grid ? "model" : (other_rows ? bundle::kValues : file), how);
    }
  }
  EXPECT_GE(told_, 15 * 8);
}

// A run without its values and without a CSV of every series has nothing to answer from.
TEST_F(Damage, WithoutValuesAndCsvsTheRunIsDamaged) {
  store(kEverything, "other");
  store(kEverything, "good");
  store(kEverything, "bad");
  ASSERT_TRUE(env_.remove_file(path(bundle::kValues)));
  expect_told(bundle::kValues, "without");
}

TEST_F(Damage, WithoutValuesTheCsvsAnswerAlike) {
  store_with_csvs("good");
  store_with_csvs("bad");
  std::map<std::string, std::string> whole;
  for (const char* question : kQuestions) whole[question] = get(question, "bad").body;
  ASSERT_TRUE(env_.remove_file(path(bundle::kValues)));
  // Runs that are open already keep what they have; a server that starts now reads the CSVs.
  NullLogSink log;
  HttpServer later(ServeSettings{env_, log});
  for (const char* question : kQuestions) {
    std::string target = question;
    target.replace(target.find('R'), 1, "bad");
    const HttpAnswer answer = http_request(later.port(), "GET", target);
    EXPECT_EQ(answer.status, 200) << question << "\n" << answer.body;
    EXPECT_EQ(answer.body, whole[question]) << question;
  }
}

// While the run is replaced and deleted, each answer is that of one of its versions, whole, or that
// there is no such run.
TEST_F(Damage, ReadersSeeOneWholeVersionOrNone) {
  std::vector<std::string> versions(2, kEverything);
  versions[1].replace(versions[1].find("[80]"), 4, "[70]");
  store(kEverything, "good");
  std::map<std::string, std::set<std::string>> whole;
  for (const std::string& version : versions) {
    store(version, "run", true);
    for (const char* question : kQuestions) whole[question].insert(get(question, "run").body);
  }
  std::atomic<bool> done = false;
  std::atomic<int> seen = 0, none = 0;
  std::string wrong;  // of the reader, read after it ended
  std::thread reader([&] {
    while (!done || seen < 8) {
      for (const char* question : kQuestions) {
        const HttpAnswer answer = get(question, "run");
        if (answer.status == 404) {
          ++none;
        } else if (answer.status == 200 && whole[question].count(answer.body) > 0) {
          ++seen;
        } else {
          wrong += std::to_string(answer.status) + " " + question + " " + answer.body + "\n";
        }
      }
    }
  });
  replace_and_delete(versions, "run", 16);
  done = true;
  reader.join();
  EXPECT_EQ(wrong, "");
  EXPECT_GE(seen + none, 8);
}

}  // namespace
}  // namespace flowtime::test
