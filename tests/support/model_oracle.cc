#include "support/oracle_impl.h"

namespace flowtime::tests {

Parts scaled(double total, Parts parts, const Parts& otherwise) {
  if (is_absent(total)) return Parts(parts.size(), kAbsent);
  if (!otherwise.empty() && sum_of_positive(parts) == 0) parts = otherwise;
  const double sum = sum_of_positive(parts);
  const double slack = 1e-9 * std::max(1.0, std::fabs(total));
  if (total < 0 || (sum == 0 && total > slack)) {
    Parts all_default(parts.size(), 0.0);
    all_default.back() = total;
    return all_default;
  }
  const double factor = std::fabs(sum - total) <= slack ? 1.0 : total / sum;
  for (double& part : parts) part = positive(part) * factor;
  return parts;
}

bool ModelOracle::Impl::classed_pass() {
  bool changed = false;
  for (auto& [id, series] : series_) {
    if (series.is_classed || !series.classed()) continue;
    series.is_classed = changed = true;
  }
  return changed;
}

// Which series carry parts: those that read classed ones, to a fixed point. Then what leaves a
// classed queue without classes of its own gets the queue's, and so on. A remainder of a classed
// series is classed only when its divisor is not, so remainders are looked at last.
void ModelOracle::Impl::find_classed() {
  for (auto& [id, series] : series_) series.is_classed = series.attributed = false;
  for (const bool with_mod : {false, true}) {
    mod_may_be_classed_ = with_mod;
    for (bool changed = true; changed;) {
      while (classed_pass()) {
      }
      changed = false;
      for (const auto& [depth, queue] : queues_) {
        for (const std::string& flow : {queue.outflow, queue.loss}) {
          if (!classed(depth) || flow.empty() || owners(flow) != 1) continue;
          if (kept_unclassed_.count(authored_id(flow)) > 0) continue;
          if (!may_be_attributed(queue, flow)) continue;
          Series& series = find(authored_id(flow));
          series.is_classed = series.attributed = changed = true;
        }
      }
    }
  }
}

// Splits that need themselves are given up first, then flows that still do.
void ModelOracle::Impl::find_self_dependent() {
  std::set<std::string> depths;
  for (const auto& [depth, queue] : queues_) {
    if (!classed(depth) || queue.initial == 0) continue;
    const std::set<std::string> needed = reach([&] { parts(queue.final_inflow(), 0); });
    if (needed.count("split " + depth) > 0) depths.insert(depth);
  }
  self_dependent_ = std::move(depths);
  for (const auto& [id, series] : series_) {
    if (!series.attributed) continue;
    const Queue& owner = *owner_of(id);
    const std::set<std::string> needed = reach([&] {
      leaves_in_order(owner) ? void(in_order(owner, 0)) : void(available_parts(owner, 0));
    });
    if (needed.count("parts " + id) > 0) kept_unclassed_.insert(id);
  }
  if (!kept_unclassed_.empty()) find_classed();
}

// A member that depends on no other member stands in stratum 0, else one above the highest of them.
int ModelOracle::Impl::stratum(const Constraint& constraint, const TopologyNode& node,
                               std::set<std::string> seen) {
  if (!seen.insert(node.id).second) return 0;  // a ring, which evaluation finds
  const std::set<std::string> needed =
      reach([&] { total(raw(node.semantics[Role::kServed]->id), 0); });
  int level = 0;
  for (const TopologyNode* member : members(constraint)) {
    const std::string capped = member->semantics[Role::kServed]->id;
    if (needed.count("total " + capped) == 0) continue;
    level = std::max(level, 1 + stratum(constraint, *member, seen));
  }
  return level;
}

void ModelOracle::Impl::find_strata() {
  for (const Constraint& constraint : model_.topology.constraints) {
    for (const TopologyNode* node : members(constraint)) {
      strata_[{constraint.id, node->id}] = stratum(constraint, *node, {});
    }
  }
}

ModelOracle::ModelOracle(const Model& model) : impl_(std::make_unique<Impl>(model)) {}
ModelOracle::~ModelOracle() = default;

std::vector<std::string> ModelOracle::ids() const {
  return {impl_->published().begin(), impl_->published().end()};
}
bool ModelOracle::has(const std::string& id) const { return impl_->published().count(id) > 0; }
bool ModelOracle::classed(const std::string& id) const { return impl_->classed(id); }
double ModelOracle::value(const std::string& id, std::int64_t bin) const {
  return impl_->total(id, bin);
}
Parts ModelOracle::parts(const std::string& id, std::int64_t bin) const {
  return impl_->parts(id, bin);
}
double ModelOracle::part(const std::string& id, const std::string& class_id,
                         std::int64_t bin) const {
  return impl_->parts(id, bin)[impl_->class_index(class_id)];
}

}  // namespace flowtime::tests
