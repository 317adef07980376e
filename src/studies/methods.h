// The methods by which a kind of study can be made, and its limits.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "studies/study_request.h"

namespace flowtime::studies {

// A larger study is refused before anything is evaluated (study_too_large).
inline constexpr std::int64_t kMostStudyPoints = 1'000'000;
// Series x bins x points: on two cores about an hour of evaluation.
inline constexpr double kMostStudyValues = 1e12;
// What points keep of their series: 1 GiB.
inline constexpr double kMostKeptStudyBytes = 1073741824.0;

// The first is taken where a request names none.
// Empty for kinds that have one way only.
std::vector<std::string_view> methods_of(StudyKind kind);
// "" where the kind has one way only. Not checked against methods_of().
std::string_view method_of(const StudyRequest& request);

}  // namespace flowtime::studies
