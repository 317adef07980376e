#include "page/node_rows.h"

#include <algorithm>
#include <span>

#include "judge/node_flows.h"
#include "metrics/pooling.h"
#include "metrics/retry.h"
#include "model/retry_kernel.h"

namespace flowtime::page {
namespace {

// The rows of one node after another; scratch memory is kept between them.
class NodeRows {
 public:
  NodeRows(const judge::JudgedRun& run, const Judgement& judgement, std::size_t bins_per_point)
      : run_(run),
        judgement_(judgement),
        bins_(static_cast<std::size_t>(run.model.grid.bins)),
        bins_per_point_(bins_per_point),
        scratch_(bins_) {}

  std::size_t points() const { return point_count(bins_, bins_per_point_); }

  void write(std::size_t node, std::span<double> out) {
    node_ = node;
    out_ = out;
    const TopologyNode& about = run_.model.topology.nodes[node];
    put(NodeRow::kArrivals, role(Role::kArrivals));
    put(NodeRow::kServed, run_.values(run_.series.of(node).served_effective));
    // Only nodes that queue have these rows.
    if (about.queue_semantics) put(NodeRow::kQueue, role(Role::kQueueDepth));
    put(NodeRow::kCapacity, role(Role::kCapacity));
    if (!role(Role::kCapacity).empty()) put(NodeRow::kLoad, loads());
    if (about.queue_semantics && !role(Role::kQueueDepth).empty()) put_waits();
    if (about.service_semantics) put(NodeRow::kExhaustedFailures, role(Role::kExhaustedFailures));
    if (about.service_semantics) put(NodeRow::kRetryEcho, echo(about));
    if (about.semantics.parallelism) put_parallelism();
  }

 private:
  SeriesIn role(Role role) const { return run_.values(run_.series.of(node_)[role]); }

  // Called before scratch memory is used again: it copies the pooled values.
  void put(NodeRow row, SeriesIn values) {
    if (values.empty()) return;
    // A peak must not vanish when a page draws fewer points.
    const bool largest = row == NodeRow::kQueue || row == NodeRow::kLoad || row == NodeRow::kWait;
    pool(values, bins_per_point_, largest ? Pooling::kMax : Pooling::kMean, this->row(row));
  }

  std::span<double> row(NodeRow row) const {
    return out_.subspan(static_cast<std::size_t>(row) * points(), points());
  }

  SeriesIn loads() {
    const judge::NodeFlows flows(run_, node_);
    if (flows.served().empty()) return {};
    flows.loads(scratch_);
    return scratch_;
  }

  void put_parallelism() {
    const checks::NodeSeries& series = run_.series.of(node_);
    if (checks::exists(series.parallelism)) {
      return put(NodeRow::kParallelism, run_.values(series.parallelism));
    }
    const std::span<double> out = row(NodeRow::kParallelism);
    std::fill(out.begin(), out.end(), series.parallelism_number);
  }

  // Most nodes of a large model wait for nothing.
  void put_waits() {
    const NodeJudgement& judged = judgement_.nodes[node_];
    if (judged.wait.empty()) {
      const std::span<double> none = row(NodeRow::kWait);
      std::fill(none.begin(), none.end(), 0.0);
      return;
    }
    std::fill(scratch_.begin(), scratch_.end(), 0.0);
    std::copy(judged.wait.begin(), judged.wait.end(), scratch_.begin() + judged.first_wait_bin);
    put(NodeRow::kWait, scratch_);
  }

  // As the model gives it, else what its failures cause later.
  SeriesIn echo(const TopologyNode& about) {
    if (const SeriesIn given = role(Role::kRetryEcho); !given.empty()) return given;
    const SeriesIn failures = failures_or_errors(role(Role::kFailures), role(Role::kErrors));
    if (failures.empty()) return failures;
    const auto& written = about.semantics.retry_kernel;
    const KernelPolicy policy = apply_kernel_policy(written.value_or(std::vector<double>()));
    retry_echo(failures, policy.kernel, scratch_);
    return scratch_;
  }

  const judge::JudgedRun& run_;
  const Judgement& judgement_;
  std::size_t bins_ = 0, bins_per_point_ = 1, node_ = 0;
  std::span<double> out_{};
  std::vector<double> scratch_;
};

}  // namespace

void node_rows(const judge::JudgedRun& run, const Judgement& judgement, std::size_t bins_per_point,
               std::vector<double>& block) {
  NodeRows rows(run, judgement, bins_per_point);
  const std::size_t nodes = run.model.topology.nodes.size();
  const std::size_t of_node = kNodeRowCount * rows.points();
  block.assign(nodes * of_node, kAbsent);
  for (std::size_t node = 0; node < nodes; ++node) {
    rows.write(node, std::span(block).subspan(node * of_node, of_node));
  }
}

}  // namespace flowtime::page
