#include "answers/answer_json.h"

namespace flowtime {
namespace {

void problem_value(JsonWriter& json, const Problem& problem) {
  json.begin_object();
  json.member("code", problem.code).member("message", problem.message);
  if (!problem.remedy.empty()) json.member("remedy", problem.remedy);
  if (problem.where.line > 0) {
    json.member("line", problem.where.line).member("column", problem.where.column);
  }
  if (!problem.path.empty()) json.member("path", problem.path);
  json.end_object();
}

}  // namespace

void grid_member(JsonWriter& json, const TimeGrid& grid) {
  json.key("grid").begin_object();
  json.member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit));
  if (grid.start_unix_ms) {
    json.member("startUtc", format_utc(*grid.bin_start_unix_ms(0)));
    json.member("endUtc", format_utc(*grid.bin_start_unix_ms(grid.bins)));
  }
  json.end_object();
}

void events_member(JsonWriter& json, const Model& model) {
  json.key("events").begin_array();
  for (const ModelEvent& event : model.events) {
    json.begin_object().member("fromBin", event.from_bin).member("toBin", event.to_bin);
    json.member("text", event.text).end_object();
  }
  json.end_array();
}

void findings_member(JsonWriter& json, const FindingCounts& counts) {
  json.key("findings").begin_object().member("error", counts.error);
  json.member("warning", counts.warning).member("info", counts.info).end_object();
}

void problem_list(JsonWriter& json, const Problems& problems) {
  json.key("errors").begin_array();
  for (const Problem& problem : problems) problem_value(json, problem);
  json.end_array();
}

}  // namespace flowtime
