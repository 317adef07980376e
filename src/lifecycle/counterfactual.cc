// How a counterfactual is read:
//   1. The base's stored model is the text; series that are set and were measured are written into
//      it, so that a setting changes the measured values, not those the model would compute.
//   2. The settings are applied; the first bin in which any value differs is `from_bin`.
//   3. Measured series that depend on what was set are measured up to `from_bin` and computed from
//      it on. What depends is found in the plan of the changed model, over its columns.
#include "lifecycle/counterfactual.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "host/limits.h"
#include "lifecycle/parameter_change.h"
#include "model/names.h"
#include "model/read_model.h"
#include "pipeline/apply_settings.h"
#include "pipeline/measured_inputs.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"
#include "run/bundle_paths.h"
#include "run/run_identity.h"
#include "series/absent.h"
#include "text/yaml_emitter.h"

namespace flowtime {
namespace {

constexpr yaml::Limits kModelLimits{.bytes = kMaxModelBytes, .depth = kMaxYamlDepth};
constexpr const char* kMeasuredFiles = "model/telemetry/";

bool is_series(const Settable& settable) {
  return settable.kind == Settable::Kind::kConst || settable.kind == Settable::Kind::kNumber;
}

// A list of one value is a constant.
double value_in(const std::vector<double>& values, std::int64_t bin) {
  return values.size() == 1 ? values.front() : values[static_cast<std::size_t>(bin)];
}

// The first bin in which the lists differ; `bins` where they do not. A list that is empty says
// nothing, and differs from the first bin on.
// Both being empty is no difference: the setting names something that has no values, and sets it to
// nothing.
std::int64_t first_difference(const std::vector<double>& before, const std::vector<double>& after,
                              std::int64_t bins) {
  if (before.empty() || after.empty()) return before.empty() && after.empty() ? bins : 0;
  for (std::int64_t bin = 0; bin < bins; ++bin) {
    if (value_in(before, bin) != value_in(after, bin)) return bin;
  }
  return bins;
}

// One value after another of the columns that a plan computes from some others.
class Dependents {
 public:
  explicit Dependents(const Plan& plan) : plan_(plan), reached_(plan.columns.size(), 0) {}
  void start(ColumnIndex column) { reached_[column.value] = 1; }
  void start_everywhere() {
    for (const ColumnIndex output : plan_.outputs) reached_[output.value] = 1;
  }
  // Steps of a loop reach one another, so until nothing more is reached.
  // The ops are in an order in which a column is written before it is read, but for lagged reads in
  // a feedback loop: one pass is enough for everything else.
  void spread() {
    bool more = true;
    while (more) {
      more = false;
      for (const Op& op : plan_.ops) more |= spread(op);
    }
  }
  bool has(ColumnIndex column) const { return reached_[column.value] != 0; }

 private:
  bool spread(const Op& op) {
    const auto first = plan_.operands.begin() + op.first_input;
    const bool reads = std::any_of(first, first + op.input_count, [&](const Operand& operand) {
      return operand.is_column() && has(operand.column);
    });
    bool more = false;
    for (std::uint32_t i = 0; reads && i < op.output_count; ++i) {
      std::uint8_t& mark = reached_[plan_.outputs[op.first_output + i].value];
      more |= mark == 0;
      mark = 1;
    }
    return more;
  }
  const Plan& plan_;
  std::vector<std::uint8_t> reached_;
};

class Reading {
 public:
  Reading(const RunHost& host, const CreateRunRequest& request, StageClock& clock,
          Counterfactual& made)
      : host_(host), request_(request), clock_(clock), made_(made) {}

  Result<Done> read() {
    FT_TRY(text_, source_of(made_.run));
    made_.sampling = text_.sampling;
    made_.mode = made_.run.info().mode == "telemetry" ? RunMode::kTelemetry : RunMode::kSimulation;
    made_.base.run_id = made_.run.info().id;
    made_.base.content_hash = made_.run.info().content_hash;
    settings_ = request_.source.settings;
    FT_RETURN_IF_PROBLEM(change_template());
    FT_TRY(const std::vector<Settable> before, write_measured_targets());
    const ModelSource settings = with_settings(text_);
    FT_TRY(ReadSource read, read_source(settings, clock_));
    FT_RETURN_IF_PROBLEM(clock_.go_on());
    FT_RETURN_IF_PROBLEM(find_changes(before, read.settings));
    if (!is_changed()) {
      FT_TRY(text_, source_of(made_.run));  // word for word
      FT_TRY(read, read_source(text_, clock_));
    }
    FT_RETURN_IF_PROBLEM(take(std::move(read)));
    if (text_.measured == nullptr) return Done{};
    return release();
  }

 private:
  // Null also for a series that the base released: it is computed from a bin on, in the base
  // already.
  const std::vector<double>* measured(const std::string& id) const {
    if (text_.measured == nullptr) return nullptr;
    for (const MeasuredSeries& one : *text_.measured) {
      if (one.id == id && one.until < 0) return &one.values;
    }
    return nullptr;
  }
  ModelSource with_settings(ModelSource source) const {
    source.settings = settings_;
    source.read_setting_file = request_.source.read_setting_file;
    source.read_import = request_.source.read_import;
    return source;
  }

  bool is_changed() const { return !changed_.empty() || is_template_changed(); }
  bool is_template_changed() const { return parameters_ && parameters_->from_bin < bins(); }
  std::int64_t bins() const { return made_.run.info().grid.bins; }

  // Settings of the parameters of the base's template: the text is that of the template with them.
  Result<Done> change_template() {
    FT_TRY(parameters_, change_parameters(host_, made_.run, with_settings(text_)));
    if (!parameters_) return Done{};
    settings_ = parameters_->rest;
    if (is_template_changed()) text_.text = parameters_->model_text;
    return Done{};
  }

  // A setting of something that was measured changes what was measured: its values become part of
  // the text. Gives what each setting names, as it is before.
  Result<std::vector<Settable>> write_measured_targets() {
    FT_TRY(const std::vector<Setting> settings, read_settings(with_settings(text_)));
    FT_TRY(const yaml::Document document, yaml::parse(text_.text, text_.file, kModelLimits));
    FT_TRY(const Model model, read_model(document));
    std::vector<Settable> before;
    SettingOverlay overlay;
    for (const Setting& setting : settings) {
      auto found = find_settable(model, setting);
      // An incomplete list does no harm: reading the settings fails before it is used.
      if (!found) return std::vector<Settable>();  // told by read_source, with all others
      if (const auto* values = is_series(*found) ? measured(found->name) : nullptr) {
        found->values = *values;
        const auto gap = std::find_if(values->begin(), values->end(), is_absent);
        if (gap != values->end()) return gap_problem(setting, gap - values->begin());
        overlay.changed.push_back(*found);
      }
      before.push_back(*std::move(found));
    }
    if (overlay.empty()) return before;
    yaml::Value root = document.root;
    write_into(root, model, overlay);
    text_.text = yaml::emit(root);
    return before;
  }

  static Problem gap_problem(const Setting& setting, std::int64_t bin) {
    Problem problem{.code = "base_series_gap",
                    .message = "the series '" + setting.target +
                               "' was measured and has no value in bin " + std::to_string(bin),
                    .remedy = "Set it in all of its bins by an import that fills the gaps."};
    problem.file = setting.label;
    problem.path = setting.path;
    return problem;
  }

  Result<Done> find_changes(const std::vector<Settable>& before, std::vector<Setting>& settings) {
    FT_TRY(const yaml::Document document, yaml::parse(text_.text, text_.file, kModelLimits));
    FT_TRY(const Model model, read_model(document));
    const std::int64_t bins = model.grid.bins;
    made_.base.from_bin = parameters_ ? parameters_->from_bin : bins;
    FT_TRY(const SettingOverlay after, overlay_of(model, settings));
    for (const Settable& now : after.changed) {
      const auto was = std::find_if(before.begin(), before.end(), [&](const Settable& one) {
        return one.kind == now.kind && one.index == now.index && one.route == now.route;
      });
      // Without a value before there is nothing to compare with, so the change begins in the first
      // bin.
      const std::int64_t bin =
          was == before.end() ? 0 : first_difference(was->values, now.values, bins);
      if (bin == bins) continue;
      made_.base.from_bin = std::min(made_.base.from_bin, bin);
      changed_.push_back(now);
    }
    if (!is_changed()) return Done{};
    if (parameters_) made_.base.settings = parameters_->texts;
    for (const Setting& setting : settings) made_.base.settings.push_back(written_out(setting));
    return Done{};
  }

  Result<Done> take(ReadSource read) {
    RunSource& source = made_.source;
    const RunInfo& base = made_.run.info();
    source.document = std::move(read.document);
    FT_TRY(source.model, validate_document(source.document, text_, clock_));
    // Draws of random numbers before `from_bin` have to be those of the base.
    source.model.seed = base.seed;
    source.model_text = stored_model_text(source.document);
    source.content_text = source.model_text;
    source.parameters = is_template_changed() ? parameters_->parameters : base.parameters;
    source.settings = base.settings;
    const auto& settings = made_.base.settings;
    source.settings.insert(source.settings.end(), settings.begin(), settings.end());
    source.expected = source.model.expected;
    for (std::size_t i = 0; i < request_.expectations.size(); ++i) {
      source.expected.push_back({.text = request_.expectations[i],
                                 .path = "/options/expect/" + std::to_string(i),
                                 .source = "--expect"});
    }
    return Done{};
  }

  // The plan of the changed model without anything measured, in which what was set has columns of
  // its own, also where it is a number.
  Result<Compiled> plan_of_change() {
    // A number that is set has no column of its own in a plan: constants fold. As a measured series
    // it is a parameter, and parameters have columns.
    ModelSource source = text_;
    auto set = std::make_shared<std::vector<MeasuredSeries>>();
    for (const Settable& one : changed_) {
      if (is_series(one) && !one.values.empty()) set->push_back({one.name, one.values});
    }
    for (const Settable& one : numbers_of_template()) set->push_back({one.name, one.values});
    source.measured = std::move(set);
    return compile_model(made_.source.model, source, host_.limits, clock_);
  }

  // Nodes that the template's parameters changed and that are numbers.
  std::vector<Settable> numbers_of_template() const {
    std::vector<Settable> numbers;
    if (!is_template_changed()) return numbers;
    for (const std::string& id : parameters_->nodes) {
      Setting named;
      named.target = id;
      named.is_node = true;
      auto found = find_settable(made_.source.model, named);
      if (found && is_series(*found) && !found->values.empty())
        numbers.push_back(*std::move(found));
    }
    return numbers;
  }

  // Columns of what the template's parameters changed.
  void start_at_template(const Plan& plan, Dependents& reached) const {
    if (!is_template_changed()) return;
    if (parameters_->elsewhere) reached.start_everywhere();
    for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
      const std::string total = measured_total(plan.series[SeriesIndex{i}].id);
      if (parameters_->nodes.count(total) > 0) reached.start(plan.series_columns[i]);
    }
  }

  Result<std::set<std::string>> dependents() {
    FT_TRY(const Compiled compiled, plan_of_change());
    const Plan& plan = compiled.plan;
    Dependents reached(plan);
    for (const Settable& one : changed_) {
      bool found = false;
      for (const Parameter& parameter : plan.parameters) {
        if (measured_total(parameter.name) != one.name) continue;
        reached.start(parameter.column);
        found = true;
      }
      // What is set is not a series, such as a route's weight: everything may depend on it.
      if (!found) reached.start_everywhere();
    }
    start_at_template(plan, reached);
    reached.spread();
    std::set<std::string> ids;
    for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
      if (reached.has(plan.series_columns[i])) ids.insert(plan.series[SeriesIndex{i}].id);
    }
    return ids;
  }

  // Measured series that depend on what was set are computed from the bin on; those that were set
  // are part of the text.
  Result<Done> release() {
    std::set<std::string> dependent, set;
    if (is_changed()) {
      FT_TRY(dependent, dependents());
    }
    for (const Settable& one : changed_) set.insert(one.name);
    auto kept = std::make_shared<std::vector<MeasuredSeries>>();
    for (const MeasuredSeries& one : *text_.measured) {
      const std::string total = measured_total(one.id);
      // The text has its values; a measured series would win over the text.
      if (set.count(total) > 0) continue;
      kept->push_back(one);
      const std::int64_t from = made_.base.from_bin;
      if (dependent.count(one.id) > 0)
        // A base that is a counterfactual itself has released some from an earlier bin.
        kept->back().until = one.until < 0 ? from : std::min(one.until, from);
      if (kept->back().until >= 0) made_.base.released.push_back(one.id);
    }
    FT_RETURN_IF_PROBLEM(check_levels(*kept));
    made_.measured = std::move(kept);
    return Done{};
  }

  Result<Done> check_levels(const std::vector<MeasuredSeries>& kept) const {
    const std::int64_t from = made_.base.from_bin;
    if (from == 0 || !is_changed()) return Done{};
    std::set<std::string> depths;
    for (const TopologyNode& node : made_.source.model.topology.nodes) {
      if (const auto depth = queue_depth_id(made_.source.model, node)) depths.insert(*depth);
    }
    for (const MeasuredSeries& one : kept) {
      if (one.until != from || depths.count(one.id) == 0) continue;
      if (is_finite(value_in(one.values, from - 1))) continue;
      return Problem{.code = "base_level_absent",
                     .message = "the series '" + one.id + "' was not measured in bin " +
                                std::to_string(from - 1) +
                                ", from whose level the run would continue",
                     .remedy = "Begin the change in a bin after one in which it was measured.",
                     .path = "/settings"};
    }
    return Done{};
  }

  const RunHost& host_;
  const CreateRunRequest& request_;
  StageClock& clock_;
  Counterfactual& made_;
  ModelSource text_;
  std::vector<SettingText> settings_;          // of nodes
  std::optional<ParameterChange> parameters_;  // of the template
  std::vector<Settable> changed_;              // with what they are now
};

// The measured files of the base, so that the bundle needs no other.
void copy_sources(const Run& base, RunRecord& record) {
  for (const RunTelemetry::Source& source : base.info().telemetry->sources) {
    const std::string path = kMeasuredFiles + source.path;
    const auto same = [&](const ExtraFile& file) { return file.path == path; };
    if (std::any_of(record.extra_files.begin(), record.extra_files.end(), same)) continue;
    if (auto text = base.read_file(path)) record.extra_files.push_back({path, *std::move(text)});
  }
  if (auto manifest = base.read_file(bundle::kTelemetryManifest)) {
    record.telemetry_manifest = *std::move(manifest);
  }
}

}  // namespace

Result<Counterfactual> read_counterfactual(const RunHost& host, const CreateRunRequest& request,
                                           StageClock& clock) {
  Counterfactual made;
  FT_TRY(made.run, open_run(host.env, request.base_run_id));
  FT_RETURN_IF_PROBLEM(Reading(host, request, clock, made).read());
  return made;
}

Result<Done> check_same_before(const RunStage& stage, const Plan& plan,
                               const Counterfactual& with) {
  FT_TRY(const std::unique_ptr<FileView> view, stage.view_values());
  const auto* first = reinterpret_cast<const double*>(view->bytes().data());
  const auto bytes = static_cast<std::size_t>(with.base.from_bin) * sizeof(double);
  for (std::uint32_t i = 0; i < plan.series.size(); ++i) {
    const std::string& id = plan.series[SeriesIndex{i}].id;
    const auto row = with.run.find(id);
    if (!row) continue;
    const double* made = first + static_cast<std::size_t>(i) * static_cast<std::size_t>(plan.bins);
    // Bits, not numbers: absent values compare equal, and a change in the last digit is a
    // difference.
    if (std::memcmp(made, with.run.values(*row).data(), bytes) == 0) continue;
    return Problem{.code = "base_differs",
                   .message = "the series '" + id + "' is not what the base has before bin " +
                              std::to_string(with.base.from_bin),
                   .remedy = "Another version of the program made the base: make it again."};
  }
  return Done{};
}

void add_base(const Counterfactual& with, RunRecord& record) {
  const RunInfo& base = with.run.info();
  record.base = with.base;
  record.run_template = {.id = base.template_id,
                         .title = base.template_title,
                         .narrative = base.template_narrative,
                         .version = base.template_version};
  record.class_coverage = base.class_coverage;
  if (!base.telemetry) return;
  record.telemetry = base.telemetry;
  // Only what is measured in every bin: the released ones are listed in `base`.
  record.telemetry->measured.clear();
  for (const MeasuredSeries& one : *with.measured) {
    if (one.until < 0) record.telemetry->measured.push_back(one.id);
  }
  copy_sources(with.run, record);
}

}  // namespace flowtime
