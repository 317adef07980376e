#include "catalog/database.h"

#include <sqlite3.h>

#include <array>

#include "sys/env.h"

namespace flowtime {
namespace {

// Long enough for a rebuild of another process, whose batches release the lock between them.
constexpr int kBusyMilliseconds = 20'000;

// What brings the tables from version i to version i + 1. A step that was published is never
// changed; what becomes different is a new step.
constexpr std::array kSteps{
    R"sql(
CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  file_number INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  created_utc TEXT NOT NULL,
  template_id TEXT NOT NULL COLLATE NOCASE,
  template_title TEXT NOT NULL,
  template_narrative TEXT NOT NULL,
  template_version TEXT NOT NULL,
  mode TEXT NOT NULL COLLATE NOCASE,
  input_hash TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  seed INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  bins INTEGER NOT NULL,
  bin_size INTEGER NOT NULL,
  bin_unit TEXT NOT NULL,
  start_ms INTEGER,
  search TEXT NOT NULL
);
CREATE INDEX runs_by_time ON runs (created_ms DESC, id);
CREATE INDEX runs_by_template ON runs (template_id, created_ms DESC, id);
CREATE INDEX runs_by_search ON runs (created_ms DESC, id, search);

CREATE TABLE damaged_runs (id TEXT PRIMARY KEY, file_number INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE creations (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  run_id TEXT NOT NULL,
  template_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  request_id TEXT NOT NULL,
  state TEXT NOT NULL,
  stage TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  begun_utc TEXT NOT NULL,
  ended_utc TEXT NOT NULL,
  log TEXT NOT NULL
);
CREATE INDEX creations_by_run ON creations (run_id, number);
CREATE INDEX creations_unfinished ON creations (owner) WHERE state = 'running';

CREATE TABLE jobs (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  state TEXT NOT NULL,
  run_id TEXT NOT NULL,
  template_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  request_id TEXT NOT NULL,
  stage TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  created_utc TEXT NOT NULL,
  started_utc TEXT NOT NULL,
  finished_utc TEXT NOT NULL,
  was_reused INTEGER NOT NULL
);
CREATE INDEX jobs_by_time ON jobs (created_utc DESC, id);
CREATE INDEX jobs_unfinished ON jobs (owner) WHERE finished_utc = '';

CREATE TABLE answers (
  key TEXT PRIMARY KEY,
  body_hash TEXT NOT NULL,
  owner TEXT NOT NULL,
  answer TEXT,
  created_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX answers_by_time ON answers (created_ms);
)sql",
    // What a run says of itself. Every bundle is read again, so nothing is carried over.
    R"sql(
DROP TABLE runs;
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  file_number INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  created_utc TEXT NOT NULL,
  template_id TEXT NOT NULL COLLATE NOCASE,
  template_title TEXT NOT NULL,
  template_narrative TEXT NOT NULL,
  template_version TEXT NOT NULL,
  mode TEXT NOT NULL COLLATE NOCASE,
  input_hash TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  seed INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  infos INTEGER NOT NULL,
  bins INTEGER NOT NULL,
  bin_size INTEGER NOT NULL,
  bin_unit TEXT NOT NULL,
  start_ms INTEGER,
  parameters TEXT NOT NULL,
  duration_ms REAL NOT NULL,
  verdict INTEGER NOT NULL,
  kind TEXT NOT NULL,
  harmed REAL NOT NULL,
  headline TEXT NOT NULL,
  thumbnail TEXT NOT NULL,
  health_critical INTEGER NOT NULL,
  health_warning INTEGER NOT NULL,
  search TEXT NOT NULL
);
CREATE INDEX runs_by_time ON runs (created_ms DESC, id);
CREATE INDEX runs_by_template ON runs (template_id, created_ms DESC, id);
CREATE INDEX runs_by_search ON runs (created_ms DESC, id, search);
CREATE INDEX runs_by_content ON runs (content_hash, created_ms DESC, id);
CREATE INDEX runs_by_harm ON runs (harmed DESC, created_ms DESC, id);
CREATE INDEX runs_by_verdict ON runs (verdict DESC, harmed DESC, created_ms DESC, id);
DELETE FROM facts;
INSERT INTO facts VALUES ('revision', 0);
)sql",
    // What people say of a run. No run had any before.
    R"sql(
ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT '';
)sql",
    // What was set beside the text. Runs that are known may have settings, so that every bundle is
    // read again. The revision of a new catalog stays 0, by which it is known to be new.
    R"sql(
ALTER TABLE runs ADD COLUMN settings TEXT NOT NULL DEFAULT '[]';
DELETE FROM runs;
DELETE FROM damaged_runs;
DELETE FROM facts WHERE name <> 'revision';
UPDATE facts SET value = value + 1 WHERE name = 'revision' AND value > 0;
)sql",
};
constexpr int kSchemaVersion = static_cast<int>(kSteps.size());

int version_of(SQLite::Database& connection) {
  return connection.execAndGet("PRAGMA user_version").getInt();
}

Problem damaged(const std::string& message) {
  return {.code = "catalog_damaged",
          .message = message,
          .remedy =
              "Runs are safe without it: restart the server, or run `flowtime runs reindex`; both "
              "make it anew."};
}

Problem too_new(int version) {
  return {.code = "catalog_too_new",
          .message = "the catalog has schema version " + std::to_string(version) +
                     ", and this program reads up to " + std::to_string(kSchemaVersion),
          .remedy = "Use a newer flowtime, or delete catalog.db and run `flowtime runs reindex`."};
}

}  // namespace

Database::Database(const std::string& path)
    : connection_(path.empty() ? ":memory:" : path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                  kBusyMilliseconds) {}

// What the disk says is not the fault of the catalog, and no reason to delete it.
Problem Database::failed(const SQLite::Exception& failure) {
  const std::string message = std::string("the catalog of runs cannot be used: ") + failure.what();
  constexpr int kPrimary = 0xFF;
  switch (failure.getErrorCode() & kPrimary) {
    case SQLITE_FULL:
      return {.code = io_codes::kNoSpace,
              .message = message,
              .remedy = "Free some room, or use a data directory on another disk."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {.code = io_codes::kNotWritable,
              .message = message,
              .remedy = "Check owner and rights of the directory, or choose another."};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT: return damaged(message);
    default: break;
  }
  return {.code = "catalog_failed",
          .message = message,
          .remedy = "Runs are safe without it: delete catalog.db and run `flowtime runs reindex`."};
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, CatalogCheck check) {
  try {
    std::unique_ptr<Database> database(new Database(path));
    FT_RETURN_IF_PROBLEM(database->migrate());
    if (check == CatalogCheck::kPages) FT_RETURN_IF_PROBLEM(database->check_pages());
    return database;
  } catch (const SQLite::Exception& failure) {
    return failed(failure);
  }
}

// Pages and their links; not what indexes say against tables, which takes far longer.
Result<Done> Database::check_pages() {
  const std::string found = connection_.execAndGet("PRAGMA quick_check(1)").getString();
  if (found != "ok") return damaged("the catalog of runs cannot be used: " + found);
  return Done{};
}

Result<Done> Database::migrate() {
  // A power failure may take the last changes, never the file; runs are found again in runs/.
  connection_.exec("PRAGMA synchronous=NORMAL");
  // 64 MB: a search over 50,000 runs reads nothing twice.
  connection_.exec("PRAGMA cache_size=-64000");
  if (version_of(connection_) == kSchemaVersion) return Done{};
  // Readers of other processes go on while one writes. It cannot be set within a transaction.
  connection_.exec("PRAGMA journal_mode=WAL");
  return change([](SQLite::Database& connection) -> Result<Done> {
    // Read again inside the transaction: another process may have migrated the file meanwhile.
    const int version = version_of(connection);
    if (version > kSchemaVersion) return too_new(version);
    for (int step = version; step < kSchemaVersion; ++step) {
      connection.exec(kSteps[static_cast<std::size_t>(step)]);
    }
    connection.exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
    return Done{};
  });
}

}  // namespace flowtime
