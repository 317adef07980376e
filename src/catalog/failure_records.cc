#include "catalog/failure_records.h"

#include "catalog/database.h"
#include "catalog/rows.h"

namespace flowtime {
namespace {

constexpr const char* kFailureColumns =
    "number, run_id, template_id, mode, request_id, state, stage, code, message, begun_utc, "
    "ended_utc, log";

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

FailureRecord failure_of(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  return {.number = row.getColumn(0).getInt64(),
          .run_id = text(1),
          .template_id = text(2),
          .mode = text(3),
          .request_id = text(4),
          .state = text(5),
          .stage = text(6),
          .code = text(7),
          .message = text(8),
          .begun_utc = text(9),
          .ended_utc = text(10),
          .log = split(text(11))};
}

std::int64_t insert(SQLite::Database& connection, const FailureRecord& run,
                    const std::string& owner) {
  execute(
      connection,
      "INSERT INTO creations (owner, run_id, template_id, mode, request_id, state, stage, code, "
      "message, begun_utc, ended_utc, log) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
      owner, run.run_id, run.template_id, run.mode, run.request_id, run.state, run.stage, run.code,
      run.message, run.begun_utc, run.ended_utc, joined(run.log));
  return connection.getLastInsertRowid();
}

}  // namespace

Result<std::int64_t> FailureRecords::begin(const FailureRecord& run, const std::string& owner) {
  FailureRecord begun = run;
  begun.state = "running";
  return database_.change([&](SQLite::Database& connection) -> Result<std::int64_t> {
    return insert(connection, begun, owner);
  });
}

Result<Done> FailureRecords::enter(std::int64_t number, const std::string& stage,
                                   const std::vector<std::string>& log) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    execute(connection, "UPDATE creations SET stage = ?, log = ? WHERE number = ?", stage,
            joined(log), number);
    return Done{};
  });
}

Result<Done> FailureRecords::forget(std::int64_t number) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    execute(connection, "DELETE FROM creations WHERE number = ?", number);
    return Done{};
  });
}

Result<Done> FailureRecords::end(const FailureRecord& run) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    // Deleted and inserted anew, so that records are numbered by their end.
    if (run.number != 0) execute(connection, "DELETE FROM creations WHERE number = ?", run.number);
    const std::int64_t newest = insert(connection, run, "");
    // By number and not by count: cheap, and right within the gaps that deletions leave.
    execute(connection, "DELETE FROM creations WHERE number <= ? AND state <> 'running'",
            newest - kMaxFailures);
    return Done{};
  });
}

Result<std::vector<std::string>> FailureRecords::owners() {
  return texts(database_, "SELECT DISTINCT owner FROM creations WHERE state = 'running'");
}

Result<std::vector<FailureRecord>> FailureRecords::unfinished(const std::string& owner) {
  return database_.use([&](SQLite::Database& connection) -> Result<std::vector<FailureRecord>> {
    std::vector<FailureRecord> records;
    SQLite::Statement row = bound(connection,
                                  std::string("SELECT ") + kFailureColumns +
                                      " FROM creations WHERE owner = ? AND state = 'running'",
                                  owner);
    while (row.executeStep()) records.push_back(failure_of(row));
    return records;
  });
}

Result<int> FailureRecords::interrupt(const std::string& owner, const std::string& now_utc) {
  return database_.change([&](SQLite::Database& connection) -> Result<int> {
    return execute(connection,
                   "UPDATE creations SET state = 'interrupted', code = 'interrupted', message = "
                   "'The process that made the run ended before the run did.', ended_utc = ? "
                   "WHERE owner = ? AND state = 'running'",
                   now_utc, owner);
  });
}

Result<FailurePage> FailureRecords::find(const std::string& run_id, std::int64_t limit) {
  const std::string where = " WHERE state <> 'running' AND (?1 = '' OR run_id = ?1)";
  return database_.use([&](SQLite::Database& connection) -> Result<FailurePage> {
    FailurePage page;
    SQLite::Statement total = bound(connection, "SELECT count(*) FROM creations" + where, run_id);
    total.executeStep();
    page.total_count = total.getColumn(0).getInt64();
    SQLite::Statement row = bound(connection,
                                  std::string("SELECT ") + kFailureColumns + " FROM creations" +
                                      where + " ORDER BY number DESC LIMIT ?2",
                                  run_id, limit);
    while (row.executeStep()) page.items.push_back(failure_of(row));
    return page;
  });
}

}  // namespace flowtime
