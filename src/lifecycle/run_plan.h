// RunPlan: what creating a run would do, for a dry run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "compile/compile.h"
#include "model/model.h"
#include "run/run_record.h"
#include "text/json_writer.h"

namespace flowtime {

// One file of the bundle. Estimates are of the order of what is written, not bounds of it.
struct PlannedFile {
  std::string path;  // within the run
  std::int64_t bytes = 0;
  bool is_estimate = true;  // of texts whose numbers are not known yet
};

// What a dry run answers. Owns all it holds. Bytes are those before compression.
struct RunPlan {
  std::string template_id, mode;
  std::string run_id;         // that the run would have
  bool is_random_id = false;  // another one every time
  bool deterministic = false;
  bool would_reuse = false;  // a run with the same id and content exists
  std::string content_hash;
  std::string capture_directory;  // as given; empty in a simulation
  std::vector<NamedJson> telemetry_bindings;
  std::vector<RunTelemetry::Source> capture_files;
  std::vector<NamedJson> parameters;           // as given
  std::vector<NamedJson> resolved_parameters;  // typed, defaults filled in
  std::vector<PlannedFile> outputs;
  std::int64_t cells = 0;         // series x bins
  std::vector<Finding> warnings;  // of reading and compiling
  // Sum over `outputs`.
  std::int64_t bytes() const;
};

// The files of a bundle: values.f64 and the model to the byte, the others estimated.
// Problem: output_name_taken.
// `model_bytes` is the length of the model's text. Which CSV files there are follows from `csv` and
// the number of cells, as write_bundle decides it.
Result<std::vector<PlannedFile>> planned_files(const Model& model, const Plan& plan,
                                               std::size_t model_bytes, CsvPolicy csv);

// The envelope of a dry run: `plan` is set, `metadata` and `telemetry` are null.
// Same members as the envelope of a run, so that a client reads both alike.
std::string to_json(const RunPlan& plan, JsonWriter::Layout layout);

}  // namespace flowtime
