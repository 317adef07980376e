#include "state/series_query.h"

#include <algorithm>
#include <bit>

#include "answers/series_units.h"
#include "base/nearest_name.h"
#include "base/number_text.h"
#include "run/json_parts.h"
#include "state/series_text.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

static_assert(std::endian::native == std::endian::little, "raw series are little-endian");

Problem not_found(const StoredRun& run, const std::string& id) {
  std::vector<std::string_view> known;
  for (const SeriesEntry& entry : run.run().series()) known.push_back(entry.bare_id);
  const std::string nearest = nearest_name(id, known);
  return Problem{.code = "series_not_found",
                 .message = "the run '" + run.info().id + "' has no series '" + id + "'",
                 .remedy = nearest.empty() ? "Ask for the run's index to see its series."
                                           : "Did you mean '" + nearest + "'?"};
}

void write_entry(JsonWriter& json, const SeriesEntry& entry, std::int64_t bins,
                 const std::string& noun) {
  json.begin_object().member("id", entry.id).member("bareId", entry.bare_id);
  json.member("kind", entry.kind).member("path", entry.csv_path).member("unit", entry.unit);
  json.member("itemUnit", item_unit(entry.unit, noun));
  json.member("componentId", entry.component_id).member("class", entry.class_token);
  if (!entry.class_kind.empty()) json.member("classKind", entry.class_kind);
  json.member("points", bins).member("hash", entry.hash).end_object();
}

}  // namespace

Result<SeriesAnswer> query_series(std::shared_ptr<const StoredRun> run, const std::string& id) {
  const std::vector<SeriesEntry>& entries = run->run().series();
  std::optional<std::size_t> row = run->run().find(id);
  if (!row) {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const SeriesEntry& entry) {
      // Older clients ask by component: "served@SERVED" for "served@SERVED@DEFAULT".
      return entry.id.starts_with(id + "@");
    });
    if (found == entries.end()) return not_found(*run, id);
    row = static_cast<std::size_t>(found - entries.begin());
  }
  const SeriesIn values = run->run().values(*row);
  const SeriesEntry* entry = &entries[*row];
  // `entry` and `values` were taken before the move; the run they point into stays the same object.
  return SeriesAnswer{.run = std::move(run), .entry = entry, .values = values};
}

std::string to_csv(const SeriesAnswer& series) {
  std::string text = "t,value\n";
  for (std::size_t t = 0; t < series.values.size(); ++t) {
    text += std::to_string(t);
    text += ',';
    if (is_finite(series.values[t])) append_number(text, series.values[t]);
    text += '\n';
  }
  return text;
}

std::string to_json(const SeriesAnswer& series) {
  JsonWriter json;
  json.begin_object().member("id", series.entry->id).member("bareId", series.entry->bare_id);
  json.member("kind", series.entry->kind).member("unit", series.entry->unit);
  json.member("itemUnit", item_unit(series.entry->unit, series.run->model().item_noun));
  json.member("class", series.entry->class_token);
  json.member("bins", static_cast<std::int64_t>(series.values.size())).key("values");
  SeriesText(1).write(json, series.values, Pooling::kMean);
  json.end_object();
  return json.take();
}

std::string_view raw_bytes(const SeriesAnswer& series) {
  return {reinterpret_cast<const char*>(series.values.data()), series.values.size_bytes()};
}

std::string index_json(const StoredRun& run) {
  const TimeGrid& grid = run.grid();
  JsonWriter json;
  json.begin_object().member("schemaVersion", 1).key("grid").begin_object();
  json.member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit)).member("timezone", "UTC").member("align", "left");
  json.member("binMinutes", grid.bin_minutes()).end_object();
  json.key("series").begin_array();
  for (const SeriesEntry& entry : run.run().series()) {
    write_entry(json, entry, grid.bins, run.model().item_noun);
  }
  json.end_array();
  if (!run.info().class_coverage.empty()) json.member("classCoverage", run.info().class_coverage);
  class_list(json, run.info().classes);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
