// An update in four steps: stat runs/; list it if its time changed; compare directory numbers with
// the rows; read the bundles that are new, changed or were damaged. Each step is cheap when the one
// before found nothing.
#include "catalog/run_index.h"

#include <map>
#include <span>
#include <utility>

#include "catalog/database.h"
#include "catalog/run_rows.h"
#include "run/bundle_paths.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// A directory that was changed as lately as this may change again without its time showing it:
// file systems count in ticks of some milliseconds.
constexpr std::int64_t kSettledNs = 100'000'000;
constexpr std::size_t kBatch = 500;  // rows written in one transaction
constexpr const char* kLastLook = "runs_modified_ns";

// SQLite counts with a sign; only equality matters.
std::int64_t as_stored(std::uint64_t file_number) { return static_cast<std::int64_t>(file_number); }

using FileNumbers = std::map<std::string, std::int64_t>;  // by run id

FileNumbers numbers_in(SQLite::Database& connection, const std::string& table) {
  FileNumbers numbers;
  SQLite::Statement row(connection, "SELECT id, file_number FROM " + table);
  while (row.executeStep()) {
    numbers.emplace_hint(numbers.end(), row.getColumn(0).getString(), row.getColumn(1).getInt64());
  }
  return numbers;
}

void put_run(SQLite::Database& connection, const RunInfo& run, std::int64_t file_number) {
  put_row(connection, run, file_number);
  execute(connection, "DELETE FROM damaged_runs WHERE id = ?", run.id);
  run_rows_changed(connection);
}

void forget_run(SQLite::Database& connection, const std::string& id) {
  if (execute(connection, "DELETE FROM runs WHERE id = ?", id) > 0) run_rows_changed(connection);
}

// A run that cannot be read must not be listed.
void put_damaged(SQLite::Database& connection, const std::string& id, std::int64_t file_number) {
  forget_run(connection, id);
  execute(connection, "INSERT OR REPLACE INTO damaged_runs VALUES (?, ?)", id, file_number);
}

void forget(SQLite::Database& connection, const std::string& id) {
  forget_run(connection, id);
  execute(connection, "DELETE FROM damaged_runs WHERE id = ?", id);
}

// What runs/ holds now, and when it was last changed.
struct Look {
  std::int64_t modified_ns = 0;  // 0: too lately to be relied on
  FileNumbers numbers;
};

Result<std::int64_t> modified_ns(Env& env) {
  const Result<FileInfo> info = env.info(kRunsDirectory);
  if (!info && failed_with(info.problems(), io_codes::kNotFound)) return std::int64_t{-1};
  if (!info) return info.problems();
  const bool settled = env.now_unix_ms() * 1'000'000 - info->modified_ns > kSettledNs;
  // 0 is never equal to a stored time, so the next call looks again.
  return settled ? info->modified_ns : std::int64_t{0};
}

// The time is taken first, so that what changes while we look is looked at again.
Result<Look> look(Env& env) {
  Look now;
  FT_TRY(now.modified_ns, modified_ns(env));
  if (now.modified_ns < 0) return now;
  FT_TRY(const std::vector<DirectoryEntry> entries, env.list(kRunsDirectory));
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::kDirectory || !is_id(entry.name)) continue;
    now.numbers.emplace_hint(now.numbers.end(), entry.name, as_stored(entry.file_number));
  }
  return now;
}

struct Known {
  std::int64_t modified_ns = 0;
  FileNumbers runs, damaged;
};

std::int64_t last_look(SQLite::Database& connection) {
  SQLite::Statement row =
      bound(connection, "SELECT value FROM facts WHERE name = ?", std::string(kLastLook));
  return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

Result<Known> read_known(Database& database) {
  return database.use([](SQLite::Database& connection) -> Result<Known> {
    return Known{last_look(connection), numbers_in(connection, "runs"),
                 numbers_in(connection, "damaged_runs")};
  });
}

// A run as it stands there, with the number of its directory.
struct Standing {
  std::string id;
  std::int64_t file_number = 0;
  std::optional<RunInfo> info;  // nothing: damaged
};

Standing stand(Env& env, const std::string& id, std::int64_t file_number) {
  Standing standing{.id = id, .file_number = file_number, .info = {}};
  if (auto info = read_run_info(env, id)) standing.info = std::move(*info);
  return standing;
}

Result<Done> write_batch(Database& database, std::span<const Standing> batch) {
  return database.change([&](SQLite::Database& connection) -> Result<Done> {
    for (const Standing& run : batch) {
      if (run.info)
        put_run(connection, *run.info, run.file_number);
      else
        put_damaged(connection, run.id, run.file_number);
    }
    return Done{};
  });
}

// Reads and writes in batches, so that neither memory nor a transaction grows with the catalog.
Result<Done> write_all(Env& env, Database& database, const FileNumbers& due) {
  std::vector<Standing> batch;
  for (const auto& [id, number] : due) {
    batch.push_back(stand(env, id, number));
    if (batch.size() < kBatch) continue;
    // Between batches other processes may write: what they wrote has the same content.
    FT_RETURN_IF_PROBLEM(write_batch(database, batch));
    batch.clear();
  }
  return write_batch(database, batch);
}

Result<Done> finish_look(Database& database, const std::vector<std::string>& gone,
                         std::int64_t modified) {
  return database.change([&](SQLite::Database& connection) -> Result<Done> {
    for (const std::string& id : gone) forget(connection, id);
    execute(connection, "INSERT OR REPLACE INTO facts VALUES (?, ?)", std::string(kLastLook),
            modified);
    return Done{};
  });
}

Result<IndexUpdate> bring_up_to_date(Env& env, Database& database, const Known& known) {
  FT_TRY(const Look now, look(env));
  IndexUpdate update;
  FileNumbers due = known.damaged;  // may have been mended in their places
  std::vector<std::string> gone;
  for (const auto& [id, number] : now.numbers) {
    const auto found = known.runs.find(id);
    if (found != known.runs.end() && found->second == number) continue;
    due[id] = number;
    // A damaged run was neither added nor changed for a reader of lists.
    if (known.damaged.count(id) > 0) continue;
    (found == known.runs.end() ? update.added : update.changed) += 1;
  }
  for (const FileNumbers* numbers : {&known.runs, &known.damaged}) {
    for (const auto& [id, number] : *numbers) {
      if (now.numbers.count(id) == 0) gone.push_back(id);
    }
  }
  for (const std::string& id : gone) due.erase(id);
  FT_RETURN_IF_PROBLEM(write_all(env, database, due));
  // Last: a process that is killed before this looks again at everything.
  FT_RETURN_IF_PROBLEM(finish_look(database, gone, now.modified_ns));
  update.removed = static_cast<std::int64_t>(gone.size());
  return update;
}

}  // namespace

Result<Done> RunIndex::refresh(const std::string& run_id) {
  if (!run_exists(env_, run_id)) {
    return database_.change([&](SQLite::Database& connection) -> Result<Done> {
      forget(connection, run_id);
      return Done{};
    });
  }
  FT_TRY(const FileInfo info, env_.info(run_directory(run_id)));
  const Standing standing = stand(env_, run_id, as_stored(info.file_number));
  return write_batch(database_, {&standing, 1});
}

Result<Done> RunIndex::refresh(const RunInfo& published) {
  FT_TRY(const FileInfo info, env_.info(run_directory(published.id)));
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    put_run(connection, published, as_stored(info.file_number));
    return Done{};
  });
}

Result<IndexUpdate> RunIndex::update() {
  FT_TRY(const std::int64_t modified, modified_ns(env_));
  FT_TRY(const bool is_current, database_.use([&](SQLite::Database& connection) -> Result<bool> {
    return modified != 0 && last_look(connection) == modified &&
           // While there are damaged runs every update reads them again: they may be mended in
           // place, which the time of runs/ does not show.
           connection.execAndGet("SELECT count(*) FROM damaged_runs").getInt64() == 0;
  }));
  IndexUpdate update;
  if (is_current) return update;
  FT_TRY(const Known known, read_known(database_));
  FT_TRY(update, bring_up_to_date(env_, database_, known));
  FT_TRY(update.damaged, damaged());
  return update;
}

Result<IndexUpdate> RunIndex::rebuild() {
  FT_RETURN_IF_PROBLEM(database_.change([](SQLite::Database& connection) -> Result<Done> {
    for (const char* table : {"runs", "damaged_runs"}) {
      connection.exec(std::string("DELETE FROM ") + table);
    }
    execute(connection, "DELETE FROM facts WHERE name = ?", std::string(kLastLook));
    run_rows_changed(connection);
    return Done{};
  }));
  return update();
}

Result<std::vector<std::string>> RunIndex::damaged() {
  return database_.use([](SQLite::Database& connection) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    for (const auto& [id, number] : numbers_in(connection, "damaged_runs")) ids.push_back(id);
    return ids;
  });
}

Result<RunPage> RunIndex::find(const RunQuery& query) {
  FT_CHECK(query.page >= 1 && query.page_size >= 1);
  FT_RETURN_IF_PROBLEM(update());
  return database_.use([&](SQLite::Database& connection) { return read_page(connection, query); });
}

Result<std::vector<std::string>> RunIndex::with_content(const std::string& content_hash,
                                                        std::int64_t limit) {
  return database_.use([&](SQLite::Database& connection) -> Result<std::vector<std::string>> {
    std::vector<std::string> ids;
    SQLite::Statement row = bound(connection,
                                  "SELECT id FROM runs WHERE content_hash = ? "
                                  "ORDER BY created_ms DESC, id LIMIT ?",
                                  content_hash, limit);
    while (row.executeStep()) ids.push_back(row.getColumn(0).getString());
    return ids;
  });
}

}  // namespace flowtime
