// A capture, read against the model that it is to be replayed through.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "model/model.h"
#include "run/run_telemetry.h"
#include "series/series_view.h"
#include "sys/env.h"
#include "telemetry/capture_manifest.h"

namespace flowtime {

// What to measure with a file: a series of the model, or the node whose metric the manifest says.
struct SelectedFile {
  std::string path;
  std::string series_id{};  // empty: the series of the node and metric that the manifest names
};

// References; all outlive the call.
struct LoadCapture {
  Env& env;
  std::string directory;  // confined already
  const Model& model;
  std::string template_id{};             // of the run to be made; empty: nothing to compare with
  std::vector<SelectedFile> selected{};  // empty: everything that the model has a place for
};

struct LoadedSeries {
  std::string id;              // bare id of the series that it overrides
  std::vector<double> values;  // one per bin, absent where nothing was measured
};

// Holds the texts of all files that were used, so that the run can store them.
struct LoadedCapture {
  CaptureManifest manifest;
  std::vector<LoadedSeries> series;
  std::vector<Finding> findings;
  RunTelemetry summary;                                      // what the run says about its sources
  std::vector<std::pair<std::string, std::string>> digests;  // path, "sha256:..." of its bytes
  std::vector<std::pair<std::string, std::string>> files;    // path, text
};

// Every file is compared with its hash. What is measured but does not fit the model's grid, window,
// template or classes becomes a finding; what would make wrong numbers of right ones is refused.
// Problems: capture_missing, capture_damaged, capture_grid_mismatch (bins of another width), and
// those of read_series_csv, with file and line.
// A file without a hash in the manifest is not compared.
Result<LoadedCapture> load_capture_files(const LoadCapture& request);

// Once it is known which series the plan has: what is measured, and how far it covers the classes.
// Completes `summary` and `findings`; the values stay as they were read.
void settle_capture(LoadedCapture& capture, const Model& model, const SeriesCatalog& series);

}  // namespace flowtime
