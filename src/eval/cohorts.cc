#include "eval/cohorts.h"

#include <algorithm>

namespace flowtime::eval {
namespace {

// A cohort of which only dust would be left leaves as a whole.
// The negation also takes all where the difference is absent.
bool takes_all(double total, double amount) { return !(total - amount > kCohortDust * total); }

}  // namespace

void Cohorts::begin(std::span<const double> group_of_part) {
  for (const double group : group_of_part) {
    const auto index = static_cast<std::size_t>(group);
    if (index >= lines_.size()) lines_.resize(index + 1);
    lines_[index].parts.push_back(group_of_part_.size());
    group_of_part_.push_back(index);
  }
}

// Erasing moves cells; it waits until more than half are unused, and so costs each cohort a
// constant on average.
void Cohorts::Line::drop_front() {
  head += stride();
  if (is_empty()) {
    cells.clear();
    head = 0;
  } else if (head * 2 > cells.size()) {
    cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(head));
    head = 0;
  }
}

void Cohorts::come(double bin, std::span<const double> parts) {
  for (Line& line : lines_) {
    double total = 0;
    for (const std::size_t part : line.parts) total += parts[part];
    if (!(total > 0)) continue;
    line.cells.push_back(bin);
    line.cells.push_back(total);
    for (const std::size_t part : line.parts) line.cells.push_back(parts[part]);
  }
}

void Cohorts::take_whole(const Line& line, const double* cohort, std::span<double> taken) {
  for (std::size_t i = 0; i < line.parts.size(); ++i) taken[line.parts[i]] += cohort[2 + i];
}

void Cohorts::take_share(const Line& line, double* cohort, double share, std::span<double> taken) {
  for (std::size_t i = 0; i < line.parts.size(); ++i) {
    const double amount = cohort[2 + i] * share;
    taken[line.parts[i]] += amount;
    cohort[2 + i] -= amount;
  }
}

// A group is empty before the loop leaves it, unless `amount` is used up.
void Cohorts::take_first(double amount, std::span<double> taken) {
  for (Line& line : lines_) {
    while (amount > 0 && !line.is_empty()) {
      double* cohort = line.front();
      const double total = cohort[1];
      if (takes_all(total, amount)) {
        take_whole(line, cohort, taken);
        line.drop_front();
        amount -= total;
      } else {
        take_share(line, cohort, amount / total, taken);
        cohort[1] = total - amount;
        amount = 0;
      }
    }
  }
}

// Groups do not count here: the newest bin is looked for over all of them, and what came in that
// bin gives in proportion, whichever group it waits in.
void Cohorts::take_last(double amount, std::span<double> taken) {
  while (amount > 0) {
    constexpr double kNone = -2;  // before the cohort of what was there before bin 0
    double newest = kNone, total = 0;
    for (Line& line : lines_) {
      if (!line.is_empty()) newest = std::max(newest, line.back()[0]);
    }
    if (newest == kNone) return;
    for (Line& line : lines_) {
      if (!line.is_empty() && line.back()[0] == newest) total += line.back()[1];
    }
    const bool all = takes_all(total, amount);
    for (Line& line : lines_) {
      if (line.is_empty() || line.back()[0] != newest) continue;
      double* cohort = line.back();
      if (all) {
        take_whole(line, cohort, taken);
        line.drop_back();
        if (line.is_empty()) line.cells.clear(), line.head = 0;
      } else {
        const double share = amount / total;
        take_share(line, cohort, share, taken);
        cohort[1] -= cohort[1] * share;
      }
    }
    amount = all ? amount - total : 0.0;
  }
}

void Cohorts::clear() {
  for (Line& line : lines_) {
    line.cells.clear();
    line.head = 0;
  }
}

}  // namespace flowtime::eval
