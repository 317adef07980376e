#include "page/page_model.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "answers/series_units.h"
#include "base/nearest_name.h"
#include "base/portable_sha256.h"
#include "checks/check_run.h"
#include "judge/judge.h"
#include "model/read_model.h"
#include "model/replace_values.h"
#include "page/node_rows.h"
#include "template/whole_values.h"
#include "text/yaml_emitter.h"

namespace flowtime::page {
namespace {

constexpr yaml::Limits kTextLimits{.bytes = 64u << 20, .depth = 64};  // as the server's

// The first 8 bytes of the hash: where the random numbers of a stream begin.
std::uint64_t stream_state(const std::string& text) {
  const auto hash =
      portable_sha256(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  std::uint64_t state = 0;
  for (std::size_t i = 0; i < 8; ++i) state = state << 8 | hash[i];
  return state;
}

Problem too_many_cells(const std::string& what) {
  return {.code = "too_many_cells",
          .message = what + " that a page keeps",
          .remedy = "Run the model on the server, or use fewer or wider bins."};
}

Result<Done> check_cells(const Plan& plan) {
  const auto series = static_cast<std::int64_t>(plan.series.size());
  const std::string of_bins = " of " + std::to_string(plan.bins) + " bins are more than the ";
  if (series * plan.bins > kMaxCells) {
    return too_many_cells(std::to_string(series) + " series" + of_bins + std::to_string(kMaxCells) +
                          " cells");
  }
  if (LiveValues::bytes_for(plan) > kMaxValueBytes) {
    return too_many_cells(std::to_string(plan.columns.size()) + " steps" + of_bins +
                          std::to_string(kMaxValueBytes / 1'000'000) + " MB");
  }
  return Done{};
}

const Parameter* find_parameter(const Plan& plan, const std::string& id, std::size_t& index) {
  for (index = 0; index < plan.parameters.size(); ++index) {
    if (plan.parameters[index].name == id) return &plan.parameters[index];
  }
  return nullptr;
}

Problem unknown_parameter(const Plan& plan, const std::string& id) {
  std::vector<std::string_view> names;
  for (const Parameter& parameter : plan.parameters) names.push_back(parameter.name);
  const std::string near = nearest_name(id, names);
  return {.code = "unknown_parameter",
          .message = "the model has no parameter '" + id + "'",
          .remedy = near.empty() ? "Name a const node, or <TopologyId>.wipLimit."
                                 : "Did you mean '" + near + "'?"};
}

Result<ParameterOverride> override_of(const Plan& plan, const PageModel::Override& given) {
  std::size_t index = 0;
  const Parameter* parameter = find_parameter(plan, given.id, index);
  if (parameter == nullptr) return unknown_parameter(plan, given.id);
  const auto count = static_cast<std::int64_t>(given.values.size());
  if (count != 1 && count != plan.bins) {
    return Problem{.code = "wrong_length",
                   .message = "'" + given.id + "' was given " + std::to_string(count) +
                              " values; the grid has " + std::to_string(plan.bins) + " bins",
                   .remedy = "Give one value, or one per bin."};
  }
  if (parameter->scalar_only && count != 1) {
    return Problem{.code = "parameter_needs_one_value",
                   .message = "'" + given.id + "' takes one value for the whole grid",
                   .remedy = "Give one value."};
  }
  return ParameterOverride{ParameterIndex{static_cast<std::uint32_t>(index)}, given.values};
}

bool is_of(const yaml::Document& document, const PageSource& source) {
  return document.text == source.text && document.file == source.file;
}

// Of a parameter that is one number; else nothing.
std::optional<double> number_of(const BoundParameter& bound) {
  if (const auto* number = std::get_if<double>(&bound.value)) return *number;
  if (const auto* whole = std::get_if<std::int64_t>(&bound.value)) {
    return static_cast<double>(*whole);
  }
  return std::nullopt;
}

bool is_named(const std::vector<ParameterOverride>& values, ParameterIndex parameter) {
  return std::any_of(values.begin(), values.end(), [&](const ParameterOverride& one) {
    return one.parameter.value == parameter.value;
  });
}

void append(std::vector<Finding>& list, const std::vector<Finding>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

}  // namespace

Problems PageModel::with_parameters(Problems problems) const {
  if (!expansion_) return problems;
  return in_file(name_parameters(std::move(problems), *expansion_), file_);
}

Result<Done> PageModel::read_template_text(const PageSource& source,
                                           std::shared_ptr<const Template> known) {
  template_ = std::move(known);
  if (template_ == nullptr || !is_of(template_->document, source)) {
    FT_TRY(Template read, read_template(source.text, source.file));
    template_ = std::make_shared<const Template>(std::move(read));
  }
  FT_TRY(bound_, bind_parameters(*template_, source.parameters));
  FT_TRY(expansion_, expand(*template_, bound_));
  model_text_ = expansion_->model_text;
  auto model = read_model(expansion_->document);
  if (!model) return with_parameters(model.problems());
  model_ = std::make_shared<Model>(*std::move(model));
  if (!model_->seed) model_->seed = expansion_->seed;
  return Done{};
}

Result<Done> PageModel::read_model_text(const PageSource& source) {
  FT_TRY(const yaml::Document document, yaml::parse(source.text, source.file, kTextLimits));
  FT_TRY(Model model, read_model(document));
  model_ = std::make_shared<Model>(std::move(model));
  model_text_ = source.text;
  return Done{};
}

Result<Done> PageModel::compile_model() {
  CompileOptions options;
  options.stream_state = stream_state;
  auto compiled = compile(*model_, options);
  if (!compiled) return with_parameters(compiled.problems());
  compiled_ = std::make_shared<Compiled>(*std::move(compiled));
  FT_RETURN_IF_PROBLEM(check_cells(plan()));
  series_ = std::make_unique<checks::RunSeries>(*model_, plan().series);
  return Done{};
}

Result<PageModel> PageModel::open(PageSource source, std::shared_ptr<const Template> known) {
  PageModel page;
  page.file_ = source.file;
  FT_RETURN_IF_PROBLEM(source.is_template ? page.read_template_text(source, std::move(known))
                                          : page.read_model_text(source));
  // Before compiling: the plan draws by it.
  if (source.seed) page.model_->seed = source.seed;
  FT_RETURN_IF_PROBLEM(page.compile_model());
  return page;
}

std::span<const double> PageModel::row(SeriesIndex series) const {
  FT_CHECK(live_ != nullptr);
  return live_->row(series);
}

judge::JudgedRun PageModel::judged() const {
  return {
      .model = *model_, .plan = plan(), .series = *series_, .values = [this](SeriesIndex index) {
        return checks::exists(index) ? SeriesIn(row(index)) : SeriesIn();
      }};
}

std::span<const double> PageModel::node_rows(std::size_t bins_per_point) {
  page::node_rows(judged(), result_.judgement, bins_per_point, rows_);
  return rows_;
}

std::span<const double> PageModel::edge_rows(std::size_t bins_per_point) {
  page::edge_rows(judged(), bins_per_point, rows_);
  return rows_;
}

ExplainedRun PageModel::explained() const {
  ExplainedRun run{.grid = model_->grid,
                   .units = series_units(*model_, plan().series),
                   .model = model_,
                   .plan = {compiled_, &compiled_->plan},
                   .source_file = file_};
  for (std::uint32_t i = 0; i < plan().series.size(); ++i) run.values.push_back(row({i}));
  if (!expansion_) return run;
  run.source_file.erase(0, run.source_file.rfind('/') + 1);
  run.parameters = parameter_places(*expansion_);
  return run;
}

Result<Explanation> PageModel::explain(const ExplainQuery& query) {
  if (explainer_ == nullptr) explainer_ = std::make_unique<Explainer>(explained());
  return explainer_->explain(query);
}

void PageModel::take_back() {
  for (auto one = replaced_.rbegin(); one != replaced_.rend(); ++one) {
    Parameter& parameter = compiled_->plan.parameters[one->parameter.value];
    parameter.values = std::move(one->of_plan);
    replace_values(*model_, parameter.name, std::move(one->of_model));
  }
  replaced_.clear();
}

// Into the plan, which is evaluated and read backwards, and into the model: checks and sentences
// read the limit of a queue there.
void PageModel::give(std::vector<ParameterOverride> values) {
  explainer_ = nullptr;
  take_back();
  for (ParameterOverride& one : values) {
    Parameter& parameter = compiled_->plan.parameters[one.parameter.value];
    std::vector<double> of_model = replace_values(*model_, parameter.name, one.values);
    replaced_.push_back({one.parameter, std::exchange(parameter.values, std::move(one.values)),
                         std::move(of_model)});
  }
}

// With the plan's own values in the plan: a parameter that is not named gets them again.
void PageModel::evaluate_values(const std::vector<ParameterOverride>& values) {
  take_back();
  if (live_ != nullptr) {
    live_->set(values);
  } else {
    live_ = LiveValues::open({compiled_, &compiled_->plan}, values);
  }
}

const std::string& PageModel::model_text() {
  if (!is_text_old_) return model_text_;
  // Values of const nodes alone have moved, so what could be expanded before still can.
  auto now = expand(*template_, bound_);
  FT_CHECK(now);
  model_text_ = now->model_text;
  is_text_old_ = false;
  return model_text_;
}

// What of the plan moves when the template's parameters are bound so; nothing where something else
// than values of const nodes would change.
std::optional<std::vector<ParameterOverride>> PageModel::moves_to(
    const BoundParameters& bound) const {
  std::vector<ParameterOverride> moves;
  if (bound.values.size() != bound_.values.size()) return std::nullopt;
  for (std::size_t i = 0; i < bound.values.size(); ++i) {
    const BoundParameter &was = bound_.values[i], &is = bound.values[i];
    if (was.name == is.name && was.value == is.value) continue;
    const std::optional<double> number = number_of(is);
    const auto ids = const_nodes_of(*template_, *expansion_, is.name);
    if (was.name != is.name || !number || !number_of(was) || ids.empty()) return std::nullopt;
    for (const std::string& id : ids) {
      auto move = override_of(plan(), {id, {*number}});
      if (!move) return std::nullopt;
      moves.push_back(*std::move(move));
    }
  }
  return moves;
}

Result<bool> PageModel::rebind(std::span<const GivenParameter> given) {
  if (template_ == nullptr) return false;
  FT_TRY(BoundParameters bound, bind_parameters(*template_, given));
  auto moves = moves_to(bound);
  if (!moves) return false;
  take_back();
  for (ParameterOverride& to : *moves) move(std::move(to));
  bound_ = std::move(bound);
  is_text_old_ = true;
  return true;
}

void PageModel::move(ParameterOverride to) {
  Parameter& parameter = compiled_->plan.parameters[to.parameter.value];
  parameter.values = to.values;
  replace_values(*model_, parameter.name, to.values);
  std::erase_if(moved_, [&](const ParameterOverride& one) {
    return one.parameter.value == to.parameter.value;
  });
  moved_.push_back(std::move(to));
}

Result<Done> PageModel::evaluate(std::span<const Override> overrides) {
  // All of them are checked before anything is evaluated: after a problem the last result stays.
  std::vector<ParameterOverride> values;
  for (const Override& given : overrides) {
    FT_TRY(ParameterOverride value, override_of(plan(), given));
    values.push_back(std::move(value));
  }
  for (const ParameterOverride& one : moved_) {
    if (!is_named(values, one.parameter)) values.push_back(one);
  }
  evaluate_values(values);
  give(std::move(values));
  RunChecks checks(*series_, RunMode::kSimulation);
  checks.accept(live_->tile());
  result_.findings.clear();
  // In the order of the work: binding, reading, compiling, checking.
  append(result_.findings, bound_.findings);
  append(result_.findings, model_->notes);
  append(result_.findings, compiled_->notes);
  append(result_.findings, checks.findings());
  result_.judgement = judge::judge_run(judged());
  return Done{};
}

}  // namespace flowtime::page
