// Findings about negative series are grouped by the const node that explains them: a breadth-first
// walk from the series to its sources, over reads, routes and what a queue is made of, ends at the
// nearest const node with a negative number. Each such node becomes one problem, in the place of
// the
// first finding that it explains.
#include "pipeline/root_cause.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/number_text.h"
#include "model/names.h"
#include "model/node_reads.h"

namespace flowtime {
namespace {

// The findings that say that the series of a role is negative.
struct NegativeRow {
  std::string_view code;
  Role role;
};
constexpr NegativeRow kNegative[] = {
    {"arrivals_negative", Role::kArrivals},
    {"served_negative", Role::kServed},
    {"errors_negative", Role::kErrors},
    {"attempts_negative", Role::kAttempts},
    {"failures_negative", Role::kFailures},
    {"exhausted_failures_negative", Role::kExhaustedFailures},
    {"retry_echo_negative", Role::kRetryEcho},
    {"queue_negative", Role::kQueueDepth},
    {"external_demand_negative", Role::kExternalDemand},
    {"processing_time_negative", Role::kProcessingTimeMsSum},
    {"served_count_negative", Role::kServedCount},
    {"retry_budget_negative", Role::kRetryBudgetRemaining},
    {"capacity_negative", Role::kCapacity},
};

std::optional<Role> negative_role(const Finding& finding) {
  for (const NegativeRow& row : kNegative) {
    if (finding.code == row.code) return row.role;
  }
  return std::nullopt;
}

// What each series of a model is made from, by id, without evaluating anything.
class Sources {
 public:
  explicit Sources(const Model& model) : model_(model) {
    for (const TopologyNode& node : model.topology.nodes) note_queue(node);
    for (const Node& node : model.nodes) {
      for (const std::string_view target : feeds_of(node)) {
        made_from_[std::string(target)].push_back(std::get<RouterNode>(node.body).queue.id);
      }
    }
  }

  // The const node with a negative number that is nearest upstream; nullptr without one. Of
  // equally near ones that of a capacity, else the first.
  const Node* nearest_negative(const std::string& series) const {
    std::deque<std::pair<std::string, int>> pending{{series, 0}};
    std::unordered_set<std::string> seen;
    const Node* found = nullptr;
    int distance = 0;
    while (!pending.empty()) {
      const auto [id, steps] = std::move(pending.front());
      pending.pop_front();
      if (!seen.insert(id).second) continue;
      // The walk is by distance, so nothing nearer follows; equally near ones may.
      if (found != nullptr && steps > distance) break;
      const Node* node = model_.find_node(id);
      if (node != nullptr && is_negative(*node) && (found == nullptr || is_capacity(id))) {
        found = node;
        distance = steps;
      }
      for (const std::string& source : sources_of(id)) pending.emplace_back(source, steps + 1);
    }
    return found;
  }

  bool is_capacity(const std::string& id) const { return owner_of_capacity(id) != nullptr; }
  const TopologyNode* owner_of_capacity(const std::string& id) const {
    for (const TopologyNode& node : model_.topology.nodes) {
      const auto& capacity = node.semantics[Role::kCapacity];
      if (capacity && capacity->id == id) return &node;
    }
    return nullptr;
  }

 private:
  static bool is_negative(const Node& node) {
    const auto* body = std::get_if<ConstNode>(&node.body);
    return body != nullptr &&
           std::any_of(body->values.begin(), body->values.end(), [](double v) { return v < 0; });
  }

  void note_queue(const TopologyNode& node) {
    const auto depth = queue_depth_id(model_, node);
    const auto left = served_effective_id(model_, node);
    // Capacity first: of equally near causes it is the likelier mistake.
    for (const Role role : {Role::kCapacity, Role::kServed, Role::kArrivals, Role::kErrors}) {
      const auto& flow = node.semantics[role];
      if (!flow) continue;
      if (depth && *depth != flow->id) made_from_[*depth].push_back(flow->id);
      if (left && *left != flow->id) made_from_[*left].push_back(flow->id);
    }
  }

  std::vector<std::string> sources_of(const std::string& id) const {
    std::vector<std::string> sources;
    if (const Node* node = model_.find_node(id)) {
      for (const NodeRead& read : reads_of(*node)) sources.emplace_back(read.id);
    }
    const auto made = made_from_.find(id);
    if (made != made_from_.end()) {
      sources.insert(sources.end(), made->second.begin(), made->second.end());
    }
    return sources;
  }

  const Model& model_;
  std::unordered_map<std::string, std::vector<std::string>> made_from_;
};

constexpr const char* kAccept = "accept it with --fail-on none (failOn: none).";

Problem own_problem(const Finding& finding) {
  return {.code = finding.code,
          .message = Sentence::as_written(sentence_of(finding)),
          .remedy = std::string("Correct the model or its data, or ") + kAccept};
}

// "-500 in every bin", "-2 at bin 1", "negative in 24 bins, first -2 at bin 3"
std::string negative_values(const std::vector<double>& values) {
  const auto is_negative = [](double value) { return value < 0; };
  const auto first = std::find_if(values.begin(), values.end(), is_negative);
  const auto count = std::count_if(values.begin(), values.end(), is_negative);
  const std::string value = format_number(*first);
  const std::string bin = std::to_string(first - values.begin());
  if (values.size() == 1) return value + " in every bin";
  if (count == 1) return value + " at bin " + bin;
  return "negative in " + std::to_string(count) + " bins, first " + value + " at bin " + bin;
}

std::string joined(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 4;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) {
    const bool last = i + 1 == names.size();
    text += (i == 0 ? "" : (last ? " and " : ", ")) + names[i];
  }
  // More names than a sentence can hold.
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

// What goes wrong because of one const node.
struct Blame {
  const Node* node = nullptr;
  std::vector<const Finding*> findings{};
};

std::string series_of(const Finding& finding, Role role, const Model& model) {
  const auto node = model.topology_index(finding.node_id);
  if (!node) return "";
  const TopologyNode& about = model.topology.nodes[node->value];
  if (role == Role::kQueueDepth) return queue_depth_id(model, about).value_or("");
  const auto& ref = about.semantics[role];
  return ref ? ref->id : "";
}

Problem blamed_problem(const Blame& blame, const Sources& sources, const Model& model) {
  const Node& node = *blame.node;
  const TopologyNode* owner = sources.owner_of_capacity(node.id);
  std::vector<std::string> follows;
  std::string own_code;
  for (const Finding* finding : blame.findings) {
    const Role role = *negative_role(*finding);
    const bool itself = series_of(*finding, role, model) == node.id;
    if (itself && own_code.empty()) own_code = finding->code;
    // The sentence begins with it.
    if (itself && role == Role::kCapacity) continue;
    follows.push_back(std::string(kRoleNames[static_cast<std::size_t>(role)]) + " of '" +
                      finding->node_id + "'");
  }
  std::string message = "'" + node.id + "'";
  if (owner != nullptr) message += ", the capacity of '" + owner->id + "',";
  message += " is " + negative_values(std::get<ConstNode>(node.body).values);
  if (!follows.empty()) message += "; so the " + joined(follows) + " are negative";
  const std::size_t index = model.node_index(node.id)->value;
  // No finding was about the node itself: its consequences alone were looked at.
  if (own_code.empty()) {
    own_code = owner != nullptr ? "capacity_negative" : blame.findings.front()->code;
  }
  return {.code = std::move(own_code),
          .message = std::move(message),
          .remedy = "Write numbers of 0 or more for '" + node.id + "', or " + kAccept,
          .where = node.where,
          .path = "/nodes/" + std::to_string(index) + "/values"};
}

// "bin 3", "bins 3, 4"
std::string bins_text(const std::vector<std::int64_t>& bins) {
  if (bins.empty()) return "";
  std::string text = bins.size() == 1 ? "bin " : "bins ";
  for (std::size_t i = 0; i < bins.size(); ++i) text += (i ? ", " : "") + std::to_string(bins[i]);
  return text;
}

}  // namespace

std::string sentence_of(const Finding& finding) {
  // Some checks name the node within their sentence; naming it twice reads badly.
  const bool says_of_whom = finding.message.find(finding.node_id) != std::string::npos;
  const std::string subject = says_of_whom ? "" : "at '" + finding.node_id + "'";
  const bool says_where = finding.message.find(" bin ") != std::string::npos;
  const std::string where = says_where ? "" : bins_text(finding.bins);
  if (subject.empty() && where.empty()) return finding.message;
  const std::string comma = subject.empty() || where.empty() ? "" : ", ";
  return std::string(finding.message.without_stop()) + " (" + subject + comma + where + ").";
}

Problems blocking_problems(const std::vector<Finding>& findings, FailOn fail_on,
                           const Model& model) {
  Problems problems;
  std::vector<std::pair<std::size_t, Blame>> blames;  // with the place among the problems
  std::optional<Sources> sources;
  for (const Finding& finding : findings) {
    if (!findings_block({finding}, fail_on)) continue;
    const std::optional<Role> role = negative_role(finding);
    const std::string series = role ? series_of(finding, *role, model) : "";
    // Built for the first negative series: most refusals have none.
    if (!series.empty() && !sources) sources.emplace(model);
    const Node* node = series.empty() ? nullptr : sources->nearest_negative(series);
    const auto known = std::find_if(blames.begin(), blames.end(),
                                    [&](const auto& blame) { return blame.second.node == node; });
    if (node != nullptr && known != blames.end()) {
      known->second.findings.push_back(&finding);
      continue;
    }
    // The finding keeps the place; blamed_problem replaces its text when all of them are known.
    if (node != nullptr) blames.push_back({problems.size(), {node, {&finding}}});
    problems.push_back(own_problem(finding));
  }
  for (const auto& [place, blame] : blames) {
    problems[place] = blamed_problem(blame, *sources, model);
  }
  return problems;
}

}  // namespace flowtime
