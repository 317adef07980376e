// Calibrations: truths that are found again, and what the measurement cannot tell.
#include "studies/calibrate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "series/absent.h"
#include "sys/memory_env.h"
#include "telemetry/capture_run.h"

namespace flowtime::studies {
namespace {

// A clinic: what fails comes again over two bins, what is done goes left or right.
std::string clinic(const std::string& values) {
  return R"yaml(schemaVersion: 1
grid: {bins: 80, binSize: 5, binUnit: minutes, start: 2026-01-05T08:00:00Z}
nodes:
)yaml" + values +
         R"yaml(
  - {id: visits, kind: expr, expr: "40 + 20 * SIN(BIN() * 0.2) + 15 * (MOD(BIN(), 7) < 3)"}
  - {id: arriving, kind: expr, expr: "visits + again"}
  - {id: served, kind: expr, expr: "MIN(capacity, arriving + SHIFT(line, 1))"}
  - {id: failed, kind: expr, expr: "served * ratio"}
  - {id: again, kind: expr, expr: "k1 * SHIFT(failed, 1) + k2 * SHIFT(failed, 2)"}
  - {id: done, kind: expr, expr: "served - failed"}
  - {id: left, kind: expr, expr: "done * share"}
  - {id: right, kind: expr, expr: "done * (1 - share)"}
  - {id: work, kind: expr, expr: "served * service * 60000"}
topology:
  nodes:
    - {id: Clinic, kind: serviceWithBuffer, semantics: {arrivals: arriving, served: served, capacity: capacity, queueDepth: line, failures: failed, processingTimeMsSum: work, servedCount: served}}
  edges: []
)yaml";
}

std::string numbers(double capacity, double ratio, double k1, double k2, double share,
                    double service) {
  std::string text;
  const std::pair<const char*, double> all[] = {
      {"capacity", capacity}, {"ratio", ratio},    {"k1", k1}, {"k2", k2},
      {"share", share},       {"service", service}};
  for (const auto& [id, value] : all) {
    text +=
        std::string("  - {id: ") + id + ", kind: const, values: [" + std::to_string(value) + "]}\n";
  }
  return text;
}
std::string truth() { return clinic(numbers(52, 0.25, 0.6, 0.3, 0.35, 4)); }
std::string guess() { return clinic(numbers(80, 0.1, 0.3, 0.1, 0.5, 2)); }

// Looks like noise of spread 1, the same everywhere.
double noise(std::size_t i) {
  return std::sqrt(12.0) * (std::fmod(static_cast<double>(i + 1) * 0.7548776662466927, 1.0) - 0.5);
}

class Calibrating : public ::testing::Test {
 protected:
  RunHost host() {
    return {.env = env_, .log = log_, .observer = observer_, .templates = &templates_};
  }
  void run(const std::string& id, const std::string& text, const std::string& capture = "") {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.telemetry.directory = capture;
    const RunOutcome outcome = create_run(host(), request);
    ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
  }
  std::vector<double> measured(const std::string& series) {
    const auto opened = open_run(env_, "truth");
    const auto values = opened->values(*opened->find(series));
    return {values.begin(), values.end()};
  }
  CalibrateRequest request(const std::vector<std::string>& vary,
                           const std::vector<std::string>& series) {
    CalibrateRequest made;
    made.subject.model.emplace();
    made.subject.model->text = start_;
    for (const std::string& text : vary) made.vary.push_back(*parse_vary(text));
    for (const std::string& id : series)
      made.measured.push_back({.series = id, .values = measured(id)});
    return made;
  }
  Result<Calibration> found(const CalibrateRequest& request) {
    return calibrate(host(), request, {});
  }
  static const CalibratedParameter& of(const Calibration& found, const std::string& knob) {
    for (const CalibratedParameter& one : found.parameters) {
      if (one.knob == knob) return one;
    }
    ADD_FAILURE() << knob;
    return found.parameters.front();
  }
  std::string start_ = truth();  // what is not fitted is as it is in truth
  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver observer_;
  TemplateLibrary templates_;
};

TEST_F(Calibrating, ATruthIsFoundAgain) {
  start_ = guess();
  run("truth", truth());
  const auto made = found(request(
      {"capacity=20..120", "ratio=0..0.6", "k1=0..1", "k2=0..1", "share=0..1", "service=0.5..10"},
      {"served", "line", "left", "right", "work"}));
  ASSERT_TRUE(made) << to_text(made.problems(), "");
  const std::pair<const char*, double> expected[] = {
      {"capacity", 52}, {"ratio", 0.25}, {"k1", 0.6}, {"k2", 0.3}, {"share", 0.35}, {"service", 4}};
  for (const auto& [knob, value] : expected) {
    EXPECT_NEAR(of(*made, knob).value, value, 1e-6 * value) << knob;
    EXPECT_EQ(of(*made, knob).told, CalibratedParameter::Told::kInterval) << knob;
    EXPECT_LE(of(*made, knob).interval.lo, value * (1 + 1e-6));
    EXPECT_GE(of(*made, knob).interval.hi, value * (1 - 1e-6));
  }
  EXPECT_EQ(made->rank, 6);
  EXPECT_EQ(made->held_out, (BinRange{64, 80}));
  for (const CalibratedSeries& series : made->series) {
    EXPECT_LT(series.fitted.rmse, 1e-4) << series.series;
    EXPECT_LT(series.held_out.rmse, 1e-4) << series.series;
    EXPECT_EQ(series.held_out.compared, 16);
    EXPECT_GT(series.before.rmse, 0.1) << series.series;
  }
}

// Of served and line alone only the products of the ratio and the taps show.
TEST_F(Calibrating, WhatOnlyShowsTogetherIsNamed) {
  run("truth", truth());
  const auto made =
      found(request({"capacity=20..120", "ratio=0.05..0.6", "k1=0.05..1", "service=0.5..10"},
                    {"served", "line"}));
  ASSERT_TRUE(made) << to_text(made.problems(), "");
  EXPECT_NEAR(of(*made, "capacity").value, 52, 1e-3);
  EXPECT_EQ(made->rank, 2 + 1) << "ratio shows apart from k1 through k2, which is known";
  EXPECT_EQ(of(*made, "service").told, CalibratedParameter::Told::kNothing);
  EXPECT_TRUE(of(*made, "service").tied.empty());
  EXPECT_EQ(of(*made, "service").influence, 0);
  EXPECT_NE(words_of(of(*made, "service")).find("does not depend on it"), std::string::npos);

  const auto tied =
      found(request({"ratio=0.05..0.6", "k1=0.05..1", "k2=0.05..1"}, {"served", "line"}));
  ASSERT_TRUE(tied);
  EXPECT_EQ(tied->rank, 2);
  for (const char* knob : {"ratio", "k1", "k2"}) {
    EXPECT_EQ(of(*tied, knob).told, CalibratedParameter::Told::kNothing) << knob;
    EXPECT_EQ(of(*tied, knob).tied.size(), 2u) << knob;
  }
  EXPECT_NE(words_of(of(*tied, "k1")).find("moves with ratio and k2"), std::string::npos)
      << words_of(of(*tied, "k1"));
}

// A capacity that never binds is at least what was served.
TEST_F(Calibrating, ABoundOnOneSide) {
  run("truth", clinic(numbers(500, 0, 0, 0, 0.35, 4)));
  auto wanted = request({"capacity=20..900"}, {"served"});
  wanted.subject.model->text = clinic(numbers(300, 0, 0, 0, 0.35, 4));
  const auto made = found(wanted);
  ASSERT_TRUE(made) << to_text(made.problems(), "");
  const CalibratedParameter& capacity = made->parameters.front();
  EXPECT_EQ(capacity.told, CalibratedParameter::Told::kAtLeast);
  const auto served = measured("served");
  const double most = *std::max_element(served.begin(), served.begin() + 64);
  EXPECT_NEAR(capacity.interval.lo, most, 0.02 * most);
  EXPECT_TRUE(capacity.interval.hi_open);
  EXPECT_NE(words_of(capacity).find("at least"), std::string::npos);
}

TEST_F(Calibrating, WildValuesAndNoise) {
  run("truth", truth());
  auto wanted = request({"capacity=20..120", "service=0.5..10"}, {"served", "work"});
  for (MeasuredTarget& target : wanted.measured) {
    for (std::size_t i = 0; i < target.values.size(); ++i) target.values[i] *= 1 + 0.02 * noise(i);
    target.values[5] *= 10;
    target.values[33] = 0;
  }
  const auto soft = found(wanted);
  wanted.soft = false;
  const auto squared = found(wanted);
  ASSERT_TRUE(soft && squared);
  EXPECT_NEAR(of(*soft, "capacity").value, 52, 0.52);
  EXPECT_NEAR(of(*soft, "service").value, 4, 0.04);
  EXPECT_GT(std::fabs(of(*squared, "service").value - 4),
            4 * std::fabs(of(*soft, "service").value - 4));
  // The interval says how far noise may have carried it.
  const CalibratedParameter& service = of(*soft, "service");
  EXPECT_LT(service.interval.lo, 4);
  EXPECT_GT(service.interval.hi, 4);
  EXPECT_GT(service.interval.hi - service.interval.lo, 1e-3);
}

// What is held out has no say, whatever is in it; gaps have none either.
TEST_F(Calibrating, HeldOutBinsHaveNoSay) {
  run("truth", truth());
  auto wanted = request({"capacity=20..120"}, {"served"});
  wanted.hold_out = "10..29";
  const auto one = found(wanted);
  for (std::size_t i = 10; i < 30; ++i) wanted.measured[0].values[i] = 1e6;
  const auto other = found(wanted);
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->parameters[0].value, other->parameters[0].value);
  EXPECT_LT(one->series[0].held_out.rmse, 1e-4);
  EXPECT_GT(other->series[0].held_out.rmse, 1e5);
  EXPECT_EQ(other->series[0].fitted.compared, 60);
  wanted.hold_out = "none";
  for (std::size_t i = 10; i < 30; ++i) wanted.measured[0].values[i] = kAbsent;
  const auto gaps = found(wanted);
  EXPECT_NEAR(gaps->parameters[0].value, 52, 1e-4);
  EXPECT_EQ(gaps->series[0].held_out.compared, 0);
}

// Of a telemetry run what was measured of the inputs goes in, and the rest is to be met.
TEST_F(Calibrating, OfATelemetryRun) {
  run("truth", truth());
  const auto opened = open_run(env_, "truth");
  ASSERT_TRUE(capture_run(*opened, {.env = env_, .directory = "captures/c", .key = "c"}, {}));
  run("measured", clinic(numbers(80, 0.1, 0.6, 0.3, 0.35, 2)), "c");
  CalibrateRequest wanted;
  wanted.subject.run_id = "measured";
  for (const char* text : {"capacity=20..120", "service=0.5..10", "ratio=0..0.6"}) {
    wanted.vary.push_back(*parse_vary(text));
  }
  const auto made = found(wanted);
  ASSERT_TRUE(made) << to_text(made.problems(), "");
  EXPECT_NEAR(of(*made, "capacity").value, 52, 1e-3);  // though it was measured, it is fitted
  EXPECT_NEAR(of(*made, "service").value, 4, 1e-4);
  EXPECT_NEAR(of(*made, "ratio").value, 0.25, 1e-3);
  for (const CalibratedSeries& series : made->series) EXPECT_NE(series.series, "capacity");
}

// Agents of the support centre are whole people; patience is a number.
TEST_F(Calibrating, WholeNumbersStayWhole) {
  CreateRunRequest truth;
  truth.run_template = TemplateRequest{.id = "support-centre"};
  truth.run_template->parameters.push_back(*parameter_from_json("earlyAgents", "21"));
  truth.run_template->parameters.push_back(*parameter_from_json("lateAgents", "11"));
  truth.run_id = "truth";
  const RunOutcome outcome = create_run(host(), truth);
  ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
  CalibrateRequest wanted;
  wanted.subject.template_id = "support-centre";
  for (const char* text : {"earlyAgents=10..40", "lateAgents=5..30"}) {
    wanted.vary.push_back(*parse_vary(text));
  }
  const auto opened = open_run(env_, "truth");
  for (const SeriesEntry& entry : opened->series()) {
    if (entry.bare_id != "answered" && entry.bare_id != "calls_waiting") continue;
    wanted.measured.push_back({.series = entry.bare_id, .values = measured(entry.bare_id)});
  }
  ASSERT_FALSE(wanted.measured.empty());
  const auto made = found(wanted);
  ASSERT_TRUE(made) << to_text(made.problems(), "");
  EXPECT_EQ(of(*made, "earlyAgents").value, 21);
  EXPECT_EQ(of(*made, "lateAgents").value, 11);
  EXPECT_EQ(made->settings, (std::vector<std::string>{"earlyAgents=21", "lateAgents=11"}));
  EXPECT_EQ(made->loss, 0);
  for (const char* knob : {"earlyAgents", "lateAgents"}) {
    const FitProfile& interval = of(*made, knob).interval;
    EXPECT_EQ(interval.lo, std::round(interval.lo)) << knob;
    EXPECT_EQ(interval.hi, std::round(interval.hi)) << knob;
  }
  wanted.vary = {*parse_vary("earlyAgents=10.2..10.8")};
  EXPECT_EQ(found(wanted).problems().front().code, "calibrate_whole");
}

TEST_F(Calibrating, TheSameForAnyNumberOfThreads) {
  run("truth", truth());
  const auto wanted = request({"capacity=20..120", "ratio=0..0.6"}, {"served", "left"});
  const auto one = calibrate(host(), wanted, {}, 1), two = calibrate(host(), wanted, {}, 2);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(to_json(*one), to_json(*two));
}

TEST_F(Calibrating, Refuses) {
  run("truth", truth());
  const auto code = [&](const CalibrateRequest& wanted) {
    const auto made = found(wanted);
    return made ? std::string() : made.problems().front().code;
  };
  EXPECT_EQ(code(request({}, {"served"})), "missing_field");
  EXPECT_EQ(code(request({"capacity=20..120"}, {})), "missing_field");
  EXPECT_EQ(code(request({"capasity=20..120"}, {"served"})), "unknown_parameter");
  auto short_one = request({"capacity=20..120"}, {"served"});
  short_one.measured[0].values.pop_back();
  EXPECT_EQ(code(short_one), "calibrate_length");
  auto other = request({"capacity=20..120"}, {"served"});
  other.series = {"servd"};
  EXPECT_EQ(code(other), "unknown_series");
  auto range = request({"capacity=20..120"}, {"served"});
  range.hold_out = "70..90";
  EXPECT_EQ(code(range), "range_outside_grid");
  EXPECT_FALSE(read_calibrate_request(R"({"yaml":"x","vary":["a=1..2"],"loss":"cubic"})"));
  EXPECT_FALSE(read_calibrate_request(R"({"vary":["a=1..2"]})"));
  EXPECT_FALSE(read_calibrate_request(R"({"yaml":"x","vary":["a=1..2"],"measured":{"b":["x"]}})"));
  const auto read = read_calibrate_request(
      R"({"runId":"r","vary":["a=1..2"],"measured":{"b":[1,null,2.5],"c":"import:web#x"},"holdOut":"none"})");
  ASSERT_TRUE(read) << to_text(read.problems(), "");
  EXPECT_EQ(read->measured[0].values.size(), 3u);
  EXPECT_TRUE(is_absent(read->measured[0].values[1]));
  EXPECT_EQ(read->measured[1].import, "import:web#x");
}

}  // namespace
}  // namespace flowtime::studies
