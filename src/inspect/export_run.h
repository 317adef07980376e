// Exports of a run: made on demand, kept in its bundle, read back.
#pragma once

#include <string>

#include "base/result.h"
#include "export/run_export.h"
#include "sys/env.h"

namespace flowtime {

// Makes every export anew. Problems: those of open_run, io codes.
// Each export is written aside and renamed into place: a reader sees an old one or a new one.
Result<Done> export_run(Env& env, const std::string& run_id);

// {"message","runId","formats":[],"artifactsPath","files":[]}
std::string exported_json(const std::string& run_id);

// The whole file in memory.
// `content_type` as HTTP sends it; `content` are the bytes of the file.
struct ExportFile {
  std::string content_type, content;
};
// One of them. Problems: export_format_unknown, run_not_found,
// file_not_found (it has not been made).
// `format` in any case; "aggregates" and "gold" are CSV.
Result<ExportFile> read_export(Env& env, const std::string& run_id, const std::string& format);

}  // namespace flowtime
