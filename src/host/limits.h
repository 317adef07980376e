// The limits of the program, by name. Exceeding one is a Problem that says which, and what to do.
// Other rooms have limits of their own (ARCHITECTURE.md lists them); these are of whole requests.
#pragma once

#include <cstddef>
#include <cstdint>

#include "expr/expr.h"         // kMaxExprDepth, kMaxExprNodes, kMaxLag, kMaxKernelTaps
#include "model/limits.h"      // kMaxNodes, kMaxTopologyNodes, kMaxEdges, ...
#include "run/csv_policy.h"    // kMaxWideCells, kMaxArchivedCells
#include "series/time_grid.h"  // kMaxBins, kMaxBinSize

namespace flowtime {

// In UTF-8 bytes, for models and templates.
inline constexpr std::size_t kMaxModelBytes = 64u << 20;        // of a model text
inline constexpr int kMaxYamlDepth = 64;                        // collections within collections
inline constexpr std::int64_t kMaxCellsPerRun = 4'000'000'000;  // published series x bins
inline constexpr std::size_t kMaxSettings = 1000;               // values given beside the model

// What one process is allowed. The defaults are the constants above; the operator lowers or raises
// the number of cells (FLOWTIME_MAX_CELLS).
// Every request has a copy; changing it later changes nothing.
// 8 bytes per cell on disk: the default allows 32 GB.
struct Limits {
  std::int64_t cells_per_run = kMaxCellsPerRun;
};

}  // namespace flowtime
