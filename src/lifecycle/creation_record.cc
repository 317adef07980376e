#include "lifecycle/creation_record.h"

#include "catalog/catalog.h"
#include "series/time_grid.h"

namespace flowtime {

CreationRecord::CreationRecord(const RunHost& host, const RunLabels& labels)
    : host_(host), labels_(labels), begun_utc_(format_moment(host.env.now_unix_ms())) {}

// Only a defect leaves without saying how it ended.
CreationRecord::~CreationRecord() {
  // A scope that unwinds by an exception is the only way here.
  if (number_ == 0 || ended_) return;
  failed("failed", "",
         {.code = "internal_defect", .message = "a defect ended the run", .remedy = ""});
}

template <class T>
void CreationRecord::tell(const Result<T>& outcome) {
  if (outcome) return;
  host_.log.write({.level = LogLevel::kWarning,
                   .name = "CatalogUnavailable",
                   .fields = {{"runId", labels_.run_id},
                              {"templateId", labels_.template_id},
                              {"mode", labels_.mode},
                              {"requestId", labels_.request_id},
                              {"code", outcome.problems().front().code},
                              {"message", outcome.problems().front().message}}});
}

void CreationRecord::begin() {
  if (host_.catalog == nullptr) return;
  const auto owner = host_.catalog->owner();
  // Without an owner a crash could not be told from a run that is still made: no entry then.
  tell(owner);
  if (!owner) return;
  const FailureRecord record{.run_id = labels_.run_id,
                             .template_id = labels_.template_id,
                             .mode = labels_.mode,
                             .request_id = labels_.request_id,
                             .begun_utc = begun_utc_,
                             .log = lines_};
  const auto number = host_.catalog->failures().begin(record, *owner);
  tell(number);
  if (number) number_ = *number;
}

void CreationRecord::succeeded(const std::vector<std::string>& changed_runs,
                               const RunInfo* published) {
  ended_ = true;
  if (host_.catalog == nullptr) return;
  // The run is in the index before its entry is forgotten: at every moment the catalog has one of
  // them.
  RunIndex& runs = host_.catalog->runs();
  for (const std::string& id : changed_runs) {
    const bool is_known = published != nullptr && published->id == id;
    tell(is_known ? runs.refresh(*published) : runs.refresh(id));
  }
  if (number_ != 0) tell(host_.catalog->failures().forget(number_));
}

void CreationRecord::failed(const std::string& state, const std::string& stage,
                            const Problem& problem) {
  ended_ = true;
  if (host_.catalog == nullptr) return;
  tell(host_.catalog->failures().end({.number = number_,
                                      .run_id = labels_.run_id,
                                      .template_id = labels_.template_id,
                                      .mode = labels_.mode,
                                      .request_id = labels_.request_id,
                                      .state = state,
                                      .stage = stage,
                                      .code = problem.code,
                                      .message = problem.message,
                                      .begun_utc = begun_utc_,
                                      .ended_utc = format_moment(host_.env.now_unix_ms()),
                                      .log = lines_}));
}

void CreationRecord::on_stage(const StageEvent& event) {
  if (number_ != 0 && event.kind == StageEvent::Kind::kStart) {
    tell(host_.catalog->failures().enter(number_, name_of(event.stage), lines_));
  }
  host_.observer.on_stage(event);
}

void CreationRecord::on_progress(std::int64_t bins_done, std::int64_t bins) {
  host_.observer.on_progress(bins_done, bins);
}

void CreationRecord::write(const LogEvent& event) {
  host_.log.write(event);
  if (lines_.size() == kMaxLogLines) lines_.erase(lines_.begin());
  lines_.push_back(log_line(event, host_.env.now_unix_ms()));
}

}  // namespace flowtime
