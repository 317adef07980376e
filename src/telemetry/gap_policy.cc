#include "telemetry/gap_policy.h"

#include "series/absent.h"

namespace flowtime {
namespace {

std::vector<std::int64_t> absent_bins(std::span<const double> values, std::int64_t& count) {
  std::vector<std::int64_t> first;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!is_absent(values[i])) continue;
    ++count;
    if (first.size() < kShownBins) first.push_back(static_cast<std::int64_t>(i));
  }
  return first;
}

Finding gap_finding(const char* code, const std::string& node_id, const std::string& message,
                    std::vector<std::int64_t> bins) {
  Finding finding;
  finding.code = code;
  finding.node_id = node_id;
  finding.message = message;
  finding.bins = std::move(bins);
  return finding;
}

}  // namespace

double gap_value(std::span<const double> values, const GapPolicy& policy,
                 const std::string& node_id, const std::string& what,
                 std::vector<Finding>& findings) {
  std::int64_t count = 0;
  const std::vector<std::int64_t> bins = absent_bins(values, count);
  const bool fills = policy.fill_nan || policy.fill_gaps;
  if (count == 0) return kAbsent;
  const std::string about = what + " has no value in " + std::to_string(count) +
                            (count == 1 ? " bin" : " bins") +
                            (fills ? ", which the capture fills with 0" : "");
  if (policy.fill_nan) findings.push_back(gap_finding("nan_fill", node_id, about, bins));
  if (policy.detect || policy.fill_gaps) {
    findings.push_back(gap_finding("data_gap", node_id, about, bins));
  }
  return fills ? 0.0 : kAbsent;
}

}  // namespace flowtime
