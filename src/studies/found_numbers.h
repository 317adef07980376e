// The numbers that a study found, read from its answer: what two answers of a kind can be compared
// by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "studies/study_request.h"

namespace flowtime::studies {

// `what` and `of` together name it; a comparison pairs by both.
struct FoundNumber {
  std::string what{}, of{};  // "gradient" of "paymentCapacity"
  double value = 0;          // absent where the answer has null
};
struct FoundBand {
  std::string series{}, name{};  // "p95"
  std::vector<double> values{};  // by bin
};
struct FoundNumbers {
  std::vector<FoundNumber> numbers{};
  std::vector<FoundBand> bands{};  // of an ensemble
  bool converged = true;           // of a search
  bool feasible = true;            // of one with constraints
};

// `answer` is that of a stored study of the kind; "" has nothing. A sweep and a front find points
// only.
// Unknown members are passed over, so answers of older versions can be read.
FoundNumbers found_numbers(StudyKind kind, std::string_view answer);

}  // namespace flowtime::studies
