// The host for commands about stored runs: quiet, with the catalog of the data root.
#pragma once

#include <memory>

#include "catalog/catalog.h"
#include "cli/data_root.h"
#include "host/run_host.h"

namespace flowtime::cli {

// Null when it cannot be opened, as on a disk that cannot be written; runs are found without it.
// Reads or creates catalog.db of the data root; the catalog may be behind the runs on disk and
// brings itself up to date when it is asked (docs/decisions/0005).
std::unique_ptr<Catalog> open_catalog(const DataRoot& root);

// Not copied or moved: the host refers to the members beside it.
class CatalogHost {
 public:
  // A data root without runs is left as it is.
  // `root` outlives this object.
  explicit CatalogHost(const DataRoot& root);
  // Valid as long as this object.
  const RunHost& host() const { return host_; }

 private:
  NullLogSink log_;
  RunObserver observer_;
  std::unique_ptr<Catalog> catalog_;
  RunHost host_;
};

}  // namespace flowtime::cli
