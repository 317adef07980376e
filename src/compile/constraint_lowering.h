// ConstraintLowering: capacities that several nodes share.
#pragma once

#include <vector>

#include "compile/series_writer.h"

namespace flowtime::compile_detail {

// One allocation per stratum, then the served of every member is capped.
// A constraint is a capacity (a series, items per bin) that its members compete for. In each bin
// member i, whose authored served is d_i, is allowed
//
//     share_i = d_i                        while the sum of d fits the capacity
//     share_i = capacity x d_i / sum of d  otherwise
//     served_i = MIN(d_i, share_i of each of its constraints)
//
// Members that feed one another within a bin are in different strata: a later stratum shares what
// earlier ones left (docs/semantics.md, "Constraints").
class ConstraintLowering : SeriesWriter {
 public:
  explicit ConstraintLowering(World& world) : SeriesWriter(world) {}
  // Allocation and limited flag of each member, and a `raw` column for each served that is capped.
  void declare();
  // Fills World::members, from which find_strata decides whether lowering has to run again.
  void lower();

 private:
  void find_members();
  void lower_allocation(std::uint32_t constraint);
  // Must follow all allocations: a served may be a member of several constraints.
  void lower_capped();

  // By constraint: the members whose served is known, in the order of topology.nodes.
  std::vector<std::vector<const TopologyNode*>> members_of_;
};

}  // namespace flowtime::compile_detail
