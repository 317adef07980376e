// ConstraintLowering: capacities that several nodes share.
#pragma once

#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// One allocation per stratum, then the served of every member is capped.
class ConstraintLowering : SeriesWriter {
 public:
  explicit ConstraintLowering(World& world) : SeriesWriter(world) {}
  void declare();
  void lower();

 private:
  void find_members();
  void lower_allocation(std::uint32_t constraint);
  void lower_capped();

  // By constraint: the members whose served is known, in the order of topology.nodes.
  std::vector<std::vector<const TopologyNode*>> members_of_;
};

}  // namespace flowtime::compile_detail
