#include "metrics/class_coverage.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/ascii.h"
#include "model/names.h"

namespace flowtime {
namespace {

bool adds_up(double ClassFlows::*flow, const ClassFlows& totals,
             std::span<const ClassFlows> classes) {
  double sum = 0;
  bool any = false;
  for (const ClassFlows& part : classes) {
    any = any || is_finite(part.*flow);
    sum += finite_or_zero(part.*flow);
  }
  // Nothing to compare is no mismatch: captures often have one of the three flows by class.
  if (!any || is_absent(totals.*flow)) return true;
  return std::fabs(totals.*flow - sum) <= kClassTotalTolerance;
}

}  // namespace

ClassTotals compare_class_totals(const ClassFlows& totals, std::span<const ClassFlows> classes) {
  ClassTotals result;
  if (classes.empty()) return result;
  if (!adds_up(&ClassFlows::arrivals, totals, classes)) result.mismatched.push_back("arrivals");
  if (!adds_up(&ClassFlows::served, totals, classes)) result.mismatched.push_back("served");
  if (!adds_up(&ClassFlows::errors, totals, classes)) result.mismatched.push_back("errors");
  result.coverage = result.mismatched.empty() ? ClassCoverage::kFull : ClassCoverage::kPartial;
  return result;
}

ClassCoverage combined_coverage(std::span<const ClassCoverage> nodes) {
  const auto any = [&](ClassCoverage coverage) {
    return std::find(nodes.begin(), nodes.end(), coverage) != nodes.end();
  };
  if (any(ClassCoverage::kPartial)) return ClassCoverage::kPartial;
  return any(ClassCoverage::kFull) ? ClassCoverage::kFull : ClassCoverage::kMissing;
}

ClassCoverage run_class_coverage(std::span<const std::string> declared,
                                 std::span<const std::string> captured) {
  std::size_t found = 0;
  for (const std::string& id : declared) {
    if (std::find(captured.begin(), captured.end(), id) != captured.end()) ++found;
  }
  if (found == 0) return ClassCoverage::kMissing;
  return found == declared.size() ? ClassCoverage::kFull : ClassCoverage::kPartial;
}

std::vector<std::string> class_display_order(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end(), [](const std::string& a, const std::string& b) {
    // Then by the id itself, so that ids that differ in case alone have an order as well.
    return std::tuple(a == kDefaultClass, lower_case(a), a) <
           std::tuple(b == kDefaultClass, lower_case(b), b);
  });
  return ids;
}

const char* name_of(EdgeQuality quality) {
  switch (quality) {
    case EdgeQuality::kMissing: return "missing";
    case EdgeQuality::kApprox: return "approx";
    case EdgeQuality::kPartialClass: return "partialClass";
    case EdgeQuality::kExact: return "exact";
  }
  return "";
}

EdgeQuality edge_quality(std::span<const EdgeCoverage> edges) {
  bool any_flow = false, all_covered = true, any_covered = false;
  for (const EdgeCoverage& edge : edges) {
    any_flow = any_flow || edge.has_flow;
    // Without declared classes nothing is expected, and every edge covers that.
    all_covered = all_covered && edge.classes_covered >= edge.classes_expected;
    any_covered = any_covered || edge.classes_covered > 0;
  }
  if (!any_flow) return EdgeQuality::kMissing;
  if (all_covered) return EdgeQuality::kExact;
  return any_covered ? EdgeQuality::kPartialClass : EdgeQuality::kApprox;
}

}  // namespace flowtime
