// Random valid models: the same options give the same text on every machine.
//
// A model is built from blocks, each of which reads in its own bin only what earlier blocks have
// made, so no same-bin cycle arises; lagged reads may name any id, so feedback does arise. Among
// the blocks: sources with and without classes, expressions over the whole language, queues
// (topology and nodes[]) with initial depths, dispatch schedules, WIP limits and overflow cascades,
// routers by weight and by class, shared constraints in strata, retry loops closed through CONV and
// through a synthesised echo, levels with an initial condition, edges of every type.
#pragma once

#include <cstdint>
#include <string>

namespace flowtime::tests {

struct RandomModelOptions {
  std::uint64_t seed = 1;
  int nodes = 20;  // about so many entries of nodes[]
  int bins = 24;
  bool degenerate = false;   // zeros, negatives, absent and huge values everywhere
  bool draws = false;        // Poisson traffic too
  bool disciplines = false;  // schema version 2, and queues whose items leave in an order
  // No classes, and only what doubles when all amounts double: `scale` multiplies every amount.
  bool homogeneous = false;
  int scale = 1;
  std::uint64_t node_order =
      0;  // another one shuffles nodes[] differently and changes nothing else
};

std::string random_model(const RandomModelOptions& options);

// The options of the n-th model of a test run: sizes and kinds vary with the seed.
RandomModelOptions options_of_seed(std::uint64_t seed);

}  // namespace flowtime::tests
