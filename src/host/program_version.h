// What this program is.
#pragma once

#include <string>

namespace flowtime {

// Raised only when a published number can change.
// docs/semantics.md says what numbers mean; a run records the version that made it.
inline constexpr int kSemanticsVersion = 1;
// Of model documents and of every file we write.
// Files of a newer schema are refused, not guessed at.
inline constexpr int kSchemaVersion = 1;

struct ProgramVersion {
  std::string version;   // "0.1.0"
  std::string commit;    // "a1b2c3d4e5f6", or "unknown" without a repository
  std::string compiler;  // "g++ 12.2.0"
  int schema_version = kSchemaVersion;
  int semantics_version = kSemanticsVersion;
};

// The same on every call.
ProgramVersion program_version();

// {"version","commit","compiler","schemaVersion","semanticsVersion"}
std::string to_json(const ProgramVersion& version);

}  // namespace flowtime
