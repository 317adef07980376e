// Database: one SQLite connection, shared by the threads of the process. Only for this room.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "catalog/catalog_check.h"

namespace flowtime {

// Threads: any; `use` and `change` take turns by a mutex. Other processes take turns by SQLite's
// own locks, for which a call waits up to 20 s.
class Database {
 public:
  // Creates the file and brings its tables to our schema version. "" is a database in memory.
  // Problems: catalog_failed, catalog_damaged (the file is not a database), catalog_too_new,
  // io_no_space, io_not_writable.
  // Write-ahead log: readers of other processes continue while one writes. A power failure may take
  // the last changes, never the file.
  static Result<std::unique_ptr<Database>> open(const std::string& path,
                                                CatalogCheck check = CatalogCheck::kHeader);

  // work(SQLite::Database&) -> Result<T>, with the connection to itself; what SQLite throws becomes
  // the problem catalog_failed.
  template <class Work>
  // Precondition: `work` calls neither `use` nor `change`: the mutex is not recursive.
  auto use(Work work) -> decltype(work(std::declval<SQLite::Database&>())) {
    const std::lock_guard guard(mutex_);
    try {
      return work(connection_);
    } catch (const SQLite::Exception& failure) {
      return failed(failure);
    }
  }
  // The same in one transaction that excludes other writers; a problem takes everything back.
  template <class Work>
  auto change(Work work) -> decltype(work(std::declval<SQLite::Database&>())) {
    return use([&](SQLite::Database& connection) {
      SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
      auto outcome = work(connection);
      if (outcome) transaction.commit();
      return outcome;
    });
  }

 private:
  explicit Database(const std::string& path);
  // By the code of SQLite: io_no_space, io_not_writable, catalog_damaged, else catalog_failed.
  static Problem failed(const SQLite::Exception& failure);
  // Runs the steps that the file has not seen, in one transaction.
  // Another process may migrate the file meanwhile: the version is read again within the
  // transaction.
  Result<Done> migrate();
  Result<Done> check_pages();
  std::mutex mutex_;
  SQLite::Database connection_;
};

// A statement with its values bound in order.
// Values are texts and numbers; a statement is not used beyond the `use` it was made in.
// `sql` has one "?" per value.
template <class... Values>
SQLite::Statement bound(SQLite::Database& connection, const std::string& sql,
                        const Values&... values) {
  SQLite::Statement statement(connection, sql);
  [[maybe_unused]] int at = 0;
  (statement.bind(++at, values), ...);
  return statement;
}
template <class... Values>
// How many rows it changed.
int execute(SQLite::Database& connection, const std::string& sql, const Values&... values) {
  return bound(connection, sql, values...).exec();
}

}  // namespace flowtime
