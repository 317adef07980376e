// The order in which items leave a queue: every bin's items are kept by themselves and let out one
// after the other, from bin 0 on, whenever somebody asks.
#include "support/oracle_impl.h"

namespace flowtime::tests {
namespace {

constexpr double kDust = 1e-12;  // of what is there: rounding

double sum_of(const Parts& parts) {
  double sum = 0;
  for (const double part : parts) sum += part;
  return sum;
}

}  // namespace

// The rank of each class: its place in the priority, and behind those all others; one rank first
// in, first out.
void ModelOracle::Impl::let_in(Waiting& waiting, const Queue& queue, Bin bin,
                               const Parts& parts) const {
  const std::vector<ClassIndex>& priority = queue.discipline.priority;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::size_t rank = 0;
    while (rank < priority.size() && priority[rank].value != i) ++rank;
    Parts& batch = waiting.try_emplace({rank, bin}, nothing()).first->second;
    batch[i] += positive(parts[i]);
  }
}

void ModelOracle::Impl::let_out(Parts& from, double share, Parts& taken) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    taken[i] += from[i] * share;
    from[i] -= from[i] * share;
  }
}

void ModelOracle::Impl::serve(Waiting& waiting, double amount, Parts& taken) {
  for (auto& [place, batch] : waiting) {
    const double there = sum_of(batch);
    if (!(amount > 0)) return;
    if (there <= 0) continue;
    const bool all = there - amount <= kDust * there;
    let_out(batch, all ? 1 : amount / there, taken);
    amount -= there;
  }
}

// The newest first, all ranks alike.
void ModelOracle::Impl::turn_away(Waiting& waiting, double amount, Parts& taken) {
  std::map<Bin, std::vector<Parts*>, std::greater<>> by_bin;
  for (auto& [place, batch] : waiting) by_bin[place.second].push_back(&batch);
  for (const auto& [bin, batches] : by_bin) {
    double there = 0;
    for (const Parts* batch : batches) there += sum_of(*batch);
    if (!(amount > 0)) return;
    if (there <= 0) continue;
    const bool all = there - amount <= kDust * there;
    for (Parts* batch : batches) let_out(*batch, all ? 1 : amount / there, taken);
    amount -= there;
  }
}

ModelOracle::Impl::InOrder ModelOracle::Impl::in_order(const Queue& queue, Bin t) {
  InOrder order{nothing(), nothing(), nothing()};
  const bool limited = queue.limited();
  if (probing_) {
    return visit(
        "order " + queue.depth,
        [&] {
          total(queue.depth, 0);
          if (limited) total(queue.overflow(), 0);
          parts(queue.final_inflow(), 0);
          initial_split(queue);
        },
        order);
  }
  Waiting waiting;
  let_in(waiting, queue, -1, initial_split(queue));
  double before = queue.initial;
  for (Bin s = 0; s <= t; ++s) {
    Parts in = queue.final_inflow().empty() ? nothing() : parts(queue.final_inflow(), s);
    for (double& part : in) part = positive(part);
    let_in(waiting, queue, s, in);
    const double stays = total(queue.depth, s);
    const double overflows = limited ? total(queue.overflow(), s) : 0.0;
    order = {nothing(), nothing(), nothing()};
    const double there = before + sum_of(in);
    const double leaves =
        stays + overflows > 0 ? there - stays - overflows : std::numeric_limits<double>::max();
    if (leaves > kDust * there) serve(waiting, leaves, order.left);
    turn_away(waiting, overflows, order.overflowed);
    for (const auto& [place, batch] : waiting) {
      for (std::size_t i = 0; i < batch.size(); ++i) order.stays[i] += batch[i];
    }
    before = stays;
  }
  return order;
}

// An unclassed flow; where items leave in an order also one whose classes come from the queue.
bool ModelOracle::Impl::may_be_attributed(const Queue& queue, const std::string& flow) {
  if (flow.find('@') != std::string::npos) return false;
  if (!classed(flow)) return true;
  return has_own_parts(flow) && leaves_in_order(queue) && reads_queue(queue, flow);
}

}  // namespace flowtime::tests
