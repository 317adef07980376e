// The line holds one entry per bin of arrival. In each bin the arrivals join at its end; then what
// left by the depth's account is taken from its front, a piece at each change of the entry. The
// time within a bin follows from the share of the bin's arrivals or departures that came before.
#include "metrics/fifo.h"

#include <algorithm>
#include <deque>

namespace flowtime {
namespace {

constexpr double kNegligible = 1e-12;  // of what is in the queue: left over from rounding

double brought(SeriesIn inflow, std::size_t t) {
  const double came = value_at(inflow, t);
  return is_finite(came) && came > 0 ? came : 0.0;
}

// What came in one bin and has not left.
// An entry is never split: `gone` says how far into it the departures are.
struct Waiting {
  std::int64_t bin = 0;
  double came = 0;  // all that came in the bin
  double gone = 0;  // of it
};

class Line {
 public:
  Line(const FifoQueue& queue, SeriesOut oldest_came) : queue_(queue), oldest_came_(oldest_came) {
    const double initial = level(queue.initial_depth);
    if (initial > 0) line_.push_back({FifoPiece::kBeforeGrid, initial, 0});
  }

  std::vector<FifoPiece> run() {
    double depth = level(queue_.initial_depth);
    for (std::size_t t = 0; t < queue_.depth.size(); ++t) {
      const double came = brought(queue_.inflow, t);
      // Before leave(): what comes in a bin may leave in it.
      if (came > 0) line_.push_back({static_cast<std::int64_t>(t), came, 0});
      // An unmeasured level is the one before it, so what came in the bin counts as having left.
      const double next = is_absent(queue_.depth[t]) ? depth : level(queue_.depth[t]);
      // The sum in brackets is formed first, as the engine forms it: no dust from another order of
      // sums.
      leave(static_cast<std::int64_t>(t), std::max(0.0, (depth + came) - next), next, came);
      depth = next;
      if (!oldest_came_.empty()) oldest_came_[t] = oldest_came();
    }
    keep_rest();
    return std::move(pieces_);
  }

 private:
  double level(double depth) const {
    return is_finite(depth) && depth > 0 && depth >= queue_.dust ? depth : 0.0;
  }

  void leave(std::int64_t t, double left, double depth, double came) {
    // Relative to all that is involved: sums of large flows lose more digits than sums of small
    // ones.
    const double negligible = kNegligible * (depth + came + left);
    double done = 0;
    while (!line_.empty() && left - done > negligible) {
      Waiting& first = line_.front();
      const double amount = std::min(first.came - first.gone, left - done);
      const double time = static_cast<double>(t);
      // std::min keeps the last piece within its bin when `done` has rounded up.
      piece(first, amount, t, time + done / left, time + std::min(1.0, (done + amount) / left));
      done += amount;
      if (first.came - first.gone <= negligible) line_.pop_front();
    }
    // An empty queue holds nothing, whatever rounding left behind.
    if (depth == 0) line_.clear();
  }

  void piece(Waiting& from, double amount, std::int64_t bin, double left_from, double left_to) {
    FifoPiece piece{.amount = amount, .came_bin = from.bin, .left_bin = bin};
    if (from.bin != FifoPiece::kBeforeGrid) {
      const double start = static_cast<double>(from.bin);
      piece.came_from = start + from.gone / from.came;
      piece.came_to = start + std::min(1.0, (from.gone + amount) / from.came);
    }
    piece.left_from = left_from;
    piece.left_to = left_to;
    from.gone += amount;
    pieces_.push_back(piece);
  }

  double oldest_came() const {
    double passed = 0;
    // Remainders of several bins, each dust, may be more than dust together.
    for (const Waiting& waiting : line_) {
      passed += waiting.came - waiting.gone;
      // Else a rest of 1e-9 items from hours ago would be the oldest of a queue that turned over
      // since.
      if (passed <= queue_.dust) continue;
      if (waiting.bin == FifoPiece::kBeforeGrid) return 0;
      return static_cast<double>(waiting.bin) + waiting.gone / waiting.came;
    }
    return kAbsent;
  }

  void keep_rest() {
    const auto end = static_cast<std::int64_t>(queue_.depth.size());
    for (Waiting& waiting : line_) {
      const double rest = waiting.came - waiting.gone;
      if (rest > 0) piece(waiting, rest, end, static_cast<double>(end), static_cast<double>(end));
    }
  }

  const FifoQueue& queue_;
  SeriesOut oldest_came_;
  std::deque<Waiting> line_;
  std::vector<FifoPiece> pieces_;
};

}  // namespace

void entered_flow(SeriesIn offered, SeriesIn overflow, SeriesOut entered) {
  const auto let_in = [](double came, double turned_away) {
    return std::max(0.0, finite_or_zero(came) - finite_or_zero(turned_away));
  };
  each_bin(entered, let_in, offered, overflow);
}

std::vector<FifoPiece> fifo_pieces(const FifoQueue& queue, SeriesOut oldest_came) {
  FT_CHECK(queue.inflow.empty() || queue.inflow.size() == queue.depth.size());
  FT_CHECK(oldest_came.empty() || oldest_came.size() == queue.depth.size());
  return Line(queue, oldest_came).run();
}

void fifo_delay_bins(const FifoQueue& queue, SeriesOut delay) {
  FT_CHECK(delay.size() == queue.depth.size());
  const auto end = static_cast<std::int64_t>(delay.size());
  std::vector<double> left(delay.size(), 0.0);
  std::fill(delay.begin(), delay.end(), 0.0);
  for (const FifoPiece& piece : fifo_pieces(queue)) {
    if (piece.came_bin == FifoPiece::kBeforeGrid) continue;
    const auto t = static_cast<std::size_t>(piece.came_bin);
    delay[t] += piece.amount * piece.mean_delay_bins();
    left[t] += piece.amount;
    // An absent sum stays absent whatever is added, so one item that is still there marks its bin.
    if (piece.left_bin == end) left[t] = kAbsent;
  }
  for (std::size_t t = 0; t < delay.size(); ++t) {
    delay[t] = ratio_or_absent(delay[t], left[t]);
    if (delay[t] < 0) delay[t] = 0;  // rounding within one bin
  }
}

void cumulative_flow(const FifoQueue& queue, SeriesOut cumulative_in, SeriesOut cumulative_out) {
  FT_CHECK(cumulative_in.size() == queue.depth.size());
  FT_CHECK(cumulative_out.size() == queue.depth.size());
  double sum = finite_or_zero(queue.initial_depth);
  for (std::size_t t = 0; t < queue.depth.size(); ++t) {
    sum += brought(queue.inflow, t);
    cumulative_in[t] = sum;
    cumulative_out[t] = is_absent(queue.depth[t]) ? kAbsent : sum - queue.depth[t];
  }
}

double LittlesLaw::residual() const {
  return items > 0 ? mean_depth - rate_per_bin * mean_time_bins : finite_or_zero(mean_depth);
}

LittlesLaw littles_law(const FifoQueue& queue, std::int64_t first, std::int64_t end) {
  FT_CHECK(0 <= first && first < end && end <= static_cast<std::int64_t>(queue.depth.size()));
  LittlesLaw law;
  const double bins = static_cast<double>(end - first);
  double area = 0;
  double depth = std::max(0.0, finite_or_zero(queue.initial_depth));
  for (std::int64_t t = 0; t < end; ++t) {
    const double at_end = queue.depth[static_cast<std::size_t>(t)];
    const double next = is_absent(at_end) ? depth : std::max(0.0, at_end);
    if (t >= first) area += (depth + next) / 2;
    depth = next;
  }
  law.mean_depth = area / bins;
  double time = 0;
  for (const FifoPiece& piece : fifo_pieces(queue)) {
    if (piece.left_bin < first || piece.came_bin >= end) continue;
    const double came =
        // Time outside the window does not count, neither before it nor after it.
        piece.came_bin < first ? static_cast<double>(first) : (piece.came_from + piece.came_to) / 2;
    const double left =
        piece.left_bin >= end ? static_cast<double>(end) : (piece.left_from + piece.left_to) / 2;
    law.items += piece.amount;
    time += piece.amount * (left - came);
  }
  law.rate_per_bin = law.items / bins;
  law.mean_time_bins = ratio_or_absent(time, law.items);
  return law;
}

}  // namespace flowtime
