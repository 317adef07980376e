// Where things are in a data root and in a bundle.
// Paths are relative, with '/'. They are part of the contract with other programs that read
// bundles.
#pragma once

#include <string>

namespace flowtime {

// Published runs, each in a directory of its id.
inline constexpr const char* kRunsDirectory = "runs";
// What is being made or taken away; everything in it may be swept when no lock holds it.
inline constexpr const char* kStagingDirectory = "staging";
// One file per id that is held.
inline constexpr const char* kLocksDirectory = "locks";
// Deleted runs that can still be restored (run/trash.h).
inline constexpr const char* kTrashDirectory = "trash";

namespace bundle {
// Within a bundle from here on.
inline constexpr const char* kSpec = "spec.yaml";
inline constexpr const char* kModel = "model/model.yaml";
inline constexpr const char* kMetadata = "model/metadata.json";
inline constexpr const char* kProvenance = "model/provenance.json";
inline constexpr const char* kTelemetryManifest = "model/telemetry/telemetry-manifest.json";
// Of a telemetry run whose capture has events.
inline constexpr const char* kTelemetryEvents = "model/telemetry/events.yaml";
inline constexpr const char* kRun = "run.json";
inline constexpr const char* kIndex = "series/index.json";
// The rows of all series (series/values_matrix.h); mapped by readers.
inline constexpr const char* kValues = "series/values.f64";
inline constexpr const char* kWideCsv = "series.csv";
inline constexpr const char* kJudgement = "series/judgement.bin";
inline constexpr const char* kManifest = "manifest.json";
// The last file that is written: its time is when the bundle was complete.
inline constexpr const char* kManifestHash = "manifest.sha256";
// What people say of the run: no part of what the manifest states, and may change.
inline constexpr const char* kLabels = "labels.json";
inline constexpr const char* kNotes = "notes.json";
// All exist in every bundle, also when they are empty.
inline constexpr const char* kDirectories[] = {"model", "model/telemetry", "series", "aggregates"};
}  // namespace bundle

// The id must be a valid one (sys/ids.h): this only joins names.
inline std::string run_directory(const std::string& run_id) {
  return std::string(kRunsDirectory) + "/" + run_id;
}

}  // namespace flowtime
