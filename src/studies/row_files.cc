#include "studies/row_files.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "sys/sha256.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime::studies {
namespace {

constexpr std::size_t kRowsPerFile = 64;  // searches come point by point
constexpr const char* kPoints = "points";
constexpr const char* kSeries = "series";

Problem damaged(const std::string& path) {
  return {.code = "study_damaged",
          .message = "the file '" + path + "' does not have a whole number of points",
          .remedy = "Delete the study and start it again."};
}

}  // namespace

std::string RowFiles::file(const char* kind, std::size_t number) const {
  char name[32];
  std::snprintf(name, sizeof name, "%06zu.f64", number);
  return directory_ + "/" + kind + "/" + name;
}

// Names of whole files; what is not renamed yet never was.
Result<std::vector<std::string>> RowFiles::names(const char* kind) {
  std::vector<std::string> names;
  auto entries = env_.list(directory_ + "/" + kind);
  if (!entries && failed_with(entries.problems(), io_codes::kNotFound)) return names;
  if (!entries) return entries.problems();
  for (const DirectoryEntry& entry : *entries) {
    if (entry.name.ends_with(".f64")) names.push_back(directory_ + "/" + kind + "/" + entry.name);
  }
  return names;
}

Result<std::int64_t> RowFiles::count() {
  FT_TRY(const auto files, names(kPoints));
  std::uint64_t bytes = 0;
  for (const std::string& path : files) {
    FT_TRY(const FileInfo info, env_.info(path));
    bytes += info.bytes;
  }
  const std::size_t row = shape_.point_numbers() * sizeof(double);
  return static_cast<std::int64_t>(row == 0 ? 0 : bytes / row);
}

Result<std::vector<double>> RowFiles::numbers_in(const char* kind, std::size_t per_row) {
  std::vector<double> all;
  if (per_row == 0) return all;
  FT_TRY(const auto files, names(kind));
  for (const std::string& path : files) {
    FT_TRY(const std::string bytes, env_.read_file(path));
    if (bytes.size() % (per_row * sizeof(double)) != 0) return damaged(path);
    const std::size_t first = all.size();
    all.resize(first + bytes.size() / sizeof(double));
    std::memcpy(all.data() + first, bytes.data(), bytes.size());
  }
  return all;
}

Result<std::vector<StudyRow>> RowFiles::read() {
  FT_TRY(const auto files, names(kPoints));
  files_ = files.size();
  FT_TRY(const std::vector<double> points, numbers_in(kPoints, shape_.point_numbers()));
  FT_TRY(const std::vector<double> series, numbers_in(kSeries, shape_.series_numbers()));
  std::vector<std::string> units(shape_.figures);
  if (const auto text = env_.read_file(directory_ + "/units.json")) {
    std::size_t next = 0;
    JsonReader json(*text);
    json.items([&] {
      if (next < units.size()) units[next++] = json.text();
    });
    has_units_ = true;
  }
  std::size_t count = shape_.point_numbers() == 0 ? 0 : points.size() / shape_.point_numbers();
  // A file of series is written before that of its points.
  if (shape_.series_numbers() > 0) count = std::min(count, series.size() / shape_.series_numbers());
  std::vector<StudyRow> rows(count);
  for (std::size_t k = 0; k < count; ++k) {
    const double* at = points.data() + k * shape_.point_numbers();
    rows[k].point.assign(at, at + shape_.parameters);
    for (std::size_t i = 0; i < shape_.figures; ++i) {
      const double* value = at + shape_.parameters + i;
      rows[k].figures.push_back(
          {.value = *value, .unit = units[i], .at_least = value[shape_.figures] != 0});
    }
    for (std::size_t s = 0; s < shape_.series; ++s) {
      const double* first = series.data() + (k * shape_.series + s) * shape_.bins;
      rows[k].series.emplace_back(first, first + shape_.bins);
    }
  }
  return rows;
}

Result<Done> RowFiles::write(const std::string& path, const std::vector<double>& numbers) {
  const std::string_view bytes(reinterpret_cast<const char*>(numbers.data()),
                               numbers.size() * sizeof(double));
  // One rename makes the file appear whole.
  FT_RETURN_IF_PROBLEM(env_.write_file(path + ".part", bytes));
  return env_.rename(path + ".part", path, RenameRule::kReplaceFile);
}

Result<Done> RowFiles::write_units(const StudyRow& row) {
  JsonWriter json;
  json.begin_array();
  for (const figures::FigureValue& value : row.figures) json.string(value.unit);
  has_units_ = true;
  return env_.write_file(directory_ + "/units.json", json.end_array().take());
}

Result<Done> RowFiles::add(std::span<const StudyRow> rows) {
  waiting_.insert(waiting_.end(), rows.begin(), rows.end());
  if (waiting_.size() < kRowsPerFile) return Done{};
  return flush();
}

Result<Done> RowFiles::flush() {
  if (waiting_.empty()) return Done{};
  if (!has_units_) FT_RETURN_IF_PROBLEM(write_units(waiting_.front()));
  std::vector<double> points, series;
  for (const StudyRow& row : waiting_) {
    points.insert(points.end(), row.point.begin(), row.point.end());
    for (const figures::FigureValue& value : row.figures) points.push_back(value.value);
    for (const figures::FigureValue& value : row.figures) points.push_back(value.at_least ? 1 : 0);
    for (const auto& values : row.series) series.insert(series.end(), values.begin(), values.end());
  }
  if (shape_.series_numbers() > 0) FT_RETURN_IF_PROBLEM(write(file(kSeries, files_), series));
  FT_RETURN_IF_PROBLEM(write(file(kPoints, files_), points));
  ++files_;
  waiting_.clear();
  return Done{};
}

Result<std::string> RowFiles::hash() {
  std::string all;
  for (const char* kind : {kPoints, kSeries}) {
    const std::size_t per_row = kind == kPoints ? shape_.point_numbers() : shape_.series_numbers();
    FT_TRY(const std::vector<double> numbers, numbers_in(kind, per_row));
    all.append(sha256_hex(
        {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double)}));
  }
  return sha256_tagged(all);
}

}  // namespace flowtime::studies
