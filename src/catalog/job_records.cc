#include "catalog/job_records.h"

#include "catalog/database.h"
#include "catalog/rows.h"

namespace flowtime {
namespace {

constexpr const char* kJobColumns =
    "id, state, run_id, template_id, mode, request_id, stage, code, message, created_utc, "
    "started_utc, finished_utc, was_reused";

JobRecord job_of(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  return {.id = text(0),
          .state = text(1),
          .run_id = text(2),
          .template_id = text(3),
          .mode = text(4),
          .request_id = text(5),
          .stage = text(6),
          .code = text(7),
          .message = text(8),
          .created_utc = text(9),
          .started_utc = text(10),
          .finished_utc = text(11),
          .was_reused = row.getColumn(12).getInt() != 0};
}

}  // namespace

Result<Done> JobRecords::put(const JobRecord& job, const std::string& owner) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    execute(connection,
            std::string("INSERT OR REPLACE INTO jobs (owner, ") + kJobColumns +
                ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            owner, job.id, job.state, job.run_id, job.template_id, job.mode, job.request_id,
            job.stage, job.code, job.message, job.created_utc, job.started_utc, job.finished_utc,
            job.was_reused ? 1 : 0);
    return Done{};
  });
}

Result<std::optional<JobRecord>> JobRecords::find(const std::string& id) {
  return database_.use([&](SQLite::Database& connection) -> Result<std::optional<JobRecord>> {
    SQLite::Statement row =
        bound(connection, std::string("SELECT ") + kJobColumns + " FROM jobs WHERE id = ?", id);
    if (!row.executeStep()) return std::optional<JobRecord>();
    return std::optional(job_of(row));
  });
}

Result<std::vector<JobRecord>> JobRecords::newest(std::int64_t limit) {
  return database_.use([&](SQLite::Database& connection) -> Result<std::vector<JobRecord>> {
    std::vector<JobRecord> jobs;
    SQLite::Statement row = bound(
        connection,
        std::string("SELECT ") + kJobColumns + " FROM jobs ORDER BY created_utc DESC, id LIMIT ?",
        limit);
    while (row.executeStep()) jobs.push_back(job_of(row));
    return jobs;
  });
}

Result<std::vector<std::string>> JobRecords::owners() {
  return texts(database_, "SELECT DISTINCT owner FROM jobs WHERE finished_utc = ''");
}

// A job without a time of its end is unfinished, whatever its state says.
Result<int> JobRecords::interrupt(const std::string& owner, const std::string& now_utc) {
  return database_.change([&](SQLite::Database& connection) -> Result<int> {
    return execute(connection,
                   "UPDATE jobs SET state = 'interrupted', code = 'interrupted', message = "
                   "'The process that ran the job ended before the job did.', finished_utc = ? "
                   "WHERE owner = ? AND finished_utc = ''",
                   now_utc, owner);
  });
}

}  // namespace flowtime
