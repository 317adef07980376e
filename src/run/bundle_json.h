// The JSON documents of a bundle. Fields: docs/artifacts.md; shapes: schemas/.
#pragma once

#include <string>
#include <vector>

#include "run/manifest.h"
#include "run/run_record.h"

namespace flowtime {

// What the writer found out while writing, beside the record.
// Known only after values and model are written: hashes and places.
// A path is empty where the series is not selected.
struct BundleFacts {
  std::string model_hash, scenario_hash;
  std::vector<std::string> series_ids;  // by SeriesIndex, as stored
  std::vector<std::string> csv_paths;   // by SeriesIndex, of the CSVs that can be asked for
  std::vector<std::string> row_hashes;  // by SeriesIndex
  std::vector<std::string> units;       // by SeriesIndex
  bool has_wide_csv = false;
};

// Pure, as all functions here: the same record and facts give the same bytes.
// O(series).
std::string run_json(const RunRecord& record, const BundleFacts& facts);
// run.json without its list of series: all that a RunInfo knows.
std::string run_summary_json(const RunRecord& record, const BundleFacts& facts);
// model/metadata.json: what lists and templates show of a run.
std::string metadata_json(const RunRecord& record, const BundleFacts& facts);
// model/provenance.json: what is needed to make the run again.
std::string provenance_json(const RunRecord& record, const BundleFacts& facts);
// series/index.json: every series with unit, class and the hash of its row.
// In the order of the rows of series/values.f64.
std::string series_index_json(const RunRecord& record, const BundleFacts& facts);
// Of a run without a capture: an empty list of files.
std::string telemetry_manifest_json(const RunRecord& record, const BundleFacts& facts);
// `files` are sorted by path and include neither the manifest nor its hash.
Manifest manifest_of(const RunRecord& record, const BundleFacts& facts,
                     std::vector<ManifestFile> files);

}  // namespace flowtime
