// What a model means, straight from the documents: every series is a definition, every value is
// computed when it is asked for and remembered. No plan, no order, no shared sub-expressions; for
// small models only (values are looked up by name).
//
// It shares nothing with compile and eval but the scalar arithmetic of expressions
// (series/arithmetic.h) and the ids that compile makes up (model/names.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/model.h"

namespace flowtime::tests {

// The model needs a value to compute that same value within one bin.
class OracleCycle : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One value per declared class, then DEFAULT.
using Parts = std::vector<double>;

class ModelOracle {
 public:
  // Throws OracleCycle when some series needs itself within one bin.
  explicit ModelOracle(const Model& model);
  ~ModelOracle();

  // Ids of all series that are published, totals only, sorted.
  std::vector<std::string> ids() const;
  bool has(const std::string& id) const;
  // Whether the series carries class parts.
  bool classed(const std::string& id) const;

  double value(const std::string& id, std::int64_t bin) const;
  Parts parts(const std::string& id, std::int64_t bin) const;
  // The part of a class, or of "DEFAULT".
  double part(const std::string& id, const std::string& class_id, std::int64_t bin) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flowtime::tests
