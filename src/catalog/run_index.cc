#include "catalog/run_index.h"

#include <map>
#include <span>
#include <utility>

#include "catalog/database.h"
#include "run/bundle_paths.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// A directory that was changed as lately as this may change again without its time showing it:
// file systems count in ticks of some milliseconds.
constexpr std::int64_t kSettledNs = 100'000'000;
constexpr std::size_t kBatch = 500;  // rows written in one transaction
constexpr const char* kLastLook = "runs_modified_ns";

constexpr const char* kRunColumns =
    "id, file_number, created_ms, created_utc, template_id, template_title, template_narrative, "
    "template_version, mode, input_hash, content_hash, seed, errors, warnings, infos, bins, "
    "bin_size, bin_unit, start_ms, search";

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

std::string search_text(const RunInfo& run) {
  std::string text = run.id + "\n" + run.template_id + "\n" + run.template_title + "\n" + run.mode;
  for (const NamedJson& parameter : run.parameters) {
    text += "\n" + parameter.name + "=" + parameter.json;
  }
  for (const Finding& finding : run.findings) text += "\n" + finding.code;
  return text;
}

void put(SQLite::Database& connection, const RunInfo& run, std::int64_t file_number) {
  SQLite::Statement row(connection, std::string("INSERT OR REPLACE INTO runs (") + kRunColumns +
                                        ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  int at = 0;
  const auto next = [&](const auto& value) { row.bind(++at, value); };
  next(run.id);
  next(file_number);
  next(parse_utc(run.created_utc).value_or(0));
  for (const std::string* text :
       {&run.created_utc, &run.template_id, &run.template_title, &run.template_narrative,
        &run.template_version, &run.mode, &run.input_hash, &run.content_hash}) {
    next(*text);
  }
  next(run.seed.value_or(0));
  next(run.finding_counts.error);
  next(run.finding_counts.warning);
  next(run.finding_counts.info);
  next(std::int64_t{run.grid.bins});
  next(std::int64_t{run.grid.bin_size});
  next(std::string(name_of(run.grid.bin_unit)));
  ++at;  // a grid without a start has null there
  if (run.grid.start_unix_ms) row.bind(at, std::int64_t{*run.grid.start_unix_ms});
  next(search_text(run));
  row.exec();
  execute(connection, "DELETE FROM damaged_runs WHERE id = ?", run.id);
}

void put_damaged(SQLite::Database& connection, const std::string& id, std::int64_t file_number) {
  execute(connection, "DELETE FROM runs WHERE id = ?", id);
  execute(connection, "INSERT OR REPLACE INTO damaged_runs VALUES (?, ?)", id, file_number);
}

void forget(SQLite::Database& connection, const std::string& id) {
  execute(connection, "DELETE FROM runs WHERE id = ?", id);
  execute(connection, "DELETE FROM damaged_runs WHERE id = ?", id);
}

RunSummary summary_of(SQLite::Statement& row) {
  const auto text = [&](int column) { return row.getColumn(column).getString(); };
  const auto integer = [&](int column) { return row.getColumn(column).getInt64(); };
  RunSummary run;
  run.run_id = text(0);
  run.created_utc = text(3);
  run.template_id = text(4);
  run.template_title = text(5);
  run.template_narrative = text(6);
  run.template_version = text(7);
  run.mode = text(8);
  run.input_hash = text(9);
  run.content_hash = text(10);
  run.seed = integer(11);
  run.findings = {.error = integer(12), .warning = integer(13), .info = integer(14)};
  run.grid.bins = integer(15);
  run.grid.bin_size = integer(16);
  run.grid.bin_unit = parse_bin_unit(text(17)).value_or(BinUnit::kMinutes);
  if (!row.getColumn(18).isNull()) run.grid.start_unix_ms = integer(18);
  return run;
}

// The words of a search, each as a pattern of LIKE.
std::vector<std::string> patterns(const std::string& search) {
  std::vector<std::string> all;
  std::string word;
  for (const char c : search + " ") {
    if (c != ' ' && c != '\t') {
      if (c == '%' || c == '_' || c == '\\') word += '\\';
      word += c;
    } else if (!word.empty()) {
      all.push_back("%" + std::exchange(word, "") + "%");
    }
  }
  return all;
}

// The WHERE clause of a query with the values it needs.
struct Condition {
  std::string sql = " WHERE 1";
  std::vector<std::string> values;
};

Condition condition_of(const RunQuery& query) {
  Condition condition;
  const auto add = [&](const char* sql, const std::string& value) {
    condition.sql += sql;
    condition.values.push_back(value);
  };
  if (!query.mode.empty()) add(" AND mode = ?", query.mode);
  if (!query.template_id.empty()) add(" AND template_id = ?", query.template_id);
  if (query.has_warnings) {
    condition.sql +=
        *query.has_warnings ? " AND errors + warnings > 0" : " AND errors + warnings = 0";
  }
  for (const std::string& pattern : patterns(query.search)) {
    add(" AND search LIKE ? ESCAPE '\\'", pattern);
  }
  return condition;
}

int bind_all(SQLite::Statement& statement, const std::vector<std::string>& values) {
  int at = 0;
  for (const std::string& value : values) statement.bind(++at, value);
  return at;
}

Result<RunPage> read_page(SQLite::Database& connection, const RunQuery& query) {
  const Condition condition = condition_of(query);
  RunPage page{.items = {}, .total_count = 0, .page = query.page, .page_size = query.page_size};
  SQLite::Statement total(connection, "SELECT count(*) FROM runs" + condition.sql);
  bind_all(total, condition.values);
  total.executeStep();
  page.total_count = total.getColumn(0).getInt64();
  SQLite::Statement row(connection, std::string("SELECT ") + kRunColumns + " FROM runs" +
                                        condition.sql +
                                        " ORDER BY created_ms DESC, id LIMIT ? OFFSET ?");
  const int at = bind_all(row, condition.values);
  row.bind(at + 1, query.page_size);
  row.bind(at + 2, (query.page - 1) * query.page_size);
  while (row.executeStep()) page.items.push_back(summary_of(row));
  return page;
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
        put(connection, *run.info, run.file_number);
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

Result<IndexUpdate> RunIndex::update() {
  FT_TRY(const std::int64_t modified, modified_ns(env_));
  FT_TRY(const bool is_current, database_.use([&](SQLite::Database& connection) -> Result<bool> {
    return modified != 0 && last_look(connection) == modified &&
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
    for (const char* table : {"runs", "damaged_runs", "facts"}) {
      connection.exec(std::string("DELETE FROM ") + table);
    }
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

}  // namespace flowtime
