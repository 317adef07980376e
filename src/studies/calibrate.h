// Calibrate: the parameters of a model with which it comes closest to what was measured, and what
// the measurement cannot tell about them. docs/studies.md, "Calibrate".
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "metrics/residual.h"
#include "pipeline/bin_range.h"
#include "studies/study_request.h"
#include "study/least_squares.h"
#include "text/json_writer.h"

namespace flowtime::studies {

// Exactly one of `values` and `import`; in the unit of the series.
struct MeasuredTarget {
  std::string series{};          // bare id
  std::vector<double> values{};  // one per bin, absent where nothing was measured; else
  std::string import{};          // "import:ID#column"
};

struct CalibrateRequest {
  // Of a telemetry run its stored model, whose inputs are as they were measured.
  StudySubject subject{};
  std::vector<Vary> vary{};
  // What is to be met. Of a telemetry run without any: everything that was measured and is not an
  // input.
  std::vector<MeasuredTarget> measured{};
  std::vector<std::string> series{};  // only these
  bool soft = true;                   // wild values count little; else least squares
  std::string hold_out{};             // bins that are not fitted to; "": the last fifth; "none"
  std::uint64_t seed = 123;           // of the design
};

// `value` fits best; `was` is what the model says. `told` is what the measurement says about it: an
// interval, a bound on one side, or nothing.
struct CalibratedParameter {
  enum class Told { kInterval, kAtLeast, kAtMost, kNothing };
  std::string knob{};
  double value = 0, was = 0;
  Interval range{};
  FitProfile interval{};
  Told told = Told::kInterval;
  double influence = 0;             // of the whole range, in the spread of what was measured
  std::vector<std::string> tied{};  // with whom it can be moved without a trace
};
const char* name_of(CalibratedParameter::Told told);  // "interval", "atLeast", "atMost", "nothing"

// The bins that were held out show whether the fit holds where it was not made.
struct CalibratedSeries {
  std::string series{};
  ResidualFigures before{};  // with the parameters as they were, over the fitted bins
  ResidualFigures fitted{};  // over the fitted bins
  ResidualFigures held_out{};
};

// `rank` of the parameters, or mixes of them, can be known; `converged` is false where the search
// ended at its limit.
struct Calibration {
  std::string of{};
  std::vector<CalibratedParameter> parameters{};
  std::vector<CalibratedSeries> series{};
  std::int64_t bins = 0;
  BinRange held_out{};  // empty where nothing is
  bool soft = true;
  double loss = 0;
  std::int64_t residuals = 0, evaluations = 0;
  int rank = 0;
  bool converged = false;
  std::vector<std::string> settings{};  // what `--set` takes
};

// Problems: those of open_subject and axes_of; missing_field, unknown_series, calibrate_whole (a
// range without a whole number), calibrate_length (values of another number of bins),
// no_residuals, stopped.
// May take many evaluations: the observer of the host hears how many of how many (an estimate), and
// stops it. Deterministic by seed.
Result<Calibration> calibrate(const RunHost& host, const CalibrateRequest& request,
                              const ImportReader& imports, int threads = 0);

// One sentence for each parameter.
// Example: "from 90 to 95".
std::string words_of(const CalibratedParameter& parameter);

std::string to_json(const Calibration& calibration,
                    JsonWriter::Layout layout = JsonWriter::Layout::kCompact);

// The body of POST /v1/calibrate. Problems as of read_study_request.
Result<CalibrateRequest> read_calibrate_request(std::string_view json);
Result<Done> check_calibrate_request(const CalibrateRequest& request);

}  // namespace flowtime::studies
