// EchoLowering: retry echoes that the author names but does not write.
#pragma once

#include "compile/queues.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

// An echo is the failures of its node through the retry kernel.
// With the kernel k_0 .. k_n of the node (topology semantics, retryKernel) and its failures f:
//
//     echo[t] = sum over i of k_i x f[t - i],   f = 0 before bin 0
//
// An echo that the author writes as a node of its own stays what its expression says.
class EchoLowering : SeriesWriter {
 public:
  explicit EchoLowering(World& world) : SeriesWriter(world) {}
  // A slot for each echo that is named. Slots that a node declared before keep `synthesised` false,
  // which is how lower() knows them.
  void declare();
  // Echoes that are the depth of a queue or the target of a route are made there.
  void lower(const Routes& routes, const Queues& queues);
};

}  // namespace flowtime::compile_detail
