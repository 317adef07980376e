#include "answers/series_units.h"
#include "run/bundle_files.h"
#include "run/bundle_json.h"
#include "run/bundle_paths.h"
#include "run/judgement_file.h"
#include "run/read_documents.h"
#include "run/run_identity.h"
#include "run/run_stage.h"
#include "run/run_stage_state.h"
#include "run/series_naming.h"
#include "run/spec_text.h"
#include "run/write_series.h"
#include "run/written_envelope.h"

namespace flowtime {
namespace {

bool is_extra_path(const std::string& path) {
  const bool below = path.starts_with("model/telemetry/") || path.starts_with("aggregates/");
  return below && is_relative_path(path) && path != bundle::kTelemetryManifest;
}

Result<BundleFacts> series_facts(const RunRecord& record) {
  BundleFacts facts;
  for (const SeriesInfo& info : record.series->all()) {
    facts.series_ids.push_back(stored_series_id(info));
  }
  FT_TRY(facts.csv_paths, csv_paths(*record.model, *record.series));
  facts.units = series_units(*record.model, *record.series);
  facts.has_wide_csv =
      writes_wide_csv(record.csv, csv_cells(facts.csv_paths, record.model->grid.bins));
  return facts;
}

Result<Done> write_model(BundleFiles& files, const RunRecord& record, BundleFacts& facts) {
  const std::string text = stored_model_text(*record.document);
  facts.model_hash = model_hash(text);
  facts.scenario_hash = scenario_hash(text, record.seed, record.sampling);
  FT_RETURN_IF_PROBLEM(files.write(bundle::kModel, text));
  const std::vector<std::string> places =
      series_places(*record.series, facts.csv_paths, facts.has_wide_csv);
  return files.write(bundle::kSpec,
                     spec_text(*record.document, *record.model, *record.series, places));
}

std::vector<WideColumn> wide_columns(const BundleFacts& facts) {
  std::vector<WideColumn> columns;
  for (std::size_t row = 0; row < facts.csv_paths.size(); ++row) {
    if (facts.csv_paths[row].empty()) continue;
    columns.push_back({facts.series_ids[row], row});
  }
  return columns;
}

Result<Done> write_csvs(BundleFiles& files, const RunStage& stage, const ValuesMatrix& shape,
                        const RunRecord& record, const BundleFacts& facts) {
  const bool has_files = record.csv == CsvPolicy::kFiles;
  if (!facts.has_wide_csv && !has_files) return Done{};
  FT_TRY(const std::unique_ptr<FileView> view, stage.view_values());
  const MatrixView values{shape, reinterpret_cast<const double*>(view->bytes().data())};
  if (facts.has_wide_csv) {
    FT_RETURN_IF_PROBLEM(write_wide_csv(files, record.model->grid, wide_columns(facts), values));
  }
  return has_files ? write_csv_files(files, facts.csv_paths, values) : Result<Done>(Done{});
}

Result<Done> write_extra_files(BundleFiles& files, const RunRecord& record) {
  for (const ExtraFile& extra : record.extra_files) {
    FT_CHECK(is_extra_path(extra.path));
    FT_RETURN_IF_PROBLEM(files.write(extra.path, extra.content));
  }
  return Done{};
}

// What a reader would make of the documents: their text is read, so that there is one rule for
// both.
Result<RunEnvelope> written_envelope(const RunRecord& record, const BundleFacts& facts,
                                     const std::string& metadata) {
  // The text is parsed again, so that an answer of creation equals a later read bit for bit.
  FT_TRY(RunInfo info, read_run_json(run_summary_json(record, facts)));
  info.id = record.run_id;
  add_metadata(info, metadata);
  return envelope_of(record, std::move(info));
}

Result<RunEnvelope> write_documents(BundleFiles& files, const RunRecord& record,
                                    const BundleFacts& facts) {
  const std::string telemetry = record.telemetry_manifest.empty()
                                    ? telemetry_manifest_json(record, facts)
                                    : record.telemetry_manifest;
  const std::string metadata = metadata_json(record, facts);
  FT_RETURN_IF_PROBLEM(files.write(bundle::kMetadata, metadata));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kProvenance, provenance_json(record, facts)));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kTelemetryManifest, telemetry));
  FT_RETURN_IF_PROBLEM(write_extra_files(files, record));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kIndex, series_index_json(record, facts)));
  if (record.judgement != nullptr) {
    FT_RETURN_IF_PROBLEM(files.write(bundle::kJudgement, judgement_bytes(*record.judgement)));
  }
  FT_RETURN_IF_PROBLEM(files.write(bundle::kRun, run_json(record, facts)));
  return written_envelope(record, facts, metadata);
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
  const ValuesMatrix& shape = state.matrix->shape();
  FT_TRY(BundleFacts facts, series_facts(record));
  FT_RETURN_IF_PROBLEM(write_model(files, record, facts));
  // Written and hashed since the run was evaluated: what needs the hashes comes last.
  FT_TRY(facts.row_hashes, state.matrix->finish_hashes());
  files.add({bundle::kValues, shape.bytes(), hash_of_rows(facts.row_hashes), shape.rows});
  FT_RETURN_IF_PROBLEM(write_csvs(files, stage, shape, record, facts));
  FT_TRY(state.envelope, write_documents(files, record, facts));
  state.files = files.sorted();
  state.manifest_json = to_json(manifest_of(record, facts, state.files));
  FT_RETURN_IF_PROBLEM(files.write(bundle::kManifest, state.manifest_json));
  state.manifest_hash = manifest_hash_line(state.manifest_json);
  FT_RETURN_IF_PROBLEM(files.write(bundle::kManifestHash, state.manifest_hash));
  state.content_hash = record.content_hash;
  // Only now may the stage be published.
  state.complete = true;
  return Done{};
}

Result<Done> verify_stage(RunStage& stage, const StopQuestion& stop) {
  const RunStage::State& state = stage.state();
  FT_CHECK(state.complete);
  std::vector<ManifestFile> expected = state.files;
  expected.push_back({bundle::kManifest, state.manifest_json.size(), {}});
  expected.push_back({bundle::kManifestHash, state.manifest_hash.size(), {}});
  for (const ManifestFile& file : expected) {
    if (stop && stop()) return stopped_problem();
    FT_TRY(const FileInfo found, stage.env().info(stage.directory() + "/" + file.path));
    if (found.kind != FileKind::kFile || found.bytes != file.bytes) {
      return damaged_problem(file.path, "does not have the size of what was written to it");
    }
  }
  return Done{};
}

RunEnvelope take_envelope(RunStage& stage) {
  RunStage::State& state = stage.state();
  FT_CHECK(state.envelope.has_value());
  RunEnvelope envelope = std::move(*state.envelope);
  state.envelope.reset();
  return envelope;
}

}  // namespace flowtime
