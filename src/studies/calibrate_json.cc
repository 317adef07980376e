// Calibrations as JSON: what is asked for, and what is found.
#include "base/ascii.h"
#include "base/number_text.h"
#include "library/template_parameters.h"
#include "series/absent.h"
#include "studies/calibrate.h"
#include "studies/read_study_request.h"

namespace flowtime::studies {
namespace {

// Of a calibration, beside those of any study.
constexpr std::string_view kOwnMembers[] = {"measured", "series", "loss", "holdOut"};

using yaml::Kind;
using yaml::Value;

Problem wrong(const std::string& path, const std::string& message, const std::string& remedy) {
  return {.code = "wrong_type", .message = message, .remedy = remedy, .path = path};
}

// A list of numbers and nulls, or the name of an import.
Result<MeasuredTarget> target_of(const std::string& id, const Value& value) {
  MeasuredTarget target{.series = id};
  const std::string path = "/measured/" + id;
  if (value.kind == Kind::kScalar && value.scalar.starts_with("import:")) {
    target.import = value.scalar;
    return target;
  }
  if (value.kind != Kind::kSequence) {
    return wrong(path, "the values of '" + id + "' are not a list",
                 "Give one number per bin, null where nothing was measured, or import:ID#column.");
  }
  for (const Value& item : value.items) {
    const auto number = item.kind == Kind::kScalar ? parse_number(item.scalar) : std::nullopt;
    if (!number && item.kind != Kind::kNull) {
      return wrong(path, "a value of '" + id + "' is not a number", "Give numbers and nulls.");
    }
    target.values.push_back(number.value_or(kAbsent));
  }
  return target;
}

Result<Done> read_member(const std::string& name, const Value& value, CalibrateRequest& request) {
  if (value.kind == Kind::kNull) return Done{};
  if (name == "measured") {
    for (const yaml::Member& member : value.members) {
      FT_TRY(MeasuredTarget target, target_of(member.key, member.value));
      request.measured.push_back(std::move(target));
    }
  } else if (name == "series") {
    for (const Value& item : value.items) request.series.push_back(item.scalar);
  } else if (name == "holdout") {
    request.hold_out = value.scalar;
  } else if (name == "loss") {
    request.soft = value.scalar != "squared";
    if (value.scalar == "squared" || value.scalar == "soft") return Done{};
    return Problem{.code = "invalid_option",
                   .message = "'loss' cannot be '" + value.scalar + "'",
                   .remedy = "Write 'soft' or 'squared'.",
                   .path = "/loss"};
  }
  return Done{};
}

void write_figures(JsonWriter& json, const char* name, const ResidualFigures& figures) {
  json.key(name).begin_object().member("bins", figures.compared).member("bias", figures.bias);
  json.member("rmse", figures.rmse).member("mape", figures.mape).end_object();
}

void write_parameter(JsonWriter& json, const CalibratedParameter& parameter) {
  const FitProfile& interval = parameter.interval;
  json.begin_object().member("id", parameter.knob).member("value", parameter.value);
  json.member("was", parameter.was).member("lo", parameter.range.lo);
  json.member("hi", parameter.range.hi).key("interval").begin_object();
  json.member("lo", interval.lo).member("hi", interval.hi).member("loOpen", interval.lo_open);
  json.member("hiOpen", interval.hi_open).end_object();
  json.member("known", name_of(parameter.told)).member("influence", parameter.influence);
  json.key("tiedTo").begin_array();
  for (const std::string& other : parameter.tied) json.string(other);
  json.end_array().member("words", words_of(parameter)).end_object();
}

}  // namespace

Result<CalibrateRequest> read_calibrate_request(std::string_view json) {
  // As the kind that needs least: figures and methods are not part of a calibration.
  FT_TRY(StudyRequest study, read_study_request(json, StudyKind::kSuggest, kOwnMembers));
  FT_TRY(const std::vector<GivenParameter> members, parameters_from_json(json));
  CalibrateRequest request{.subject = std::move(study.subject), .vary = std::move(study.vary)};
  request.seed = study.seed;
  for (const GivenParameter& member : members) {
    FT_RETURN_IF_PROBLEM(read_member(lower_case(member.name), member.value, request));
  }
  FT_RETURN_IF_PROBLEM(check_calibrate_request(request));
  const auto& subject = request.subject;
  const int named = (subject.model ? 1 : 0) + (subject.run_id.empty() ? 0 : 1) +
                    (subject.template_id.empty() ? 0 : 1);
  if (named == 1) return request;
  return Problem{.code = "missing_field",
                 .message = named == 0 ? "the request names no model"
                                       : "the request names more than one model",
                 .remedy = "Send one of yaml, templateId and runId.",
                 .path = ""};
}

std::string to_json(const Calibration& calibration, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().member("of", calibration.of).key("parameters").begin_array();
  for (const CalibratedParameter& parameter : calibration.parameters) {
    write_parameter(json, parameter);
  }
  json.end_array().member("rank", calibration.rank).key("series").begin_array();
  for (const CalibratedSeries& series : calibration.series) {
    json.begin_object().member("seriesId", series.series);
    write_figures(json, "before", series.before);
    write_figures(json, "fitted", series.fitted);
    write_figures(json, "heldOut", series.held_out);
    json.end_object();
  }
  json.end_array().member("bins", calibration.bins).key("heldOutBins");
  if (calibration.held_out.size() > 0) {
    json.begin_object().member("first", calibration.held_out.first);
    json.member("end", calibration.held_out.end).end_object();
  } else {
    json.null();
  }
  json.member("loss", calibration.soft ? "soft" : "squared").member("lossValue", calibration.loss);
  json.member("residuals", calibration.residuals).member("evaluations", calibration.evaluations);
  json.member("converged", calibration.converged).key("settings").begin_array();
  for (const std::string& setting : calibration.settings) json.string(setting);
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime::studies
