// events: what happened while the model ran, for people who read a run.
#include <algorithm>

#include "base/number_text.h"
#include "model/clock_bins.h"
#include "model/limits.h"
#include "model/model_reader.h"

namespace flowtime::model_detail {
namespace {

constexpr const char* kEventTimes =
    "Write a clock time (12:30, the first on the grid), a time with a date (2026-01-05T12:30) or "
    "the "
    "number of a bin.";

// The first bin of the grid in which a clock shows the time.
std::int64_t first_bin_at(std::int64_t clock, const TimeGrid& grid) {
  const std::int64_t before = clock_before_start(clock, grid);
  return bin_of(before == start_of(grid) ? before : before + kMsPerDay, grid);
}

}  // namespace

std::optional<WrittenTime> ModelReader::read_time(const yaml::Value& value, const std::string& says,
                                                  const char* forms, Fields& fields,
                                                  const char* key) {
  const std::string text = value.kind == yaml::Kind::kScalar ? value.scalar : "";
  const auto refuse_time = [&](const char* code, const char* why, const char* remedy) {
    fields.problem(code, says + " '" + text + "', " + why, remedy, value.where, key);
    return std::nullopt;
  };
  const std::optional<WrittenTime> time = written_time(value);
  if (!time) return refuse_time("not_a_time", "which is not a time", forms);
  if (time->kind == WrittenTime::Kind::kBin && time->value < 0) {
    return refuse_time("out_of_range", "which is negative", forms);
  }
  if (time->kind == WrittenTime::Kind::kInstant && !model_.grid.start_unix_ms) {
    return refuse_time("range_needs_start", "but the grid has no start",
                       "Add grid.start to the model, or write clock times or bins.");
  }
  return time;
}

// The bin that an entry names; nothing after a problem.
std::optional<std::int64_t> ModelReader::event_bin(const yaml::Value& value, Fields& fields,
                                                   const char* key) {
  const std::string says = std::string("'") + key + "' of " + fields.what() + " is";
  const auto time = read_time(value, says, kEventTimes, fields, key);
  if (!time) return std::nullopt;
  switch (time->kind) {
    case WrittenTime::Kind::kBin: return time->value;
    case WrittenTime::Kind::kClock: return first_bin_at(time->value, model_.grid);
    case WrittenTime::Kind::kInstant: return bin_of(time->value, model_.grid);
  }
  return std::nullopt;
}

void ModelReader::read_events(Fields& root) {
  const std::vector<yaml::Value>* items = root.items("events", kMaxEvents);
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    const Place events(kDocument, "events"), place(events, i);
    if (!expect_mapping((*items)[i], place, Title("an event"), context_)) continue;
    Fields fields((*items)[i], place, Title("event", i), context_);
    read_event(fields);
    fields.refuse_unknown();
  }
  std::stable_sort(
      model_.events.begin(), model_.events.end(),
      [](const ModelEvent& a, const ModelEvent& b) { return a.from_bin < b.from_bin; });
}

Result<std::vector<ModelEvent>> ModelReader::read_events_alone(const TimeGrid& grid) {
  const Title title("the list of events");
  if (!expect_mapping(document_.root, kDocument, title, context_)) return context_.take();
  model_.grid = grid;
  Fields root(document_.root, kDocument, title, context_);
  read_events(root);
  root.refuse_unknown();
  if (!context_.empty()) return context_.take();
  return std::move(model_.events);
}

void ModelReader::read_event(Fields& fields) {
  ModelEvent event;
  event.text = fields.required_text("text");
  const yaml::Value* at = fields.require("at");
  const yaml::Value* until = fields.find("until");
  const auto from = at == nullptr ? std::nullopt : event_bin(*at, fields, "at");
  const auto to = until == nullptr ? from : event_bin(*until, fields, "until");
  if (!from || !to || event.text.empty()) return;
  if (*to < *from) {
    return fields.problem("range_backwards", fields.what() + " ends before it begins",
                          "Write the later time as 'until'.", until->where, "until");
  }
  // What happened outside the grid is not seen on it; one grid may be a part of another.
  if (*to < 0 || *from >= model_.grid.bins) return;
  event.from_bin = std::max<std::int64_t>(0, *from);
  event.to_bin = std::min(model_.grid.bins - 1, *to);
  model_.events.push_back(std::move(event));
}

}  // namespace flowtime::model_detail
