#include "orchestrate/list_runs_json.h"

#include "orchestrate/answer_json.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

void item(JsonWriter& json, const RunInfo& run) {
  json.begin_object().member("runId", run.id).member("templateId", run.template_id);
  json.member("templateTitle", run.template_title).member("templateVersion", run.template_version);
  json.member("mode", run.mode).member("createdUtc", run.created_utc);
  json.member("warningCount", run.finding_counts.error + run.finding_counts.warning);
  findings_member(json, run.finding_counts);
  grid_member(json, run.grid);
  json.member("contentHash", run.content_hash).end_object();
}

}  // namespace

std::string to_json(const RunList& list, std::size_t total) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().key("items").begin_array();
  for (const RunInfo& run : list.runs) item(json, run);
  json.end_array().member("totalCount", static_cast<std::int64_t>(total));
  json.key("damaged").begin_array();
  for (const std::string& id : list.damaged) json.string(id);
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
