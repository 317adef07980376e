// manifest.json of a capture: which file holds which measured series, in schema version 2.
//
//   <capture>/manifest.json
//   <capture>/<node>_<metric>[_<class>].csv    header bin_index,classId,value
//   <capture>/autocapture.json                 what the capture was made of
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "series/time_grid.h"

namespace flowtime {

inline constexpr const char* kCaptureManifest = "manifest.json";
// What happened while it was measured, where a person has written it down: `events:` of a model.
inline constexpr const char* kCaptureEvents = "events.yaml";
inline constexpr const char* kAutocapture = "autocapture.json";
inline constexpr const char* kRestClass = "DEFAULT.rest";  // what no class accounts for
// Of what is read: a manifest of more, or one that lists more files, is refused.
inline constexpr std::size_t kMaxCaptureManifestBytes = 64u << 20;
inline constexpr std::size_t kMaxCaptureFiles = 200'000;

// `path` is not trusted: reading it checks that it stays within the capture.
struct CaptureFile {
  std::string node_id;   // of a topology node, or of a constraint
  std::string metric;    // "Arrivals", "QueueDepth"; metric_name() lists them
  std::string path;      // within the capture
  std::string hash;      // "sha256:..."; empty: the writer gave none
  std::string class_id;  // empty: the total; "DEFAULT.rest": what no class accounts for
  std::optional<std::int64_t> points;  // rows of the file; -1: not a whole number
};

// As written by us, or by another tool: members that are missing are empty.
struct CaptureManifest {
  TimeGrid grid;
  std::vector<CaptureFile> files;
  std::vector<Finding> warnings;      // of the capture itself: gaps and what was done about them
  std::vector<Finding> run_findings;  // of the run that was captured
  std::string run_id, template_id, scenario_hash, model_hash, captured_utc;
  bool has_classes = false;
  std::vector<std::string> classes;
  std::string class_coverage;  // "full", "partial", "missing"
};

// Indented, with a newline at the end. The same manifest gives the same bytes.
std::string to_json(const CaptureManifest& manifest);

// Accepts what other writers leave out. Problem capture_damaged, which names `file` and what is
// wrong with it: no JSON, no grid, a file listed twice, an entry without nodeId, metric or path.
Result<CaptureManifest> parse_capture_manifest(const std::string& text, const std::string& file);

// The message is `file` and the complaint: "manifest.json is not a JSON object".
Problem corrupt_capture(const std::string& file, const std::string& complaint);

}  // namespace flowtime
