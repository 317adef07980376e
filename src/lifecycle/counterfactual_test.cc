// Runs that go on from others: equal to them up to the change, and the model's own from there on.
#include "lifecycle/counterfactual.h"

#include <cstring>

#include "eval/evaluate.h"
#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/verify_stored_run.h"
#include "model/read_model.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/settable.h"
#include "pipeline/stored_model.h"
#include "series/absent.h"
#include "sys/sha256.h"
#include "telemetry/capture_run.h"

namespace flowtime {
namespace {

bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

// Of the series of `a` in the first `bins` bins; "" where the runs agree.
std::string difference(const Run& a, const Run& b, std::int64_t bins) {
  for (std::size_t row = 0; row < a.series().size(); ++row) {
    const std::string& id = a.series()[row].bare_id;
    const auto other = b.find(id);
    if (!other) return id + " is missing";
    for (std::int64_t bin = 0; bin < bins; ++bin) {
      const auto i = static_cast<std::size_t>(bin);
      if (same_bits(a.values(row)[i], b.values(*other)[i])) continue;
      return id + " in bin " + std::to_string(bin) + ": " + std::to_string(a.values(row)[i]) +
             " and " + std::to_string(b.values(*other)[i]);
    }
  }
  return "";
}

// Something breaks at bin 4, and is mended at bin 8. The limit of the shop spills into the street.
constexpr const char* kMendedShop = R"yaml(schemaVersion: 1
grid: {bins: 12, binSize: 5, binUnit: minutes, start: 2026-01-01T10:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [10, 12, 9, 11, 14, 12, 10, 11, 9, 8, 7, 6]}
  - {id: cap, kind: const, values: [12, 12, 12, 12, 3, 3, 3, 3, 12, 12, 12, 12]}
  - {id: share, kind: expr, expr: "0.25"}
  - {id: served, kind: expr, expr: "MIN(cap, visitors + SHIFT(line, 1))"}
  - {id: again, kind: expr, expr: "CONV(served * share, [0, 0.5, 0.5])"}
  - {id: seen, kind: expr, expr: "MIN(9, served + SHIFT(desk, 1))"}
  - {id: noise, kind: const, values: [1]}
topology:
  nodes:
    - {id: Shop, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, capacity: cap, queueDepth: line, slaMin: 10}}
    - {id: Desk, kind: serviceWithBuffer, wipLimit: 6, semantics: {arrivals: served, served: seen, queueDepth: desk}}
    - {id: Other, kind: service, semantics: {arrivals: noise, served: noise}}
  edges: [{id: e, from: Shop, to: Desk}]
)yaml";

class GoesOn : public Lifecycle {
 protected:
  RunOutcome shop(const std::string& id, const std::string& capture = "",
                  const std::string& text = kMendedShop) {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.telemetry.directory = capture;
    return create(request);
  }
  RunOutcome going_on(const std::string& base, const std::vector<std::string>& settings,
                      const std::string& id = "") {
    CreateRunRequest request;
    request.base_run_id = base;
    request.run_id = id;
    for (const std::string& text : settings) request.source.settings.push_back({.text = text});
    return create(request);
  }
  void capture(const std::string& run_id, const std::string& key) {
    const auto run = open_run(env_, run_id);
    const auto done =
        capture_run(*run, {.env = env_, .directory = "captures/" + key, .key = key}, {});
    ASSERT_TRUE(done);
  }
  flowtime::Run open(const std::string& id) { return open_run(env_, id).value(); }
  std::vector<double> values(const std::string& id, const std::string& series) {
    const flowtime::Run run = open(id);
    const auto row = run.values(*run.find(series));
    return {row.begin(), row.end()};
  }
};

TEST_F(GoesOn, WithoutAChangeItIsItsBase) {
  ASSERT_TRUE(shop("base").succeeded());
  capture("base", "c");
  ASSERT_TRUE(shop("measured", "c").succeeded());
  for (const char* base : {"base", "measured"}) {
    for (const std::vector<std::string>& settings :
         {std::vector<std::string>{}, {"cap[4..7]=3"}, {"cap[8..]*=1", "share=0.25"}}) {
      const RunOutcome same = going_on(base, settings);
      ASSERT_TRUE(same.succeeded()) << to_text(same.problems, "");
      EXPECT_EQ(difference(open(base), open(same.run_id), 12), "");
      EXPECT_EQ(same.run->info.base->from_bin, 12);
      EXPECT_TRUE(same.run->info.base->released.empty());
      EXPECT_EQ(same.run->info.mode, open(base).info().mode);
      EXPECT_TRUE(verify_stored_run(host(), same.run_id)->holds());
    }
  }
}

// By hand: cap 12 from bin 6 on. line is 0 0 0 0 11 20 18 17 14 10 5 0 then.
TEST_F(GoesOn, FromTheChangeOnTheModelDecides) {
  ASSERT_TRUE(shop("base").succeeded());
  EXPECT_EQ(values("base", "line"),
            (std::vector<double>{0, 0, 0, 0, 11, 20, 27, 35, 32, 28, 23, 17}));
  const RunOutcome mended = going_on("base", {"cap[6..7]=12"}, "mended");
  ASSERT_TRUE(mended.succeeded()) << to_text(mended.problems, "");
  EXPECT_EQ(values("mended", "line"),
            (std::vector<double>{0, 0, 0, 0, 11, 20, 18, 17, 14, 10, 5, 0}));
  EXPECT_EQ(mended.run->info.base->run_id, "base");
  EXPECT_EQ(mended.run->info.base->from_bin, 6);
  EXPECT_EQ(mended.run->info.base->content_hash, open("base").info().content_hash);
  EXPECT_EQ(mended.run->info.base->settings, std::vector<std::string>{"cap[6..7]=12"});
  EXPECT_EQ(difference(open("base"), open("mended"), 6), "");
  EXPECT_TRUE(verify_stored_run(host(), "mended")->holds());
}

// The state at the bin, saved by evaluation and gone on from with other parameters, gives the same.
TEST_F(GoesOn, AsFromTheStateAtThatBin) {
  ASSERT_TRUE(shop("base").succeeded());
  ASSERT_TRUE(going_on("base", {"cap[6..7]=12"}, "mended").succeeded());
  RunObserver nobody;
  StageClock clock(env_, nobody);
  const auto compiled = read_and_compile(*source_of(open("base")), {}, clock);
  ASSERT_TRUE(compiled);
  const Plan& plan = compiled->compiled.plan;
  KeepTiles kept(plan);
  EvalState state;
  evaluate_from(plan, {}, state, 6, kept);
  ASSERT_EQ(state.next_bin, 6);
  ParameterOverride changed;
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    if (plan.parameters[i].name == "cap") changed.parameter = ParameterIndex{i};
  }
  changed.values = {12, 12, 12, 12, 3, 3, 12, 12, 12, 12, 12, 12};
  evaluate_from(plan, {&changed, 1}, state, plan.bins, kept);
  const flowtime::Run run = open("mended");
  for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
    const auto row = run.values(*run.find(plan.series[SeriesIndex{i}].id));
    for (std::size_t bin = 0; bin < row.size(); ++bin) {
      EXPECT_TRUE(same_bits(row[bin], kept.table[SeriesIndex{i}][bin]))
          << plan.series[SeriesIndex{i}].id << " bin " << bin;
    }
  }
}

// A queue that was measured goes on from the measured level, not from the computed one; what does
// not depend on the change stays as it was measured.
TEST_F(GoesOn, AMeasuredQueueGoesOnFromItsMeasuredLevel) {
  ASSERT_TRUE(shop("base").succeeded());
  // The measured world: five more were waiting from the start on than the model knows of.
  std::string other = kMendedShop;
  const std::string initial = "queueDepth: line, slaMin: 10}";
  other.replace(other.find(initial), initial.size(),
                "queueDepth: line, slaMin: 10}, initialCondition: {queueDepth: 5}");
  ASSERT_TRUE(shop("world", "", other).succeeded());
  capture("world", "w");
  ASSERT_TRUE(shop("measured", "w").succeeded());
  EXPECT_EQ(values("measured", "line"), values("world", "line"));
  const RunOutcome mended = going_on("measured", {"cap[6..7]=12"}, "mended");
  ASSERT_TRUE(mended.succeeded()) << to_text(mended.problems, "");
  // In the measured world itself the same change gives the same.
  ASSERT_TRUE(going_on("world", {"cap[6..7]=12"}, "truth").succeeded());
  EXPECT_EQ(values("mended", "line"), values("truth", "line"));
  EXPECT_NE(values("mended", "line")[6], values("base", "line")[6]);
  EXPECT_EQ(difference(open("measured"), open("mended"), 6), "");
  const RunInfo& info = mended.run->info;
  const auto& released = info.base->released;
  EXPECT_NE(std::find(released.begin(), released.end(), "line"), released.end());
  const auto& measured = info.telemetry->measured;
  EXPECT_NE(std::find(measured.begin(), measured.end(), "noise"), measured.end());
  EXPECT_EQ(std::find(measured.begin(), measured.end(), "line"), measured.end());
  EXPECT_TRUE(verify_stored_run(host(), "mended")->holds());
}

// A capture of a simulation is exact, so what would have happened is the same for both: for every
// template, whatever is set.
TEST_F(GoesOn, AReplayedRunGoesOnAsTheSimulatedOne) {
  const auto list = templates_.list();
  ASSERT_TRUE(list);
  int compared = 0;
  for (const LibraryTemplate& one : **list) {
    CreateRunRequest request;
    request.run_template = TemplateRequest{.id = one.id};
    const RunOutcome simulated = create(request);
    ASSERT_TRUE(simulated.succeeded()) << one.id;
    capture(simulated.run_id, one.id);
    request.telemetry.directory = one.id;
    const RunOutcome replayed = create(request);
    ASSERT_TRUE(replayed.succeeded()) << one.id;
    const flowtime::Run base = open(simulated.run_id), measured = open(replayed.run_id);
    const auto model = read_model(*yaml::parse(source_of(base)->text, "model.yaml"));
    ASSERT_TRUE(model) << one.id;
    const std::int64_t bins = base.info().grid.bins, from = bins / 3;
    int of_template = 0;
    for (const std::string& name : settable_names(*model)) {
      if (of_template == 3) break;
      const std::string text = name + "[" + std::to_string(from) + "..]*=0.8";
      const RunOutcome a = going_on(simulated.run_id, {text});
      if (!a.succeeded()) continue;  // a limit or a weight takes no range, a capacity breaks a rule
      const RunOutcome b = going_on(replayed.run_id, {text});
      ASSERT_TRUE(b.succeeded()) << one.id << " " << text << to_text(b.problems, "");
      EXPECT_EQ(difference(open(a.run_id), open(b.run_id), bins), "") << one.id << " " << text;
      EXPECT_EQ(difference(base, open(a.run_id), from), "") << one.id << " " << text;
      EXPECT_EQ(difference(measured, open(b.run_id), from), "") << one.id << " " << text;
      if (b.run->info.base->from_bin < bins) ++of_template;
    }
    EXPECT_GT(of_template, 0) << one.id;
    compared += of_template;
  }
  EXPECT_GE(compared, 24);
}

CreateRunRequest of_template(const std::string& id, const std::vector<std::string>& settings = {}) {
  CreateRunRequest request;
  request.run_template = TemplateRequest{.id = id};
  for (const std::string& text : settings) request.source.settings.push_back({.text = text});
  return request;
}

// Settings of a template's parameters: the run is the one that the template makes with them, for
// some bins, for all of them, with a node beside; of a replay as of the simulation.
TEST_F(GoesOn, ParametersOfATemplate) {
  const RunOutcome base = create(of_template("support-centre"));
  ASSERT_TRUE(base.succeeded());
  capture(base.run_id, "c");
  CreateRunRequest replay = of_template("support-centre");
  replay.telemetry.directory = "c";
  const RunOutcome measured = create(replay);
  ASSERT_TRUE(measured.succeeded());
  struct Row {
    std::vector<std::string> settings;
    std::int64_t from;
  };
  const Row rows[] = {{{"callsPerBin[120..]*=0.8"}, 120},
                      {{"callsPerBin[60..70]=14", "callbackCapacity[50..]=9"}, 50},
                      {{"earlyAgents=30"}, 0},
                      {{"hangUpRatio[200..]*=2", "node:night_agents[250..]=9"}, 200}};
  for (const Row& row : rows) {
    const std::string about = row.settings.front();
    const RunOutcome whole = create(of_template("support-centre", row.settings));
    ASSERT_TRUE(whole.succeeded()) << to_text(whole.problems, "");
    for (const std::string& id : {base.run_id, measured.run_id}) {
      const RunOutcome made = going_on(id, row.settings);
      ASSERT_TRUE(made.succeeded()) << about << to_text(made.problems, "");
      EXPECT_EQ(difference(open(whole.run_id), open(made.run_id), 288), "") << about;
      EXPECT_EQ(made.run->info.base->from_bin, row.from) << about;
      EXPECT_EQ(made.run->info.base->settings, row.settings) << about;
      EXPECT_EQ(made.run->info.base->released.empty(), id == base.run_id) << about;
      EXPECT_TRUE(verify_stored_run(host(), made.run_id)->holds()) << about;
    }
    const RunInfo with = open(going_on(base.run_id, row.settings).run_id).info();
    const RunInfo expected = open(whole.run_id).info();
    ASSERT_EQ(with.parameters.size(), expected.parameters.size());
    for (std::size_t i = 0; i < with.parameters.size(); ++i) {
      EXPECT_EQ(with.parameters[i].json, expected.parameters[i].json) << with.parameters[i].name;
    }
  }
}

TEST_F(GoesOn, AParameterThatStaysAsItWasChangesNothing) {
  const RunOutcome base = create(of_template("support-centre"));
  ASSERT_TRUE(base.succeeded());
  const RunOutcome same = going_on(base.run_id, {"earlyAgents=24", "callsPerBin[3..9]*=1"});
  ASSERT_TRUE(same.succeeded()) << to_text(same.problems, "");
  EXPECT_EQ(same.run->info.base->from_bin, 288);
  EXPECT_EQ(difference(open(base.run_id), open(same.run_id), 288), "");
}

TEST_F(GoesOn, WhatATemplateDoesNotAllow) {
  const RunOutcome base = create(of_template("support-centre"));
  ASSERT_TRUE(base.succeeded());
  const auto code = [&](const std::string& id, const std::string& text) {
    const RunOutcome made = going_on(id, {text});
    return made.succeeded() ? std::string() : made.problems.front().code;
  };
  EXPECT_EQ(code(base.run_id, "bins=144"), "base_grid_changed");
  EXPECT_EQ(code(base.run_id, "earlyAgents=100000"), "parameter_range");
  EXPECT_EQ(code(base.run_id, "earlyAgent=3"), "unknown_parameter");
  // A template of that id that has become another.
  CreateRunRequest former = of_template("support-centre");
  std::string text = (*templates_.find("support-centre"))->document.text;
  text.replace(text.find("375000"), 6, "375001");
  former.run_template->draft_text = text;
  const RunOutcome old = create(former);
  ASSERT_TRUE(old.succeeded()) << to_text(old.problems, "");
  EXPECT_EQ(code(old.run_id, "earlyAgents=30"), "base_template_changed");
  EXPECT_EQ(code(old.run_id, "node:early_agents[9..]=30"), "");
}

TEST_F(GoesOn, Refuses) {
  ASSERT_TRUE(shop("base").succeeded());
  EXPECT_EQ(going_on("nobody", {}).problems.front().code, "run_not_found");
  const RunOutcome unknown = going_on("base", {"capp[4..]=3"});
  EXPECT_EQ(unknown.problems.front().code, "unknown_parameter");
  EXPECT_NE(to_text(unknown.problems, "").find("cap"), std::string::npos);
  CreateRunRequest request;
  request.base_run_id = "base";
  request.source.text = kMendedShop;
  EXPECT_EQ(create(request).problems.front().code, "base_excludes_source");
  request.source.text = "";
  request.mode = "telemetry";
  EXPECT_EQ(create(request).problems.front().code, "base_excludes_source");
}

TEST_F(GoesOn, ALevelThatWasNotMeasuredIsNoStart) {
  ASSERT_TRUE(shop("base").succeeded());
  capture("base", "c");
  std::string manifest = *env_.read_file("captures/c/manifest.json");
  const std::string path = "captures/c/Shop_queuedepth.csv";
  std::string text = *env_.read_file(path);
  const std::string was = sha256_tagged(text);
  text.replace(text.find("5,DEFAULT,20"), 12, "5,DEFAULT,");
  manifest.replace(manifest.find(was), was.size(), sha256_tagged(text));
  ASSERT_TRUE(env_.write_file(path, text));
  ASSERT_TRUE(env_.write_file("captures/c/manifest.json", manifest));
  ASSERT_TRUE(shop("measured", "c").succeeded());
  const RunOutcome refused = going_on("measured", {"cap[6..7]=12"});
  ASSERT_FALSE(refused.succeeded());
  EXPECT_EQ(refused.problems.front().code, "base_level_absent");
  EXPECT_TRUE(going_on("measured", {"cap[7]=12"}).succeeded());
}

}  // namespace
}  // namespace flowtime
