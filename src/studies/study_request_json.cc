#include "studies/study_request_json.h"

#include "base/number_text.h"
#include "text/json_writer.h"
#include "text/yaml_json.h"

namespace flowtime::studies {
namespace {

std::string list_text(const std::vector<double>& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : ",") + format_number(number);
  return text;
}

const char* name_of(Distribution::Kind kind) {
  switch (kind) {
    case Distribution::Kind::kUniform: return "uniform";
    case Distribution::Kind::kNormal: return "normal";
    case Distribution::Kind::kLognormal: return "lognormal";
    case Distribution::Kind::kTriangular: return "triangular";
  }
  return "";
}

void write_subject(JsonWriter& json, const StudySubject& subject) {
  if (subject.model) json.member("yaml", subject.model->text);
  if (!subject.template_id.empty()) json.member("templateId", subject.template_id);
  if (!subject.run_id.empty()) json.member("runId", subject.run_id);
  if (!subject.parameters.empty()) {
    json.key("parameters").begin_object();
    for (const GivenParameter& given : subject.parameters) {
      json.key(given.name);
      yaml::write_json(json, given.value);
    }
    json.end_object();
  }
  auto seed = subject.seed;
  if (!seed && subject.model) seed = subject.model->seed;
  if (seed) json.member("rngSeed", *seed);
  const bool is_drawn =
      subject.sampling != CompileOptions::Sampling::kExpected ||
      (subject.model && subject.model->sampling != CompileOptions::Sampling::kExpected);
  if (is_drawn) json.member("sampling", "sample");
}

template <class T, class Text>
void write_texts(JsonWriter& json, const char* name, const std::vector<T>& all, Text text) {
  json.key(name).begin_array();
  for (const auto& one : all) json.string(text(one));
  json.end_array();
}

}  // namespace

std::string to_text(const Vary& vary) {
  if (vary.distribution) {
    return vary.knob + "~" + name_of(vary.distribution->kind) + "(" +
           list_text(vary.distribution->numbers) + ")";
  }
  if (!vary.values.empty()) return vary.knob + "=" + list_text(vary.values);
  if (!vary.range) return vary.knob;
  const std::string points = vary.points > 0 ? "/" + std::to_string(vary.points) : "";
  return vary.knob + "=" + format_number(vary.range->lo) + ".." + format_number(vary.range->hi) +
         points;
}

std::string to_json(const StudyRequest& request) {
  JsonWriter json;
  json.begin_object().member("kind", flowtime::studies::name_of(request.kind));
  write_subject(json, request.subject);
  write_texts(json, "vary", request.vary, [](const Vary& vary) { return to_text(vary); });
  write_texts(json, "measures", request.measures,
              [](const figures::Figure& figure) { return figures::to_text(figure); });
  write_texts(json, "constraints", request.constraints,
              [](const Constraint& constraint) { return to_text(constraint); });
  if (!request.all_series) {
    write_texts(json, "captureSeriesIds", request.series, [](const std::string& id) { return id; });
  }
  if (!request.method.empty()) json.member("method", request.method);
  if (request.points > 0) json.member("points", request.points);
  json.member("seed", static_cast<std::int64_t>(request.seed)).member("target", request.target);
  if (request.tolerance) json.member("tolerance", *request.tolerance);
  if (request.max_iterations) json.member("maxIterations", *request.max_iterations);
  json.member("perturbation", request.perturbation);
  json.member("objective", request.maximize ? "maximize" : "minimize");
  if (!request.maximize_each.empty()) {
    write_texts(json, "objectives", request.maximize_each,
                [](bool most) { return std::string(most ? "maximize" : "minimize"); });
  }
  return json.end_object().take();
}

}  // namespace flowtime::studies
