// Cohorts: what waits in one queue of classes, in the order in which it leaves.
//
// Classes form groups; a group leaves before the next one does. What came to a group in one bin and
// still waits is a cohort: its bin, and how much there is of each part. Within a bin the classes of
// a group came evenly mixed, so a cohort that leaves in part leaves in proportion.
//
// Memory grows with the bins of whose arrivals something still waits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowtime::eval {

// A smaller share of what is there is a rounding error.
// Share of the amount in question, not items: 1e-12 of a cohort's total, or of all that waits.
inline constexpr double kCohortDust = 1e-12;

// One object per queue and lane, held in EvalState; copying copies all that waits. Not thread safe:
// it belongs to one evaluation.
class Cohorts {
 public:
  // By part: its group, from 0; the groups are numbered without gaps.
  // A part is a class of the queue. Called once, before the first bin; `group_of_part` is read and
  // not kept.
  void begin(std::span<const double> group_of_part);
  bool has_begun() const { return !lines_.empty(); }

  // Adds what came in `bin`: one amount per part, none negative.
  // In items. Bins ascend from call to call; -1 is for what was there before bin 0. A group to
  // which nothing came gets no cohort.
  void come(double bin, std::span<const double> parts);
  // Takes the oldest of the first group, and when that is empty of the next one; adds what was
  // taken of each part to `taken`.
  // `amount` in items. If less than that is there, everything is taken. `taken` has one place per
  // part.
  void take_first(double amount, std::span<double> taken);
  // Takes the newest of all groups alike.
  // That is the overflow: what came last is turned away first, however its group would rank.
  void take_last(double amount, std::span<double> taken);
  // Lets all cohorts go. The groups stay.
  void clear();
  bool is_empty(std::size_t group) const { return lines_[group].is_empty(); }
  std::size_t group_of(std::size_t part) const { return group_of_part_[part]; }

 private:
  // The cohorts of a group, oldest first, one after another: bin, total, the group's parts.
  // One flat vector instead of an object per cohort: a queue may hold many thousands of them.
  // drop_front only moves `head`; the cells are shifted down when half of them are unused, so that
  // the cost per cohort is constant on average.
  struct Line {
    std::vector<std::size_t> parts{};  // which
    std::vector<double> cells{};
    std::size_t head = 0;  // the first cell in use
    std::size_t stride() const { return 2 + parts.size(); }
    bool is_empty() const { return head == cells.size(); }
    double* front() { return cells.data() + head; }
    double* back() { return cells.data() + (cells.size() - stride()); }
    void drop_front();
    void drop_back() { cells.resize(cells.size() - stride()); }
  };
  // Adds the cohort's parts to `taken`; the caller drops it.
  static void take_whole(const Line& line, const double* cohort, std::span<double> taken);
  // Takes `share` (0 to 1) of every part and leaves the rest, in proportion.
  static void take_share(const Line& line, double* cohort, double share, std::span<double> taken);

  std::vector<Line> lines_;  // by group
  std::vector<std::size_t> group_of_part_;
};

}  // namespace flowtime::eval
