// The files of an artifact, and what happens to many artifacts at once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/artifact_index.h"
#include "run/scratch_directory.h"

namespace flowtime {

// `content` is all of it, in memory: only files of a bundle's top level and CSVs are given so.
struct ArtifactFile {
  std::string name, content_type, content;
};

// A file of the top level, or of a run "series/index.json" and the CSV of each selected series,
// "series/served@SERVED@DEFAULT.csv": json, yaml, yml, csv, txt and log by their types, else
// octets. Problems: artifact_not_found, file_not_found.
Result<ArtifactFile> read_artifact_file(ArtifactIndex& index, const std::string& id,
                                        const std::string& name);

// All files as one zip archive, with the CSVs of the selected series while these have at most
// kMaxArchivedCells cells: the title with '_' for blanks, or the id, and ".zip".
struct ArtifactArchive {
  std::string name;
  std::string path;  // in the data root; stays while this object lives
  std::unique_ptr<ScratchDirectory> scratch;
};
// Problems: artifact_not_found, io codes, zip_failed.
Result<ArtifactArchive> archive_files(ArtifactIndex& index, const std::string& id);

struct ItemOutcome {
  std::string id;
  Problems problems;  // empty: done
};
// Removes one artifact: a run in whatever way the caller removes runs, a model by itself.
// So that a registry removes runs as the rest of the program does, and its index learns of it.
using RunRemover = std::function<Result<Done>(const std::string& run_id)>;
// One outcome per id, in their order; a failure does not stop the others.
std::vector<ItemOutcome> delete_artifacts(ArtifactIndex& index, const std::vector<std::string>& ids,
                                          const RunRemover& remove_run);
std::vector<ItemOutcome> archive_artifacts(ArtifactIndex& index,
                                           const std::vector<std::string>& ids);

// {"success":true,"processed","<done_name>","results":[{"id","success","error"?}]}; done_name is
// "deleted" or "archived".
std::string outcomes_json(const std::vector<ItemOutcome>& outcomes, const char* done_name);

}  // namespace flowtime
