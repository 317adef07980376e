// A class of the order is a queue of its own; all others share the last one. The level of a queue
// is the sum of its classes' levels, what enters it the sum of what they let in, so the FIFO pieces
// of each queue follow from series that the run has.
#include "metrics/class_queues.h"

#include <algorithm>

namespace flowtime {
namespace {

double sum_at(std::span<const ClassFlow> flows, std::size_t bin) {
  double sum = 0;
  for (const ClassFlow& flow : flows) {
    sum += std::max(0.0, finite_or_zero(value_at(flow.came, bin)));
  }
  return sum;
}

}  // namespace

ClassQueues::ClassQueues(std::span<const ClassIndex> order, std::span<const ClassFlow> flows,
                         double initial_depth, double dust)
    : dust_(dust) {
  std::size_t bins = 0;
  for (const ClassFlow& flow : flows) bins = std::max(bins, flow.depth.size());
  queues_.resize(order.size() + 1);
  for (Queue& queue : queues_) queue = {std::vector(bins, 0.0), std::vector(bins, 0.0)};
  // An initial depth splits like the inflow of bin 0, else equally over the classes.
  const double first = bins > 0 ? sum_at(flows, 0) : 0;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const auto place =
        // A class that is not found gets place order.size(): the shared queue, which is the last.
        std::find(order.begin(), order.end(), ClassIndex{static_cast<std::uint32_t>(i)});
    queue_of_.push_back(static_cast<std::size_t>(place - order.begin()));
    Queue& queue = queues_[queue_of_.back()];
    entered_.emplace_back(bins, 0.0);
    if (!flows[i].came.empty()) entered_flow(flows[i].came, flows[i].overflow, entered_.back());
    for (std::size_t t = 0; t < bins; ++t) {
      queue.entered[t] += entered_.back()[t];
      queue.depth[t] += finite_or_zero(value_at(flows[i].depth, t));
    }
    // The last flow is what no class accounts for: it gets no equal share.
    const double equal = i + 1 < flows.size() ? 1.0 / static_cast<double>(flows.size() - 1) : 0.0;
    const double came = bins > 0 ? std::max(0.0, finite_or_zero(value_at(flows[i].came, 0))) : 0;
    queue.initial += initial_depth * (first > 0 ? came / first : equal);
  }
  for (Queue& queue : queues_) {
    // After the sums: the dust of several classes may be a level together.
    for (double& depth : queue.depth) depth = depth < dust ? 0 : depth;
  }
}

void ClassQueues::leave_by_themselves(std::size_t lately_bins) {
  for (Queue& queue : queues_) {
    const std::size_t bins = queue.depth.size(), span = std::min(bins, lately_bins);
    double left = 0;
    for (std::size_t t = bins - span; t < bins; ++t) {
      const double before = t == 0 ? queue.initial : queue.depth[t - 1];
      left += std::max(0.0, before + queue.entered[t] - queue.depth[t]);
    }
    // A rate of dust would give waits of millions of bins, where the truth is that nothing leaves.
    const double rate = span > 0 ? left / static_cast<double>(span) : 0;
    queue.own_rate = rate < dust_ ? 0 : rate;
  }
}

bool ClassQueues::balances() const {
  return std::all_of(queues_.begin(), queues_.end(), [&](const Queue& queue) {
    double before = queue.initial;
    for (std::size_t t = 0; t < queue.depth.size(); ++t) {
      // Twice: both levels may have lost up to the dust when they were rounded to empty.
      if (queue.depth[t] > before + queue.entered[t] + 2 * dust_) return false;
      before = queue.depth[t];
    }
    return true;
  });
}

std::vector<FifoQueue> ClassQueues::queues() const {
  std::vector<FifoQueue> made;
  for (const Queue& queue : queues_) {
    made.push_back({.inflow = queue.entered,
                    .depth = queue.depth,
                    .initial_depth = queue.initial < dust_ ? 0 : queue.initial,
                    .dust = dust_,
                    .own_rate = queue.own_rate});
  }
  return made;
}

std::vector<double> ClassQueues::shares_of(std::size_t flow) const {
  const Queue& queue = queues_[queue_of_[flow]];
  std::vector<double> shares(queue.entered.size(), 0.0);
  for (std::size_t t = 0; t < shares.size(); ++t) {
    if (queue.entered[t] > 0) shares[t] = entered_[flow][t] / queue.entered[t];
  }
  return shares;
}

}  // namespace flowtime
