#include "telemetry/load_capture.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "base/ascii.h"
#include "base/number_text.h"
#include "model/names.h"
#include "model/read_model.h"
#include "series/absent.h"
#include "series/series_csv.h"
#include "sys/sha256.h"
#include "telemetry/capture_store.h"
#include "telemetry/gap_policy.h"
#include "telemetry/semantic_series.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

// Far above a usual row.
constexpr std::uint64_t kBytesPerRow = 256, kSmallFile = 1u << 20;

Finding measured_finding(const char* code, const std::string& node_id, std::string message,
                         std::vector<std::int64_t> bins = {}) {
  Finding finding;
  finding.code = code;
  finding.node_id = node_id;
  finding.message = std::move(message);
  finding.bins = std::move(bins);
  return finding;
}

std::string said_of(const std::string& metric, const std::string& node_id) {
  return "The series '" + metric + "' of '" + node_id + "'";
}

std::string count_text(std::int64_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string width_text(const TimeGrid& grid) {
  return std::to_string(grid.bin_size) + " " + name_of(grid.bin_unit);
}

// The total and the parts of one metric of one node.
struct Measured {
  std::string node_id, metric, series_id;
  std::optional<std::vector<double>> total;
  std::map<std::string, std::vector<double>> parts;  // by class id
};

// Which of the model's series a file is for.
class Places {
 public:
  explicit Places(const Model& model) : semantic_(semantic_series(model)) {
    for (std::size_t i = 0; i < semantic_.size(); ++i) {
      const SemanticSeries& one = semantic_[i];
      exact_.emplace(one.node_id + "\n" + lower_case(one.metric), i);
      any_case_.emplace(lower_case(one.node_id) + "\n" + lower_case(one.metric), i);
    }
  }
  const SemanticSeries* find(const CaptureFile& file) const {
    const std::string metric = "\n" + lower_case(file.metric);
    const auto exact = exact_.find(file.node_id + metric);
    if (exact != exact_.end()) return &semantic_[exact->second];
    const auto any = any_case_.find(lower_case(file.node_id) + metric);
    return any == any_case_.end() ? nullptr : &semantic_[any->second];
  }
  const std::vector<SemanticSeries>& all() const { return semantic_; }

 private:
  std::vector<SemanticSeries> semantic_;
  std::unordered_map<std::string, std::size_t> exact_, any_case_;
};

class Loading {
 public:
  explicit Loading(const LoadCapture& request) : request_(request), places_(request.model) {}

  Result<LoadedCapture> load() {
    FT_TRY(loaded_.manifest, read_capture_manifest(request_.env, request_.directory));
    // Before any file is read.
    FT_RETURN_IF_PROBLEM(compare_grids());
    FT_RETURN_IF_PROBLEM(load_events());
    for (const CaptureFile& file : loaded_.manifest.files) FT_RETURN_IF_PROBLEM(load_file(file));
    FT_RETURN_IF_PROBLEM(check_selected());
    for (Measured& measured : measured_) settle(measured);
    summarise();
    return std::move(loaded_);
  }

 private:
  const TimeGrid& grid() const { return request_.model.grid; }
  void find(Finding finding) { loaded_.findings.push_back(std::move(finding)); }

  Result<Done> compare_grids() {
    const TimeGrid& captured = loaded_.manifest.grid;
    if (captured.bin_milliseconds() != grid().bin_milliseconds()) {
      return Problem{.code = "capture_grid_mismatch",
                     .message = "the capture has bins of " + width_text(captured) +
                                ", the model has bins of " + width_text(grid()),
                     .remedy = "Give the model the bins of the capture.",
                     .path = "/telemetry/captureDirectory"};
    }
    // Only a finding: shorter series are filled with absent values, longer ones are cut.
    if (captured.bins != grid().bins) {
      find(measured_finding("length_mismatch", "",
                            "the capture has " + count_text(captured.bins, "bin") +
                                ", the model has " + std::to_string(grid().bins)));
    }
    const auto a = captured.start_unix_ms, b = grid().start_unix_ms;
    if (a && b && *a != *b) {
      find(measured_finding(
          "capture_window_mismatch", "",
          "the capture starts at " + format_utc(*a) + ", the model starts at " + format_utc(*b)));
    }
    const std::string& made_of = loaded_.manifest.template_id;
    if (!made_of.empty() && !request_.template_id.empty() && made_of != request_.template_id) {
      find(measured_finding("capture_template_mismatch", "",
                            "the capture is of the template '" + made_of + "', the run is of '" +
                                request_.template_id + "'"));
    }
    for (const Finding& finding : loaded_.manifest.warnings) find(finding);
    return Done{};
  }

  // Kept as they are written; read here only so that a mistake in them is refused at once. They are
  // the first file, so that their copy has their own name.
  Result<Done> load_events() {
    if (!request_.env.exists(request_.directory + "/" + kCaptureEvents)) return Done{};
    FT_TRY(std::string text,
           read_capture_file(request_.env, request_.directory, kCaptureEvents, kSmallFile));
    FT_TRY(const yaml::Document document, yaml::parse(text, kCaptureEvents));
    auto events = read_events(document, grid());
    if (!events) {
      Problems problems = events.problems();
      for (Problem& problem : problems) problem.file = kCaptureEvents;
      return problems;
    }
    loaded_.digests.emplace_back(kCaptureEvents, sha256_tagged(text));
    loaded_.files.emplace_back(kCaptureEvents, std::move(text));
    return Done{};
  }

  const SelectedFile* selected(const CaptureFile& file) const {
    for (const SelectedFile& one : request_.selected) {
      if (one.path == file.path) return &one;
    }
    return nullptr;
  }
  // A bound total brings its classes along.
  const SelectedFile* selected_total_of(const CaptureFile& file) const {
    if (const SelectedFile* itself = selected(file)) return itself;
    for (const CaptureFile& other : loaded_.manifest.files) {
      const bool same = other.node_id == file.node_id && other.metric == file.metric;
      if (same && other.class_id.empty()) return selected(other);
    }
    return nullptr;
  }

  Result<Done> load_file(const CaptureFile& file) {
    const SelectedFile* chosen = nullptr;
    if (!request_.selected.empty()) {
      chosen = selected_total_of(file);
      if (chosen == nullptr) return Done{};
      used_.insert(chosen->path);
    }
    // Read also where the model has no place for it: a damaged file is reported in any case.
    const SemanticSeries* place = places_.find(file);
    std::string series_id = place != nullptr ? place->series_id : "";
    if (chosen != nullptr && !chosen->series_id.empty()) series_id = chosen->series_id;
    FT_TRY(std::vector<double> values, read(file));
    if (series_id.empty()) {
      find(measured_finding(
          "capture_series_unused", file.node_id,
          "the model has no series '" + file.metric + "' of '" + file.node_id + "'"));
      return Done{};
    }
    keep(file, series_id, std::move(values));
    return Done{};
  }

  // A file that the capture does not list is still measured when it is bound to a series.
  Result<Done> check_selected() {
    for (const SelectedFile& one : request_.selected) {
      if (used_.count(one.path) > 0) continue;
      if (one.series_id.empty()) {
        return corrupt_capture(kCaptureManifest, "does not list '" + one.path + "'");
      }
      CaptureFile file;
      file.node_id = one.series_id;
      file.metric = "Series";
      file.path = one.path;
      FT_TRY(std::vector<double> values, read(file));
      keep(file, one.series_id, std::move(values));
    }
    return Done{};
  }

  Result<std::vector<double>> read(const CaptureFile& file) {
    const std::int64_t bins = loaded_.manifest.grid.bins;
    const std::uint64_t most = kSmallFile + static_cast<std::uint64_t>(bins) * kBytesPerRow;
    FT_TRY(std::string text, read_capture_file(request_.env, request_.directory, file.path, most));
    std::string hash = sha256_tagged(text);
    if (!file.hash.empty() &&
        // Writers differ in the tag and in the case of the digits.
        without_sha256_tag(lower_case(file.hash)) != without_sha256_tag(hash)) {
      return corrupt_capture(file.path, "does not have the content whose hash manifest.json gives");
    }
    auto columns = read_series_csv(text, bins, file.path);
    if (!columns) return damaged(columns.problems());
    // A file of one class may name it otherwise: the first column is the fallback.
    const CsvSeries* column = &columns->front();
    for (const CsvSeries& one : *columns) {
      if (one.class_id == (file.class_id.empty() ? "DEFAULT" : file.class_id)) column = &one;
    }
    FT_RETURN_IF_PROBLEM(check_points(file, column->rows));
    std::vector<double> values = fitted(file, column->values);
    loaded_.digests.emplace_back(file.path, std::move(hash));
    loaded_.files.emplace_back(file.path, std::move(text));
    return values;
  }

  // Writers that leave out rows of bins without a value give the bins of the grid.
  Result<Done> check_points(const CaptureFile& file, std::int64_t rows) const {
    const std::int64_t points = file.points.value_or(rows);
    if (points == rows || (points > rows && points == loaded_.manifest.grid.bins)) return Done{};
    if (points < 0)
      return corrupt_capture(kCaptureManifest, "has no points for '" + file.path + "'");
    return corrupt_capture(file.path, "has " + count_text(rows, "row") +
                                          ", and manifest.json gives " +
                                          count_text(points, "point"));
  }

  // What is wrong with a line of a file makes the capture unusable, and keeps its place.
  static Problems damaged(Problems problems) {
    for (Problem& problem : problems) problem.code = "capture_damaged";
    return problems;
  }

  // As many bins as the model has; infinite values are absent ones.
  std::vector<double> fitted(const CaptureFile& file, std::vector<double> values) {
    values.resize(static_cast<std::size_t>(grid().bins), kAbsent);
    std::vector<std::int64_t> infinite;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const bool is_infinite = is_absent(values[i]) && values[i] == values[i];
      if (!is_infinite) continue;
      values[i] = kAbsent;
      if (infinite.size() < kShownBins) infinite.push_back(static_cast<std::int64_t>(i));
    }
    if (!infinite.empty()) {
      find(measured_finding("telemetry_series_invalid", file.node_id,
                            said_of(file.metric, file.node_id) + " is infinite",
                            std::move(infinite)));
    }
    return values;
  }

  void keep(const CaptureFile& file, const std::string& series_id, std::vector<double> values) {
    // Before the values are moved.
    note_source(file, series_id, values);
    const std::string key = file.node_id + "\n" + file.metric;
    const auto [found, fresh] = measured_by_.emplace(key, measured_.size());
    if (fresh) {
      measured_.emplace_back();
      measured_.back().node_id = file.node_id;
      measured_.back().metric = file.metric;
      measured_.back().series_id = series_id;
    }
    Measured& measured = measured_[found->second];
    if (file.class_id.empty())
      measured.total = std::move(values);
    else
      measured.parts[file.class_id] = std::move(values);
  }

  void note_source(const CaptureFile& file, const std::string& series_id,
                   const std::vector<double>& values) {
    RunTelemetry::Source source{.node_id = file.node_id,
                                .metric = file.metric,
                                .class_id = file.class_id,
                                .path = file.path,
                                .series_id = series_id};
    std::vector<std::int64_t> first;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!is_absent(values[i])) continue;
      ++source.missing_bins;
      if (first.size() < kShownBins) first.push_back(static_cast<std::int64_t>(i));
    }
    if (source.missing_bins > 0) {
      find(measured_finding("data_gap", file.node_id,
                            said_of(file.metric, file.node_id) +
                                (file.class_id.empty() ? "" : ", class '" + file.class_id + "',") +
                                " was not measured in " + count_text(source.missing_bins, "bin"),
                            std::move(first)));
    }
    loaded_.summary.missing_bins += source.missing_bins;
    loaded_.summary.sources.push_back(std::move(source));
  }

  void settle(Measured& measured) {
    if (!measured.total) sum_up(measured);
    // A shared series has its classes from the first node.
    if (!add(measured.series_id, *measured.total, measured)) return;
    if (measured.parts.empty() || measured.series_id.find('@') != std::string::npos) return;
    add_parts(measured);
    check_sums(measured);
  }

  void sum_up(Measured& measured) {
    std::vector<double> total(static_cast<std::size_t>(grid().bins), 0.0);
    for (const auto& [class_id, part] : measured.parts) {
      // A bin that one class lacks is absent in the sum.
      for (std::size_t i = 0; i < total.size(); ++i) total[i] += part[i];
    }
    measured.total = std::move(total);
    find(measured_finding("class_totals_missing", measured.node_id,
                          said_of(measured.metric, measured.node_id) +
                              " has classes and no total; the total is their sum"));
  }

  // False where the series is measured already: by another node that shares it.
  bool add(const std::string& id, const std::vector<double>& values, const Measured& measured) {
    const auto [found, fresh] = series_by_id_.emplace(id, loaded_.series.size());
    if (fresh) {
      loaded_.series.push_back({id, values});
      return true;
    }
    const std::vector<double>& first = loaded_.series[found->second].values;
    const auto same = [](double a, double b) { return a == b || (is_absent(a) && is_absent(b)); };
    if (!std::equal(first.begin(), first.end(), values.begin(), values.end(), same)) {
      find(measured_finding("capture_series_conflict", measured.node_id,
                            said_of(measured.metric, measured.node_id) +
                                " and another file both measure '" + id +
                                "' and differ; the one that is listed first is used"));
    }
    return false;
  }

  void add_part(const Measured& measured, const std::string& class_id, std::vector<double> values) {
    loaded_.series.push_back({measured.series_id + "@" + class_id, std::move(values)});
  }

  // Every class that the model declares: measured, or absent because it was not.
  void add_parts(const Measured& measured) {
    std::string missing;
    for (const FlowClass& flow_class : request_.model.classes) {
      const auto part = measured.parts.find(flow_class.id);
      if (part != measured.parts.end()) {
        add_part(measured, flow_class.id, part->second);
        continue;
      }
      missing += (missing.empty() ? "'" : ", '") + flow_class.id + "'";
      // One value for every bin. Without it the plan would split the measured total by its own
      // shares.
      add_part(measured, flow_class.id, {kAbsent});
    }
    const auto rest = measured.parts.find(kRestClass);
    if (rest != measured.parts.end())
      add_part(measured, std::string(kDefaultClass), rest->second);
    else
      add_part(measured, std::string(kDefaultClass), {missing.empty() ? 0.0 : kAbsent});
    if (missing.empty()) return;
    find(measured_finding(
        "class_series_partial", measured.node_id,
        said_of(measured.metric, measured.node_id) + " was not measured for class " + missing));
  }

  void check_sums(const Measured& measured) {
    const std::vector<double>& total = *measured.total;
    for (std::size_t i = 0; i < total.size(); ++i) {
      if (is_absent(total[i])) continue;
      double sum = 0;
      for (const auto& [class_id, part] : measured.parts) sum += finite_or_zero(part[i]);
      // Rounded when they were written: six digits agree.
      if (std::fabs(sum - total[i]) <= std::max(1e-6, std::fabs(total[i]) * 1e-6)) continue;
      ++loaded_.summary.class_mismatches;
      // The first bin only: one finding per series.
      return find(measured_finding("class_conservation_mismatch", measured.node_id,
                                   "the classes of '" + measured.metric + "' of '" +
                                       measured.node_id + "' sum to " + format_number(sum) +
                                       ", not to " + format_number(total[i]),
                                   {static_cast<std::int64_t>(i)}));
    }
  }

  void summarise() {
    RunTelemetry& summary = loaded_.summary;
    summary.source_run_id = loaded_.manifest.run_id;
    summary.captured_utc = loaded_.manifest.captured_utc;
    summary.nodes = static_cast<std::int64_t>(request_.model.topology.nodes.size());
  }

  const LoadCapture& request_;
  Places places_;
  LoadedCapture loaded_;
  std::vector<Measured> measured_;
  std::unordered_map<std::string, std::size_t> measured_by_, series_by_id_;
  std::set<std::string> used_;
};

std::string coverage_text(std::size_t have, std::size_t all) {
  if (have == 0) return "missing";
  return have == all ? "full" : "partial";
}

bool has_class(const LoadedCapture& capture, const std::string& class_id) {
  return std::any_of(capture.series.begin(), capture.series.end(), [&](const LoadedSeries& one) {
    return one.id.ends_with("@" + class_id) && !(one.values.size() == 1);
  });
}

// Series that the plan splits by class and the capture does not.
void find_unsplit(LoadedCapture& capture, const SeriesCatalog& series) {
  std::set<std::string> ids;
  for (const LoadedSeries& one : capture.series) ids.insert(one.id);
  bool any_part = false;
  std::vector<const RunTelemetry::Source*> unsplit;
  for (const RunTelemetry::Source& source : capture.summary.sources) {
    const std::string rest = source.series_id + "@" + std::string(kDefaultClass);
    if (!series.find(rest)) continue;
    if (ids.count(rest) > 0)
      any_part = true;
    else
      unsplit.push_back(&source);
  }
  if (unsplit.empty()) return;
  if (!any_part) {
    capture.findings.push_back(
        measured_finding("class_data_missing", "",
                         "the model has classes, the capture has none; the totals are split "
                         "as the model computes them"));
    return;
  }
  for (const RunTelemetry::Source* source : unsplit) {
    capture.findings.push_back(measured_finding(
        "class_series_missing", source->node_id,
        said_of(source->metric, source->node_id) + " was measured without classes"));
  }
}

}  // namespace

Result<LoadedCapture> load_capture_files(const LoadCapture& request) {
  return Loading(request).load();
}

void settle_capture(LoadedCapture& capture, const Model& model, const SeriesCatalog& series) {
  std::set<std::string> measured, nodes;
  for (const LoadedSeries& one : capture.series) {
    if (!series.find(one.id)) continue;
    measured.insert(one.id);
    capture.summary.measured.push_back(one.id);
  }
  std::size_t all = 0, have = 0;
  std::set<std::string> seen;
  for (const SemanticSeries& semantic : semantic_series(model)) {
    if (!series.find(semantic.series_id)) continue;
    const bool is_measured = measured.count(semantic.series_id) > 0;
    if (is_measured && model.topology_index(semantic.node_id)) {
      nodes.insert(semantic.node_id);
    }
    // Coverage counts series, nodes_measured counts nodes.
    if (!seen.insert(semantic.series_id).second) continue;
    ++all;
    if (is_measured) ++have;
  }
  capture.summary.nodes_measured = static_cast<std::int64_t>(nodes.size());
  capture.summary.coverage = coverage_text(have, all);
  if (measured.empty()) {
    capture.findings.push_back(measured_finding("telemetry_sources_missing", "",
                                                "no series of the run has a measured source"));
  }
  std::size_t classes = 0;
  for (const FlowClass& flow_class : model.classes) {
    if (has_class(capture, flow_class.id)) ++classes;
  }
  capture.manifest.class_coverage = coverage_text(classes, model.classes.size());
  find_unsplit(capture, series);
}

}  // namespace flowtime
