#include "host/program_version.h"

#include "text/json_writer.h"

#ifndef FT_VERSION
#define FT_VERSION "0.0.0"
#endif
// The build defines both; a build without a repository has no commit.
#ifndef FT_COMMIT
#define FT_COMMIT "unknown"
#endif

namespace flowtime {
namespace {

std::string compiler() {
#if defined(__clang__)
  return "clang " + std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
         std::to_string(__clang_patchlevel__);
#else
  return "g++ " + std::to_string(__GNUC__) + "." + std::to_string(__GNUC_MINOR__) + "." +
         std::to_string(__GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

ProgramVersion program_version() {
  return {.version = FT_VERSION, .commit = FT_COMMIT, .compiler = compiler()};
}

std::string to_json(const ProgramVersion& version) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object();
  json.member("version", version.version).member("commit", version.commit);
  json.member("compiler", version.compiler);
  json.member("schemaVersion", version.schema_version);
  json.member("semanticsVersion", version.semantics_version);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
