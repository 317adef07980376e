// The JSON documents of a bundle. Fields: docs/artifacts.md; shapes: schemas/.
#pragma once

#include <string>
#include <vector>

#include "run/manifest.h"
#include "run/run_record.h"

namespace flowtime {

// What the writer found out while writing, beside the record.
struct BundleFacts {
  std::string model_hash, scenario_hash;
  std::vector<std::string> csv_paths;   // by SeriesIndex, of the CSVs that can be asked for
  std::vector<std::string> row_hashes;  // by SeriesIndex
  std::vector<std::string> units;       // by SeriesIndex
  bool has_wide_csv = false;
};

std::string run_json(const RunRecord& record, const BundleFacts& facts);
// run.json without its list of series: all that a RunInfo knows.
std::string run_summary_json(const RunRecord& record, const BundleFacts& facts);
std::string metadata_json(const RunRecord& record, const BundleFacts& facts);
std::string provenance_json(const RunRecord& record, const BundleFacts& facts);
std::string series_index_json(const RunRecord& record, const BundleFacts& facts);
std::string telemetry_manifest_json(const RunRecord& record, const BundleFacts& facts);
Manifest manifest_of(const RunRecord& record, const BundleFacts& facts,
                     std::vector<ManifestFile> files);

}  // namespace flowtime
