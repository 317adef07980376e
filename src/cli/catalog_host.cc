#include "cli/catalog_host.h"

#include "run/bundle_paths.h"

namespace flowtime::cli {

std::unique_ptr<Catalog> open_catalog(const DataRoot& root) {
  auto catalog = Catalog::open(*root.env, root.path + "/" + kCatalogFile);
  if (!catalog) return nullptr;
  return std::move(*catalog);
}

CatalogHost::CatalogHost(const DataRoot& root)
    // Opening creates catalog.db; asking about runs must not create a data root by the way.
    : catalog_(root.env->exists(kRunsDirectory) ? open_catalog(root) : nullptr),
      host_{.env = *root.env, .log = log_, .observer = observer_} {
  host_.catalog = catalog_.get();
}

}  // namespace flowtime::cli
