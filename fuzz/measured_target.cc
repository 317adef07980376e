#include "measured_target.h"

#include <cmath>
#include <string>

#include "base/check.h"
#include "series/series_csv.h"
#include "telemetry/capture_manifest.h"
#include "telemetry/import_reader.h"

namespace flowtime::fuzz {
namespace {

void run_import(std::string_view text, ImportFormat format) {
  ImportOptions options;
  options.format = format;
  const auto source = text_source(text);
  const auto made = read_import(*source, "fuzz", options, nullptr);
  if (!made) {
    FT_CHECK(!made.problems().front().message.empty());
    return;
  }
  const AlignedSeries& aligned = made->aligned;
  FT_CHECK(aligned.grid.bins >= 1 && aligned.columns.size() == aligned.values.size());
  for (std::size_t i = 0; i < aligned.columns.size(); ++i) {
    FT_CHECK(static_cast<std::int64_t>(aligned.values[i].size()) == aligned.grid.bins);
    const ImportColumn& column = aligned.columns[i];
    if (column.kind != SampleKind::kFlow || !std::isfinite(column.before)) continue;
    const double scale = std::max(1.0, std::fabs(column.before));
    // Sums of numbers of very different size may cancel.
    FT_CHECK(scale > 1e15 || std::fabs(column.before - column.after) <= 1e-3 * scale);
  }
}

}  // namespace

void run_csv(std::string_view text) { run_import(text, ImportFormat::kCsv); }
void run_prometheus(std::string_view text) { run_import(text, ImportFormat::kPrometheus); }
void run_open_metrics(std::string_view text) { run_import(text, ImportFormat::kOpenMetrics); }
void run_json_lines(std::string_view text) { run_import(text, ImportFormat::kJsonLines); }

void run_capture(std::string_view text) {
  constexpr std::string_view kMark = "\n=====\n";
  const std::size_t mark = text.find(kMark);
  const auto manifest = parse_capture_manifest(std::string(text.substr(0, mark)), kCaptureManifest);
  if (!manifest) {
    FT_CHECK(!manifest.problems().front().message.empty());
    return;
  }
  FT_CHECK(parse_capture_manifest(to_json(*manifest), kCaptureManifest).has_value());
  if (mark == std::string_view::npos || manifest->grid.bins > 100'000) return;
  const auto read = read_series_csv(text.substr(mark + kMark.size()), manifest->grid.bins, "x.csv");
  FT_CHECK(!read || !read->empty());
}

}  // namespace flowtime::fuzz
