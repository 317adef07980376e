// The table of verdicts: one row per figure that can make a bin warning or critical.
//
// The numbers are data: a node of the model overrides them (`thresholds`), and so does the request
// that creates a run. What each row looks at: docs/semantics.md, "Judgement".
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/model.h"

namespace flowtime::judge {

// In the order of the table; about() uses a row's number as its place.
enum class Row : std::uint8_t {
  kWait,
  kWillBeLate,
  kFull,
  kDropped,
  kUsefulShare,
  kFailing,
  kRefused,
  kUnaccounted,
  kDeparture,
  kCompletion,
  kAdherence,
  kStuck,
  kOverlay,
};
inline constexpr std::size_t kRowCount = 13;

// A figure above `warning` makes a warning, above `critical` a critical; infinite: never.
struct Limits {
  double warning = 0, critical = 0;
};

struct RowInfo {
  Row row;
  const char* name;
  Limits limits;
  const char* measures;  // what is compared with the limits, in words
};
const std::array<RowInfo, kRowCount>& threshold_table();
const RowInfo& about(Row row);

// Rows about work that was not done, not about waiting.
inline bool is_about_work(Row row) {
  return row == Row::kUsefulShare || row == Row::kFailing || row == Row::kRefused ||
         row == Row::kUnaccounted || row == Row::kCompletion;
}

using Thresholds = std::array<Limits, kRowCount>;
Thresholds default_limits();
// The defaults, then those of the model, then those of the node.
// The request wins over the model, the model over the defaults. Names that are not rows are ignored
// here: reading the model has refused them.
Thresholds limits_of(const ThresholdOverrides& request, const TopologyNode& node);

}  // namespace flowtime::judge
