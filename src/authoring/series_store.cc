#include "authoring/series_store.h"

#include "authoring/series_table.h"
#include "run/json_member.h"
#include "run/json_parts.h"
#include "run/stored_file.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSeriesDirectory = "series";
// Of ids such as "served@Gold".
constexpr const char* kMoreIdCharacters = "@";

std::string series_path(const std::string& id) {
  return std::string(kSeriesDirectory) + "/" + id + "/series.json";
}

// Names of the members of a metadata object: on the wire, or in the file of the store.
// The file has the names that its first writers used; both are written and read by one function.
struct MetadataNames {
  const char *units, *source, *bin_size, *bin_unit, *timezone, *range, *start, *end;
};
constexpr MetadataNames kWire = {"units",    "source",    "binSize", "binUnit",
                                 "timezone", "timeRange", "start",   "end"};
constexpr MetadataNames kFile = {"Units",    "Source",    "BinSize", "BinUnit",
                                 "Timezone", "TimeRange", "Start",   "End"};

void write_metadata(JsonWriter& json, const SeriesMetadata& metadata, const MetadataNames& names) {
  json.begin_object();
  member_or_null(json, names.units, metadata.units);
  member_or_null(json, names.source, metadata.source);
  json.key(names.bin_size);
  metadata.bin_size ? json.integer(*metadata.bin_size) : json.null();
  member_or_null(json, names.bin_unit, metadata.bin_unit);
  member_or_null(json, names.timezone, metadata.timezone);
  json.key(names.range);
  if (metadata.start.empty() && metadata.end.empty()) {
    json.null().end_object();
    return;
  }
  json.begin_object();
  member_or_null(json, names.start, metadata.start);
  member_or_null(json, names.end, metadata.end);
  json.end_object().end_object();
}

SeriesMetadata metadata_of(const Json& json) {
  SeriesMetadata metadata;
  if (!json.is_object()) return metadata;
  metadata.units = text_member(json, kFile.units);
  metadata.source = text_member(json, kFile.source);
  metadata.bin_unit = text_member(json, kFile.bin_unit);
  metadata.timezone = text_member(json, kFile.timezone);
  const Json size = json.value(kFile.bin_size, Json());
  if (size.is_number_integer()) metadata.bin_size = size.get<std::int64_t>();
  const Json range = json.value(kFile.range, Json());
  metadata.start = text_member(range, kFile.start);
  metadata.end = text_member(range, kFile.end);
  return metadata;
}

std::string series_file_text(const StoredSeries& series) {
  JsonWriter json;
  json.begin_object().member("SeriesId", series.id).key("Bins").begin_array();
  for (std::size_t i = 0; i < series.values.size(); ++i) json.integer(static_cast<int>(i));
  json.end_array().key("Values").begin_array();
  for (const double value : series.values) json.number(value);
  json.end_array().key("Metadata");
  write_metadata(json, series.metadata, kFile);
  json.member("SourceFormat", series.source_format).member("IngestedAtUtc", series.ingested_utc);
  json.end_object();
  return json.take() + "\n";
}

Problem damaged(const std::string& id) {
  return {.code = "series_damaged",
          .message = "the file of series '" + id + "' is damaged",
          .remedy = "Ingest the series again."};
}

Result<StoredSeries> parsed_series(const std::string& id, const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("Values") || !json["Values"].is_array()) {
    return damaged(id);
  }
  StoredSeries series{
      .id = id, .values = {}, .metadata = {}, .source_format = {}, .ingested_utc = {}};
  for (const Json& value : json["Values"]) {
    if (!value.is_number()) return damaged(id);
    series.values.push_back(value.get<double>());
  }
  if (series.values.empty()) return damaged(id);
  series.metadata = metadata_of(json.value("Metadata", Json()));
  series.source_format = text_member(json, "SourceFormat");
  series.ingested_utc = text_member(json, "IngestedAtUtc");
  return series;
}

Result<Done> check_format(const std::string& format) {
  if (format == "csv" || format == "table") return Done{};
  return Problem{.code = "series_format_unknown",
                 .message = "'format' must be 'csv' or 'table'.",
                 .remedy = "Leave it out for csv; tabs are recognized.",
                 .path = "/format"};
}

}  // namespace

// Everything is checked and read before anything is written.
Result<IngestAnswer> ingest_series(Env& env, const IngestRequest& request) {
  IngestAnswer answer;
  StoredSeries& series = answer.series;
  series.id = request.series_id.empty() ? "series-" + env.random_hex(32) : request.series_id;
  FT_RETURN_IF_PROBLEM(check_stored_id(series.id, "series id", kMoreIdCharacters));
  FT_RETURN_IF_PROBLEM(check_format(request.format));
  FT_TRY(IngestedTable table, read_series_table(request.content));
  series.values = std::move(table.values);
  series.metadata = request.metadata;
  series.source_format = request.format;
  series.ingested_utc = format_moment(env.now_unix_ms());
  answer.path = series_path(series.id);
  FT_RETURN_IF_PROBLEM(store_file(env, answer.path, series_file_text(series), StoreRule::kReplace));
  answer.detail = request.detail;
  answer.delimiter = table.delimiter;
  answer.has_header = table.has_header;
  answer.columns = std::move(table.columns);
  return answer;
}

Result<StoredSeries> read_series(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_stored_id(id, "series id", kMoreIdCharacters));
  const Result<std::string> text = read_stored_file(env, series_path(id));
  if (!text && failed_with(text.problems(), io_codes::kNotFound)) {
    return Problem{.code = "series_not_found",
                   .message = "There is no series '" + id + "'.",
                   .remedy = "Ingest it first."};
  }
  if (!text) return text.problems();
  return parsed_series(id, *text);
}

std::string to_json(const IngestAnswer& answer) {
  const auto count = static_cast<std::int64_t>(answer.series.values.size());
  JsonWriter json;
  json.begin_object().member("seriesId", answer.series.id).member("count", count).key("metadata");
  write_metadata(json, answer.series.metadata, kWire);
  if (answer.detail == DetailLevel::kExpert) {
    json.key("diagnostics").begin_object();
    json.member("delimiter", std::string(1, answer.delimiter));
    json.member("hasHeader", answer.has_header).key("columns").begin_array();
    for (const std::string& column : answer.columns) json.string(column);
    json.end_array().member("rowCount", count).member("seriesPath", answer.path).end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
