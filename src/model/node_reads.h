// What a node of nodes[] reads, and what it feeds: the one place that takes node bodies apart for
// it.
#pragma once

#include <string_view>
#include <vector>

#include "model/model.h"

namespace flowtime {

// For messages and drawings that say what a read is for.
enum class ReadUse {
  kTerm,    // a name in the expression
  kInflow,  // of a queue
  kOutflow,
  kLoss,
  kRouted,        // what a router divides
  kWeight,        // of a route
  kGateCapacity,  // what a dispatch lets through at most
};

// Without the class of the reference: a read of "served@Gold" is one of "served".
struct NodeRead {
  std::string_view id;  // as the node writes it; lives as long as the node
  ReadUse use = ReadUse::kTerm;
};

// In written order; an expression that uses a name twice reads it once.
// Ids that are generated are in it as well; a router's targets are not, they are in feeds_of.
std::vector<NodeRead> reads_of(const Node& node);

// The targets of a router's routes, in written order; nothing for other nodes.
std::vector<std::string_view> feeds_of(const Node& node);

}  // namespace flowtime
