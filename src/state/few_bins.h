// Reading a few bins of every series of a long run.
#pragma once

#include <memory>

#include "series/bin_window.h"
#include "state/stored_run.h"
#include "sys/read_ahead.h"

namespace flowtime {

// Bins of different series lie far apart in the matrix: what the system would read around each of
// them is of other bins, and in the end all of the file. Keep it while the bins are read; null
// where reading ahead does good.
// Worth it from rows of 4,096 bins on of which at most a sixteenth is read.
inline std::unique_ptr<const NoReadAhead> without_reading_ahead(const StoredRun& run,
                                                                const BinWindow& bins) {
  constexpr std::size_t kLongRow = 4096, kFew = 16;
  const auto all = static_cast<std::size_t>(run.bins());
  if (all < kLongRow || bins.size() * kFew > all || run.run().series().empty()) return nullptr;
  return std::make_unique<const NoReadAhead>(run.run().values(0).data(),
                                             run.run().series().size() * all * sizeof(double));
}

}  // namespace flowtime
