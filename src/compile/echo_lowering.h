// EchoLowering: retry echoes that the author names but does not write.
#pragma once

#include "compile/queues.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

// An echo is the failures of its node through the retry kernel.
class EchoLowering : SeriesWriter {
 public:
  explicit EchoLowering(World& world) : SeriesWriter(world) {}
  void declare();
  // Echoes that are the depth of a queue or the target of a route are made there.
  void lower(const Routes& routes, const Queues& queues);
};

}  // namespace flowtime::compile_detail
