// compare_studies: what changed from one stored study to another. Points are compared when all that
// is varied has the same values; no model is opened, so that studies of models that have changed
// since, or of removed runs, can be compared.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "studies/study_store.h"
#include "text/json_writer.h"

namespace flowtime::studies {

// A figure of one point. Sizes of changes are shares of the largest |value| that the figure has in
// either study; a value that only one side has is a change of 1. Up to 1e-9 counts as equal.
// Absent values are equal to each other.
struct FigureMove {
  figures::FigureValue before{}, after{};
  double size = 0;
};

struct PointMove {
  whatif::Point inputs{};                          // by StudyComparison::parameters
  std::int64_t before_point = 0, after_point = 0;  // as `studies run --point` counts
  std::vector<FigureMove> figures{};               // by StudyComparison::measures
  double size = 0;                                 // of the largest of them
};

// Of all points with the same inputs.
struct FigureSummary {
  std::int64_t differing = 0;
  double mean_change = 0;      // of the points that have a value on both sides; absent without any
  std::size_t largest_at = 0;  // in StudyComparison::points; of no meaning where none differs
};

// A number that both studies found: the gradient of a parameter, the p95 of a figure.
struct FoundMove {
  std::string what{};            // "gradient", "value", "p95"
  std::string of{};              // the parameter, figure or expectation
  double before = 0, after = 0;  // absent where only the other study has it
  double size = 0;               // a share of the largest |value| of the same `what`
};

// The bin in which a band of an ensemble changed most.
struct BandMove {
  std::string series{}, band{};  // "p95"
  std::int64_t bin = 0;
  double before = 0, after = 0;
  double size = 0;  // a share of the largest |value| of the bands of the series
};

// A value, independent of the store. Studies of different kinds have their points compared and
// nothing of what they found.
struct StudyComparison {
  StudyRecord before{}, after{};
  std::string sentence{};
  std::vector<std::string> remarks{};  // what is worth knowing beside it, a sentence each
  std::vector<std::string> parameters{}, measures{};  // that both have, as `before` orders them
  std::vector<std::string> parameters_only_before{}, parameters_only_after{};
  std::vector<std::string> measures_only_before{}, measures_only_after{};
  std::int64_t same_points = 0;                            // pairs of points with the same inputs
  std::vector<FigureSummary> figures{};                    // by measure
  std::vector<PointMove> points{};                         // that differ, the largest first
  std::vector<whatif::Point> only_before{}, only_after{};  // inputs, as each study orders them
  std::vector<FoundMove> found{};  // that differ, the largest first; of studies of one kind
  std::int64_t found_alike = 0;
  std::vector<BandMove> bands{};  // that differ, the largest first
  // Says nothing of requests, times and versions.
  bool identical() const {
    return points.empty() && only_before.empty() && only_after.empty() && found.empty() &&
           bands.empty() && measures_only_before.empty() && measures_only_after.empty();
  }
};

// Problems: study_not_found, study_damaged; io codes.
// Reads all points of both studies into memory, without their series.
Result<StudyComparison> compare_studies(StudyStore& store, const std::string& before,
                                        const std::string& after);

// docs/studies.md, "Comparison"; of lists the first `most` entries, counts are of all.
std::string to_json(const StudyComparison& comparison, std::size_t most,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);
inline constexpr std::int64_t kShownMoves = 20;

// "paymentCapacity = 60, ordersPerBin = 40"
// Names and inputs in the same order.
std::string inputs_in_words(const std::vector<std::string>& names, const whatif::Point& inputs);

}  // namespace flowtime::studies
