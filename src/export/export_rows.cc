#include "export/export_rows.h"

#include <unordered_map>

#include "model/read_model.h"
#include "run/evaluated_model.h"
#include "telemetry/semantic_series.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

}  // namespace

Result<std::vector<ExportedSeries>> exported_series(const Run& run) {
  // The stored model, since only it knows which node and role a series belongs to.
  FT_TRY(const std::string text, read_evaluated_model(run));
  FT_TRY(const yaml::Document document, yaml::parse(text, "model.yaml"));
  ReadModelOptions options;
  // Values that the model reads from files are not needed to know what its series are called.
  options.allow_file_references = true;
  FT_TRY(const Model model, read_model(document, options));
  std::unordered_map<std::string, SemanticSeries> by_id;
  for (SemanticSeries& semantic : semantic_series(model)) {
    by_id.emplace(semantic.series_id, semantic);
  }
  std::vector<ExportedSeries> series;
  for (std::size_t row = 0; row < run.series().size(); ++row) {
    const SeriesEntry& entry = run.series()[row];
    const std::string measure = entry.bare_id.substr(0, entry.bare_id.find('@'));
    const auto known = by_id.find(measure);
    const bool has_role = known != by_id.end();
    series.push_back({row, has_role ? known->second.node_id : measure,
                      has_role ? lower_first(known->second.metric) : "series", entry.class_token});
  }
  return series;
}

std::int64_t export_time_ms(const TimeGrid& grid, std::int64_t bin) {
  return grid.start_unix_ms.value_or(0) + bin * grid.bin_milliseconds();
}

}  // namespace flowtime
