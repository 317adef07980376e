#include "studies/read_study_request.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/nearest_name.h"
#include "base/number_text.h"
#include "library/template_parameters.h"
#include "studies/methods.h"

namespace flowtime::studies {
namespace {

using yaml::Kind;
using yaml::Value;

// The members of a JSON object, read by name; what is wrong is collected.
class Body {
 public:
  Body(std::vector<GivenParameter> members, Problems& problems)
      : members_(std::move(members)), problems_(problems) {}

  const Value* find(std::string_view name) const {
    for (const GivenParameter& member : members_) {
      // Clients differ in the case of names.
      if (lower_case(member.name) == lower_case(name) && member.value.kind != Kind::kNull) {
        return &member.value;
      }
    }
    return nullptr;
  }
  std::optional<std::string> text(std::string_view name) {
    const Value* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == Kind::kScalar) return value->scalar;
    wrong_type(name, "a text");
    return std::nullopt;
  }
  std::optional<double> number(std::string_view name) {
    const Value* value = find(name);
    return value == nullptr ? std::nullopt : number_of(*value, name);
  }
  std::optional<std::int64_t> integer(std::string_view name) {
    const Value* value = find(name);
    if (value == nullptr) return std::nullopt;
    const auto whole = value->kind == Kind::kScalar ? parse_integer(value->scalar) : std::nullopt;
    if (!whole) wrong_type(name, "a whole number");
    return whole;
  }
  // A list, or one value that stands for a list of it.
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> all;
    for (const Value& item : items(name)) {
      if (item.kind == Kind::kScalar)
        all.push_back(item.scalar);
      else
        wrong_type(name, "a list of texts");
    }
    return all;
  }
  std::vector<double> numbers(std::string_view name) {
    std::vector<double> all;
    for (const Value& item : items(name)) {
      if (const auto number = number_of(item, name)) all.push_back(*number);
    }
    return all;
  }
  std::optional<double> number_of(const Value& value, std::string_view name) {
    const auto number = value.kind == Kind::kScalar ? parse_number(value.scalar) : std::nullopt;
    if (!number) wrong_type(name, "a number");
    return number;
  }
  // A member that no study has is a mistake of spelling: with it the study would be another one.
  void refuse_unknown(const std::vector<std::string_view>& known) {
    for (const GivenParameter& member : members_) {
      const bool is_known = std::any_of(known.begin(), known.end(), [&](std::string_view name) {
        return same_ignoring_case(name, member.name);
      });
      if (is_known || member.value.kind == Kind::kNull) continue;
      const std::string nearest = nearest_name(member.name, known);
      refuse("unknown_member", member.name, "a study has no member '" + member.name + "'",
             nearest.empty() ? "docs/studies.md lists them." : "Did you mean '" + nearest + "'?");
    }
  }
  void refuse(std::string code, std::string_view name, std::string message, std::string remedy) {
    problems_.push_back({.code = std::move(code),
                         .message = std::move(message),
                         .remedy = std::move(remedy),
                         .path = "/" + std::string(name)});
  }
  // Keeps the value, or notes the problems under the name of the member.
  template <class T>
  void take(std::string_view name, Result<T> read, std::vector<T>& out) {
    if (read) {
      out.push_back(std::move(read).value());
      return;
    }
    for (Problem problem : read.problems()) {
      problem.path = "/" + std::string(name);
      problems_.push_back(std::move(problem));
    }
  }

 private:
  std::vector<Value> items(std::string_view name) const {
    const Value* value = find(name);
    if (value == nullptr) return {};
    return value->kind == Kind::kSequence ? value->items : std::vector<Value>{*value};
  }
  void wrong_type(std::string_view name, const std::string& wanted) {
    refuse("wrong_type", name, "'" + std::string(name) + "' is not " + wanted,
           "Send " + wanted + ".");
  }

  std::vector<GivenParameter> members_;
  Problems& problems_;
};

const std::vector<std::string_view>& known_members() {
  static const std::vector<std::string_view> names{
      "kind",         "yaml",           "model",        "modelYaml", "templateId",
      "runId",        "parameters",     "rngSeed",      "sampling",  "vary",
      "paramId",      "values",         "paramIds",     "searchLo",  "searchHi",
      "searchRanges", "metricSeriesId", "measures",     "measure",   "captureSeriesIds",
      "constraints",  "method",         "points",       "seed",      "target",
      "tolerance",    "maxIterations",  "perturbation", "objective", "objectives"};
  return names;
}

void read_kind(Body& body, std::optional<StudyKind> kind, StudyRequest& request) {
  const auto text = body.text("kind");
  if (kind) {
    request.kind = *kind;
    return;
  }
  const auto parsed = text ? parse_study_kind(*text) : std::nullopt;
  if (parsed) {
    request.kind = *parsed;
  } else {
    body.refuse("unknown_kind", "kind",
                text ? "'" + *text + "' is not a kind of study" : "'kind' is required",
                "Write sweep, sensitivity, goal-seek, optimize, morris, sobol, ensemble or "
                "suggest.");
  }
}

void read_subject(Body& body, StudySubject& subject) {
  for (const char* name : {"yaml", "model", "modelYaml"}) {
    const auto text = body.text(name);
    if (!text || subject.model) continue;
    subject.model.emplace();
    subject.model->text = *text;
    subject.model->file = name;
  }
  subject.template_id = body.text("templateId").value_or("");
  subject.run_id = body.text("runId").value_or("");
  if (const Value* parameters = body.find("parameters")) {
    for (const yaml::Member& member : parameters->members) {
      subject.parameters.push_back({.name = member.key, .value = member.value, .source = ""});
    }
  }
  subject.seed = body.integer("rngSeed");
  const auto sampling = body.text("sampling");
  const auto parsed = sampling ? parse_sampling(*sampling) : std::nullopt;
  if (parsed) subject.sampling = *parsed;
  if (sampling && !parsed) {
    body.refuse("invalid_option", "sampling", "'sampling' cannot be '" + *sampling + "'",
                "Write expected or sample.");
  }
}

std::optional<Interval> interval_of(Body& body, const Value& value) {
  const Value* lo = value.find("lo");
  const Value* hi = value.find("hi");
  Interval range;
  if (lo != nullptr) range.lo = body.number_of(*lo, "searchRanges").value_or(0);
  if (hi != nullptr) range.hi = body.number_of(*hi, "searchRanges").value_or(0);
  return range;
}

// A range of a parameter that is not varied is one whose name is misspelt.
void refuse_idle_ranges(Body& body, const Value* ranges, const std::vector<std::string>& ids) {
  if (ranges == nullptr) return;
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  for (const yaml::Member& member : ranges->members) {
    if (std::find(ids.begin(), ids.end(), member.key) != ids.end()) continue;
    const std::string nearest = nearest_name(member.key, known);
    body.refuse("unknown_member", "searchRanges",
                "'" + member.key + "' has a range, but is not varied",
                nearest.empty() ? "Name it in paramIds." : "Did you mean '" + nearest + "'?");
  }
}

// The parameters as the reference's clients name them.
void read_named_parameters(Body& body, StudyRequest& request) {
  std::vector<std::string> ids = body.texts("paramIds");
  if (const auto id = body.text("paramId")) ids.insert(ids.begin(), *id);
  const auto lo = body.number("searchLo"), hi = body.number("searchHi");
  const Value* ranges = body.find("searchRanges");
  for (const std::string& id : ids) {
    std::vector<Vary> read;
    body.take("paramIds", parse_vary(id), read);
    if (read.empty()) continue;
    Vary vary = std::move(read.front());
    // `values` belongs to paramId, which is first.
    if (id == ids.front()) vary.values = body.numbers("values");
    if (lo && hi) vary.range = Interval{*lo, *hi};
    const Value* range = ranges == nullptr ? nullptr : ranges->find(id);
    if (range != nullptr) vary.range = interval_of(body, *range);
    const bool needs_range =
        request.kind == StudyKind::kGoalSeek || request.kind == StudyKind::kOptimize;
    if (needs_range && !vary.range) {
      body.refuse("missing_field",
                  request.kind == StudyKind::kGoalSeek ? "searchLo" : "searchRanges",
                  "'" + id + "' has no range", "Send the range of the search, as lo and hi.");
    }
    request.vary.push_back(std::move(vary));
  }
  refuse_idle_ranges(body, ranges, ids);
}

void read_figures(Body& body, StudyRequest& request) {
  for (const char* name : {"measures", "measure"}) {
    for (const std::string& text : body.texts(name)) {
      body.take(name, figures::parse_figure(text), request.measures);
    }
  }
  if (const auto id = body.text("metricSeriesId")) {
    request.measures.push_back({.reducer = figures::Reducer::kMean, .id = *id});
  }
  for (const std::string& text : body.texts("constraints")) {
    body.take("constraints", parse_constraint(text), request.constraints);
  }
}

void read_settings(Body& body, StudyRequest& request) {
  request.method = body.text("method").value_or("");
  const auto points = body.integer("points");
  request.points = points.value_or(0);
  // 0 means "as the method has it" in the request; from outside it is a mistake.
  if (points == 0) {
    body.refuse("out_of_range", "points", "a study has 1 to 1,000,000 points",
                "Leave points out, or write how many.");
  }
  request.seed = static_cast<std::uint64_t>(body.integer("seed").value_or(123));
  request.target = body.number("target").value_or(0);
  request.tolerance = body.number("tolerance");
  if (const auto most = body.integer("maxIterations")) {
    request.max_iterations = static_cast<int>(std::clamp<std::int64_t>(*most, -1, 1'000'000));
  }
  request.perturbation = body.number("perturbation").value_or(0.05);
  const std::string objective = lower_case(body.text("objective").value_or("minimize"));
  request.maximize = objective == "maximize";
  if (!request.maximize && objective != "minimize") {
    body.refuse("invalid_option", "objective", "'objective' cannot be '" + objective + "'",
                "Write minimize or maximize.");
  }
  for (const std::string& text : body.texts("objectives")) {
    const std::string one = lower_case(text);
    request.maximize_each.push_back(one == "maximize");
    if (one == "maximize" || one == "minimize") continue;
    body.refuse("invalid_option", "objectives", "an objective cannot be '" + text + "'",
                "Write minimize or maximize for each measure.");
  }
}

Problem missing(const std::string& name, const std::string& message, const std::string& remedy) {
  return {.code = "missing_field", .message = message, .remedy = remedy, .path = "/" + name};
}

Problem out_of_range(const std::string& name, const std::string& message,
                     const std::string& remedy) {
  return {.code = "out_of_range", .message = message, .remedy = remedy, .path = "/" + name};
}

void check_subject(const StudySubject& subject, Problems& problems) {
  const int given = (subject.model ? 1 : 0) + (subject.template_id.empty() ? 0 : 1) +
                    (subject.run_id.empty() ? 0 : 1);
  if (given == 1) return;
  problems.push_back(
      missing("yaml", given == 0 ? "the study has no model" : "the study names more than one model",
              "Name one: a model (yaml), a template (templateId) or a run (runId)."));
}

void check_parameters(const StudyRequest& request, Problems& problems) {
  const StudyKind kind = request.kind;
  if (kind == StudyKind::kSuggest || kind == StudyKind::kSensitivity) return;
  // Nodes that draw make an ensemble without any parameter.
  const bool draws_alone =
      kind == StudyKind::kEnsemble && request.subject.sampling == CompileOptions::Sampling::kSample;
  if (request.vary.empty() && !draws_alone) {
    problems.push_back(missing("paramId", "no parameter is varied",
                               "Name one: --vary id=60..96/12, or vary: [\"id=60..96/12\"]."));
  }
  for (const Vary& vary : request.vary) {
    if (vary.range && !(vary.range->lo < vary.range->hi)) {
      problems.push_back(out_of_range(
          "searchRanges", "the range of '" + vary.knob + "' does not end above its beginning",
          "Write the smaller number as lo."));
    }
    const bool needs_values = kind == StudyKind::kSweep;
    if (needs_values && !vary.range && vary.values.empty() && !vary.distribution) {
      problems.push_back(missing("values", "'" + vary.knob + "' has no values",
                                 "Send values, or a range: " + vary.knob + "=60..96/12."));
    }
  }
  if (kind == StudyKind::kGoalSeek && request.vary.size() > 1) {
    problems.push_back(
        out_of_range("paramId", "goal seek varies one parameter", "Use optimize for several."));
  }
}

void check_numbers(const StudyRequest& request, Problems& problems) {
  if (!(request.perturbation > 0 && request.perturbation < 1)) {
    problems.push_back(out_of_range("perturbation", "'perturbation' is not between 0 and 1",
                                    "Write a share such as 0.05."));
  }
  if (request.tolerance && !(*request.tolerance > 0)) {
    problems.push_back(
        out_of_range("tolerance", "'tolerance' is not above 0", "Write a number such as 1e-6."));
  }
  if (request.max_iterations && *request.max_iterations < 1) {
    problems.push_back(
        out_of_range("maxIterations", "'maxIterations' is below 1", "Write 1 or more."));
  }
  if (request.points < 0 || request.points > kMostStudyPoints) {
    problems.push_back(out_of_range("points", "a study has 1 to 1,000,000 points",
                                    "Divide it into several studies."));
  }
}

void check_method(const StudyRequest& request, Problems& problems) {
  if (request.method.empty()) return;
  const std::vector<std::string_view> known = methods_of(request.kind);
  if (std::find(known.begin(), known.end(), request.method) != known.end()) return;
  std::string list;
  for (const std::string_view method : known) {
    list += (list.empty() ? "" : ", ") + std::string(method);
  }
  const std::string nearest = nearest_name(request.method, known);
  problems.push_back(
      {.code = "unknown_method",
       .message = "'" + request.method + "' is not a method of " + name_of(request.kind),
       .remedy = !nearest.empty() ? "Did you mean '" + nearest + "'?"
                 : list.empty()   ? "Leave it out."
                                  : "Choose one of " + list + ".",
       .path = "/method"});
}

// A front needs two figures, and a wish for each.
// Points that are drawn need a range to be drawn from.
void check_lists(const StudyRequest& request, Problems& problems) {
  const bool draws =
      request.kind == StudyKind::kSweep && (request.method == "latin" || request.method == "sobol");
  if (!draws) return;
  for (const Vary& vary : request.vary) {
    if (vary.values.empty()) continue;
    problems.push_back({.code = "vary_list",
                        .message = "'" + vary.knob + "' has a list of values, and the method '" +
                                   request.method + "' draws from a range",
                        .remedy = "Write a range, " + vary.knob + "=LO..HI, or use method grid.",
                        .path = "/vary"});
  }
}

void check_objectives(const StudyRequest& request, Problems& problems) {
  const bool is_front = request.kind == StudyKind::kOptimize && request.method == "pareto";
  if (is_front && request.measures.size() != 2) {
    problems.push_back(missing("measures", "a front is between two figures",
                               "Name exactly two: --measure twice, or two in measures."));
  }
  if (is_front && !request.constraints.empty()) {
    problems.push_back(out_of_range("constraints", "a front cannot have constraints",
                                    "Make the figure one of the two, or use another method."));
  }
  const std::size_t wishes = request.maximize_each.size();
  if (wishes > 0 && (!is_front || wishes != request.measures.size())) {
    problems.push_back(out_of_range("objectives", "'objectives' are for the two figures of a front",
                                    "Use objective, or method pareto with two of each."));
  }
}

// "max(q) <= 3" and "max(q) >= 5": no point can hold both.
void check_constraints(const StudyRequest& request, Problems& problems) {
  if (request.kind != StudyKind::kOptimize) return;
  for (const Constraint& most : request.constraints) {
    for (const Constraint& least : request.constraints) {
      const bool is_pair = most.at_most && !least.at_most &&
                           figures::to_text(most.figure) == figures::to_text(least.figure);
      if (!is_pair || least.limit <= most.limit) continue;
      problems.push_back(
          out_of_range("constraints",
                       "'" + to_text(most) + "' and '" + to_text(least) + "' contradict each other",
                       "Leave one of them out, or let their limits meet."));
    }
  }
}

void check_measures(const StudyRequest& request, Problems& problems) {
  const bool needs_one = request.kind != StudyKind::kSweep && request.kind != StudyKind::kSuggest &&
                         request.kind != StudyKind::kEnsemble;
  if (needs_one && request.measures.empty()) {
    problems.push_back(missing("metricSeriesId", "the study has no figure",
                               "Name one: --measure p95Wait:Payment, or measures: "
                               "[\"p95Wait(Payment)\"]."));
  }
}

}  // namespace

Result<StudyRequest> read_study_request(std::string_view json, std::optional<StudyKind> kind,
                                        std::span<const std::string_view> also) {
  auto members = parameters_from_json(json);
  if (!members) {
    return Problem{.code = "invalid_json",
                   .message = "the study is not a JSON object",
                   .remedy = "Write {\"yaml\": ..., \"paramId\": ..., ...}; docs/studies.md."};
  }
  Problems problems;
  Body body(std::move(members).value(), problems);
  StudyRequest request;
  std::vector<std::string_view> known = known_members();
  known.insert(known.end(), also.begin(), also.end());
  body.refuse_unknown(known);
  read_kind(body, kind, request);
  read_subject(body, request.subject);
  for (const std::string& text : body.texts("vary")) {
    body.take("vary", parse_vary(text), request.vary);
  }
  read_named_parameters(body, request);
  read_figures(body, request);
  request.series = body.texts("captureSeriesIds");
  // The reference's sweep keeps every series where none is named.
  request.all_series = request.kind == StudyKind::kSweep && request.measures.empty() &&
                       body.find("captureSeriesIds") == nullptr;
  read_settings(body, request);
  if (!problems.empty()) return problems;
  FT_RETURN_IF_PROBLEM(check_study_request(request));
  return request;
}

Result<Done> check_study_request(const StudyRequest& request) {
  Problems problems;
  check_subject(request.subject, problems);
  check_parameters(request, problems);
  check_measures(request, problems);
  check_numbers(request, problems);
  check_method(request, problems);
  check_lists(request, problems);
  check_objectives(request, problems);
  check_constraints(request, problems);
  if (!problems.empty()) return problems;
  return Done{};
}

}  // namespace flowtime::studies
