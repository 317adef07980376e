#include "studies/study_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <set>

#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "lifecycle/remove_runs.h"
#include "studies/draw_points.h"
#include "studies/kept_suggestions.h"
#include "studies/study_json.h"
#include "sys/memory_env.h"

namespace flowtime::studies {
namespace {

// Says stop from the n-th question on.
class StopsAfter : public StopToken {
 public:
  explicit StopsAfter(int questions) : left_(questions) {}
  bool stop_requested() override { return left_-- <= 0; }

 private:
  std::atomic<int> left_;
};

class Studies : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = nobody_, .templates = &library_}; }
  static StudyRequest request(StudyKind kind, std::vector<const char*> vary,
                              std::vector<const char*> measures) {
    StudyRequest made;
    made.kind = kind;
    made.subject.template_id = "order-system";
    for (const char* text : vary) made.vary.push_back(*parse_vary(text));
    for (const char* text : measures) made.measures.push_back(*figures::parse_figure(text));
    return made;
  }
  StudyRecord whole(const StudyRequest& wanted) {
    const auto record = store_.begin(host(), wanted);
    EXPECT_TRUE(record) << record.problems()[0].message;
    const auto done = store_.carry_out(host(), record->id, {.threads = 2});
    EXPECT_TRUE(done) << done.problems()[0].message;
    return *done;
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver nobody_;
  TemplateLibrary library_;
  StudyStore store_{env_};
};

TEST_F(Studies, AreStoredListedAndRemoved) {
  const StudyRecord done =
      whole(request(StudyKind::kSweep, {"paymentCapacity=60..96/5"}, {"max:payment_queue"}));
  EXPECT_EQ(done.status, StudyStatus::kCompleted);
  EXPECT_EQ(done.points, 5);
  EXPECT_EQ(done.completed_points, 5);
  EXPECT_EQ(done.of, "template order-system");
  EXPECT_NE(done.answer.find(R"("paramId":"paymentCapacity")"), std::string::npos);
  const auto answer = store_.answer_again(host(), done.id);
  ASSERT_TRUE(answer);
  EXPECT_EQ(to_json(*answer), done.answer);
  const auto all = store_.list();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ(all->front().id, done.id);
  ASSERT_TRUE(store_.remove(done.id));
  EXPECT_EQ(store_.find(done.id).problems()[0].code, "study_not_found");
  EXPECT_EQ(store_.find("../x").problems()[0].code, "study_not_found");
}

// Of every kind: stopped amid, gone on with, and the same to the last bit as without.
TEST_F(Studies, AStoppedStudyGoesOnWhereItWas) {
  StudyRequest sweep = request(StudyKind::kSweep, {"paymentCapacity=60..96/900"},
                               {"max:payment_queue", "mean:packed"});
  sweep.series = {"payment_queue"};
  StudyRequest seek =
      request(StudyKind::kGoalSeek, {"paymentCapacity=60..96"}, {"max:payment_queue"});
  seek.target = 50;
  StudyRequest best = request(StudyKind::kOptimize,
                              {"paymentCapacity=60..96", "ordersPerBin=30..50"}, {"longest:run"});
  for (const StudyRequest& wanted : {sweep, seek, best}) {
    const StudyRecord unbroken = whole(wanted);
    const auto record = store_.begin(host(), wanted);
    ASSERT_TRUE(record);
    int stops = 0;
    for (int questions = 40; questions < 100'000; questions *= 3) {
      StopsAfter stop(questions);
      const auto tried = store_.carry_out(host(), record->id, {.threads = 2, .stop = &stop});
      if (tried) break;
      EXPECT_EQ(tried.problems()[0].code, "stopped");
      EXPECT_EQ(store_.find(record->id)->status, StudyStatus::kInterrupted);
      ++stops;
    }
    EXPECT_GT(stops, 0) << name_of(wanted.kind);
    const std::int64_t before = store_.find(record->id)->completed_points;
    std::int64_t first = -1;
    StudyRun run{.threads = 1};
    run.hooks.progress = [&](std::int64_t done) { first = first < 0 ? done : first; };
    const auto done = store_.carry_out(host(), record->id, std::move(run));
    ASSERT_TRUE(done) << done.problems()[0].message;
    if (first >= 0) {
      EXPECT_GT(first, before) << "known points are not evaluated again";
    }
    EXPECT_EQ(done->answer, unbroken.answer) << name_of(wanted.kind);
    EXPECT_EQ(done->points_hash, unbroken.points_hash) << name_of(wanted.kind);
  }
}

TEST_F(Studies, AHalfWrittenFileOfPointsIsNotThere) {
  const StudyRequest sweep =
      request(StudyKind::kSweep, {"paymentCapacity=60..96/300"}, {"max:payment_queue"});
  const StudyRecord unbroken = whole(sweep);
  const auto record = store_.begin(host(), sweep);
  ASSERT_TRUE(record);
  ASSERT_TRUE(env_.write_file("studies/" + record->id + "/points/000000.f64.part", "half"));
  EXPECT_EQ(store_.find(record->id)->completed_points, 0);
  const auto done = store_.carry_out(host(), record->id);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->points_hash, unbroken.points_hash);
}

TEST_F(Studies, OneThatIsWorkedOnIsLeftAlone) {
  const auto record = store_.begin(
      host(), request(StudyKind::kSweep, {"paymentCapacity=60,72"}, {"max:payment_queue"}));
  ASSERT_TRUE(record);
  const auto lock = env_.try_lock("locks/study-" + record->id + ".lock");
  ASSERT_TRUE(lock && *lock);
  EXPECT_EQ(store_.find(record->id)->status, StudyStatus::kRunning);
  EXPECT_EQ(store_.carry_out(host(), record->id).problems()[0].code, "study_running");
  EXPECT_EQ(store_.remove(record->id).problems()[0].code, "study_running");
}

TEST_F(Studies, AFailureIsKept) {
  StudyRequest wanted =
      request(StudyKind::kSweep, {"paymentCapacity=0..96/3"}, {"max:payment_queue"});
  const auto record = store_.begin(host(), wanted);
  ASSERT_TRUE(record);
  EXPECT_EQ(store_.carry_out(host(), record->id).problems()[0].code, "parameter_range");
  const auto failed = store_.find(record->id);
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, StudyStatus::kFailed);
  EXPECT_EQ(failed->problems[0].code, "parameter_range");
}

// Nothing is written for a study that cannot be.
TEST_F(Studies, WhatCannotBeIsRefusedBeforeItIsStored) {
  const auto code_of = [&](const StudyRequest& wanted) {
    const auto record = store_.begin(host(), wanted);
    return record ? std::string("none") : record.problems()[0].code;
  };
  EXPECT_EQ(code_of(request(StudyKind::kSweep, {"paymentCapacty=1,2"}, {})), "unknown_parameter");
  EXPECT_EQ(code_of(request(StudyKind::kSweep, {"bins=12,24", "bins=36"}, {})), "knob_twice");
  EXPECT_EQ(code_of(request(StudyKind::kSweep, {"paymentCapacity=60..96/2000000"}, {})),
            "study_too_large");
  StudyRequest huge = request(StudyKind::kSweep, {"paymentCapacity=60..96/1000000"}, {});
  huge.all_series = true;
  EXPECT_EQ(code_of(huge), "study_too_large");
  EXPECT_TRUE(store_.list()->empty());
}

// The answer does not depend on the number of threads.
TEST_F(Studies, AnyNumberOfThreadsGivesTheSameBits) {
  StudyRequest wanted =
      request(StudyKind::kSweep, {"paymentCapacity=66..80", "declineRatio=0.02..0.1"},
              {"late:run", "p95Wait:Payment", "sum:packed"});
  wanted.method = "sobol";
  wanted.points = 40;
  const auto opened = open_subject(host(), wanted.subject);
  ASSERT_TRUE(opened);
  std::string first;
  for (const int threads : {1, 2, 5}) {
    const auto answer = run_study(*opened, wanted, {.threads = threads});
    ASSERT_TRUE(answer);
    if (first.empty()) first = to_json(*answer);
    EXPECT_EQ(to_json(*answer), first) << threads;
  }
}

// order-system: the peak of the queue is 50 at a payment capacity of 81.0952.
TEST_F(Studies, GoalSeekFindsTheKnownAnswer) {
  StudyRequest wanted =
      request(StudyKind::kGoalSeek, {"paymentCapacity=60..96"}, {"max:payment_queue"});
  wanted.target = 50;
  const auto answer = run_study(*open_subject(host(), wanted.subject), wanted);
  ASSERT_TRUE(answer);
  const auto& found = std::get<GoalSought>(answer->found);
  EXPECT_TRUE(found.converged);
  EXPECT_NEAR(found.value, 81.0952, 5e-5);
}

// Whole numbers stay whole, and constraints hold.
TEST_F(Studies, OptimizeKeepsWholeNumbersAndConstraints) {
  StudyRequest wanted =
      request(StudyKind::kOptimize, {"paymentCapacity=60..96"}, {"mean:payment_capacity"});
  wanted.constraints = {*parse_constraint("max(payment_queue)<=50")};
  for (const char* method : {"nelder-mead", "direct", "crs"}) {
    wanted.method = method;
    const auto answer = run_study(*open_subject(host(), wanted.subject), wanted);
    ASSERT_TRUE(answer) << method;
    const auto& best = std::get<OptimizeAnswer>(answer->found);
    EXPECT_TRUE(best.is_feasible) << method;
    EXPECT_NEAR(best.found.value, 81.0952, 0.05) << method;
    EXPECT_LE(best.constraints[0], 50) << method;
  }
  StudyRequest whole_bins = request(StudyKind::kOptimize, {"bins=12..40"}, {"max:payment_queue"});
  const auto answer = run_study(*open_subject(host(), whole_bins.subject), whole_bins);
  ASSERT_TRUE(answer);
  const double bins = std::get<OptimizeAnswer>(answer->found).found.point[0];
  EXPECT_EQ(bins, std::round(bins));
}

class EveryTemplateSuggests : public Studies {
 protected:
  double harmed(const OpenedSubject& opened, const std::string& parameter, double value) {
    const auto scenario = opened.subject->scenario({*opened.subject->knob(parameter)}, {value});
    EXPECT_TRUE(scenario) << parameter;
    const auto figures =
        whatif::figures_of(std::span(&*scenario, 1), *figures::parse_figure("harmed:run"));
    EXPECT_TRUE(figures);
    return figures->front();
  }
};

// Of a model with so many inputs that trying each would take minutes, only those that are named are
// tried.
TEST_F(Studies, SuggestionsForALargeModelNameWhatToTry) {
  std::string text =
      "schemaVersion: 1\ngrid: {bins: 1000, binSize: 5, binUnit: minutes}\nnodes:\n"
      "  - {id: came, kind: const, values: [9]}\n  - {id: tills, kind: const, values: [8]}\n"
      "  - {id: served, kind: expr, expr: \"MIN(tills, came + SHIFT(waiting, 1))\"}\n";
  for (int i = 0; i < 400; ++i) {
    text += "  - {id: other" + std::to_string(i) + ", kind: const, values: [1]}\n";
  }
  text +=
      "topology:\n  nodes:\n    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: came, "
      "served: served, queueDepth: waiting, capacity: tills, slaMin: 10}}\n  edges: []\n";
  StudySubject subject;
  subject.model.emplace();
  subject.model->text = text;
  const auto opened = open_subject(host(), subject);
  ASSERT_TRUE(opened);
  const auto all = suggest(*opened, {.threads = 1});
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->entries.empty());
  EXPECT_EQ(all->evaluations, 1);  // the model as it is
  EXPECT_NE(all->why_none.find("flowtime suggest --vary"), std::string::npos) << all->why_none;
  const auto named = suggest(*opened, {.threads = 1, .parameters = {"tills"}});
  ASSERT_TRUE(named);
  ASSERT_EQ(named->entries.size(), 1u);
  EXPECT_EQ(named->entries[0].to, 9);
}

// What is suggested is enough, and one step less is not.
TEST_F(EveryTemplateSuggests, TheSmallestStepThatIsEnough) {
  int suggested = 0;
  for (const LibraryTemplate& entry : **library_.list()) {
    const auto opened = open_subject(host(), StudySubject{.template_id = entry.id});
    ASSERT_TRUE(opened) << entry.id;
    const auto found = suggest(*opened, {.threads = 2});
    ASSERT_TRUE(found) << entry.id;
    EXPECT_EQ(found->is_met, entry.id == "manufacturing-line") << entry.id;
    EXPECT_EQ(found->entries.empty(), found->is_met) << entry.id;
    double last = 0;
    for (const Suggestion& one : found->entries) {
      const whatif::Parameter& parameter = *opened->subject->find(one.parameter);
      const double back = one.to > one.from ? -parameter.step : parameter.step;
      const double before = whatif::on_step(one.to + back, parameter.step);
      EXPECT_LT(harmed(*opened, one.parameter, one.to), 1e-6) << entry.id << " " << one.parameter;
      EXPECT_GT(harmed(*opened, one.parameter, before), 1e-6) << entry.id << " " << one.parameter;
      EXPECT_GE(one.relative_size(), last);
      last = one.relative_size();
      ++suggested;
    }
  }
  EXPECT_GT(suggested, 40);
}

TEST_F(Studies, OrderSystemNeedsAPaymentCapacityOf76) {
  const auto found = suggest(*open_subject(host(), StudySubject{.template_id = "order-system"}));
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->entries.empty());
  EXPECT_EQ(found->entries[0].parameter, "paymentCapacity");
  EXPECT_EQ(found->entries[0].from, 72);
  EXPECT_EQ(found->entries[0].to, 76);
}

// Computed once: what is kept is answered again, until the run is another one.
TEST_F(Studies, SuggestionsForARunAreKept) {
  CreateRunRequest wanted;
  wanted.run_template = TemplateRequest{.id = "order-system"};
  wanted.run_id = "monday";
  ASSERT_TRUE(create_run(host(), wanted).succeeded());
  const auto once = suggestions_for(host(), "monday");
  ASSERT_TRUE(once) << once.problems()[0].message;
  EXPECT_NE(once->find(R"("parameter":"paymentCapacity")"), std::string::npos);
  EXPECT_NE(once->find(R"("to":76)"), std::string::npos);
  auto kept = env_.read_file("suggestions/monday.json");
  ASSERT_TRUE(kept);
  std::string changed = *kept;
  changed.replace(changed.find("\"to\":76"), 7, "\"to\":77");
  ASSERT_TRUE(env_.write_file("suggestions/monday.json", changed));
  EXPECT_NE(*suggestions_for(host(), "monday"), *once);  // as it is kept
  ASSERT_TRUE(env_.write_file("suggestions/monday.json", "x" + changed));
  EXPECT_EQ(*suggestions_for(host(), "monday"), *once);  // it belongs to something else
  EXPECT_EQ(suggestions_for(host(), "tuesday").problems()[0].code, "run_not_found");
}

TEST_F(Studies, SuggestionsGoWithTheirRun) {
  for (const bool at_once : {true, false}) {
    CreateRunRequest wanted;
    wanted.run_template = TemplateRequest{.id = "order-system"};
    wanted.run_id = "monday";
    ASSERT_TRUE(create_run(host(), wanted).succeeded());
    ASSERT_TRUE(suggestions_for(host(), "monday"));
    ASSERT_TRUE(env_.exists("suggestions/monday.json"));
    const bool is_gone = at_once ? remove_run(host(), "monday").has_value()
                                 : discard_run(host(), "monday").has_value();
    ASSERT_TRUE(is_gone);
    EXPECT_FALSE(env_.exists("suggestions/monday.json")) << at_once;
  }
}

StudyRequest of_model(StudyKind kind, const char* nodes, std::vector<const char*> vary,
                      std::vector<const char*> measures) {
  StudyRequest made;
  made.kind = kind;
  made.subject.model.emplace();
  made.subject.model->text =
      std::string("schemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\nnodes:\n") +
      nodes;
  for (const char* text : vary) made.vary.push_back(*parse_vary(text));
  for (const char* text : measures) made.measures.push_back(*figures::parse_figure(text));
  return made;
}

// Schaffer's pair: x^2 and (x - 2)^2. On the front x is between 0 and 2, so that the roots of both
// figures come to 2.
TEST_F(Studies, AFrontIsWhereNeitherFigureCanGetBetterAlone) {
  StudyRequest wanted = of_model(StudyKind::kOptimize,
                                 "- {id: x, kind: const, values: [1]}\n"
                                 "- {id: near, kind: expr, expr: \"x * x\"}\n"
                                 "- {id: far, kind: expr, expr: \"(x - 2) * (x - 2)\"}\n",
                                 {"x=-10..10"}, {"mean:near", "mean:far"});
  wanted.method = "pareto";
  const auto opened = open_subject(host(), wanted.subject);
  const auto answer = run_study(*opened, wanted, {.threads = 2});
  ASSERT_TRUE(answer) << answer.problems()[0].message;
  EXPECT_EQ(answer->rows.size(), 256u);
  const auto& front = std::get<ParetoAnswer>(answer->found).front;
  EXPECT_GT(front.size(), 100u);
  for (std::size_t i = 0; i < front.size(); ++i) {
    const double near = front[i].figures[0].value, far = front[i].figures[1].value;
    EXPECT_NEAR(std::sqrt(near) + std::sqrt(far), 2, 0.1) << front[i].point[0];
    if (i == 0) continue;
    EXPECT_GT(near, front[i - 1].figures[0].value);
    EXPECT_LT(far, front[i - 1].figures[1].value);
  }
  EXPECT_EQ(to_json(*run_study(*opened, wanted, {.threads = 1})), to_json(*answer));
  // The most of one and the least of the other: both are best at one end.
  wanted.maximize_each = {true, false};
  wanted.vary = {*parse_vary("x=2..5")};
  wanted.measures = {*figures::parse_figure("mean:near"), *figures::parse_figure("mean:near")};
  const auto ends = run_study(*opened, wanted);
  ASSERT_TRUE(ends);
  std::set<whatif::Point> distinct;
  for (const StudyRow& row : ends->rows) distinct.insert(row.point);
  EXPECT_EQ(std::get<ParetoAnswer>(ends->found).front.size(), distinct.size())
      << "every value is a compromise";
}

// Draw k is what a run with k more than the seed has.
TEST_F(Studies, EveryDrawOfAnEnsembleDrawsItsOwnRandomNumbers) {
  StudyRequest wanted =
      of_model(StudyKind::kEnsemble,
               "- {id: a, kind: pmf, pmf: {values: [1, 5, 9], probabilities: [0.2, 0.5, 0.3]}}\n",
               {}, {"mean:a"});
  wanted.subject.sampling = CompileOptions::Sampling::kSample;
  wanted.subject.seed = 40;
  wanted.points = 30;
  const auto answer = run_study(*open_subject(host(), wanted.subject), wanted, {.threads = 3});
  ASSERT_TRUE(answer) << answer.problems()[0].message;
  std::set<double> means;
  for (std::size_t k = 0; k < answer->rows.size(); ++k) {
    const double mean = answer->rows[k].figures[0].value;
    means.insert(mean);
    StudySubject alone = wanted.subject;
    alone.seed = 40 + static_cast<std::int64_t>(k);
    const auto scenario = open_subject(host(), alone)->subject->base();
    const auto figure = whatif::figures_of(std::span(&scenario, 1), wanted.measures[0]);
    EXPECT_EQ(figure->front(), mean) << k;
  }
  EXPECT_GT(means.size(), 3u);
}

// A point becomes a run: its figures have the same bits.
TEST_F(Studies, APointCanBeMadeARun) {
  StudyRequest of_template =
      request(StudyKind::kSweep, {"paymentCapacity=60..96/5", "bins=96"}, {"sum:packed"});
  StudyRequest edited = of_model(StudyKind::kSweep,
                                 "- {id: in, kind: const, values: [1, 2, 3, 5]}\n"
                                 "- {id: half, kind: expr, expr: \"0.5\"}\n"
                                 "- {id: out, kind: expr, expr: \"in * half\"}\n",
                                 {"in*=1,1.5", "half=0.25,0.75"}, {"sum:out"});
  StudyRequest drawn =
      of_model(StudyKind::kEnsemble,
               "- {id: out, kind: pmf, pmf: {values: [1, 5, 9], probabilities: [0.2, 0.5, 0.3]}}\n",
               {}, {"sum:out"});
  drawn.subject.sampling = CompileOptions::Sampling::kSample;
  drawn.points = 4;
  for (const StudyRequest& wanted : {of_template, edited, drawn}) {
    const StudyRecord done = whole(wanted);
    const auto answer = store_.answer_again(host(), done.id);
    ASSERT_TRUE(answer);
    for (std::size_t i = 0; i < answer->rows.size(); ++i) {
      auto source = store_.run_source(host(), done.id, static_cast<std::int64_t>(i));
      ASSERT_TRUE(source) << source.problems()[0].message;
      CreateRunRequest made{.source = source->source};
      if (!source->template_id.empty()) {
        made.run_template = TemplateRequest{.id = source->template_id, .parameters = source->given};
      }
      made.run_id = done.id + std::to_string(i);
      ASSERT_TRUE(create_run(host(), made).succeeded()) << source->source.text;
      const auto run = open_run(env_, made.run_id);
      ASSERT_TRUE(run);
      double sum = 0;
      for (std::size_t row = 0; row < run->series().size(); ++row) {
        if (run->series()[row].bare_id != wanted.measures[0].id) continue;
        for (const double value : run->values(row)) sum += value;
      }
      EXPECT_EQ(sum, answer->rows[i].figures[0].value) << made.run_id;
    }
  }
  const StudyRecord done = whole(edited);
  EXPECT_EQ(store_.run_source(host(), done.id, 4).problems()[0].code, "point_not_found");
  EXPECT_EQ(store_.run_source(host(), done.id, -1).problems()[0].code, "point_not_found");
}

// Studies that cannot find anything say so.
TEST_F(Studies, BadStudiesAreRefusedOrSayWhatIsWrong) {
  const char* nodes =
      "- {id: x, kind: const, values: [1]}\n"
      "- {id: nothing, kind: expr, expr: \"EXP(x * 1000)\"}\n";
  const auto code_of = [&](StudyRequest wanted) {
    const auto answer = run_study(*open_subject(host(), wanted.subject), wanted);
    return answer ? std::string("none") : answer.problems()[0].code;
  };
  for (const char* method : {"nelder-mead", "bobyqa", "direct", "crs"}) {
    StudyRequest wanted = of_model(StudyKind::kOptimize, nodes, {"x=1..2"}, {"mean:nothing"});
    wanted.method = method;
    wanted.max_iterations = 20;
    EXPECT_EQ(code_of(wanted), "figure_absent") << method;
  }
  EXPECT_EQ(code_of(of_model(StudyKind::kGoalSeek, nodes, {"x=1..2"}, {"mean:nothing"})),
            "figure_absent");
  // No point fulfils both: the answer says so.
  StudyRequest torn = of_model(StudyKind::kOptimize, nodes, {"x=1..2"}, {"mean:x"});
  torn.constraints = {*parse_constraint("mean(x)<=1.2"), *parse_constraint("max(x)>=1.8")};
  const auto answer = run_study(*open_subject(host(), torn.subject), torn);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(std::get<OptimizeAnswer>(answer->found).is_feasible);
  // A million points of a model with a hundred thousand bins: nothing is evaluated.
  StudyRequest huge = of_model(StudyKind::kSweep, nodes, {"x=1..2/1000000"}, {"mean:x"});
  huge.subject.model->text.replace(huge.subject.model->text.find("bins: 4"), 7, "bins: 5000000");
  const auto plan = plan_study(*open_subject(host(), huge.subject), huge);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.problems()[0].code, "study_too_large");
  EXPECT_NE(plan.problems()[0].message.find("values"), std::string::npos);
}

TEST(Draws, AreOfTheirDistributions) {
  const auto at = [](Distribution::Kind kind, std::vector<double> numbers, double share) {
    return quantile({kind, std::move(numbers)}, share);
  };
  EXPECT_EQ(at(Distribution::Kind::kUniform, {10, 20}, 0.25), 12.5);
  EXPECT_NEAR(at(Distribution::Kind::kNormal, {0, 1}, 0.975), 1.959963985, 1e-8);
  EXPECT_NEAR(at(Distribution::Kind::kNormal, {5, 2}, 0.001), 5 - 2 * 3.090232306, 1e-7);
  EXPECT_EQ(at(Distribution::Kind::kNormal, {5, 2}, 0.5), 5);
  // mean 4, deviation 3: sigma^2 = ln(1 + 9/16), median 4 / sqrt(1 + 9/16) = 3.2
  EXPECT_NEAR(at(Distribution::Kind::kLognormal, {4, 3}, 0.5), 3.2, 1e-12);
  EXPECT_EQ(at(Distribution::Kind::kTriangular, {0, 2, 4}, 0.5), 2);
  EXPECT_NEAR(at(Distribution::Kind::kTriangular, {0, 1, 4}, 0.25), 1, 1e-12);
}

}  // namespace
}  // namespace flowtime::studies
