// The use case that says something of a run: tags and a note.
#pragma once

#include <string>

#include "base/result.h"
#include "host/run_host.h"
#include "run/run_labels.h"

namespace flowtime {

// Changes the labels of a run and tells the catalog, so that lists find it by them.
// Problems: as change_labels.
// Labels are beside the bundle, not part of it: no hash of the run changes.
// Gives the labels as they are after the change. A catalog that fails makes the call fail, although
// the labels are stored by then; the next look at runs/ finds them.
Result<RunRemarks> label_run(const RunHost& host, const std::string& run_id,
                             const LabelChange& change);

// {"runId","tags","note"}
std::string labels_json(const std::string& run_id, const RunRemarks& labels,
                        JsonWriter::Layout layout);

}  // namespace flowtime
