#include "studies/study_store.h"

#include <algorithm>

#include "answers/answer_json.h"
#include "pipeline/read_and_compile.h"
#include "problems/catalogue.h"
#include "run/bundle_paths.h"
#include "series/time_grid.h"
#include "studies/read_study_request.h"
#include "studies/row_files.h"
#include "studies/study_json.h"
#include "studies/study_request_json.h"
#include "studies/suggest.h"
#include "sys/ids.h"
#include "sys/sha256.h"
#include "text/json_reader.h"
#include "whatif/reseed.h"

namespace flowtime::studies {
namespace {

constexpr const char* kRoot = "studies";
constexpr int kStudySchemaVersion = 1;

std::string directory_of(const std::string& id) { return std::string(kRoot) + "/" + id; }
std::string lock_of(const std::string& id) {
  return std::string(kLocksDirectory) + "/study-" + id + ".lock";
}

Problem study_not_found(const std::string& id) {
  return {.code = "study_not_found",
          .message = "there is no study '" + id + "'",
          .remedy = "List the studies to see their ids."};
}

Problem study_running(const std::string& id) {
  return {.code = "study_running",
          .message = "the study '" + id + "' is running",
          .remedy = "Wait for it, or cancel its job."};
}

std::string new_study_id(Env& env) {
  std::string time = format_utc(env.now_unix_ms() / 1000 * 1000);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  return "study_" + time + "_" + env.random_hex(8);
}

RowShape shape_of(const StudyRecord& record) {
  return {.parameters = record.parameters.size(),
          .figures = record.measures.size(),
          .series = record.series.size(),
          .bins = static_cast<std::size_t>(record.bins)};
}

// Of what is varied: equal hashes, equal points.
std::string subject_hash(const whatif::Subject& subject) {
  const Plan& plan = *subject.base().plan;
  std::string text = to_text(plan);
  for (const Parameter& parameter : plan.parameters) {
    text.append(reinterpret_cast<const char*>(parameter.values.data()),
                parameter.values.size() * sizeof(double));
  }
  return sha256_tagged(text);
}

void texts_member(JsonWriter& json, const char* name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

// What study.json holds, and answers begin with.
void facts_members(JsonWriter& json, const StudyRecord& record) {
  json.member("studyId", record.id).member("kind", name_of(record.kind));
  json.member("of", record.of).member("createdUtc", record.created_utc);
  json.member("engineVersion", record.engine_version);
  json.member("semanticsVersion", record.semantics_version);
  texts_member(json, "parameters", record.parameters);
  texts_member(json, "measures", record.measures);
  texts_member(json, "series", record.series);
  json.member("points", record.points).member("bins", record.bins);
  json.member("subjectHash", record.subject_hash);
}

std::vector<std::string> texts_in(JsonReader& json) {
  std::vector<std::string> texts;
  json.items([&] { texts.push_back(json.text()); });
  return texts;
}

StudyRecord read_facts(const std::string& text) {
  StudyRecord record;
  JsonReader json(text);
  json.members([&](std::string_view name) {
    if (name == "studyId")
      record.id = json.text();
    else if (name == "kind")
      record.kind = parse_study_kind(json.text()).value_or(record.kind);
    else if (name == "of")
      record.of = json.text();
    else if (name == "createdUtc")
      record.created_utc = json.text();
    else if (name == "engineVersion")
      record.engine_version = json.text();
    else if (name == "semanticsVersion")
      record.semantics_version = json.integer().value_or(0);
    else if (name == "parameters")
      record.parameters = texts_in(json);
    else if (name == "measures")
      record.measures = texts_in(json);
    else if (name == "series")
      record.series = texts_in(json);
    else if (name == "points")
      record.points = json.integer().value_or(0);
    else if (name == "bins")
      record.bins = json.integer().value_or(0);
    else if (name == "subjectHash")
      record.subject_hash = json.text();
  });
  return record;
}

void read_end(const std::string& text, StudyRecord& record) {
  JsonReader json(text);
  json.members([&](std::string_view name) {
    if (name == "finishedUtc") record.finished_utc = json.text();
    if (name == "pointsHash") record.points_hash = json.text();
  });
}

Problems read_failure(const std::string& text) {
  Problems problems;
  JsonReader json(text);
  json.members([&](std::string_view name) {
    if (name != "errors") return;
    json.items([&] {
      Problem problem;
      json.members([&](std::string_view member) {
        if (member == "code") problem.code = json.text();
        if (member == "message") problem.message = Sentence::as_written(json.text());
        if (member == "remedy") problem.remedy = json.text();
      });
      problems.push_back(std::move(problem));
    });
  });
  return problems;
}

// Files and settings become part of the text, so that the study stands by itself.
Result<StudyRequest> flattened(const RunHost& host, StudyRequest request) {
  if (!request.subject.model) return request;
  ModelSource& source = *request.subject.model;
  RunObserver nobody;
  StageClock clock(host.env, nobody);
  FT_TRY(ReadSource read, read_source(source, clock));
  if (!source.settings.empty() || source.read_model_file) source.text = read.document.text;
  source.settings.clear();
  return request;
}

}  // namespace

const char* name_of(StudyStatus status) {
  switch (status) {
    case StudyStatus::kRunning: return "running";
    case StudyStatus::kCompleted: return "completed";
    case StudyStatus::kFailed: return "failed";
    case StudyStatus::kInterrupted: return "interrupted";
  }
  return "";
}

std::string to_json(const StudyRecord& record, bool whole) {
  JsonWriter json;
  json.begin_object();
  facts_members(json, record);
  json.member("status", name_of(record.status));
  json.member("completedPoints", record.completed_points);
  json.member("resumesAtStart", record.resumes_at_start);
  json.member("finishedUtc", record.finished_utc).member("pointsHash", record.points_hash);
  problem_list(json, record.problems);
  if (whole) {
    json.key("request").raw(record.request.empty() ? "null" : record.request);
    json.key("result").raw(record.answer.empty() ? "null" : record.answer);
  }
  return json.end_object().take();
}

Result<StudyRecord> StudyStore::begin(const RunHost& host, const StudyRequest& asked) {
  FT_TRY(const StudyRequest request, flattened(host, asked));
  FT_TRY(const OpenedSubject opened, open_subject(host, request.subject));
  StudyRecord record{.kind = request.kind,
                     .of = opened.of,
                     .created_utc = format_moment(env_.now_unix_ms()),
                     .engine_version = host.version.version,
                     .semantics_version = host.version.semantics_version,
                     .bins = opened.subject->base().plan->bins,
                     .subject_hash = subject_hash(*opened.subject)};
  if (request.kind != StudyKind::kSuggest) {
    FT_TRY(StudyPlan plan, plan_study(opened, request));
    record.parameters = std::move(plan.knobs);
    record.series = std::move(plan.series);
    record.points = plan.points;
    for (const figures::Figure& figure : plan.measures) {
      record.measures.push_back(figures::to_text(figure));
    }
  }
  record.id = new_study_id(env_);
  record.request = to_json(request);
  const std::string directory = directory_of(record.id);
  FT_RETURN_IF_PROBLEM(env_.make_directories(kLocksDirectory));
  FT_RETURN_IF_PROBLEM(env_.make_directories(directory + "/points"));
  if (!record.series.empty()) FT_RETURN_IF_PROBLEM(env_.make_directories(directory + "/series"));
  FT_RETURN_IF_PROBLEM(env_.write_file(directory + "/request.json", record.request));
  JsonWriter json;
  json.begin_object().member("schemaVersion", kStudySchemaVersion);
  facts_members(json, record);
  // Last: a directory without it is no study.
  FT_RETURN_IF_PROBLEM(env_.write_file(directory + "/study.json", json.end_object().take()));
  return record;
}

Result<StudyRecord> StudyStore::find(const std::string& id) {
  if (!is_id(id)) return study_not_found(id);
  const std::string directory = directory_of(id);
  const auto facts = env_.read_file(directory + "/study.json");
  if (!facts && failed_with(facts.problems(), io_codes::kNotFound)) return study_not_found(id);
  if (!facts) return facts.problems();
  StudyRecord record = read_facts(*facts);
  record.id = id;
  if (auto request = env_.read_file(directory + "/request.json")) record.request = *request;
  if (auto answer = env_.read_file(directory + "/answer.json")) record.answer = *answer;
  if (auto end = env_.read_file(directory + "/end.json")) read_end(*end, record);
  if (auto failure = env_.read_file(directory + "/failure.json")) {
    record.problems = read_failure(*failure);
  }
  FT_TRY(record.completed_points, RowFiles(env_, directory, shape_of(record)).count());
  if (!record.answer.empty()) {
    record.status = StudyStatus::kCompleted;
    // A search knows how many points it needed only at its end.
    record.points = std::min(record.points, record.completed_points);
    return record;
  }
  const auto lock = env_.try_lock(lock_of(id));
  const bool is_held = lock && !*lock;
  record.status = is_held                    ? StudyStatus::kRunning
                  : !record.problems.empty() ? StudyStatus::kFailed
                                             : StudyStatus::kInterrupted;
  record.resumes_at_start =
      record.status == StudyStatus::kInterrupted && !env_.exists(directory + "/left.json");
  return record;
}

Result<std::vector<StudyRow>> StudyStore::points_of(const StudyRecord& record) {
  RowShape shape = shape_of(record);
  shape.series = 0;
  return RowFiles(env_, directory_of(record.id), shape).read();
}

Result<std::vector<StudyRecord>> StudyStore::list() {
  std::vector<StudyRecord> records;
  const auto entries = env_.list(kRoot);
  if (!entries && failed_with(entries.problems(), io_codes::kNotFound)) return records;
  if (!entries) return entries.problems();
  for (const DirectoryEntry& entry : *entries) {
    auto record = find(entry.name);
    if (record) records.push_back(std::move(record).value());
  }
  std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
    return a.created_utc != b.created_utc ? a.created_utc > b.created_utc : a.id > b.id;
  });
  return records;
}

// Complete ones, whose answers may be long, are not read.
std::vector<StudyRecord> StudyStore::unfinished() {
  std::vector<StudyRecord> records;
  const auto entries = env_.list(kRoot);
  if (!entries) return records;
  for (const DirectoryEntry& entry : *entries) {
    if (env_.exists(directory_of(entry.name) + "/answer.json")) continue;
    auto record = find(entry.name);
    if (record && record->resumes_at_start) records.push_back(std::move(record).value());
  }
  std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
    return a.created_utc != b.created_utc ? a.created_utc < b.created_utc : a.id < b.id;
  });
  return records;
}

Result<Done> StudyStore::remove(const std::string& id) {
  FT_TRY(const StudyRecord record, find(id));
  FT_TRY(const auto lock, env_.try_lock(lock_of(record.id)));
  if (!lock) return study_running(id);
  return env_.remove_tree(directory_of(record.id));
}

Result<Done> StudyStore::leave(const std::string& id) {
  FT_TRY(const StudyRecord record, find(id));
  if (record.status == StudyStatus::kCompleted) return Done{};
  return env_.write_file(directory_of(record.id) + "/left.json", "{}");
}

Result<bool> StudyStore::may_resume_by_itself(const StudyRecord& record) {
  const std::string path = directory_of(record.id) + "/resumed.json";
  const std::string points = std::to_string(record.completed_points);
  const auto before = env_.read_file(path);
  if (before && *before == points) return false;
  FT_RETURN_IF_PROBLEM(env_.write_file(path, points));
  return true;
}

Result<StudyStore::Reopened> StudyStore::reopen(const RunHost& host, const StudyRecord& record) {
  FT_TRY(StudyRequest request, read_study_request(record.request, std::nullopt));
  FT_TRY(OpenedSubject opened, open_subject(host, request.subject));
  if (subject_hash(*opened.subject) == record.subject_hash) {
    return Reopened{std::move(request), std::move(opened)};
  }
  return Problem{.code = "study_changed",
                 .message = "the " + record.of + " has changed since the study began",
                 .remedy = "Start the study again."};
}

Result<StudyAnswer> StudyStore::answer_again(const RunHost& host, const std::string& id) {
  FT_TRY(const StudyRecord record, find(id));
  FT_TRY(const Reopened reopened, reopen(host, record));
  StudyRun run;
  FT_TRY(run.known, RowFiles(env_, directory_of(id), shape_of(record)).read());
  return run_study(reopened.subject, reopened.request, std::move(run));
}

Result<whatif::RunSource> StudyStore::run_source(const RunHost& host, const std::string& id,
                                                 std::int64_t point) {
  FT_TRY(const StudyRecord record, find(id));
  FT_TRY(const Reopened reopened, reopen(host, record));
  FT_TRY(const std::vector<StudyRow> rows,
         RowFiles(env_, directory_of(id), shape_of(record)).read());
  const auto count = static_cast<std::int64_t>(rows.size());
  if (point < 0 || point >= count) {
    return Problem{.code = "point_not_found",
                   .message = "the study '" + id + "' has no point " + std::to_string(point),
                   .remedy = count == 0 ? "Nothing has been evaluated yet: resume the study."
                                        : "Its points are 0 to " + std::to_string(count - 1) + "."};
  }
  const whatif::Subject& subject = *reopened.subject.subject;
  whatif::Knobs knobs;
  for (const std::string& text : record.parameters) {
    FT_TRY(whatif::Knob knob, subject.knob(text));
    knobs.push_back(std::move(knob));
  }
  FT_TRY(whatif::RunSource source,
         subject.run_source(knobs, rows[static_cast<std::size_t>(point)].point));
  const bool draws = record.kind == StudyKind::kEnsemble && whatif::draws(*subject.base().plan);
  if (draws) source.source.seed = seed_of_draw(subject, point);
  return source;
}

Result<std::string> StudyStore::answer_to(const RunHost& host, const StudyRecord& record,
                                          StudyRun run) {
  FT_TRY(const Reopened reopened, reopen(host, record));
  const StudyRequest& request = reopened.request;
  const OpenedSubject& opened = reopened.subject;
  if (request.kind == StudyKind::kSuggest) {
    SuggestOptions options{.threads = run.threads, .stop = run.stop};
    for (const Vary& vary : request.vary) options.parameters.push_back(vary.knob);
    FT_TRY(const Suggestions found, suggest(opened, options));
    return to_json(found, request.subject.run_id, opened.subject->template_id());
  }
  RowFiles files(env_, directory_of(record.id), shape_of(record));
  FT_TRY(run.known, files.read());
  run.hooks.keep = [&files](std::span<const StudyRow> rows) { return files.add(rows); };
  const auto answer = run_study(opened, request, std::move(run));
  // Also of a study that is stopped or fails: what it knows is kept.
  FT_RETURN_IF_PROBLEM(files.flush());
  if (!answer) return answer.problems();
  JsonWriter json;
  FT_TRY(const std::string hash, files.hash());
  json.begin_object().member("finishedUtc", format_moment(env_.now_unix_ms()));
  json.member("pointsHash", hash).end_object();
  FT_RETURN_IF_PROBLEM(env_.write_file(directory_of(record.id) + "/end.json", json.take()));
  return to_json(*answer);
}

Result<StudyRecord> StudyStore::carry_out(const RunHost& host, const std::string& id,
                                          StudyRun run) {
  FT_TRY(const StudyRecord record, find(id));
  if (record.status == StudyStatus::kCompleted) return record;
  const std::string directory = directory_of(id);
  {
    FT_TRY(const auto lock, env_.try_lock(lock_of(id)));
    if (!lock) return study_running(id);
    const auto wanted_again = env_.remove_file(directory + "/left.json");
    static_cast<void>(wanted_again.has_value());  // there seldom is one
    const auto answer = answer_to(host, record, std::move(run));
    if (!answer) {
      if (problems::is_stopped(answer.problems())) return answer.problems();
      JsonWriter json;
      json.begin_object();
      problem_list(json, answer.problems());
      FT_RETURN_IF_PROBLEM(env_.write_file(directory + "/failure.json", json.end_object().take()));
      return answer.problems();
    }
    FT_RETURN_IF_PROBLEM(env_.write_file(directory + "/answer.part", *answer));
    FT_RETURN_IF_PROBLEM(env_.rename(directory + "/answer.part", directory + "/answer.json",
                                     RenameRule::kReplaceFile));
    const auto forgotten = env_.remove_file(directory + "/failure.json");
    static_cast<void>(forgotten.has_value());  // there seldom is one
  }
  return find(id);
}

}  // namespace flowtime::studies
