// Who reads what a queue promised to serve, where the queue did not hold that much?
#include <algorithm>
#include <string_view>
#include <unordered_map>
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

// A reader of a series: an entry of nodes[], a topology node or a constraint. They are numbered in
// this order.
struct Reader {
  const std::string* id = nullptr;
  std::size_t number = 0;
};
// The readers of one series, each once, by number.
struct ReaderList {
  std::vector<Reader> readers;
  void add(const Reader& reader) {
    if (readers.empty() || readers.back().number != reader.number) readers.push_back(reader);
  }
  bool has(std::size_t number) const {
    const auto at = std::lower_bound(readers.begin(), readers.end(), number,
                                     [](const Reader& a, std::size_t b) { return a.number < b; });
    return at != readers.end() && at->number == number;
  }
};
struct ReadersOfSeries {
  ReaderList all;
  ReaderList of_flow;  // who take it for items that move, which a formula or a limit need not
};
using Readers = std::unordered_map<std::string_view, ReadersOfSeries>;  // by ids of promises

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
    std::size_t number = 0;
    for (const Node& node : model.nodes) search(node, {&node.id, number++});
    for (const TopologyNode& node : model.topology.nodes) search(node, {&node.id, number++});
    for (const Constraint& constraint : model.topology.constraints) {
      const Reader reader{&constraint.id, number++};
      note_flow(constraint.arrivals, reader);
      note(constraint.served, reader);
    }
    return std::move(readers_);
  }

 private:
  void note(std::string_view series, const Reader& reader) {
    const auto found = readers_.find(series);
    if (found != readers_.end()) found->second.all.add(reader);
  }
  void note_flow(std::string_view series, const Reader& reader) {
    const auto found = readers_.find(series);
    if (found == readers_.end()) return;
    found->second.all.add(reader);
    found->second.of_flow.add(reader);
  }
  void note_flow(const Rare<SeriesRef>& ref, const Reader& reader) {
    if (ref) note_flow(ref->id, reader);
  }
  void note(const Rare<SeriesRef>& ref, const Reader& reader) {
    if (ref) note(ref->id, reader);
  }

  void search(const Node& node, const Reader& reader) {
    for (const NodeRead& read : reads_of(node)) {
      const bool of_flow = read.use == ReadUse::kInflow || read.use == ReadUse::kLoss ||
                           read.use == ReadUse::kRouted;
      of_flow ? note_flow(read.id, reader) : note(read.id, reader);
    }
  }

  void search(const TopologyNode& node, const Reader& reader) {
    for (std::size_t i = 0; i < kRoleCount; ++i) {
      const auto& ref = node.semantics.roles[i];
      const bool is_limit = static_cast<Role>(i) == Role::kCapacity || serves_its_capacity(node, i);
      is_limit ? note(ref, reader) : note_flow(ref, reader);
    }
    note(node.wip_limit_series, reader);
    if (node.dispatch_schedule) note(node.dispatch_schedule->capacity_series, reader);
    const auto& parallelism = node.semantics.parallelism;
    const auto* ref = parallelism ? std::get_if<SeriesRef>(&*parallelism) : nullptr;
    if (ref != nullptr) note(ref->id, reader);
  }

  Readers readers_;
};

// "'proc' reads", "'proc' and 2 others read"; empty when only the queue itself reads its outflow.
// Many queues may name one series, so nothing here goes through all of its readers.
std::string readers_text(const Model& model, const Promise& promise, const ReaderList& list) {
  constexpr std::size_t kNone = std::string::npos;
  const Node* own_node = model.find_node(promise.depth);
  const std::size_t own =
      own_node == nullptr ? kNone : static_cast<std::size_t>(own_node - model.nodes.data());
  const std::size_t topology =
      promise.topology == nullptr
          ? kNone
          : model.nodes.size() +
                static_cast<std::size_t>(promise.topology - model.topology.nodes.data());
  const auto first = std::find_if(
      list.readers.begin(), list.readers.end(),
      [&](const Reader& reader) { return reader.number != own && reader.number != topology; });
  if (first == list.readers.end()) return "";
  const std::size_t others =
      list.readers.size() - (list.has(own) ? 1 : 0) - (list.has(topology) ? 1 : 0) - 1;
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
