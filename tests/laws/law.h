// What the laws share: reading a random model, and walking over seeds.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "support/random_model.h"

namespace flowtime::tests {

// A model that was read and compiled, and the text it came from.
struct LawModel {
  std::string text;
  Model model;
  Plan plan;
};

// The document as a model; problems as text.
struct ReadOutcome {
  std::optional<Model> model;
  std::vector<Problem> problems;
};
ReadOutcome read_text(const std::string& text);

// Compiles with any fixed source of random numbers.
Result<Compiled> compile_model(const Model& model);

// Reads and compiles; a gtest failure and nothing when the text is refused.
std::optional<LawModel> law_model(const RandomModelOptions& options);

// 100 in the normal run, 1,000 with FT_LONG=1; FT_SEED=n runs that one alone.
bool long_run();
std::vector<std::uint64_t> seeds();
// Calls law(seed) for each; failures name the seed.
void for_each_seed(const std::function<void(std::uint64_t)>& law);

SeriesTable evaluate_all(const Plan& plan, const EvaluateOptions& options = {});

inline bool same_bits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }
// Where two tables differ in a bit, for messages; empty when nowhere.
std::string first_difference(const Plan& plan, const SeriesTable& expected, const SeriesTable& got);

}  // namespace flowtime::tests
