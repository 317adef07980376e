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
inline constexpr double kCohortDust = 1e-12;

class Cohorts {
 public:
  // By part: its group, from 0; the groups are numbered without gaps.
  void begin(std::span<const double> group_of_part);
  bool has_begun() const { return !lines_.empty(); }

  // Adds what came in `bin`: one amount per part, none negative.
  void come(double bin, std::span<const double> parts);
  // Takes the oldest of the first group, and when that is empty of the next one; adds what was
  // taken of each part to `taken`.
  void take_first(double amount, std::span<double> taken);
  // Takes the newest of all groups alike.
  void take_last(double amount, std::span<double> taken);
  void clear();
  bool is_empty(std::size_t group) const { return lines_[group].is_empty(); }
  std::size_t group_of(std::size_t part) const { return group_of_part_[part]; }

 private:
  // The cohorts of a group, oldest first, one after another: bin, total, the group's parts.
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
  static void take_whole(const Line& line, const double* cohort, std::span<double> taken);
  static void take_share(const Line& line, double* cohort, double share, std::span<double> taken);

  std::vector<Line> lines_;  // by group
  std::vector<std::size_t> group_of_part_;
};

}  // namespace flowtime::eval
