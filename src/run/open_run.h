// Published runs: open, list, verify, delete.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "base/result.h"
#include "run/run_labels.h"
#include "run/run_record.h"
#include "series/time_grid.h"
#include "sys/env.h"

namespace flowtime {

// What run.json and model/metadata.json say. Members that an older writer did not know are empty.
// Owns everything; a value that may outlive the run.
struct RunInfo {
  std::string id;  // the name of its directory; wins over what run.json says
  std::string mode = "simulation";
  std::string template_id, template_title, template_narrative, template_version;
  std::string engine_version;
  std::optional<int> semantics_version;
  TimeGrid grid;
  std::string created_utc;
  // Each "sha256:..."; empty where the writer knew none.
  std::string model_hash, scenario_hash, input_hash, content_hash;
  std::string metadata_model_hash;  // what model/metadata.json says of it
  std::string class_coverage;
  std::optional<std::int64_t> seed;
  std::string sampling;
  std::vector<NamedJson> parameters;
  std::vector<std::string> settings;  // beside the text, as applied
  std::vector<FlowClass> classes;
  // Those of the data; those of the service follow from the judgement (run/health.h).
  std::vector<Finding> findings;
  FindingCounts finding_counts;
  std::optional<JudgementSummary> judgement;  // nothing: an older version stored the run
  ThresholdOverrides thresholds;              // of the request, by which it was judged
  std::vector<ExpectationOutcome> expectations;
  std::vector<StageDuration> durations;
  std::optional<Supersedes> supersedes;
  std::string item_noun;                  // what flows: "orders"; empty: the model does not say
  RunRemarks labels;                      // what people say of it
  std::optional<RunTelemetry> telemetry;  // of a telemetry run
  std::optional<RunBase> base;            // of a counterfactual
};

// One entry of series/index.json; its position is its row in values.f64.
// One per row of the matrix; `unit` is the contract's, such as "entities/bin".
struct SeriesEntry {
  std::string id;       // "served@SERVED@DEFAULT"
  std::string bare_id;  // "served", "served@Gold", "served@DEFAULT" for the rest
  std::string kind;     // "flow" or "edge"
  std::string component_id, class_token, class_kind, unit;
  std::string csv_path;  // of its CSV, which may have to be made; empty when it was not selected
  std::string hash;      // of its row; of its CSV in bundles of older versions
};

// Const after open_run: any number of threads may read it. Values are mapped: opening does not read
// them, and a file that shrinks meanwhile gives zeros (check_intact). The Env outlives it.
class Run {
 public:
  const RunInfo& info() const { return info_; }
  // In the order of the rows.
  const std::vector<SeriesEntry>& series() const { return series_; }
  // By stored id or by bare id.
  // One lookup, whatever the number of series. Case matters.
  std::optional<std::size_t> find(std::string_view series_id) const;
  // The values of one series, one per bin; valid as long as this object lives.
  // Absent bins are kAbsent. A row outside of series() is a defect (FT_CHECK).
  std::span<const double> values(std::size_t row) const;
  // Whether the values are still those that were opened: no one wrote into their file, and all of
  // it could be read. One question to the file system.
  bool is_unchanged() const;
  // Problem run_damaged: some of the values that were read so far are gone from the disk.
  // Asked after values were used, before an answer is sent.
  Result<Done> check_intact() const;
  // What the run says about itself; nothing where it has none of this version.
  // Reads the bytes each time; keep what it gives.
  std::optional<Judgement> judgement() const;
  // A file of the bundle, e.g. "model/model.yaml"; the CSV of a series is made from its row where
  // it is not a file.
  // Problems: io_outside_root (not a path inside of the run), run_damaged (a link leads out of it),
  // io codes.
  Result<std::string> read_file(const std::string& path) const;
  // True also for a CSV that is made when it is asked for.
  bool has_file(const std::string& path) const;

 private:
  friend Result<Run> open_run(Env& env, const std::string& id);
  // Not safe against a replacement meanwhile: open_run repeats it.
  static Result<Run> open(Env& env, const std::string& id);
  // Maps the matrix, or reads the CSVs of a bundle of another writer. Problem run_damaged: the size
  // does not fit the series.
  Result<Done> open_values();
  // Linear in the series.
  std::optional<std::size_t> row_of_csv(const std::string& path) const;
  // Values that are newer than the manifest are hashed before one of them is served.
  Result<Done> check_values_written_last(const FileInfo& values) const;
  // Maps series/judgement.bin; a run without it stays readable.
  void open_judgement();

  Env* env_ = nullptr;
  RunInfo info_;
  std::vector<SeriesEntry> series_;
  std::unordered_map<std::string_view, std::size_t> by_id_;  // ids of series_; lookups only
  std::unique_ptr<FileView> matrix_;
  std::optional<FileInfo> matrix_file_;  // as it was when it was opened
  std::unique_ptr<FileView> judgement_;  // nullptr: the run has none
  std::vector<double> loaded_;           // values of a bundle that has CSVs only
  const double* first_ = nullptr;
};

// All that is read belongs to one run, also while others replace it.
// Problems: invalid_id, run_not_found, run_damaged (names the file and what is wrong with it).
// Cost: run.json, the index and the metadata; O(series).
Result<Run> open_run(Env& env, const std::string& id);
// run.json and two small files; no values.
// Problems as open_run. A run without metadata is still a run. A missing file is run_damaged.
Result<RunInfo> read_run_info(Env& env, const std::string& id);
// False for an invalid id, and for a link that leads out of the data root.
// A look at the directory: says nothing about what is in it.
bool run_exists(Env& env, const std::string& id);
// Problems: invalid_id, run_not_found.
Result<Done> check_run_exists(Env& env, const std::string& id);

// Every run of the data root, newest first, then by id; damaged ones are left out and counted.
// `damaged` are ids of directories that hold no readable run.
struct RunList {
  std::vector<RunInfo> runs;
  std::vector<std::string> damaged;
};
// Reads every run.json: O(runs). The catalog is the quicker way (catalog/run_index.h).
// A run that is deleted while it is read is left out of both lists.
Result<RunList> list_runs(Env& env);

// Every difference between the bundle and its manifest: a file that is missing, has another size or
// hash, or is not listed (run_damaged, the message starts with the file). None: intact. What other
// programs add below model/telemetry/ and aggregates/ does not count. Fails as open_run does.
// No differences: every byte is what the manifest states.
struct Verification {
  Problems differences;
  std::int64_t files = 0;  // compared
  std::uint64_t bytes = 0;
};
// Reads every file of the bundle.
// Bundles of other writers without sizes: hashes alone are compared, and files beside the manifest
// do not count. Repeated when the run is replaced meanwhile. Problem `stopped`.
Result<Verification> verify_run(Env& env, const std::string& id, const StopQuestion& stop = {});

// The same of series/values.f64 alone. Problem run_damaged.
// O(size of the values).
// A manifest without an entry for it gives no difference.
Result<Done> verify_values(Env& env, const std::string& id);

// Takes the run out of runs/ with one rename, then removes it. Problems: run_not_found.
// For good: see run/trash.h for what can be undone.
// A process that ends between the two leaves a stage without a lock, which sweep_stages removes.
Result<Done> delete_run(Env& env, const std::string& id);

}  // namespace flowtime
