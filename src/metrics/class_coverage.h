// How well the classes of a node, a window or a run account for its totals.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

enum class ClassCoverage { kMissing, kPartial, kFull };
inline const char* name_of(ClassCoverage coverage) {
  switch (coverage) {
    case ClassCoverage::kMissing: return "missing";
    case ClassCoverage::kPartial: return "partial";
    case ClassCoverage::kFull: return "full";
  }
  return "";
}

// One bin of one class, or the totals; absent where there is no series.
struct ClassFlows {
  double arrivals = kAbsent, served = kAbsent, errors = kAbsent;
};

// Largest |total - sum of classes| that still counts as accounted for, in items.
inline constexpr double kClassTotalTolerance = 1.0;

// What compare_class_totals found for one bin or one window.
struct ClassTotals {
  ClassCoverage coverage = ClassCoverage::kMissing;
  // Which of arrivals, served, errors the classes do not add up to (finding class_totals_mismatch).
  std::vector<std::string> mismatched;
};

// Compares the totals with the sum of the classes, the unattributed part included: missing without
// classes, partial when a sum is off by more than the tolerance, else full. A flow that is absent
// in the totals or in every class is not compared.
ClassTotals compare_class_totals(const ClassFlows& totals, std::span<const ClassFlows> classes);

// Of a window: partial when any node is, else full when any node is, else missing.
ClassCoverage combined_coverage(std::span<const ClassCoverage> nodes);

// Of a run: full when every declared class has a series, partial when some have.
ClassCoverage run_class_coverage(std::span<const std::string> declared,
                                 std::span<const std::string> captured);

// Class ids in the order in which they are shown: by id in any case, "DEFAULT" last.
std::vector<std::string> class_display_order(std::vector<std::string> ids);

// How well edges show flows: without flowVolume missing; exact without declared classes or when
// every edge covers its classes; partialClass when some do; approx when none does.
enum class EdgeQuality { kMissing, kApprox, kPartialClass, kExact };
const char* name_of(EdgeQuality quality);
// One edge of a run: whether it has a flow, and for how many of the declared classes.
struct EdgeCoverage {
  bool has_flow = false;
  int classes_expected = 0;
  int classes_covered = 0;
};
EdgeQuality edge_quality(std::span<const EdgeCoverage> edges);

}  // namespace flowtime
