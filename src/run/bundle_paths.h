// Where things stand in a data root and in a bundle.
#pragma once

#include <string>

namespace flowtime {

inline constexpr const char* kRunsDirectory = "runs";
inline constexpr const char* kStagingDirectory = "staging";
inline constexpr const char* kLocksDirectory = "locks";
inline constexpr const char* kTrashDirectory = "trash";

namespace bundle {
inline constexpr const char* kSpec = "spec.yaml";
inline constexpr const char* kModel = "model/model.yaml";
inline constexpr const char* kMetadata = "model/metadata.json";
inline constexpr const char* kProvenance = "model/provenance.json";
inline constexpr const char* kTelemetryManifest = "model/telemetry/telemetry-manifest.json";
inline constexpr const char* kRun = "run.json";
inline constexpr const char* kIndex = "series/index.json";
inline constexpr const char* kValues = "series/values.f64";
inline constexpr const char* kWideCsv = "series.csv";
inline constexpr const char* kJudgement = "series/judgement.bin";
inline constexpr const char* kManifest = "manifest.json";
inline constexpr const char* kManifestHash = "manifest.sha256";
// What people say of the run: no part of what the manifest states, and may change.
inline constexpr const char* kLabels = "labels.json";
inline constexpr const char* kNotes = "notes.json";
inline constexpr const char* kDirectories[] = {"model", "model/telemetry", "series", "aggregates"};
}  // namespace bundle

inline std::string run_directory(const std::string& run_id) {
  return std::string(kRunsDirectory) + "/" + run_id;
}

}  // namespace flowtime
