// RunRecord: everything the writer of a bundle needs to know beside the values themselves.
//
// What does not depend on the inputs of the run is confined to two members: created_unix_ms
// (written as createdUtc) and durations. Two runs of the same record under one id differ on disk
// in these alone.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/finding.h"
#include "model/model.h"
#include "model/thresholds.h"
#include "run/csv_policy.h"
#include "run/expectation_outcome.h"
#include "run/run_telemetry.h"
#include "series/series_view.h"
#include "text/yaml.h"

namespace flowtime {

// Asked before every file and every block of a long one; writing stops at once when it says so,
// with the problem `stopped`. Empty: never stop.
using StopQuestion = std::function<bool()>;

// Of the template that the run was made from.
// `title` and `narrative` are for people.
struct RunTemplate {
  std::string id, title, narrative, version;  // empty: see docs/artifacts.md for the defaults
};

// A value that went into the run, as JSON text: {"bins", "12"}, {"title", "\"Waves\""}.
// `json` is valid JSON; it is written as it is.
struct NamedJson {
  std::string name, json;
};

// By the names of host/stage.h.
struct StageDuration {
  std::string stage;  // e.g. "evaluate"
  double milliseconds = 0;
};

// What the run replaced in its place.
struct Supersedes {
  std::string content_hash, created_utc, run_id;  // run_id: where the former run is kept
};

// The run that this one continues from: equal to it before `from_bin`.
struct RunBase {
  std::string run_id, content_hash;
  std::int64_t from_bin = 0;            // the number of bins where nothing was changed
  std::vector<std::string> settings{};  // that were changed, as applied
  // Of a telemetry run: bare ids of series that were measured before `from_bin`, and are computed
  // from it on because something that they depend on was changed.
  std::vector<std::string> released{};
};

// A file that only this run has, below model/telemetry/ or aggregates/.
// `path` is within the bundle.
struct ExtraFile {
  std::string path, content;
};

// Plain data on the stack of the writer. The pointers refer to the caller's objects, which outlive
// the writing.
// `model`, `document` and `series` are not null when the record is written.
struct RunRecord {
  std::string run_id;
  std::string mode = "simulation";  // or "telemetry"
  std::string engine_version;       // of the program
  int semantics_version = 1;

  const Model* model = nullptr;              // what was evaluated
  const yaml::Document* document = nullptr;  // its text, expanded; not read from disk again
  const SeriesCatalog* series = nullptr;     // one row of values per entry

  RunTemplate run_template;           // id empty: a plain model
  std::vector<NamedJson> parameters;  // typed, defaults filled in
  std::vector<std::string> settings;  // as applied, with the values of files written out
  std::vector<NamedJson> telemetry_bindings;
  std::optional<std::int64_t> seed;   // as requested or from the template
  std::string sampling = "expected";  // or "sample"
  std::string input_hash;             // "sha256:..."; empty for plain models
  std::string content_hash;           // "sha256:..."

  std::vector<Finding> findings;
  const Judgement* judgement = nullptr;  // nullptr: nothing is stored of it
  ThresholdOverrides thresholds;         // of the request, by which it was judged
  std::vector<ExpectationOutcome> expectations;
  std::optional<Supersedes> supersedes;
  std::string telemetry_manifest;  // of a capture, as JSON; empty: we write our own
  std::string class_coverage;      // of a capture; empty: computed
  std::vector<ExtraFile> extra_files;
  std::optional<RunTelemetry> telemetry;  // of a telemetry run
  std::optional<RunBase> base;            // of a counterfactual

  CsvPolicy csv = CsvPolicy::kAuto;
  std::int64_t created_unix_ms = 0;
  std::vector<StageDuration> durations;  // of the stages before writing
};

}  // namespace flowtime
