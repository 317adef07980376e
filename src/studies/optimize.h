// The best values of some parameters, by the method of the request.
#pragma once

#include <vector>

#include "base/result.h"
#include "studies/point_evaluator.h"
#include "studies/study_answer.h"
#include "studies/study_space.h"

namespace flowtime::studies {

// The first measure is minimised or maximised; the figures behind the measures are those of the
// constraints. A point that breaks a constraint counts as worse by how far it does. Parameters that
// are whole numbers are rounded before a point is evaluated, and their neighbours are tried at the
// end. Problems: those of PointEvaluator.
// Problem figure_absent, where no point has a value.
Result<OptimizeAnswer> optimize(const StudyRequest& request, const std::vector<Axis>& axes,
                                PointEvaluator& evaluator);

// The most points that a search of so many parameters evaluates.
std::int64_t most_evaluations(const StudyRequest& request, std::size_t parameters);

}  // namespace flowtime::studies
