#include "pipeline/model_run_json.h"

#include <algorithm>
#include <vector>

#include "answers/answer_json.h"
#include "model/read_model.h"
#include "pipeline/model_graph.h"
#include "run/bundle_paths.h"
#include "run/json_parts.h"
#include "run/open_run.h"
#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

bool is_total(const SeriesEntry& entry) {
  return entry.kind == "flow" && entry.bare_id.find('@') == std::string::npos;
}

// Rows of the totals: the model's nodes in evaluation order, then the others in theirs.
std::vector<std::size_t> rows_in_order(const Run& run, const Model& model) {
  std::vector<std::size_t> rows;
  std::vector<bool> taken(run.series().size());
  for (const std::string& id : model_graph(model).order) {
    const auto row = run.find(id);
    if (!row || !is_total(run.series()[*row])) continue;
    rows.push_back(*row);
    taken[*row] = true;
  }
  // What the compiler generated follows, such as depths of queues.
  for (std::size_t row = 0; row < taken.size(); ++row) {
    if (!taken[row] && is_total(run.series()[row])) rows.push_back(row);
  }
  return rows;
}

void write_series(JsonWriter& json, const Run& run, const std::vector<std::size_t>& rows) {
  json.key("series").begin_object();
  for (const std::size_t row : rows) {
    json.key(run.series()[row].bare_id).begin_array();
    for (const double value : run.values(row)) json.number(value);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

Result<std::string> model_run_json(Env& env, const RunEnvelope& envelope) {
  FT_TRY(const Run run, open_run(env, envelope.info.id));
  FT_TRY(const std::string text, run.read_file(bundle::kModel));
  FT_TRY(const yaml::Document document, yaml::parse(text, bundle::kModel));
  FT_TRY(const Model model, read_model(document));
  const std::vector<std::size_t> rows = rows_in_order(run, model);
  const RunInfo& info = run.info();
  JsonWriter json;
  json.begin_object().member("runId", info.id).member("artifactsPath", run_directory(info.id));
  json.member("modelHash", info.model_hash).member("scenarioHash", info.scenario_hash);
  grid_member(json, info.grid);
  json.key("order").begin_array();
  for (const std::size_t row : rows) json.string(run.series()[row].bare_id);
  json.end_array();
  const auto cells = static_cast<std::int64_t>(rows.size()) * info.grid.bins;
  // 5,000,000 numbers are about 50 MB of JSON.
  if (cells > kMaxCellsPerAnswer) json.member("seriesOmitted", true);
  write_series(json, run, cells > kMaxCellsPerAnswer ? std::vector<std::size_t>{} : rows);
  finding_list(json, info.findings);
  json.member("wasReused", envelope.was_reused).end_object();
  return json.take();
}

}  // namespace flowtime
