// Who reads what a queue promised to serve, where the queue did not hold that much?
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "checks/check_makers.h"
#include "checks/sum_fold.h"
#include "model/names.h"
#include "model/node_reads.h"

namespace flowtime::checks {
namespace {

// One queue that evaluation runs: its authored outflow beside what left in truth.
// A queue releases at most what it holds, but its authored outflow may say more. That is no mistake
// as long as only the queue reads it. So: find the readers of each outflow, then compare it with
// the effective served where there is another reader.
struct Promise {
  const std::string* id = nullptr;         // the finding names it
  const TopologyNode* topology = nullptr;  // its node, if one names the queue
  std::string depth;                       // id of the depth
  std::string outflow;                     // id of the authored series
  bool is_capacity = false;  // the node's capacity is the same series, and read as that
  SeriesIndex promised = kNoSeries, effective = kNoSeries;
};

// A reader of a series: a nodes[] entry, a topology node or a constraint.
struct Reader {
  const std::string* id = nullptr;
  const void* entity = nullptr;
};
// The readers of one series in the order of the model, each once.
struct ReaderList {
  std::vector<Reader> readers;
  std::unordered_set<const void*> entities;
};
struct ReadersOfSeries {
  ReaderList all;
  ReaderList of_flow;  // who take it for items that move, which a formula or a limit need not
};
using Readers = std::unordered_map<std::string, ReadersOfSeries>;

// Served and capacity of the node are one series: the most that it can serve.
bool names_one_series(const TopologyNode& node) {
  const auto& served = node.semantics[Role::kServed];
  const auto& capacity = node.semantics[Role::kCapacity];
  return served && capacity && served->id == capacity->id;
}
bool serves_its_capacity(const TopologyNode& node, std::size_t role) {
  return static_cast<Role>(role) == Role::kServed && names_one_series(node);
}

std::vector<Promise> promises_of(const RunSeries& run) {
  std::vector<Promise> promises;
  std::unordered_map<std::string, bool> named;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    const TopologyNode& node = run.nodes()[i];
    // A queue of nodes[] that a topology node names is judged under the name of that node, once.
    if (const Node* authored = authored_queue(run.model(), node)) named[authored->id] = true;
    const auto depth = queue_depth_id(run.model(), node);
    if (!run.of(i).evaluated_queue || !depth) continue;
    const Node* authored = authored_queue(run.model(), node);
    const auto outflow = authored != nullptr
                             ? Rare(std::get<ServiceWithBufferNode>(authored->body).outflow)
                             : node.semantics[Role::kServed];
    if (!outflow) continue;
    const auto& capacity = node.semantics[Role::kCapacity];
    const bool is_capacity = capacity && capacity->id == outflow->id;
    promises.push_back({&node.id, &node, *depth, outflow->id, is_capacity, run.find(outflow),
                        run.of(i).served_effective});
  }
  for (const Node& node : run.model().nodes) {
    const auto* body = std::get_if<ServiceWithBufferNode>(&node.body);
    if (body == nullptr || named.count(node.id) > 0) continue;
    promises.push_back({&node.id, nullptr, node.id, body->outflow.id, false,
                        run.find(body->outflow),
                        run.find(snake_case(node.id) + "_served_effective")});
  }
  return promises;
}

// The readers of the promised series, in the order of the model.
class ReaderSearch {
 public:
  // Only series that are promised are looked for; all others are skipped at the first look-up.
  explicit ReaderSearch(const std::vector<Promise>& promises) {
    for (const Promise& promise : promises) readers_[promise.outflow];
  }

  Readers search(const Model& model) {
    for (const Node& node : model.nodes) search(node);
    for (const TopologyNode& node : model.topology.nodes) search(node);
    for (const Constraint& constraint : model.topology.constraints) {
      note_flow(constraint.arrivals, constraint.id, &constraint);
      note(constraint.served, constraint.id, &constraint);
    }
    return std::move(readers_);
  }

 private:
  void note(const std::string& series, const std::string& reader, const void* entity) {
    const auto found = readers_.find(series);
    if (found == readers_.end()) return;
    add(found->second.all, reader, entity);
  }
  static void add(ReaderList& list, const std::string& reader, const void* entity) {
    if (list.entities.insert(entity).second) list.readers.push_back({&reader, entity});
  }
  void note_flow(const std::string& series, const std::string& reader, const void* entity) {
    note(series, reader, entity);
    const auto found = readers_.find(series);
    if (found != readers_.end()) add(found->second.of_flow, reader, entity);
  }
  void note_flow(const Rare<SeriesRef>& ref, const std::string& reader, const void* entity) {
    if (ref) note_flow(ref->id, reader, entity);
  }
  void note(const Rare<SeriesRef>& ref, const std::string& reader, const void* entity) {
    if (ref) note(ref->id, reader, entity);
  }

  void search(const Node& node) {
    for (const NodeRead& read : reads_of(node)) {
      const bool of_flow = read.use == ReadUse::kInflow || read.use == ReadUse::kLoss ||
                           read.use == ReadUse::kRouted;
      const std::string series(read.id);
      of_flow ? note_flow(series, node.id, &node) : note(series, node.id, &node);
    }
  }

  void search(const TopologyNode& node) {
    for (std::size_t i = 0; i < kRoleCount; ++i) {
      const auto& ref = node.semantics.roles[i];
      const bool is_limit = static_cast<Role>(i) == Role::kCapacity || serves_its_capacity(node, i);
      is_limit ? note(ref, node.id, &node) : note_flow(ref, node.id, &node);
    }
    note(node.wip_limit_series, node.id, &node);
    if (node.dispatch_schedule) note(node.dispatch_schedule->capacity_series, node.id, &node);
    const auto& parallelism = node.semantics.parallelism;
    const auto* ref = parallelism ? std::get_if<SeriesRef>(&*parallelism) : nullptr;
    if (ref != nullptr) note(ref->id, node.id, &node);
  }

  Readers readers_;
};

// "'proc' reads", "'proc' and 2 others read"; empty when only the queue itself reads its outflow.
// Many queues may name one series, so nothing here goes through all of its readers.
std::string readers_text(const Model& model, const Promise& promise, const ReaderList& list) {
  const Node* own = model.find_node(promise.depth);
  const auto first =
      std::find_if(list.readers.begin(), list.readers.end(), [&](const Reader& reader) {
        return reader.entity != own && reader.entity != promise.topology;
      });
  if (first == list.readers.end()) return "";
  const std::size_t others =
      list.readers.size() - list.entities.count(own) - list.entities.count(promise.topology) - 1;
  if (others == 0) return "'" + *first->id + "' reads";
  return "'" + *first->id + "' and " + std::to_string(others) +
         (others == 1 ? " other read" : " others read");
}

}  // namespace

FoldPtr served_exceeds_available(const RunSeries& run) {
  const std::vector<Promise> promises = promises_of(run);
  if (promises.empty()) return nullptr;
  const Readers readers = ReaderSearch(promises).search(run.model());
  std::vector<Sum> sums;
  for (const Promise& promise : promises) {
    if (!exists(promise.promised) || !exists(promise.effective)) continue;
    const ReadersOfSeries& found = readers.at(promise.outflow);
    const std::string who =
        readers_text(run.model(), promise, promise.is_capacity ? found.of_flow : found.all);
    if (who.empty()) continue;
    sums.push_back({promise.id, who, promise.promised, {{promise.effective}}, {}});
  }
  if (sums.empty()) return nullptr;
  return std::make_unique<SumFold>(run, std::move(sums), "served less than ");
}

}  // namespace flowtime::checks
