#include "run/bundle_files.h"
#include "run/bundle_json.h"
#include "run/bundle_paths.h"
#include "run/judgement_file.h"
#include "run/run_identity.h"
#include "run/run_stage.h"
#include "run/run_stage_state.h"
#include "run/series_naming.h"
#include "run/spec_text.h"
#include "run/write_series.h"

namespace flowtime {
namespace {

bool is_extra_path(const std::string& path) {
  const bool below = path.starts_with("model/telemetry/") || path.starts_with("aggregates/");
  return below && is_relative_path(path) && path != bundle::kTelemetryManifest;
}

Result<BundleFacts> write_model(BundleFiles& files, const RunRecord& record) {
  FT_TRY(std::vector<std::string> paths, csv_paths(*record.model, *record.series, record.csv));
  const std::string text = stored_model_text(*record.document);
  FT_RETURN_IF_PROBLEM(files.write(bundle::kModel, text));
  FT_RETURN_IF_PROBLEM(files.write(
      bundle::kSpec, spec_text(*record.document, *record.model, *record.series, paths)));
  return BundleFacts{.model_hash = model_hash(text),
                     .scenario_hash = scenario_hash(text, record.seed, record.sampling),
                     .csv_paths = std::move(paths),
                     .csv_hashes = {}};
}

Result<Done> write_extra_files(BundleFiles& files, const RunRecord& record) {
  for (const ExtraFile& extra : record.extra_files) {
    FT_CHECK(is_extra_path(extra.path));
    FT_RETURN_IF_PROBLEM(files.write(extra.path, extra.content));
  }
  return Done{};
}

Result<Done> write_documents(BundleFiles& files, const RunRecord& record,
                             const BundleFacts& facts) {
  const std::string telemetry = record.telemetry_manifest.empty()
                                    ? telemetry_manifest_json(record, facts)
                                    : record.telemetry_manifest;
  FT_RETURN_IF_PROBLEM(files.write(bundle::kMetadata, metadata_json(record, facts)));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kProvenance, provenance_json(record, facts)));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kTelemetryManifest, telemetry));
  FT_RETURN_IF_PROBLEM(write_extra_files(files, record));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kIndex, series_index_json(record, facts)));
  if (record.judgement != nullptr) {
    FT_RETURN_IF_PROBLEM(files.write(bundle::kJudgement, judgement_bytes(*record.judgement)));
  }
  return files.write(bundle::kRun, run_json(record, facts));
}

}  // namespace

Result<Done> write_bundle(RunStage& stage, const RunRecord& record, const StopQuestion& stop) {
  FT_CHECK(record.model && record.document && record.series);
  FT_CHECK(record.run_id == stage.run_id());
  FT_CHECK(record.series->size() == stage.series_count());
  FT_CHECK(record.model->grid.bins == stage.bins());
  FT_RETURN_IF_PROBLEM(stage.status());
  RunStage::State& state = stage.state();
  BundleFiles files(stage.env(), stage.directory(), stop);
  FT_TRY(BundleFacts facts, write_model(files, record));
  FT_TRY(facts.csv_hashes, write_series_files(files, state.matrix->shape(), facts.csv_paths));
  FT_RETURN_IF_PROBLEM(write_documents(files, record, facts));
  state.files = files.sorted();
  state.manifest_json = to_json(manifest_of(record, facts, state.files));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kManifest, state.manifest_json));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kManifestHash, manifest_hash_line(state.manifest_json)));
  state.content_hash = record.content_hash;
  state.complete = true;
  return Done{};
}

Result<Done> verify_stage(RunStage& stage, const StopQuestion& stop) {
  const RunStage::State& state = stage.state();
  FT_CHECK(state.complete);
  std::vector<ManifestFile> expected = state.files;
  const std::string line = manifest_hash_line(state.manifest_json);
  expected.push_back(described(bundle::kManifest, state.manifest_json));
  expected.push_back(described(bundle::kManifestHash, line));
  for (const ManifestFile& file : expected) {
    if (stop && stop()) return stopped_problem();
    FT_TRY(const ManifestFile found, hash_file(stage.env(), stage.directory(), file.path, stop));
    if (found.bytes != file.bytes || found.hash != file.hash) {
      return damaged_problem(file.path, "does not hold what was written to it");
    }
  }
  return Done{};
}

}  // namespace flowtime
