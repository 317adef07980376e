// StudyRequest: what a user wants to know of a model when its parameters change.
//
// The same from a body of the API, a JSON file of the command line and its flags
// (studies/read_study_request.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "figures/figure.h"
#include "pipeline/model_source.h"
#include "study/search.h"
#include "template/template_value.h"

namespace flowtime::studies {

enum class StudyKind : std::uint8_t {
  kSweep,
  kSensitivity,
  kGoalSeek,
  kOptimize,
  kMorris,
  kSobol,
  kEnsemble,
  kSuggest,
};
const char* name_of(StudyKind kind);  // "goal-seek"
// Nothing for texts that name_of does not write.
std::optional<StudyKind> parse_study_kind(std::string_view text);

// Whose parameters are varied: exactly one of the three.
// A run is varied with its own seed.
struct StudySubject {
  std::optional<ModelSource> model{};
  std::string template_id{}, run_id{};
  std::vector<GivenParameter> parameters{};  // of the template
  std::optional<std::int64_t> seed{};        // of its random numbers
  CompileOptions::Sampling sampling = CompileOptions::Sampling::kExpected;
};

// How likely the values of a parameter are.
struct Distribution {
  enum class Kind : std::uint8_t { kUniform, kNormal, kLognormal, kTriangular };
  Kind kind = Kind::kUniform;
  // uniform: lo, hi; normal and lognormal: mean and standard deviation of the values; triangular:
  // lo, most likely, hi.
  std::vector<double> numbers{};
};

// "id=60..96/12", "id=60,72,84", "id*=0.8..1.2", "id~normal(72,5)", "id".
struct Vary {
  std::string knob{};            // whatif/knob.h
  std::vector<double> values{};  // a list
  std::optional<Interval> range{};
  std::int64_t points = 0;  // of the range; 0: as the study has it
  std::optional<Distribution> distribution{};
};
// Problems: vary_syntax, vary_range (the ends are not in order), those of parse_knob.
// Whether the parameter exists is not looked up.
Result<Vary> parse_vary(std::string_view text);

// "p95Wait(Payment) <= 15": of every point that counts.
// In the unit of the figure.
struct Constraint {
  figures::Figure figure{};
  bool at_most = true;  // else at least
  double limit = 0;
};
Result<Constraint> parse_constraint(std::string_view text);
std::string to_text(const Constraint& constraint);

// Nothing of it is checked here: check_study_request does.
struct StudyRequest {
  StudyKind kind = StudyKind::kSweep;
  StudySubject subject{};
  std::vector<Vary> vary{};
  std::vector<figures::Figure> measures{};
  std::vector<std::string> series{};  // whose values every point keeps
  bool all_series = false;
  std::string method{};     // "": the first of the kind
  std::int64_t points = 0;  // of the study; 0: as the method has it
  std::uint64_t seed = 123;
  double target = 0;                      // of goal-seek
  std::optional<double> tolerance{};      // 1e-6 of goal-seek, 1e-4 of optimize
  std::optional<int> max_iterations{};    // 50, 200
  double perturbation = 0.05;             // of sensitivity
  bool maximize = false;                  // of optimize
  std::vector<bool> maximize_each{};      // of the two measures of a front; empty: as `maximize`
  std::vector<Constraint> constraints{};  // of optimize
};

}  // namespace flowtime::studies
