// The front of two figures: what can be had of one without losing some of the other.
#pragma once

#include "base/result.h"
#include "studies/point_evaluator.h"
#include "studies/study_answer.h"
#include "studies/study_space.h"

namespace flowtime::studies {

// A Sobol design over the ranges, then rounds of points near the best ones found, until
// `request.points` (256) were evaluated. Deterministic by seed. A point without a value in one of
// the two figures is on no front. Problems: those of PointEvaluator.
Result<ParetoAnswer> pareto_front(const StudyRequest& request, const std::vector<Axis>& axes,
                                  PointEvaluator& evaluator);

// How many points it evaluates at most. 256 where the request names none.
std::int64_t pareto_points(const StudyRequest& request);

}  // namespace flowtime::studies
