// The evaluated points of a study, in files of some rows each.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "studies/point_evaluator.h"
#include "sys/env.h"

namespace flowtime::studies {

// How many numbers a row has.
// Of each figure two numbers: its value, and whether it is a lower bound.
struct RowShape {
  std::size_t parameters = 0, figures = 0, series = 0, bins = 0;
  std::size_t point_numbers() const { return parameters + 2 * figures; }
  std::size_t series_numbers() const { return series * bins; }
};

// Not thread safe; the lock of the study keeps other processes away.
class RowFiles {
 public:
  // `directory` is that of the study.
  RowFiles(Env& env, std::string directory, RowShape shape)
      : env_(env), directory_(std::move(directory)), shape_(shape) {}

  // All rows, in order; what a killed process left half written is removed. Units are those of
  // units.json. Problem study_damaged, where a file has no whole number of rows.
  // Before add(): new files continue the numbers of those that are there. All in memory.
  Result<std::vector<StudyRow>> read();
  // How many rows there are, without reading them.
  // From the sizes of the files of points.
  Result<std::int64_t> count();
  // Keeps further rows; they are written when there are some of them, and by flush().
  // Up to 64 rows wait in memory: a killed process loses these.
  Result<Done> add(std::span<const StudyRow> rows);
  // The file of series first: a file of points without its series cannot be left behind.
  Result<Done> flush();
  // Of all files, in order.
  // Of the numbers, not of how they are divided into files.
  Result<std::string> hash();

 private:
  Result<std::vector<std::string>> names(const char* kind);
  // Written aside and renamed.
  Result<Done> write(const std::string& path, const std::vector<double>& numbers);
  Result<Done> write_units(const StudyRow& row);
  // In the order of the names of the files, which is the order of evaluation.
  Result<std::vector<double>> numbers_in(const char* kind, std::size_t per_row);
  std::string file(const char* kind, std::size_t number) const;

  Env& env_;
  std::string directory_;
  RowShape shape_;
  std::vector<StudyRow> waiting_;
  std::size_t files_ = 0;  // that there are
  bool has_units_ = false;
};

}  // namespace flowtime::studies
