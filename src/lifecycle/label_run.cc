#include "lifecycle/label_run.h"

#include "catalog/catalog.h"

namespace flowtime {

Result<RunRemarks> label_run(const RunHost& host, const std::string& run_id,
                             const LabelChange& change) {
  FT_TRY(const RunRemarks labels, change_labels(host.env, run_id, change));
  if (host.catalog != nullptr) FT_RETURN_IF_PROBLEM(host.catalog->runs().refresh(run_id));
  return labels;
}

std::string labels_json(const std::string& run_id, const RunRemarks& labels,
                        JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().member("runId", run_id);
  label_members(json, labels);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
