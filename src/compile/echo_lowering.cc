// Retry echoes that the author names but does not write: failures through the retry kernel.
#include "compile/echo_lowering.h"

#include "model/retry_kernel.h"

namespace flowtime::compile_detail {

void EchoLowering::declare() {
  for (const TopologyNode& node : model_.topology.nodes) {
    const Rare<SeriesRef>& echo = node.semantics[Role::kRetryEcho];
    if (echo && echo->kind == SeriesRef::Kind::kSeries) declare_series(echo->id, true);
  }
}

void EchoLowering::lower(const Routes& routes, const Queues& queues) {
  std::set<std::string> done;
  for (const TopologyNode& node : model_.topology.nodes) {
    const Rare<SeriesRef>& echo = node.semantics[Role::kRetryEcho];
    if (!echo || echo->kind != SeriesRef::Kind::kSeries) continue;
    if (!slot(echo->id).synthesised || routes.feed(echo->id)) continue;
    if (queues.by_depth.count(echo->id) > 0 || !done.insert(echo->id).second) continue;
    const Rare<SeriesRef>& source = retried_of(node);
    if (!source) continue;
    draft.begin_owner(echo->id);
    const KernelPolicy policy =
        apply_kernel_policy(node.semantics.retry_kernel.value_or(std::vector<double>{}));
    Value x = read(*source);
    x.total = draft.materialise(x.total);
    for (Operand& part : x.parts) part = draft.materialise(part);
    define(slot_of(echo->id),
           lower_per_part({.code = OpCode::kConv, .taps = policy.kernel}, {&x, 1}, false));
  }
}

}  // namespace flowtime::compile_detail
