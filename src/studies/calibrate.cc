#include "studies/calibrate.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/nearest_name.h"
#include "host/stage_clock.h"
#include "pipeline/measured_inputs.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"
#include "series/absent.h"
#include "series/shown.h"
#include "studies/run_study.h"
#include "studies/study_space.h"
#include "studies/study_subject.h"
#include "whatif/scenario_figures.h"

namespace flowtime::studies {
namespace {

constexpr double kHeldOut = 0.2;    // of the bins, the last ones
constexpr double kKnee = 0.1;       // of the spread of what was measured
constexpr double kMissing = 10;     // a residual where the model has no value, in spreads
constexpr double kMember = 0.2;     // of a direction, from which on a parameter is part of it
constexpr std::size_t kBatch = 64;  // points at once
constexpr std::int64_t kEvaluationsPerParameter = 60;  // about, of a fit

Problem stopped() {
  return {
      .code = "stopped", .message = "the calibration was cancelled", .remedy = "Start it again."};
}

// The subject with the inputs as they were measured, and what is to be met.
struct Opened {
  OpenedSubject subject;
  std::vector<MeasuredTarget> targets;
};

class Opening {
 public:
  Opening(const RunHost& host, const CalibrateRequest& request, const ImportReader& imports)
      : host_(host), request_(request), imports_(imports) {}

  Result<Opened> open() {
    Opened opened;
    if (request_.subject.run_id.empty()) {
      FT_TRY(opened.subject, open_subject(host_, request_.subject));
    } else {
      FT_TRY(const Run run, open_run(host_.env, request_.subject.run_id));
      FT_TRY(opened, open_run_of(run));
    }
    FT_RETURN_IF_PROBLEM(add_given(opened));
    return opened;
  }

 private:
  Result<Opened> open_run_of(const Run& run) {
    Opened opened;
    // Nothing of it was measured: its series are those of its model.
    if (!run.info().telemetry) {
      FT_TRY(opened.subject, open_subject(host_, run));
      return opened;
    }
    FT_TRY(ModelSource source, source_of(run));
    StageClock clock(host_.env, host_.observer);
    ModelSource with = source;
    // Compiled once to learn which measured series are inputs.
    with.with_computed = true;
    FT_TRY(const CompiledModel compiled, read_and_compile(with, host_.limits, clock));
    const std::set<std::string> totals = measured_totals(*source.measured);
    std::set<std::string> inputs = measured_inputs(compiled.compiled.plan, totals);
    if (request_.measured.empty()) add_measured(*source.measured, inputs, opened.targets);
    for (const Vary& vary : request_.vary) {  // what is fitted is not as it was measured
      const auto knob = whatif::parse_knob(vary.knob);
      if (knob) inputs.erase(knob->target());
    }
    source.measured = measured_of(*source.measured, inputs);
    opened.subject.of = "run " + run.info().id;
    opened.subject.thresholds = run.info().thresholds;
    FT_TRY(opened.subject.subject,
           whatif::model_subject(host_.env, std::move(source), {.limits = host_.limits}));
    return opened;
  }

  void add_measured(const std::vector<MeasuredSeries>& measured,
                    const std::set<std::string>& inputs,
                    std::vector<MeasuredTarget>& targets) const {
    for (const MeasuredSeries& one : measured) {
      // Totals alone: classes would count the same items again.
      if (one.id.find('@') != std::string::npos || inputs.count(one.id) > 0) continue;
      targets.push_back({.series = one.id, .values = one.values});
    }
  }

  Result<Done> add_given(Opened& opened) {
    const Model& model = *opened.subject.subject->base().model;
    for (const MeasuredTarget& given : request_.measured) {
      MeasuredTarget target = given;
      if (!given.import.empty()) {
        FT_TRY(target.values, imports_(given.import, model.grid));
      }
      opened.targets.push_back(std::move(target));
    }
    const auto& wanted = request_.series;
    if (!wanted.empty()) {
      for (const std::string& id : wanted) FT_RETURN_IF_PROBLEM(check_measured(opened, id));
      std::erase_if(opened.targets, [&](const MeasuredTarget& target) {
        return std::find(wanted.begin(), wanted.end(), target.series) == wanted.end();
      });
    }
    return check(opened, model);
  }

  static Result<Done> check_measured(const Opened& opened, const std::string& id) {
    std::vector<std::string_view> known;
    for (const MeasuredTarget& target : opened.targets) known.push_back(target.series);
    if (std::find(known.begin(), known.end(), id) != known.end()) return Done{};
    const std::string near = nearest_name(id, known);
    return Problem{.code = "unknown_series",
                   .message = "'" + id + "' was not measured, or is an input of the model",
                   .remedy = near.empty() ? "Name a measured series that the model computes."
                                          : "Did you mean '" + near + "'?",
                   .path = "/series"};
  }

  static Result<Done> check(const Opened& opened, const Model& model) {
    if (opened.targets.empty()) {
      return Problem{.code = "missing_field",
                     .message = "there are no measured values to fit the model to",
                     .remedy = "Name a telemetry run, or give measured series.",
                     .path = "/measured"};
    }
    for (const MeasuredTarget& target : opened.targets) {
      const auto length = static_cast<std::int64_t>(target.values.size());
      if (length == model.grid.bins) continue;
      return Problem{.code = "calibrate_length",
                     .message = "'" + target.series + "' has " + std::to_string(length) +
                                " values, the model has " + std::to_string(model.grid.bins) +
                                " bins",
                     .remedy = "Give one value per bin, null where nothing was measured.",
                     .path = "/measured/" + target.series};
    }
    return Done{};
  }

  const RunHost& host_;
  const CalibrateRequest& request_;
  const ImportReader& imports_;
};

// Residuals of points: computed - measured in spreads of what was measured, over the fitted bins.
class Residuals {
 public:
  Residuals(const whatif::Subject& subject, whatif::Knobs knobs,
            std::vector<MeasuredTarget> targets, BinRange held_out, whatif::FigureTask task)
      : subject_(subject),
        knobs_(std::move(knobs)),
        targets_(std::move(targets)),
        held_out_(held_out),
        task_(std::move(task)) {
    for (const MeasuredTarget& target : targets_) {
      task_.series.push_back(target.series);
      spreads_.push_back(spread_of(target.values));
    }
  }

  using Rows = std::vector<std::vector<double>>;  // by target

  Result<std::vector<Rows>> series_of(std::span<const StudyPoint> points) const {
    std::vector<Rows> all;
    for (std::size_t first = 0; first < points.size(); first += kBatch) {
      const auto batch = points.subspan(first, std::min(kBatch, points.size() - first));
      std::vector<whatif::Scenario> scenarios;
      for (const StudyPoint& point : batch) {
        FT_TRY(auto scenario, subject_.scenario(knobs_, point));
        scenarios.push_back(std::move(scenario));
      }
      FT_TRY(std::vector<whatif::ScenarioFigures> made, whatif::figures_of(scenarios, task_));
      for (whatif::ScenarioFigures& one : made) all.push_back(std::move(one.series));
    }
    return all;
  }
  Result<std::vector<std::vector<double>>> operator()(std::span<const StudyPoint> points) const {
    if (task_.stop != nullptr && task_.stop->stop_requested()) return stopped();
    FT_TRY(const std::vector<Rows> all, series_of(points));
    std::vector<std::vector<double>> residuals;
    for (const Rows& rows : all) residuals.push_back(residuals_of(rows));
    return residuals;
  }
  bool is_fitted(std::size_t bin) const {
    const auto t = static_cast<std::int64_t>(bin);
    return t < held_out_.first || t >= held_out_.end;
  }

 private:
  double spread_of(const std::vector<double>& values) const {
    double sum = 0, squares = 0, count = 0;
    for (std::size_t t = 0; t < values.size(); ++t) {
      if (!is_fitted(t) || is_absent(values[t])) continue;
      sum += values[t];
      squares += values[t] * values[t];
      count += 1;
    }
    if (count == 0) return 1;
    const double mean = sum / count, variance = squares / count - mean * mean;
    // A constant series has no spread: its height is the measure then.
    if (variance > 1e-12 * mean * mean) return std::sqrt(variance);
    return mean != 0 ? std::fabs(mean) : 1;
  }

  std::vector<double> residuals_of(const Rows& rows) const {
    std::vector<double> residuals;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const std::vector<double>& measured = targets_[i].values;
      for (std::size_t t = 0; t < measured.size(); ++t) {
        double residual = kAbsent;
        if (is_fitted(t) && is_finite(measured[t])) {
          // Bins that were not measured are absent for every point: the number of residuals stays
          // the same.
          residual = is_finite(rows[i][t]) ? (rows[i][t] - measured[t]) / spreads_[i] : kMissing;
        }
        residuals.push_back(residual);
      }
    }
    return residuals;
  }

  const whatif::Subject& subject_;
  whatif::Knobs knobs_;
  std::vector<MeasuredTarget> targets_;
  std::vector<double> spreads_;
  BinRange held_out_;
  whatif::FigureTask task_;
};

// How far a calibration is, in evaluations. How many a search takes shows only as it goes: the
// profile of a parameter is taken to be as long as the fit, and then as those before it.
class Progress {
 public:
  Progress(RunObserver& observer, std::size_t parameters)
      : observer_(observer), left_(static_cast<std::int64_t>(parameters)) {
    planned_ = (left_ + 1) * kEvaluationsPerParameter * (left_ + 1);
  }
  void evaluated(std::size_t count) {
    done_ += static_cast<std::int64_t>(count);
    observer_.on_progress(done_, std::max(done_, planned_));
  }
  // The fit, or the profile of one parameter, has ended.
  void fitted() { planned_ = done_ * (left_ + 1); }
  void profiled() {
    ++profiled_;
    --left_;
    planned_ = done_ + left_ * done_ / (profiled_ + 1);
  }

 private:
  RunObserver& observer_;
  std::int64_t left_, profiled_ = 0;  // profiles
  std::int64_t done_ = 0, planned_ = 0;
};

Result<BinRange> held_out_bins(const std::string& text, const TimeGrid& grid) {
  // An empty range behind the grid.
  if (text == "none") return BinRange{grid.bins, grid.bins};
  if (text.empty()) {
    const auto last = static_cast<std::int64_t>(kHeldOut * static_cast<double>(grid.bins));
    return BinRange{grid.bins - last, grid.bins};
  }
  auto range = parse_bin_range(text, grid);
  if (range) return range;
  Problems problems = range.problems();
  for (Problem& problem : problems) problem.path = "/holdOut";
  return problems;
}

// The ranges of whole numbers begin and end with one.
std::vector<Interval> spaces_of(const std::vector<Axis>& axes) {
  std::vector<Interval> space = ranges_of(axes);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].is_whole()) space[i] = {std::ceil(space[i].lo), std::floor(space[i].hi)};
  }
  return space;
}

Result<Done> check_spaces(const std::vector<Axis>& axes, const std::vector<Interval>& space) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (space[i].lo <= space[i].hi) continue;
    return Problem{
        .code = "calibrate_whole",
        .message = "'" + axes[i].knob.text + "' takes whole numbers only, and its range has none",
        .remedy = "Give a range with a whole number: " + axes[i].knob.text + "=1..20.",
        .path = "/vary"};
  }
  return Done{};
}

// As many digits as a fit can have: the ninth of the range.
double to_digits(double value, const Interval& range) {
  if (!(range.width() > 0)) return value;
  const double scale = std::pow(10.0, 9 - std::floor(std::log10(range.width())));
  return range.clamp(std::round(value * scale) / scale);
}

double now_of(const Axis& axis) {
  if (axis.knob.pattern.op == Setting::Operator::kAssign) return axis.parameter->value();
  const bool scales = axis.knob.pattern.op == Setting::Operator::kMultiply ||
                      axis.knob.pattern.op == Setting::Operator::kDivide;
  // What leaves the model as it is: times 1, plus 0.
  return scales ? 1 : 0;
}

// A direction that the residuals do not tell: who is part of it.
std::vector<std::size_t> members_of(const StudyPoint& direction) {
  std::vector<std::size_t> members;
  for (std::size_t i = 0; i < direction.size(); ++i) {
    if (std::fabs(direction[i]) >= kMember) members.push_back(i);
  }
  return members;
}

CalibratedParameter::Told told_of(const FitProfile& interval) {
  using Told = CalibratedParameter::Told;
  if (interval.lo_open && interval.hi_open) return Told::kNothing;
  if (interval.hi_open) return Told::kAtLeast;
  return interval.lo_open ? Told::kAtMost : Told::kInterval;
}

// It stays as it was.
bool leaves_no_trace(const CalibratedParameter& parameter) {
  return parameter.told == CalibratedParameter::Told::kNothing && parameter.tied.empty();
}

void note_directions(const Identifiability& found, std::vector<CalibratedParameter>& parameters) {
  for (std::size_t k = static_cast<std::size_t>(found.rank); k < found.directions.size(); ++k) {
    const std::vector<std::size_t> members = members_of(found.directions[k]);
    for (const std::size_t i : members) {
      CalibratedParameter& parameter = parameters[i];
      // Nearby nothing tells; a bound on one side may still be told by what lies further away.
      if (members.size() > 1 || parameter.told == CalibratedParameter::Told::kInterval) {
        parameter.told = CalibratedParameter::Told::kNothing;
      }
      for (const std::size_t other : members) {
        const std::string& name = parameters[other].knob;
        const bool known =
            std::find(parameter.tied.begin(), parameter.tied.end(), name) != parameter.tied.end();
        if (other != i && !known) parameter.tied.push_back(name);
      }
    }
  }
}

std::vector<double> only(const std::vector<double>& values, const Residuals& residuals,
                         bool fitted) {
  std::vector<double> kept = values;
  for (std::size_t t = 0; t < kept.size(); ++t) {
    if (residuals.is_fitted(t) != fitted) kept[t] = kAbsent;
  }
  return kept;
}

}  // namespace

const char* name_of(CalibratedParameter::Told told) {
  switch (told) {
    case CalibratedParameter::Told::kInterval: return "interval";
    case CalibratedParameter::Told::kAtLeast: return "atLeast";
    case CalibratedParameter::Told::kAtMost: return "atMost";
    case CalibratedParameter::Told::kNothing: return "nothing";
  }
  return "";
}

std::string words_of(const CalibratedParameter& parameter) {
  using Told = CalibratedParameter::Told;
  const std::string lo = shown_amount(parameter.interval.lo),
                    hi = shown_amount(parameter.interval.hi);
  switch (parameter.told) {
    case Told::kInterval:
      if (lo == hi) return lo + ", to four digits";
      return "from " + lo + " to " + hi;
    case Told::kAtLeast:
      return "at least " + lo + "; what was measured does not tell how much more";
    case Told::kAtMost: return "at most " + hi + "; what was measured does not tell how much less";
    case Told::kNothing: break;
  }
  if (!parameter.tied.empty()) {
    return "unknown: what was measured stays the same when it moves with " +
           shown_list(parameter.tied);
  }
  return "unknown: what was measured does not depend on it";
}

Result<Done> check_calibrate_request(const CalibrateRequest& request) {
  if (!request.vary.empty()) return Done{};
  return Problem{.code = "missing_field",
                 .message = "no parameter to fit is named",
                 .remedy = "Name parameters and their ranges: capacity=50..150.",
                 .path = "/vary"};
}

Result<Calibration> calibrate(const RunHost& host, const CalibrateRequest& request,
                              const ImportReader& imports, int threads) {
  FT_RETURN_IF_PROBLEM(check_calibrate_request(request));
  FT_TRY(Opened opened, Opening(host, request, imports).open());
  const whatif::Subject& subject = *opened.subject.subject;
  const TimeGrid& grid = subject.base().model->grid;
  FT_TRY(const std::vector<Axis> axes, axes_of(subject, request.vary));
  const std::vector<Interval> space = spaces_of(axes);
  FT_RETURN_IF_PROBLEM(check_spaces(axes, space));
  Calibration made{.of = opened.subject.of, .bins = grid.bins, .soft = request.soft};
  FT_TRY(made.held_out, held_out_bins(request.hold_out, grid));
  const Residuals residuals(subject, knobs_of(axes), opened.targets, made.held_out,
                            {.threads = threads_of(threads), .stop = &host.observer});
  FitTask task{.space = space, .knee = request.soft ? kKnee : 0, .seed = request.seed};
  for (std::size_t i = 0; i < axes.size(); ++i) {
    task.whole.push_back(axes[i].is_whole());
    task.start.push_back(space[i].clamp(now_of(axes[i])));
  }
  Progress progress(host.observer, axes.size());
  const EvaluateResiduals evaluate = [&](std::span<const StudyPoint> points) {
    progress.evaluated(points.size());
    return residuals(points);
  };
  FT_TRY(Fit found, fit(task, evaluate));
  progress.fitted();
  FT_TRY(const Identifiability told, identifiability(task, found, evaluate));
  made.loss = found.loss;
  made.residuals = found.residuals;
  made.evaluations = found.evaluations;
  made.converged = found.converged;
  made.rank = told.rank;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    CalibratedParameter parameter{.knob = axes[i].knob.text,
                                  .value = found.point[i],
                                  .was = now_of(axes[i]),
                                  .range = space[i]};
    FT_TRY(parameter.interval, profile_of(task, found, i, evaluate));
    progress.profiled();
    parameter.told = told_of(parameter.interval);
    parameter.influence = told.influence[i];
    made.parameters.push_back(std::move(parameter));
  }
  note_directions(told, made.parameters);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    CalibratedParameter& parameter = made.parameters[i];
    // What the search happened to end with says nothing.
    if (leaves_no_trace(parameter)) parameter.value = parameter.was;
    parameter.value = to_digits(parameter.value, parameter.range);
    // The figures below are those of the rounded values, which a person will set.
    found.point[i] = parameter.value;
    if (leaves_no_trace(parameter)) continue;
    made.settings.push_back(written_out(axes[i].knob.with(parameter.value)));
  }
  StudyPoint before;
  for (const Axis& axis : axes) before.push_back(now_of(axis));
  FT_TRY(const auto series, residuals.series_of(std::vector<StudyPoint>{before, found.point}));
  for (std::size_t i = 0; i < opened.targets.size(); ++i) {
    const std::vector<double>& measured = opened.targets[i].values;
    const auto fitted = only(measured, residuals, true),
               held_out = only(measured, residuals, false);
    made.series.push_back({.series = opened.targets[i].series,
                           .before = residual_figures(fitted, series[0][i]),
                           .fitted = residual_figures(fitted, series[1][i]),
                           .held_out = residual_figures(held_out, series[1][i])});
  }
  return made;
}

}  // namespace flowtime::studies
