// The JSON documents of a bundle, read back. Members that are missing or of another type read as
// empty, because bundles of older and of other writers lack some.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "run/open_run.h"

namespace flowtime {

// Problem: run_damaged, when the text is not a JSON object or has no usable grid.
// A pass over the text without a tree: run.json may list 100,000 series.
// Takes `id` as written; the caller replaces it by the name of the directory.
Result<RunInfo> read_run_json(const std::string& text);

// Adds what model/metadata.json knows; anything unreadable adds nothing.
// Members that run.json has already stay as they are.
void add_metadata(RunInfo& info, const std::string& text);

// The entries of series/index.json, or of the `series` of a run.json. Problem: run_damaged.
// `path` names the document in messages.
// Fills in what older writers left out: kind, class and bare id follow from the stored id.
Result<std::vector<SeriesEntry>> read_series_entries(const std::string& path,
                                                     const std::string& text);

}  // namespace flowtime
