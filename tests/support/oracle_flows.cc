// Queues, routers, retry echoes and constraints.
#include "support/oracle_impl.h"

namespace flowtime::tests {
namespace {

// The policy for retry kernels: the default one for none, at most 32 coefficients, none negative or
// absent, sum at most 1.
std::vector<double> policed(const std::optional<std::vector<double>>& written) {
  if (!written || written->empty()) return {0, 0.6, 0.3, 0.1};
  std::vector<double> kernel = *written;
  if (kernel.size() > 32) kernel.resize(32);
  double sum = 0;
  for (double& tap : kernel) {
    tap = positive(tap);
    sum += tap;
  }
  for (double& tap : kernel) {
    if (sum > 1) tap *= 1 / sum;
  }
  return kernel;
}

}  // namespace

// The initial depth splits like the inflow of bin 0, equally over the classes when there is none,
// and is all DEFAULT when that would need itself.
Parts ModelOracle::Impl::initial_split(const Queue& queue) {
  if (queue.initial == 0) return nothing();
  if (self_dependent_.count(queue.depth) > 0) return unattributed(queue.initial);
  if (probing_) {
    return visit(
        "split " + queue.depth, [&] { return parts(queue.final_inflow(), 0); }, nothing());
  }
  const auto known = splits_.find(queue.depth);
  if (known != splits_.end()) return known->second;
  Parts split = parts(queue.final_inflow(), 0);
  const double sum = sum_of_positive(split);
  for (std::size_t i = 0; i < split.size(); ++i) {
    const double equal = i + 1 == split.size() ? 0.0 : 1.0 / static_cast<double>(split.size() - 1);
    split[i] = queue.initial * (sum > 0 ? positive(split[i]) / sum : equal);
  }
  return splits_[queue.depth] = split;
}

// What stood there plus what came in.
Parts ModelOracle::Impl::available_parts(const Queue& queue, Bin t) {
  Parts result;
  if (t > 0) {
    result = parts(queue.depth, t - 1);
  } else {
    result = initial_split(queue);
  }
  const Parts in = queue.final_inflow().empty() ? nothing() : parts(queue.final_inflow(), t);
  for (std::size_t i = 0; i < result.size(); ++i) result[i] += finite_or_zero(in[i]);
  return result;
}

// A classed outflow takes its own parts unless a gate or an empty queue decides how much leaves;
// everything else leaves in proportion to what is available.
ModelOracle::Impl::QueueParts ModelOracle::Impl::queue_parts(const Queue& queue, Bin t) {
  QueueParts flows;
  flows.available = available_parts(queue, t);
  const double out = finite_or_zero(released(queue, t));
  const bool starved = out > available(queue, t);
  const bool own_out = !queue.schedule && has_own_parts(queue.outflow);
  const Parts out_parts = own_out ? parts(queue.outflow, t) : nothing();
  flows.out_keeps_own = own_out && !starved;
  flows.out = flows.out_keeps_own ? out_parts : scaled(effective(queue, t), flows.available);
  flows.loss = has_own_parts(queue.loss)
                   ? parts(queue.loss, t)
                   : scaled(finite_or_zero(read(queue.loss, t)), flows.available);
  for (std::size_t i = 0; i < part_count(); ++i) {
    const double after_out = flows.available[i] - finite_or_zero(flows.out[i]);
    flows.left.push_back(after_out - finite_or_zero(flows.loss[i]));
  }
  return flows;
}

void ModelOracle::Impl::define_inflow(const Queue& queue) {
  const std::string id = queue.prefix + "_inflow";
  published_.insert(id);
  define(
      id,
      [this, &queue](Bin t) {
        double sum = finite_or_zero(read(queue.inflow, t));
        for (const std::string& from : queue.overflow_from) {
          sum += total(queues_.at(from).overflow(), t);
        }
        return sum;
      },
      [this, &queue] {
        bool any = classed(queue.inflow);
        for (const std::string& from : queue.overflow_from) {
          any = any || classed(queues_.at(from).overflow());
        }
        return any;
      },
      [this, &queue](Bin t) {
        Parts sum = queue.inflow.empty() ? nothing() : parts(queue.inflow, t);
        for (double& part : sum) part = finite_or_zero(part);
        for (const std::string& from : queue.overflow_from) {
          const Parts more = parts(queues_.at(from).overflow(), t);
          for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
        }
        return sum;
      });
}

void ModelOracle::Impl::define_queue(const Queue& queue) {
  if (!queue.overflow_from.empty()) define_inflow(queue);
  const auto is_classed_queue = [this, &queue] { return classed(queue.final_inflow()); };
  define_authored(
      queue.depth,
      [this, &queue](Bin t) {
        const double wanted = wanted_depth(queue, t);
        return queue.limited() ? std::min(wanted, limit(queue, t)) : wanted;
      },
      is_classed_queue,
      [this, &queue](Bin t) {
        return leaves_in_order(queue) ? in_order(queue, t).stays : queue_parts(queue, t).left;
      });
  if (queue.limited()) {
    published_.insert(queue.overflow());
    define(
        queue.overflow(),
        [this, &queue](Bin t) { return std::max(0.0, wanted_depth(queue, t) - limit(queue, t)); },
        is_classed_queue,
        [this, &queue](Bin t) {
          return leaves_in_order(queue) ? in_order(queue, t).overflowed
                                        : queue_parts(queue, t).left;
        });
  }
  published_.insert(queue.effective());
  define(
      queue.effective(), [this, &queue](Bin t) { return effective(queue, t); }, is_classed_queue,
      [this, &queue](Bin t) {
        if (leaves_in_order(queue)) return in_order(queue, t).left;
        const QueueParts flows = queue_parts(queue, t);
        return flows.out_keeps_own ? flows.out : flows.available;
      });
}

// How many nodes and queues serve or lose this series.
int ModelOracle::Impl::owners(const std::string& id) const {
  std::set<std::string> names;
  for (const TopologyNode& node : model_.topology.nodes) {
    for (const Role role : {Role::kServed, Role::kErrors}) {
      if (node.semantics[role] && node.semantics[role]->id == id) names.insert(node.id);
    }
  }
  for (const auto& [depth, queue] : queues_) {
    if (queue.outflow == id || queue.loss == id)
      names.insert(queue.node ? queue.node->id : " " + depth);
  }
  return static_cast<int>(names.size());
}
const ModelOracle::Impl::Queue* ModelOracle::Impl::owner_of(const std::string& id) const {
  for (const auto& [depth, queue] : queues_) {
    const auto names = [&](const std::string& flow) { return flow == id || raw(flow) == id; };
    if (names(queue.outflow) || names(queue.loss)) return &queue;
  }
  return nullptr;
}

// --- routers ---

// What a route carries, by class. A class goes to the first route that names it; routes without
// classes share the rest by weight.
Parts ModelOracle::Impl::routed_parts(const Node& node, std::size_t route, Bin t) {
  const auto& router = std::get<RouterNode>(node.body);
  const std::string source = target_of(router.queue);
  Parts rest = parts(source, t), taken = nothing();
  double weights = 0;
  for (std::size_t r = 0; r < router.routes.size(); ++r) {
    const Route& one = router.routes[r];
    if (one.classes.empty()) weights += one.weight;
    Parts own = nothing();
    for (const ClassIndex index : one.classes) {
      own[index.value] += std::exchange(rest[index.value], 0.0);
    }
    if (r == route) taken = own;
  }
  const Route& wanted = router.routes[route];
  if (!wanted.classes.empty()) return taken;
  for (double& part : rest) part *= wanted.weight / weights;
  return rest;
}

double ModelOracle::Impl::routed(const Node& node, std::size_t route, Bin t) {
  const auto& router = std::get<RouterNode>(node.body);
  double classes = 0, weights = 0;
  for (const Route& one : router.routes) {
    classes += static_cast<double>(one.classes.size());
    if (one.classes.empty()) weights += one.weight;
  }
  const Route& wanted = router.routes[route];
  const std::string source = target_of(router.queue);
  if (classes == 0 || !classed(source)) {
    if (!wanted.classes.empty()) return 0;
    return total(source, t) * (wanted.weight / weights);
  }
  double sum = 0;
  for (const double part : routed_parts(node, route, t)) sum += part;
  return sum;
}

void ModelOracle::Impl::define_target(const std::string& target) {
  define_authored(
      target,
      [=, this](Bin t) {
        double sum = 0;
        for (const auto& [router, route] : routes_[target]) sum += routed(*router, route, t);
        return sum;
      },
      [=, this] {
        for (const auto& [router, route] : routes_[target]) {
          if (classed(target_of(std::get<RouterNode>(router->body).queue))) return true;
        }
        return false;
      },
      [=, this](Bin t) {
        Parts sum = nothing();
        for (const auto& [router, route] : routes_[target]) {
          const Parts more = routed_parts(*router, route, t);
          for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
        }
        return sum;
      });
}

// --- retries ---

void ModelOracle::Impl::define_echoes() {
  for (const TopologyNode& node : model_.topology.nodes) {
    const auto& echo = node.semantics[Role::kRetryEcho];
    if (!echo || echo->kind != SeriesRef::Kind::kSeries || published_.count(echo->id) > 0) continue;
    const auto& failures = node.semantics[Role::kFailures] ? node.semantics[Role::kFailures]
                                                           : node.semantics[Role::kErrors];
    if (!failures) continue;
    const std::string source = target_of(*failures, &node);
    const std::vector<double> kernel = policed(node.semantics.retry_kernel);
    define_authored(
        echo->id,
        [=, this](Bin t) {
          return eval_conv(kernel, t, [&](Bin bin) { return total(source, bin); });
        },
        [=, this] { return classed(source); },
        [=, this](Bin t) {
          Parts result;
          for (std::size_t i = 0; i < part_count(); ++i) {
            result.push_back(eval_conv(kernel, t, [&](Bin bin) { return parts(source, bin)[i]; }));
          }
          return result;
        });
  }
}

// --- constraints ---

std::vector<const TopologyNode*> ModelOracle::Impl::members(const Constraint& constraint) const {
  std::vector<const TopologyNode*> found;
  for (const TopologyNode& node : model_.topology.nodes) {
    const auto& ids = node.constraints;
    if (std::find(ids.begin(), ids.end(), constraint.id) != ids.end()) found.push_back(&node);
  }
  return found;
}

// Members of one stratum share what earlier strata left, in proportion to what they want.
double ModelOracle::Impl::allocation(const Constraint& constraint, const TopologyNode& node,
                                     Bin t) {
  const auto demand = [&](const TopologyNode& member) {
    return positive(total(raw(member.semantics[Role::kServed]->id), t));
  };
  const int level = strata_[{constraint.id, node.id}];
  double left = total(target_of(constraint.served), t), wanted = 0;
  for (int below = 0; below < level; ++below) {
    for (const TopologyNode* member : members(constraint)) {
      if (strata_[{constraint.id, member->id}] != below) continue;
      left -= total(allocation_id(*member, constraint.id), t);
    }
  }
  for (const TopologyNode* member : members(constraint)) {
    if (strata_[{constraint.id, member->id}] == level) wanted += demand(*member);
  }
  if (positive(left) == 0) return 0;
  return wanted <= left ? demand(node) : left * (demand(node) / wanted);
}

void ModelOracle::Impl::define_constraints() {
  for (const Constraint& constraint : model_.topology.constraints) {
    target_of(constraint.served);
    for (const TopologyNode* node : members(constraint)) {
      const std::string allocated = allocation_id(*node, constraint.id);
      const std::string limited = limited_id(*node, constraint.id);
      const std::string served = node->semantics[Role::kServed]->id;
      published_.insert(allocated);
      published_.insert(limited);
      define(allocated, [=, this, &constraint](Bin t) {
        // What members want of one another through an allocation makes no stratum.
        return probing_ ? 0.0 : allocation(constraint, *node, t);
      });
      define(limited, [=, this](Bin t) {
        if (probing_) return 0.0;
        return total(allocated, t) + 1e-6 < positive(total(raw(served), t)) ? 1.0 : 0.0;
      });
    }
  }
  for (const TopologyNode& node : model_.topology.nodes) {
    if (node.constraints.empty() || !node.semantics[Role::kServed]) continue;
    const std::string served = node.semantics[Role::kServed]->id;
    define(
        served,
        [=, this, &node](Bin t) {
          double value = total(raw(served), t);
          for (const std::string& id : node.constraints) {
            value = arithmetic::min(value, total(allocation_id(node, id), t));
          }
          return value;
        },
        [=, this] { return classed(raw(served)); },
        [=, this](Bin t) { return parts(raw(served), t); });
  }
}

}  // namespace flowtime::tests
