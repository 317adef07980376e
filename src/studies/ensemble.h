// What the draws of an ensemble say together.
#pragma once

#include "studies/point_evaluator.h"
#include "studies/study_answer.h"

namespace flowtime::studies {

// Percentiles are those of the draws, without interpolation: the smallest value that at least this
// share of them does not exceed. Constraints of the request are its expectations.
// Evaluates nothing: reads the rows that the evaluator has.
EnsembleAnswer spread_of(const StudyRequest& request, const PointEvaluator& evaluator);

}  // namespace flowtime::studies
