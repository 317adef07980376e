// Reading several files of a run that others may replace or delete meanwhile.
#pragma once

#include <string>

#include "run/bundle_paths.h"
#include "sys/env.h"

namespace flowtime {

// What tells one run from another under the same id; empty for bundles without a manifest hash.
inline std::string run_stamp(Env& env, const std::string& id) {
  const Result<std::string> line = env.read_file(run_directory(id) + "/" + bundle::kManifestHash);
  return line ? *line : "";
}

// The outcome of `read`, repeated while the run was another before and after it.
template <class Read>
auto of_one_run(Env& env, const std::string& id, Read read) {
  for (;;) {
    const std::string before = run_stamp(env, id);
    auto outcome = read();
    if (run_stamp(env, id) == before) return outcome;
  }
}

}  // namespace flowtime
