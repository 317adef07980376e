#include "eval/leave_in_order.h"

#include "eval/cohorts.h"
#include "series/absent.h"

namespace flowtime::eval {
namespace {

double not_negative(double value) { return is_finite(value) && value > 0 ? value : 0.0; }

// One bin of one lane.
class OneBin {
 public:
  OneBin(const Call& call, std::int64_t lane)
      : call_(call),
        parts_(static_cast<std::size_t>(call.op->integer)),
        lane_(lane),
        is_limited_(call.op->output_count == 3 * parts_),
        depth_(call.state + static_cast<std::size_t>(lane) * (parts_ + 1)),
        cohorts_(call.cohorts[lane]),
        came_(parts_),
        left_(parts_),
        lost_(parts_) {}

  void run(std::int64_t t) {
    const std::int64_t bin = *call_.first_bin + t;
    // An evaluation that goes on from a saved state has begun already.
    if (!cohorts_.has_begun()) cohorts_.begin({call_.taps, parts_});
    if (bin == 0) begin_with(t);
    // The sum of what was there and what came; the queue's own formula says how much of it stays
    // and overflows, so what left is the rest.
    double there = depth_[parts_];
    for (std::size_t i = 0; i < parts_; ++i) {
      came_[i] = not_negative(input(first_part() + i, t));
      there += came_[i];
      left_[i] = lost_[i] = 0;
    }
    cohorts_.come(static_cast<double>(bin), came_);
    const double stays = not_negative(input(0, t));
    const double overflows = is_limited_ ? not_negative(input(1, t)) : 0.0;
    // Nothing stays: everything left, by part and exactly, whatever rounding says of the cohorts.
    stays + overflows > 0 ? take(there, stays, overflows) : empty();
    depth_[parts_] = stays;
    write(t);
  }

 private:
  double input(std::size_t i, std::int64_t t) const { return call_.in[i].value(t, lane_); }
  std::size_t first_part() const { return is_limited_ ? 2 : 1; }

  // What was there before bin 0: by part where the op reads how it splits, else unattributed.
  void begin_with(std::int64_t t) {
    if (!(call_.op->number > 0)) return;
    const std::size_t first = first_part() + parts_;
    const bool splits = call_.op->input_count > first;
    for (std::size_t i = 0; i < parts_; ++i) {
      const double whole = i + 1 == parts_ ? call_.op->number : 0.0;
      came_[i] = depth_[i] = splits ? not_negative(input(first + i, t)) : whole;
    }
    depth_[parts_] = call_.op->number;
    cohorts_.come(-1, came_);
  }

  void take(double there, double stays, double overflows) {
    // Behind a closed gate nothing leaves, and rounding must not say of which class.
    const double leaves = there - (stays + overflows);
    if (leaves > kCohortDust * there) cohorts_.take_first(leaves, left_);
    if (overflows > 0) cohorts_.take_last(overflows, lost_);
    for (std::size_t i = 0; i < parts_; ++i) {
      const double rest = ((depth_[i] + came_[i]) - left_[i]) - lost_[i];
      depth_[i] = cohorts_.is_empty(cohorts_.group_of(i)) ? 0.0 : not_negative(rest);
    }
  }
  void empty() {
    cohorts_.clear();
    for (std::size_t i = 0; i < parts_; ++i) {
      left_[i] = depth_[i] + came_[i];
      depth_[i] = 0;
    }
  }

  void write(std::int64_t t) {
    const std::int64_t at = t * call_.lanes + lane_;
    for (std::size_t i = 0; i < parts_; ++i) {
      call_.out[i][at] = left_[i];
      call_.out[parts_ + i][at] = depth_[i];
      if (is_limited_) call_.out[2 * parts_ + i][at] = lost_[i];
    }
  }

  const Call& call_;
  std::size_t parts_;
  std::int64_t lane_;
  bool is_limited_;
  double* depth_;
  Cohorts& cohorts_;
  std::vector<double> came_, left_, lost_;
};

}  // namespace

void leave_in_order(const Call& call, std::int64_t begin, std::int64_t end) {
  for (std::int64_t lane = 0; lane < call.lanes; ++lane) {
    OneBin bin(call, lane);
    for (std::int64_t t = begin; t < end; ++t) bin.run(t);
  }
}

}  // namespace flowtime::eval
