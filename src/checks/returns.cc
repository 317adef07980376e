// How the search works: the arrivals are a sum of addends, walked through formulas by name. An
// addend that reads nothing but earlier bins is something that returns; one that reads its own bin
// is new. What a source of an incoming edge served is neither: it comes over the edge.
#include "checks/returns.h"

#include <cmath>
#include <unordered_set>

#include "model/model.h"

namespace flowtime::checks {
namespace {

// A sum of more parts than people write is not taken apart.
constexpr std::size_t kMostNodes = 4096;

// What is known of every part of a formula, children before parents.
struct Past {
  std::vector<std::uint8_t> only_earlier;  // it reads nothing of its own bin
  std::vector<std::uint8_t> reads;         // it reads something
};

bool is_number(const Model& model, const std::string& id) {
  const Node* node = model.find_node(id);
  return node != nullptr && std::holds_alternative<ConstNode>(node->body);
}

bool is_delayed(const Expr& expr, const ExprNode& node) {
  if (node.op == ExprOp::kShift) return node.lag_or_period > 0;
  if (node.op == ExprOp::kDelay) return has_plain_lag(expr, node);
  if (node.op != ExprOp::kConv) return false;
  const std::vector<double>& kernel = expr.kernels[node.kernel];
  return !kernel.empty() && kernel.front() == 0;
}

Past past_of(const Model& model, const Expr& expr) {
  Past past;
  for (const ExprNode& node : expr.nodes) {
    // A number reads nothing, so it hinders nothing; `reads` keeps a sum of numbers alone from
    // being a return.
    bool only_earlier = node.op != ExprOp::kName || is_number(model, expr.names[node.name]);
    bool reads = node.op == ExprOp::kName && !only_earlier;
    for (int i = 0; i < node.argument_count; ++i) {
      const ExprIndex argument = expr.argument(node, i);
      only_earlier = only_earlier && past.only_earlier[argument] != 0;
      reads = reads || past.reads[argument] != 0;
    }
    past.only_earlier.push_back(only_earlier || is_delayed(expr, node) ? 1 : 0);
    past.reads.push_back(reads ? 1 : 0);
  }
  return past;
}

// Of a SHIFT without an initial value, or of a DELAY that is one.
std::optional<std::int64_t> shifted_bins(const Expr& expr, const ExprNode& node) {
  if (node.op == ExprOp::kShift && node.argument_count == 1) return node.lag_or_period;
  if (node.op != ExprOp::kDelay || !has_plain_lag(expr, node)) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(expr[expr.argument(node, 1)].number + 0.5));
}

// The value of a formula that is a number.
std::optional<double> number_in(const Expr& expr, ExprIndex index, int depth = 0) {
  constexpr int kDeepest = 16;
  const ExprNode& node = expr[index];
  if (node.op == ExprOp::kNumber) return node.number;
  if (node.argument_count == 0 || depth == kDeepest) return std::nullopt;
  const auto a = number_in(expr, expr.argument(node, 0), depth + 1);
  if (!a) return std::nullopt;
  if (node.op == ExprOp::kNegate) return -*a;
  if (node.argument_count != 2) return std::nullopt;
  const auto b = number_in(expr, expr.argument(node, 1), depth + 1);
  if (!b) return std::nullopt;
  switch (node.op) {
    case ExprOp::kAdd: return *a + *b;
    case ExprOp::kSubtract: return *a - *b;
    case ExprOp::kMultiply: return *a * *b;
    case ExprOp::kDivide: return *b == 0 ? 0.0 : *a / *b;
    default: return std::nullopt;
  }
}

// One walk through the addends of some arrivals.
class ReturnSearch {
 public:
  ReturnSearch(const RunSeries& run, std::size_t node) : run_(run) {
    if (const auto& echo = run.nodes()[node].semantics[Role::kRetryEcho]) echo_ = echo->id;
    for (const std::uint32_t e : run.incoming(node)) note_source(run.edges()[e]);
  }

  std::optional<std::vector<Returned>> search(const std::string& arrivals) {
    visit_name(arrivals);
    while (!pending_.empty()) {
      const std::string id = std::move(pending_.back());
      pending_.pop_back();
      if (const ExprNodeBody* body = formula_of(id)) visit_addends(body->expr);
    }
    // Arrivals that are nothing but earlier ones are what the edges bring, by another name.
    if (!has_others_) return std::vector<Returned>();
    if (!is_told_) return std::nullopt;
    return std::move(found_);
  }

 private:
  void note_source(const Edge& edge) {
    if (!carries_served(edge)) return;
    const TopologyNode& source = run_.nodes()[edge.from.value];
    if (const auto& served = source.semantics[Role::kServed]) served_.insert(served->id);
    const SeriesIndex effective = run_.of(edge.from.value).served_effective;
    if (exists(effective)) served_.insert(run_.catalog()[effective].id);
  }

  const ExprNodeBody* formula_of(const std::string& id) const {
    const Node* node = run_.model().find_node(id);
    return node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
  }

  bool comes_over_an_edge(const Expr& expr) const {
    for (const std::string& name : expr.names) {
      if (served_.count(name) > 0) return true;
    }
    return false;
  }

  void visit_addends(const Expr& expr) {
    visited_ += expr.nodes.size();
    has_others_ = has_others_ || visited_ > kMostNodes;
    if (visited_ > kMostNodes) return;
    const Past past = past_of(run_.model(), expr);
    std::vector<ExprIndex> addends{expr.root()};
    while (!addends.empty()) {
      const ExprIndex index = addends.back();
      addends.pop_back();
      const ExprNode& node = expr[index];
      // What is subtracted is not an addend: only the left side is walked on.
      if (node.op == ExprOp::kAdd) addends.push_back(expr.argument(node, 1));
      if (node.op == ExprOp::kAdd || node.op == ExprOp::kSubtract) {
        addends.push_back(expr.argument(node, 0));
      } else if (node.op == ExprOp::kName) {
        visit_name(expr.names[node.name]);
      } else if (past.only_earlier[index] != 0 && past.reads[index] != 0) {
        visit_written(expr, index);
      } else {
        has_others_ = true;
      }
    }
  }

  // An addend with a name: it is stored, or a sum itself.
  void visit_name(const std::string& id) {
    if (!seen_.insert(id).second) return;
    // What a source served comes over its edge, with all that is in it.
    const ExprNodeBody* body = served_.count(id) > 0 ? nullptr : formula_of(id);
    const bool is_echo = id == echo_;
    if (is_echo || (body != nullptr && returns(body->expr))) {
      found_.push_back({id});
    } else if (body != nullptr) {
      pending_.push_back(id);
    } else {
      has_others_ = true;
    }
  }

  bool returns(const Expr& expr) {
    visited_ += expr.nodes.size();
    if (visited_ > kMostNodes || comes_over_an_edge(expr)) return false;
    const Past past = past_of(run_.model(), expr);
    return past.only_earlier[expr.root()] != 0 && past.reads[expr.root()] != 0;
  }

  // An addend that is written in place: a number times SHIFT, DELAY or CONV of a stored series.
  void visit_written(const Expr& expr, ExprIndex index) {
    double factor = 1;
    const ExprNode* node = &expr[index];
    while (node->op == ExprOp::kMultiply) {
      const auto left = number_in(expr, expr.argument(*node, 0));
      const auto right = number_in(expr, expr.argument(*node, 1));
      if (!left && !right) break;
      factor *= left ? *left : *right;
      node = &expr[expr.argument(*node, left ? 1 : 0)];
    }
    add_taps(expr, *node, factor);
  }

  void add_taps(const Expr& expr, const ExprNode& node, double factor) {
    const std::optional<std::int64_t> bins = shifted_bins(expr, node);
    // CONV of a name is one term per tap; of a compound value no stored series says it.
    const bool is_read = bins || node.op == ExprOp::kConv;
    const ExprNode* source = is_read ? &expr[expr.argument(node, 0)] : nullptr;
    if (source == nullptr || source->op != ExprOp::kName) {
      is_told_ = false;
      return;
    }
    const std::string& id = expr.names[source->name];
    if (served_.count(id) > 0) {
      has_others_ = true;
      return;
    }
    if (bins) {
      found_.push_back({id, *bins, factor});
      return;
    }
    const std::vector<double>& kernel = expr.kernels[node.kernel];
    for (std::size_t lag = 0; lag < kernel.size(); ++lag) {
      if (kernel[lag] == 0) continue;
      found_.push_back({id, static_cast<std::int64_t>(lag), factor * kernel[lag]});
    }
  }

  const RunSeries& run_;
  std::string echo_;
  std::unordered_set<std::string> served_, seen_;  // lookups only
  std::vector<std::string> pending_;
  std::vector<Returned> found_;
  std::size_t visited_ = 0;
  bool has_others_ = false;  // addends that do not return
  bool is_told_ = true;
};

}  // namespace

std::optional<std::vector<Returned>> returned_items(const RunSeries& run, std::size_t node) {
  const auto& arrivals = run.nodes()[node].semantics[Role::kArrivals];
  if (!arrivals || run.is_routed(arrivals->id)) return std::vector<Returned>();
  return ReturnSearch(run, node).search(arrivals->id);
}

}  // namespace flowtime::checks
