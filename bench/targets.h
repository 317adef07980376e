// What was measured beside what it should come to, for the table at the end.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace flowtime::bench {

class Targets {
 public:
  void at_most(const std::string& what, double measured, double target, const char* unit = "x") {
    rows_.push_back({what, measured, target, unit, "<=", measured <= target});
  }
  void at_least(const std::string& what, double measured, double target, const char* unit = "x") {
    rows_.push_back({what, measured, target, unit, ">=", measured >= target});
  }
  void print() const {
    if (rows_.empty()) return;
    std::printf("\n%-64s %11s %12s\n", "targets", "measured", "wanted");
    for (const Row& row : rows_) {
      std::printf("%-64s %9.2f%-2s %2s %7.2f%-2s  %s\n", row.what.c_str(), row.measured, row.unit,
                  row.relation, row.target, row.unit, row.met ? "met" : "MISSED");
    }
  }

 private:
  struct Row {
    std::string what;
    double measured = 0, target = 0;
    const char* unit = "";
    const char* relation = "";
    bool met = false;
  };
  std::vector<Row> rows_;
};

}  // namespace flowtime::bench
