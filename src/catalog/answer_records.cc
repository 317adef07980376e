#include "catalog/answer_records.h"

#include "catalog/database.h"

namespace flowtime {
namespace {

AnswerRecord answer_of(SQLite::Statement& row) {
  AnswerRecord record{.key = row.getColumn(0).getString(),
                      .body_hash = row.getColumn(1).getString(),
                      .owner = row.getColumn(2).getString(),
                      .answer = {},
                      .created_unix_ms = row.getColumn(4).getInt64()};
  if (!row.getColumn(3).isNull()) record.answer = row.getColumn(3).getString();
  return record;
}

}  // namespace

Result<std::optional<AnswerRecord>> AnswerRecords::claim(const AnswerRecord& claim) {
  // Look and insert in one transaction, which excludes other writers from its start.
  return database_.change([&](SQLite::Database& connection) -> Result<std::optional<AnswerRecord>> {
    SQLite::Statement known = bound(
        connection, "SELECT key, body_hash, owner, answer, created_ms FROM answers WHERE key = ?",
        claim.key);
    if (known.executeStep()) return std::optional(answer_of(known));
    execute(connection, "INSERT INTO answers VALUES (?, ?, ?, NULL, ?)", claim.key, claim.body_hash,
            claim.owner, claim.created_unix_ms);
    return std::optional<AnswerRecord>();
  });
}

Result<bool> AnswerRecords::take_over(const AnswerRecord& from, const std::string& owner) {
  return database_.change([&](SQLite::Database& connection) -> Result<bool> {
    return execute(connection,
                   // Only if it is still what the caller saw: of two that take over one succeeds.
                   "UPDATE answers SET owner = ? WHERE key = ? AND owner = ? AND answer IS NULL",
                   owner, from.key, from.owner) == 1;
  });
}

Result<Done> AnswerRecords::answer(const std::string& key, const std::string& answer) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    execute(connection, "UPDATE answers SET answer = ? WHERE key = ?", answer, key);
    return Done{};
  });
}

Result<Done> AnswerRecords::release(const std::string& key) {
  return database_.change([&](SQLite::Database& connection) -> Result<Done> {
    // An answer that came meanwhile is not thrown away.
    execute(connection, "DELETE FROM answers WHERE key = ? AND answer IS NULL", key);
    return Done{};
  });
}

Result<int> AnswerRecords::forget_before(std::int64_t unix_ms) {
  return database_.change([&](SQLite::Database& connection) -> Result<int> {
    return execute(connection, "DELETE FROM answers WHERE created_ms < ?", unix_ms);
  });
}

}  // namespace flowtime
