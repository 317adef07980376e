// CompiledVariants: what a subject compiled for values that change more than columns.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "whatif/scenario_figures.h"

namespace flowtime::whatif {

// Thread safe. Variants share their models and plans with the scenarios that were given out.
class CompiledVariants {
 public:
  // When there are more than `most`, all are forgotten.
  explicit CompiledVariants(std::size_t most) : most_(most) {}

  // The variant of that key, made where it is not known. Several threads may make the same one; all
  // of them get the one that was first.
  // Compiles outside of the lock. Problems are those of `make`, and are not remembered.
  Result<Scenario> get(const std::string& key, const std::function<Result<Scenario>()>& make) const;

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Scenario> known_;
};

}  // namespace flowtime::whatif
