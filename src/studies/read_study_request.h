// A study as JSON: the bodies of the API, and the files that the command line takes.
//
//   subject      yaml (or model, modelYaml) | templateId with parameters | runId; rngSeed, sampling
//   parameters   vary ["id=60..96/12"], or paramId with values, or paramIds with
//                searchRanges {id: {lo, hi}}, or paramId with searchLo and searchHi
//   figures      measures ["p95Wait(Payment)"], measure, or metricSeriesId (the mean of a series)
//   series       captureSeriesIds; of a sweep null means all of them
//   method       kind, method, points, seed, target, tolerance, maxIterations, perturbation,
//                objective (minimize | maximize), constraints ["p95Wait(Payment)<=15"]
//
// Names are found in any case, null counts as not given, numbers may come as text.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "studies/study_request.h"

namespace flowtime::studies {

// `kind` is what the route or the command says; without one the body has to.
// `also` are members that the body may have besides, which another reader takes.
// Problems, all in one pass, with their JSON pointer: invalid_json, missing_field, wrong_type,
// unknown_kind, out_of_range, and those of parse_vary, parse_figure and parse_constraint.
Result<StudyRequest> read_study_request(std::string_view json, std::optional<StudyKind> kind,
                                        std::span<const std::string_view> also = {});

// What the kind needs is there, and fits together. Problems: missing_field, out_of_range,
// unknown_method.
// Looks at the request alone: no model is opened.
Result<Done> check_study_request(const StudyRequest& request);

}  // namespace flowtime::studies
