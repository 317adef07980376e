#include "sessions_bench.h"

#include <chrono>

#include "bench_models.h"
#include "bench_parts.h"
#include "bench_root.h"
#include "eval/live_values.h"
#include "library/template_library.h"
#include "sessions/session.h"
#include "stopwatch.h"
#include "studies/run_study.h"
#include "studies/suggest.h"

namespace flowtime::bench {
namespace {

using Clock = std::chrono::steady_clock;

double wall_ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

class Never : public StopToken {
 public:
  bool stop_requested() override { return false; }
};

class StudyHost {
  BenchRoot root_;
  NullLogSink log_;
  RunObserver observer_;
  TemplateLibrary library_;

 public:
  RunHost host() {
    return {.env = root_.env(), .log = log_, .observer = observer_, .templates = &library_};
  }
  TemplateLibrary& library() { return library_; }
};

studies::StudyRequest sweep_of(const std::string& text, const std::string& vary,
                               const std::string& measure) {
  studies::StudyRequest request;
  request.subject.model.emplace();
  request.subject.model->text = text;
  request.vary = {must(studies::parse_vary(vary))};
  request.measures = {must(figures::parse_figure(measure))};
  return request;
}

std::string frame_of(sessions::PackedWriter& request) { return sessions::framed(request.take()); }

// {"method": ..., "params": {"overrides": {id: value}, "names": [...]}}; no names: all series.
std::string step_request(const char* method, const std::string& id, double value,
                         const std::vector<std::string>& names) {
  sessions::PackedWriter out;
  out.map(2).text("method").text(method).text("params").map(names.empty() ? 1 : 2);
  out.text("overrides").map(1).text(id).number(value);
  if (!names.empty()) {
    out.text("names").list(names.size());
    for (const std::string& name : names) out.text(name);
  }
  return frame_of(out);
}

std::string compile_request(const std::string& text) {
  sessions::PackedWriter out;
  out.map(2).text("method").text("compile").text("params").map(2).text("yaml").text(text);
  out.text("names").list(1).text("srv1000");
  return frame_of(out);
}

// {"method": "compile", "params": {"edits": [...], "names": [...]}}: `now` in the place of
// `before`.
std::string edit_request(std::string& text, const std::string& before, const std::string& now) {
  const std::size_t at = text.find(before);
  text.replace(at, before.size(), now);
  sessions::PackedWriter out;
  out.map(2).text("method").text("compile").text("params").map(2).text("edits").list(1).map(3);
  out.text("from").integer(static_cast<std::int64_t>(at));
  out.text("to").integer(static_cast<std::int64_t>(at + before.size())).text("text").text(now);
  out.text("names").list(1).text("srv1000");
  return frame_of(out);
}

struct Timed {
  double best = 1e300;
  std::size_t bytes = 0;
};

// By turns between two values, so that every step changes something.
Timed timed_steps(sessions::Session& session, const char* method, const std::string& id,
                  const std::vector<std::string>& names) {
  Never never;
  Timed timed;
  for (int i = 0; i < 20; ++i) {
    const std::string request = step_request(method, id, i % 2 == 0 ? 80 : 81, names);
    const double begin = processor_ms();
    const auto answer = session.hear(request, never);
    if (i > 1) timed.best = std::min(timed.best, processor_ms() - begin);
    timed.bytes = answer.frame.size();
  }
  return timed;
}

// An expression of the text by turns in two ways, and the same text compiled by a session that has
// none before it.
std::pair<double, double> timed_edits(sessions::Session& session, StudyHost& host,
                                      const Limits& limits, std::string text) {
  Never never;
  const std::string with = "MIN(cap900 * 0.99,", without = "MIN(cap900,";
  session.hear(compile_request(text), never);
  bool is_with = false;
  const auto edit = [&] {
    session.hear(edit_request(text, is_with ? with : without, is_with ? without : with), never);
    is_with = !is_with;
  };
  const auto from_nothing = [&] {
    sessions::SessionRoom room({});
    sessions::Session fresh(host.host().env, limits, room);
    fresh.hear(compile_request(text), never);
  };
  return best_of_both_ms(edit, from_nothing);
}

// The values alone: taken over from those before the edit, and from nothing.
std::pair<double, double> timed_values(const std::string& text) {
  std::string edited = text;
  edit_request(edited, "MIN(cap900,", "MIN(cap900 * 0.99,");
  const std::shared_ptr<const Plan> plans[] = {std::make_shared<const Plan>(plan_of(text)),
                                               std::make_shared<const Plan>(plan_of(edited))};
  std::unique_ptr<LiveValues> live = LiveValues::open(plans[0], {});
  int next = 0;
  return best_of_both_ms([&] { live = LiveValues::open(plans[next = 1 - next], {}, live.get()); },
                         [&] { LiveValues::open(plans[next], {}); });
}

}  // namespace

void bench_points(Targets& targets) {
  constexpr int kPoints = 10'000, kAlone = 100;
  StudyHost study;
  const std::string text = adjustable_chain(100, 288);
  const auto request = sweep_of(text, "cap50=60..100/" + std::to_string(kPoints), "max:q60");
  const auto opened = must(studies::open_subject(study.host(), request.subject));
  const double before = processor_ms();
  const Clock::time_point begin = Clock::now();
  must(studies::run_study(opened, request, {.threads = 2}));
  const double wall = wall_ms_since(begin), processor = processor_ms() - before;
  const double alone = best_ms(
                           [&] {
                             for (int i = 0; i < kAlone; ++i) look_at(plan_of(text));
                           },
                           3) /
                       kAlone * kPoints;
  std::printf(
      "\npoints: 10,000 of 100 services x 288 bins, two threads: %.0f ms wall, %.0f ms of the "
      "processors;\n  10,000 x (parse, read, compile, evaluate), from %d of them: %.0f ms "
      "(%s)\n",
      wall, processor, kAlone, alone, ratio(alone, processor).c_str());
  targets.at_most("10,000 points / 10,000 x (parse .. evaluate), processor time", processor / alone,
                  0.1);
}

void bench_sessions(Targets& targets) {
  constexpr double kPeer = 227;  // ms, of an answer with all series
  StudyHost host;
  const Limits limits;
  sessions::SessionRoom room({});
  sessions::Session session(host.host().env, limits, room);
  Never never;
  const std::string text = adjustable_chain(1000, 1000);
  const double compile_ms = best_ms([&] { session.hear(compile_request(text), never); }, 3);
  const auto [edit_ms, nothing_ms] = timed_edits(session, host, limits, text);
  const auto [taken_ms, computed_ms] = timed_values(text);
  const Timed tenth = timed_steps(session, "frames", "cap900", {"srv1000", "q950"});
  const Timed all = timed_steps(session, "frames", "cap1", {"srv1000", "q950"});
  std::vector<std::string> names;
  for (int i = 1; i <= 1000; ++i) {
    for (const char* prefix : {"cap", "srv", "q"}) names.push_back(prefix + std::to_string(i));
  }
  const Timed whole = timed_steps(session, "eval", "cap900", names);
  std::printf("\nsession, 1,000 services x 1,000 bins: compile again, nothing changed %.1f ms\n",
              compile_ms);
  std::printf("  %-52s %8.2f ms  %s of compiling the text from nothing\n",
              "an edited expression, 10 % downstream", edit_ms, ratio(edit_ms, nothing_ms).c_str());
  std::printf("  %-52s %8.2f ms  %s of evaluating all of it\n", "  of these, the values", taken_ms,
              ratio(taken_ms, computed_ms).c_str());
  std::printf("  %-52s %8.2f ms  %zu bytes\n", "step, 10 % downstream, frames of two series",
              tenth.best, tenth.bytes);
  std::printf("  %-52s %8.2f ms  %zu bytes\n", "step, all downstream, frames of two series",
              all.best, all.bytes);
  std::printf("  %-52s %8.2f ms  %zu bytes  peer %.0f ms (%s)\n",
              "eval, 10 % downstream, 3,000 series and warnings", whole.best, whole.bytes, kPeer,
              ratio(kPeer, whole.best).c_str());
  targets.at_most("a session step, 1,000 x 1,000, 10 % downstream", tenth.best, 5, "ms");
}

void bench_suggest(Targets& targets) {
  StudyHost study;
  std::printf("\n%-22s %9s %12s  %s\n", "suggest", "ms", "evaluations", "first suggestion");
  double worst = 0;
  for (const LibraryTemplate& entry : *must(study.library().list())) {
    studies::StudySubject subject;
    subject.template_id = entry.id;
    const auto opened = must(studies::open_subject(study.host(), subject));
    studies::Suggestions found;
    const double ms = best_ms([&] { found = must(studies::suggest(opened, {.threads = 1})); }, 1);
    worst = std::max(worst, ms);
    const std::string first = found.entries.empty()
                                  ? (found.is_met ? "nothing to mend" : "none")
                                  : found.entries[0].parameter + " " +
                                        std::to_string(found.entries[0].from) + " -> " +
                                        std::to_string(found.entries[0].to);
    std::printf("%-22s %9.1f %12lld  %s\n", entry.id.c_str(), ms,
                static_cast<long long>(found.evaluations), first.c_str());
  }
  targets.at_most("the slowest suggestion for a template", worst, 200, "ms");
}

}  // namespace flowtime::bench
