// What a study found, as JSON.
#pragma once

#include <string>

#include "studies/study_answer.h"
#include "text/json_writer.h"

namespace flowtime::studies {

// The members of the reference's answers, and more beside them:
//
//   sweep        paramId, points[{paramValue, series{}}]; params{}, measures{} by point
//   sensitivity  metricSeriesId, points[{paramId, baseValue, gradient}]; lo, hi
//   goal-seek    paramValue, achievedMetricMean, converged, iterations, trace[]; bracketed, ends
//   optimize     paramValues{}, achievedMetricMean, converged, iterations, trace[]; feasible
//   morris       parameters[{paramId, mu, muStar, sigma}]
//   sobol        parameters[{paramId, first, total, firstError, totalError}]
//   ensemble     measures{p5 .. p95, mean}, bands{}, expectations[]
//
// Numbers that are absent are null. With the id of a stored study where one is given.
std::string to_json(const StudyAnswer& answer,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact,
                    const std::string& study_id = "");

// One line per point: the parameters, then the figures.
// With a line of names first.
std::string to_csv(const StudyAnswer& answer);

}  // namespace flowtime::studies
