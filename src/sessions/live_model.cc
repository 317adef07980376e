#include "sessions/live_model.h"

#include <algorithm>

#include "checks/check_run.h"
#include "checks/run_series.h"
#include "host/memory_budget.h"
#include "judge/judge.h"
#include "series/absent.h"

namespace flowtime::sessions {
namespace {

// The tree of a text takes about so many times its bytes.
constexpr std::int64_t kTreeBytes = 12;

Problem stopped() {
  return {.code = "stopped", .message = "the call was cancelled", .remedy = "Ask again."};
}

Problem needs_one_value(const std::string& id) {
  return {.code = "parameter_needs_one_value",
          .message = "'" + id + "' takes one value for the whole grid",
          .remedy = "Give one number."};
}

Problem not_finite(const std::string& id) {
  return {.code = "setting_number",
          .message = "a value of '" + id + "' is not a finite number",
          .remedy = "Give finite numbers."};
}

// Whether the id is not that of a parameter, with or without an operator or a range.
bool names_nothing(const std::string& id, const Problems& problems) {
  return !whatif::parse_knob(id) || failed_with(problems, "unknown_parameter");
}

void append(std::vector<Finding>& list, const std::vector<Finding>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

// Linear: only lists of values are looked up so.
std::optional<ParameterIndex> parameter_in(const Plan& plan, const std::string& id) {
  for (std::uint32_t i = 0; i < plan.parameters.size(); ++i) {
    if (plan.parameters[i].name == id) return ParameterIndex{i};
  }
  return std::nullopt;
}

// The values of the scenario, with `beside` bytes that are there already.
Result<std::unique_ptr<LiveValues>> open_values(const Opening& opening,
                                                const whatif::Scenario& scenario,
                                                const LiveValues* before, std::int64_t beside) {
  Result<Done> room = Done{};
  auto made = LiveValues::open(scenario.plan, scenario.replaced, before, &opening.stop,
                               [&](std::int64_t bytes) {
                                 room = opening.may_take(beside + bytes);
                                 return bool(room);
                               });
  if (!room) return room.problems();
  if (made == nullptr) return stopped();
  return made;
}

}  // namespace

std::int64_t LiveModel::bytes_for(std::size_t text_bytes, const Plan& plan) {
  const auto series = static_cast<std::int64_t>(plan.columns.size());
  const auto copies = static_cast<std::int64_t>(1 + kKeptVariants);  // of plans
  // An estimate; what the allocator adds is not counted.
  return LiveValues::bytes_for(plan) + series * kBytesPerSeries * copies / 2 +
         static_cast<std::int64_t>(text_bytes) * kTreeBytes;
}

Result<std::unique_ptr<LiveModel>> LiveModel::open(const Opening& opening,
                                                   const ModelSource& source,
                                                   std::unique_ptr<LiveModel>& before) {
  NamedModel model;
  FT_TRY(model.subject,
         whatif::model_subject(opening.env, source,
                               {.limits = opening.limits, .most_variants = kKeptVariants}));
  model.source.text = source.text;
  return open(opening, model, before);
}

Result<std::unique_ptr<LiveModel>> LiveModel::open(const Opening& opening, const NamedModel& named,
                                                   std::unique_ptr<LiveModel>& before) {
  std::unique_ptr<LiveModel> made(new LiveModel);
  made->subject_ = named.subject;
  made->thresholds_ = named.thresholds;
  made->scenario_ = made->subject_->base();
  made->bytes_ = bytes_for(named.source.text.size(), *made->scenario_.plan);
  // Goes on over a new text, so that a client sees an older answer by it.
  made->revision_ = before == nullptr ? 1 : before->revision_ + 1;
  // What is to stay; what there is besides, until the model before is dropped, is asked for later.
  FT_RETURN_IF_PROBLEM(opening.may_take(made->bytes_));
  FT_RETURN_IF_PROBLEM(made->evaluate(opening, before));
  return made;
}

Result<Done> LiveModel::evaluate(const Opening& opening, std::unique_ptr<LiveModel>& before) {
  const std::int64_t beside = bytes_ - LiveValues::bytes_for(*scenario_.plan);
  if (before != nullptr) {
    auto made = open_values(opening, scenario_, before->live_.get(), before->bytes_ + beside);
    if (made) {
      live_ = *std::move(made);
      return Done{};
    }
    if (!failed_with(made.problems(), "not_enough_memory")) return made.problems();
    before.reset();
  }
  FT_TRY(live_, open_values(opening, scenario_, nullptr, beside));
  return Done{};
}

Result<Done> LiveModel::add_list(whatif::Scenario& scenario, const Override& list,
                                 std::vector<Ignored>& ignored) const {
  const auto index = parameter_in(*scenario.plan, list.id);
  if (!index) {
    // A parameter that is no column of the plan: one number of the document.
    if (subject_->find(list.id) != nullptr) return needs_one_value(list.id);
    const auto knob = subject_->knob(list.id);
    if (knob) return needs_one_value(list.id);
    ignored.push_back({list.id, knob.problems().front().remedy});
    return Done{};
  }
  if (scenario.plan->parameters[index->value].scalar_only) return needs_one_value(list.id);
  std::vector<double> values = list.values;
  // The protocol says so: 0 behind a short list.
  values.resize(static_cast<std::size_t>(scenario.plan->bins), 0.0);
  scenario.replaced.push_back({*index, std::move(values)});
  return Done{};
}

Result<whatif::Scenario> LiveModel::scenario_of(std::span<const Override> overrides,
                                                std::vector<Ignored>& ignored) const {
  whatif::Knobs knobs;
  whatif::Point point;
  // Twice over them: numbers may bring another plan, and lists are looked up in that plan.
  for (const Override& one : overrides) {
    const bool is_fit = std::all_of(one.values.begin(), one.values.end(), is_finite);
    if (!is_fit) return not_finite(one.id);
    if (one.is_list) continue;
    auto knob = subject_->knob(one.id);
    if (!knob && !names_nothing(one.id, knob.problems())) return knob.problems();
    if (!knob) {
      ignored.push_back({one.id, knob.problems().front().remedy});
      continue;
    }
    knobs.push_back(*std::move(knob));
    point.push_back(one.values.front());
  }
  FT_TRY(whatif::Scenario scenario, subject_->scenario(knobs, point));
  for (const Override& one : overrides) {
    if (one.is_list) FT_RETURN_IF_PROBLEM(add_list(scenario, one, ignored));
  }
  return scenario;
}

// Values that only fill columns keep the plan; others bring one of their own.
Result<Done> LiveModel::show(const Opening& opening, whatif::Scenario scenario) {
  if (scenario.plan == live_->plan()) {
    if (live_->set(scenario.replaced, &opening.stop) == Outcome::kStopped) return stopped();
  } else {
    // Two sets of values exist until the new ones are complete.
    FT_TRY(live_, open_values(opening, scenario, live_.get(), bytes_));
  }
  scenario_ = std::move(scenario);
  ++revision_;
  return Done{};
}

Result<std::vector<Ignored>> LiveModel::set(const Opening& opening,
                                            std::span<const Override> overrides) {
  std::vector<Ignored> ignored;
  FT_TRY(whatif::Scenario scenario, scenario_of(overrides, ignored));
  FT_RETURN_IF_PROBLEM(show(opening, std::move(scenario)));
  return ignored;
}

std::vector<Finding> LiveModel::findings() const {
  // The checks read constants from the model, so that it must have the replaced values.
  const Model model = whatif::with_replaced(scenario_);
  RunChecks checks(model, plan().series, RunMode::kSimulation);
  checks.accept(live_->tile());
  std::vector<Finding> all;
  append(all, model.notes);
  append(all, *scenario_.notes);
  append(all, checks.findings());
  return all;
}

Judgement LiveModel::judgement() const {
  const Model model = whatif::with_replaced(scenario_);
  const Plan judged = whatif::plan_of(scenario_);
  const checks::RunSeries series(model, judged.series);
  const judge::JudgedRun run{
      .model = model, .plan = judged, .series = series, .values = [this](SeriesIndex index) {
        return checks::exists(index) ? SeriesIn(live_->row(index)) : SeriesIn();
      }};
  return judge::judge_run(run, thresholds_);
}

}  // namespace flowtime::sessions
